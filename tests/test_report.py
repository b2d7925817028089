"""Reports by their laws: every format carries the same figures, nothing in an article can break a page."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import click
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import framing
from framing.explanation import explain
from framing.records import ScoredArticle, ScoredSentence
from framing.report import FORMATS, Columns, render
from framing.report_model import explanation_lines, info_lines
from framing.summary import summarise
from framing.terminal import Pen, bar, percent, printable, table

FRAMES = ("fear", "hope")
TONES = ("negative", "neutral", "positive")
ACTORS = ("Ana Torres", "Luis Vega")
COLUMNS = Columns(FRAMES, TONES, ACTORS)

# What a file can hold, with what is dangerous in a page, a table or a terminal made likely.
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        "=1+1",
        "@cmd",
        "-5",
        "a\x1b[2Jb",
        'x"><b onclick="y',
        "&amp;",
        "a\r\nb",
        'a, "b"',
    ]
)
shares = st.floats(0, 1)


@st.composite
def sentences(draw: st.DrawFn) -> ScoredSentence:
    text = draw(texts)
    if draw(st.booleans()):
        return ScoredSentence(text, 0, len(text), "other", (), {}, "", {})
    probabilities = {name: draw(shares) for name in FRAMES}
    tones = {name: draw(shares) for name in TONES}
    said = tuple(name for name in FRAMES if probabilities[name] > 0.5)
    roles = draw(st.dictionaries(st.sampled_from(ACTORS), st.sampled_from(["voice", "about"])))
    tone = max(tones, key=tones.__getitem__)
    return ScoredSentence(text, 0, len(text), "en", said, probabilities, tone, tones, roles)


some_articles = st.lists(
    st.builds(
        ScoredArticle,
        name=texts,
        language=st.sampled_from(["en", "es", "other"]),
        sentences=st.lists(sentences(), max_size=5).map(tuple),
        meta=st.dictionaries(st.sampled_from(["title", "date", "outlet", "url"]), texts),
    ),
    max_size=3,
)


def rendered(articles: list[ScoredArticle], form: str, pen: Pen = Pen()) -> str:  # noqa: B008
    return "".join(render(articles, form, COLUMNS, pen))


@given(some_articles)
def test_jsonl_and_json_say_what_the_records_say(articles: list[ScoredArticle]) -> None:
    lines = [json.loads(line) for line in rendered(articles, "jsonl").split("\n") if line]
    assert lines == [row for article in articles for row in article.to_dicts()]
    document = json.loads(rendered(articles, "json"))["articles"]
    assert [a["name"] for a in document] == [a.name for a in articles]
    assert [{"article": a["name"], **s} for a in document for s in a["sentences"]] == lines


@given(some_articles)
def test_csv_says_what_jsonl_says(articles: list[ScoredArticle]) -> None:
    lines = [json.loads(line) for line in rendered(articles, "jsonl").split("\n") if line]
    rows = list(csv.DictReader(io.StringIO(rendered(articles, "csv"), newline="")))
    assert len(rows) == len(lines)
    for row, line in zip(rows, lines, strict=True):
        assert (int(row["index"]), int(row["start"]), int(row["end"])) == (
            line["index"],
            line["start"],
            line["end"],
        )
        assert row["text"].removeprefix("'") == line["text"].removeprefix("'").replace("\0", "\ufffd")
        assert [name for name in row["frames"].split("|") if name] == line["frames"]
        assert {f: float(row[f"p_{f}"]) for f in FRAMES if row[f"p_{f}"]} == line["probabilities"]
        assert {t: float(row[f"p_{t}"]) for t in TONES if row[f"p_{t}"]} == line["sentiment_probabilities"]
        assert (row["sentiment"], row["language"]) == (line["sentiment"], line["language"])
        assert {a: row[f"actor: {a}"] for a in ACTORS if row[f"actor: {a}"]} == line["actors"]


@given(some_articles)
def test_no_csv_cell_is_a_formula(articles: list[ScoredArticle]) -> None:
    for row in csv.reader(io.StringIO(rendered(articles, "csv"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_csv_keeps_sentiments_apart_from_frames_of_the_same_name() -> None:
    columns = Columns(("positive", "fear"), TONES)
    head = next(iter(render([], "csv", columns))).strip().split(",")
    assert len(set(head)) == len(head)


class Page(HTMLParser):
    """The tags, attributes and visible words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.sentences: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "p" and "lang" in dict(attrs):
            self.sentences.append("")

    def handle_data(self, data: str) -> None:
        if self.sentences and self.lasttag == "p":
            self.sentences[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.lasttag = ""


def test_html_has_no_tag_that_an_article_brought_and_asks_for_nothing() -> None:
    page = rendered([ScoredArticle("a", "en", (_sentence(),))], "html")
    own = Page(page)
    assert not own.tags & {"script", "img", "link", "iframe", "object"}
    assert not own.attributes & {"src", "href", "onclick"}
    assert "url(" not in page
    assert "@import" not in page

    @given(some_articles)
    def check(articles: list[ScoredArticle]) -> None:
        page = Page(rendered(articles, "html"))
        assert page.tags <= own.tags
        assert page.attributes <= own.attributes

    check()


def _sentence(text: str = "A b.") -> ScoredSentence:
    return ScoredSentence(
        text, 0, len(text), "en", ("fear",), {"fear": 0.9, "hope": 0.1}, "negative",
        {"negative": 0.8, "neutral": 0.1, "positive": 0.1}, {"Ana Torres": "voice"},
    )  # fmt: skip


@given(texts.filter(lambda text: "\r" not in text and "\0" not in text))
def test_html_shows_the_sentence_to_the_letter(text: str) -> None:
    page = Page(rendered([ScoredArticle("a", "en", (_sentence(text),))], "html"))
    assert page.sentences == [text]


@given(some_articles, st.integers(40, 100))
def test_text_is_safe_to_print_and_keeps_to_its_width(articles: list[ScoredArticle], width: int) -> None:
    for line in rendered(articles, "text", Pen(width=width)).split("\n"):
        assert line.isprintable()
        assert len(line) <= width or len(line.split()) <= 2  # one word that is too long, and its number


@given(some_articles)
def test_colour_says_nothing_that_words_do_not(articles: list[ScoredArticle]) -> None:
    plain = rendered(articles, "text")
    assert click.unstyle(rendered(articles, "text", Pen(colour=True))) == plain
    assert "\x1b" not in plain


@pytest.mark.parametrize("form", FORMATS)
def test_each_article_is_out_before_the_next_is_asked_for(form: str) -> None:
    asked = []

    def endless() -> Iterator[ScoredArticle]:
        while True:
            asked.append(len(asked))
            yield ScoredArticle(f"number {len(asked)}", "en", (_sentence(),))

    pieces = render(endless(), form, COLUMNS)
    while "number 2" not in next(pieces):
        assert len(asked) <= 2
    assert len(asked) == 2


def test_text_names_frame_certainty_sentiment_and_voice() -> None:
    text = rendered([ScoredArticle("a.txt", "en", (_sentence(),))], "text")
    assert "fear 90%" in text
    assert "− negative 80%" in text
    assert "voice: Ana Torres" in text
    assert re.search(r"Luis Vega +0 +0", text)


@given(some_articles)
def test_summary_counts_each_scored_sentence_once(articles: list[ScoredArticle]) -> None:
    for article in articles:
        found = summarise(article, ACTORS)
        scored = [s for s in article if s.probabilities]
        assert found.scored == len(scored) == sum(found.sentiment.values())
        assert found.no_frame + sum(bool(s.frames) for s in scored) == len(scored)
        assert sum(found.frames.values()) == sum(len(s.frames) for s in scored)
        assert sum(r.sentences for roles in found.actors.values() for r in roles.values()) == sum(
            len(s.actors) for s in article
        )
        backwards = ScoredArticle(article.name, article.language, article.sentences[::-1])
        assert summarise(backwards, ACTORS) == found


@given(st.integers(0, 1000), st.integers(1, 40))
def test_a_bar_is_as_wide_as_said_and_grows(thousandths: int, cells: int) -> None:
    drawn = bar(thousandths / 1000, cells)
    assert len(drawn) == cells
    assert bool(drawn.strip()) == (thousandths > 0)
    assert len(drawn.rstrip()) <= len(bar(1, cells))
    assert drawn.count("█") <= bar(min(1, thousandths / 1000 + 0.1), cells).count("█")


@given(shares)
def test_percent_is_whole_only_for_all_and_none(share: float) -> None:
    assert (percent(share) == "0%") == (share == 0)
    assert (percent(share) == "100%") == (share == 1)


@given(st.text())
@example("0\r\xad")
def test_printable_is_one_line_that_can_be_printed_again(text: str) -> None:
    assert printable(text).isprintable()
    assert printable(printable(text)) == printable(text)


def test_table_lines_up() -> None:
    assert table([["", "F1"], ["fear", "0.5"]], "") == ["       F1", "fear  0.5"]


SENTENCE = "Gunmen killed two shopkeepers, Ana Torres said, and the street is terrified."


def test_contributions_and_intercept_sum_to_the_logit(toy_model: framing.Model) -> None:
    explained = explain(toy_model.frames, SENTENCE)
    assert [f.frame for f in explained.frames] == toy_model.frames.classes_.tolist()
    said = toy_model.frames.predict([SENTENCE])[0]
    for k, frame in enumerate(explained.frames):
        total = frame.intercept + sum(word.contribution for word in frame.words)
        assert total == pytest.approx(frame.decision, abs=1e-6)
        assert frame.probability == toy_model.frames.predict_proba([SENTENCE])[0, k]
        assert frame.said == said[k]
        assert all(SENTENCE[word.start : word.end] == word.text for word in frame.words)


def test_explanation_shows_the_sum_and_marks_words_in_colour(toy_model: framing.Model) -> None:
    explained = explain(toy_model.frames, SENTENCE)
    fear = next(f for f in explained.frames if f.frame == "fear")
    plain = "\n".join(explanation_lines(explained, Pen()))
    assert f"{fear.decision:+.2f}" in plain
    assert re.search(r"killed +\+\d", plain)
    coloured = "\n".join(explanation_lines(explained, Pen(colour=True)))
    assert "\x1b[32m\x1b[1mkilled\x1b[0m" in coloured
    assert "\x1b" not in plain


def test_explanation_as_json_is_json_ready(toy_model: framing.Model) -> None:
    values = json.loads(json.dumps(explain(toy_model.frames, SENTENCE).to_dict()))
    assert set(values["frames"]["fear"]) == {
        "probability",
        "threshold",
        "said",
        "intercept",
        "decision",
        "words",
    }


def test_info_needs_no_more_than_a_name(toy_model: framing.Model) -> None:
    assert "\n".join(info_lines({"name": "bare", "parts": {}}, Pen())).startswith("bare")
    whole = "\n".join(info_lines(toy_model.facts, Pen()))
    assert "52 sentences in 15 articles" in whole
    assert "macro-F1" in whole

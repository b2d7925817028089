"""`framing.compare`: what must not change the answer, what must, and what it says when it cannot tell."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest
from made_articles import ANA, LUIS, article, corpus, sentence

import framing
from framing.comparison_words import answer, difference_words, points, short_names
from framing.errors import ActorError, InputError
from framing.gold_files import GoldRow
from framing.records import Actor, LabelledSentence
from framing.report_comparison import render_comparison
from framing.terminal import Pen

BOTH = [ANA, LUIS]


def gold(truth: dict[tuple[str, int], bool], every: int = 1, **values: Any) -> list[GoldRow]:
    given = {"inclusion": 1 / every, **values}
    return [
        GoldRow(f"g:{k}", "", name, index, ("fear",) * carries, "neutral", **given)
        for k, ((name, index), carries) in enumerate(truth.items())
        if k % every == 0
    ]


def fear(found: framing.Comparison) -> dict[str, Any]:
    return dict(found.to_dict()["frames"]["fear"])


@pytest.fixture(scope="module")
def made() -> tuple[Any, Any]:
    return corpus(36)


@pytest.fixture(scope="module")
def counted(made: Any) -> framing.Comparison:
    return framing.compare(made[0], BOTH)


@pytest.fixture(scope="module")
def fixed(made: Any) -> framing.Comparison:
    return framing.compare(made[0], BOTH, gold=gold(made[1], 3))


def test_shares_are_those_of_the_labels(made: Any, counted: framing.Comparison) -> None:
    for actor in BOTH:
        for role, wanted in (("all", ("voice", "about")), ("voice", ("voice",)), ("about", ("about",))):
            own = [s for a in made[0] for s in a if s.actors.get(actor.name) in wanted]
            share = counted.targets[0].shares[role][actor.name]
            assert share.sentences == len(own)
            assert share.uncorrected.estimate == pytest.approx(np.mean(["fear" in s.frames for s in own]))
            assert share.corrected is share.gold is None


def test_the_form_is_as_promised(counted: framing.Comparison, fixed: framing.Comparison) -> None:
    found = json.loads(json.dumps(counted.to_dict(), allow_nan=False))
    assert (found["actors"], found["articles"]) == (["Ana Torres", "Luis Vega"], 36)
    assert found["method"]["estimate"] == "uncorrected"
    assert list(found["frames"]) == ["fear", "hope"]
    assert list(found["sentiment"]) == ["negative", "neutral", "positive"]
    one = found["frames"]["fear"]
    assert {"sentences", "estimate", "low", "high", "voice", "about"} <= one["Ana Torres"].keys()
    assert {"estimate", "low", "high", "p", "p_adjusted"} <= one["difference"].keys()
    assert one["difference"] == one["differences"][0]
    with_gold = fear(fixed)["Ana Torres"]
    assert {k: with_gold[k] for k in ("estimate", "low", "high")} == with_gold["corrected"]
    assert with_gold["uncorrected"] == {k: one["Ana Torres"][k] for k in ("estimate", "low", "high")}
    assert with_gold["gold_sentences"] > 25


def test_swapping_the_actors_flips_the_sign(made: Any) -> None:
    for rows in (None, gold(made[1], 3)):
        one, other = (
            fear(framing.compare(made[0], order, gold=rows))["difference"] for order in (BOTH, BOTH[::-1])
        )
        assert (one["estimate"], one["low"], one["p"]) == (-other["estimate"], -other["high"], other["p"])


def test_the_order_of_articles_does_not_matter(made: Any) -> None:
    for rows in (None, gold(made[1], 3)):
        found = [framing.compare(order, BOTH, gold=rows).to_dict() for order in (made[0], made[0][::-1])]
        assert found[0]["frames"] == found[1]["frames"]
        assert found[0]["sentiment"] == found[1]["sentiment"]


def test_who_else_is_compared_changes_no_share(made: Any, counted: framing.Comparison) -> None:
    third = Actor("Eva Ruiz")
    told = article("a-third", [sentence("Eva Ruiz was at the river with bread.", {third.name: "about"})])
    three = framing.compare([*made[0], told], [*BOTH, third])
    assert fear(three)["Ana Torres"] == fear(counted)["Ana Torres"]
    pairs = [pair["actors"] for pair in fear(three)["differences"]]
    assert pairs == [["Ana Torres", "Luis Vega"], ["Ana Torres", "Eva Ruiz"], ["Luis Vega", "Eva Ruiz"]]
    assert "Eva Ruiz" in "".join(render_comparison(three, "text"))


def test_a_corpus_coded_in_full_needs_no_prediction(made: Any) -> None:
    found = framing.compare(made[0], BOTH, gold=gold(made[1]))
    for actor in BOTH:
        own = [made[1][a.name, k] for a in made[0] for k, s in enumerate(a) if actor.name in s.actors]
        share = found.targets[0].shares["all"][actor.name]
        assert share.corrected is not None
        assert share.corrected.estimate == pytest.approx(np.mean(own), abs=1e-9)


def test_gold_corrects_and_is_never_wider_than_gold_alone(made: Any, fixed: framing.Comparison) -> None:
    for actor in BOTH:
        own = [made[1][a.name, k] for a in made[0] for k, s in enumerate(a) if actor.name in s.actors]
        share = fixed.targets[0].shares["all"][actor.name]
        assert share.corrected is not None
        assert share.gold is not None
        low, high = share.corrected.low, share.corrected.high
        assert low is not None
        assert high is not None
        assert low < np.mean(own) < high
        assert share.tuning is not None
        assert share.tuning > 0.5
        assert high - low < share.gold.high - share.gold.low  # type: ignore[operator]


def test_predictions_of_no_use_leave_gold_alone(made: Any) -> None:
    blind = [
        replace(a, sentences=tuple(replace(s, probabilities={"fear": 0.3, "hope": 0.3}) for s in a))
        for a in made[0]
    ]
    found = fear(framing.compare(blind, BOTH, gold=gold(made[1], 3)))
    for part in (found["Ana Torres"], found["difference"]):
        assert part["corrected"] == part["gold"]


def test_copies_count_once_and_it_is_said(made: Any, counted: framing.Comparison) -> None:
    copies = [replace(a, name=f"copy of {a.name}") for a in made[0]]
    found = framing.compare([*made[0], *copies], BOTH)
    assert found.method["clusters"] == counted.method["clusters"] == 36
    assert found.method["copies"][0] == ["a0", "copy of a0"]
    assert any(note.startswith("copies of other articles: 36, of 36 stories") for note in found.notes)
    once, twice = fear(counted)["difference"], fear(found)["difference"]
    assert twice["estimate"] == once["estimate"]
    assert twice["high"] - twice["low"] == pytest.approx(once["high"] - once["low"], rel=0.02)


def test_more_articles_are_narrower() -> None:
    widths = []
    for articles in (18, 72, 288):
        found = fear(framing.compare(corpus(articles)[0], BOTH))["difference"]
        widths.append(found["high"] - found["low"])
    assert widths == sorted(widths, reverse=True)


def test_too_few_articles_have_no_interval_and_it_is_said() -> None:
    found = framing.compare(corpus(4)[0], BOTH)
    assert fear(found)["difference"]["low"] is fear(found)["difference"]["p"] is None
    assert fear(found)["difference"]["estimate"] is not None
    assert any("no interval and no test under 5" in note for note in found.notes)
    assert answer(found)[0].startswith("Nothing can be said yet")
    assert "no limits" in "".join(render_comparison(found, "text"))


def test_few_gold_sentences_are_warned_about_and_fewer_have_no_p(made: Any) -> None:
    for every, words, tested in (
        (3, "intervals are wide under 50", True),
        (12, "no corrected p-value under 25", False),
    ):
        found = framing.compare(made[0], BOTH, gold=gold(made[1], every))
        assert sum(words in note for note in found.notes) == 2
        assert (fear(found)["difference"]["p"] is not None) is tested
        assert fear(found)["difference"]["gold"]["estimate"] is not None


def test_several_tests_are_adjusted_together(counted: framing.Comparison) -> None:
    for role in ("all", "voice", "about"):
        found = [t.differences[role][0] for t in counted.targets]
        raw = sorted((d.p, d.p_adjusted) for d in found if d.p is not None and d.p_adjusted is not None)
        assert len(raw) == 5
        assert raw[0][1] == pytest.approx(min(1, 5 * raw[0][0]))
        assert [adjusted for _, adjusted in raw] == sorted(adjusted for _, adjusted in raw)


# what is given


def test_texts_paths_and_scored_articles_come_to_the_same(
    articles: Path, toy_model: framing.Model, toy_folder: Path
) -> None:
    ways: list[list[Any]] = [
        [articles],
        sorted(articles.iterdir()),
        [str(path) for path in sorted(articles.iterdir())],
        [a for a in framing.read_articles([articles]) if isinstance(a, framing.Article)],
        [a.text for a in framing.read_articles([articles]) if isinstance(a, framing.Article)],
    ]
    ways.append([toy_model.score_article(a, BOTH) for a in ways[3]])
    found = [framing.compare(way, BOTH, model=toy_model).to_dict()["frames"] for way in ways]
    assert all(other == found[0] for other in found)
    assert framing.compare([articles], BOTH, model=toy_folder).to_dict()["frames"] == found[0]


def test_what_cannot_be_compared_is_named(made: Any, toy_model: framing.Model) -> None:
    cases: list[tuple[Any, Any, type[Exception], str]] = [
        (made[0], [ANA], ActorError, "at least two"),
        (made[0], [ANA, ANA], ActorError, "one actor for each name"),
        (made[0], [ANA, Actor("Nobody Known")], ActorError, "no scored sentence of 'Nobody Known'"),
        ("articles", BOTH, InputError, "put it in brackets"),
        (made[0][0], BOTH, InputError, "put it in brackets"),
        ([], BOTH, InputError, "no article found"),
        ([3], BOTH, InputError, "a text, a path or an article wanted"),
        (["gone.txt"], BOTH, InputError, "gone.txt"),
        (["no such folder/gone.jsonl"], BOTH, InputError, "gone.jsonl"),
    ]
    for given, actors, kind, words in cases:
        with pytest.raises(kind, match=words):
            framing.compare(given, actors, model=toy_model)
    other = replace(made[0][0], sentences=(replace(made[0][0].sentences[0], probabilities={"x": 0.5}),))
    with pytest.raises(InputError, match="different frames"):
        framing.compare([*made[0], other], BOTH)


def test_gold_that_trained_the_model_is_predicted_anew(
    toy_model: framing.Model, toy_sentences: list[LabelledSentence]
) -> None:
    texts = [row.text or "" for row in toy_sentences if row.language == "en"] * 2
    scored = []
    for i in range(12):
        lines = [f"{texts[(4 * i + k) % len(texts)]}" for k in range(4)]
        made = toy_model.score("\n\n".join(lines))
        named = [replace(s, actors={BOTH[k % 2].name: "about"}) for k, s in enumerate(made)]
        scored.append(replace(made, name=f"a{i}", sentences=tuple(named)))
    by_text = {row.text: row for row in toy_sentences}
    rows = [
        GoldRow("", s.text, a.name, k, by_text[s.text].frames, by_text[s.text].sentiment, 1.0)
        for a in scored
        for k, s in enumerate(a)
        if k < 2
    ]
    seen = framing.compare(scored, BOTH, gold=rows, model=toy_model)
    unseen = framing.compare(scored, BOTH, gold=rows, model=toy_model, trained_on=toy_sentences)
    assert unseen.method["cross_fitted"] is True
    assert seen.method["cross_fitted"] is False
    tuned = [
        [share.tuning or 0 for t in found.of_kind("frame") for share in t.shares["all"].values()]
        for found in (seen, unseen)
    ]
    assert np.mean(tuned[1]) < np.mean(tuned[0])
    assert fear(unseen)["Ana Torres"]["gold"] == fear(seen)["Ana Torres"]["gold"]


# words and tables


def test_words_name_who_and_by_how_much(made: Any, fixed: framing.Comparison) -> None:
    names = short_names(BOTH)
    assert names == {"Ana Torres": "Torres", "Luis Vega": "Vega"}
    found = fixed.targets[0].differences["all"][0]
    assert found.shown
    assert found.best.estimate is not None
    more = f"fear: Torres more than Vega by {points(found.best.estimate)}"
    assert difference_words("fear", found, names) == more
    turned = framing.compare(made[0], BOTH[::-1], gold=gold(made[1], 3)).targets[0].differences["all"][0]
    assert difference_words("fear", turned, names) == more
    assert answer(fixed)[0].startswith(more.replace("fear", "Fear"))
    assert "corrected by" in answer(fixed)[1]
    other = fixed.targets[1].differences["all"][0]
    assert difference_words("hope", other, names) == "hope: no difference shown"


def test_short_names_are_parts_of_names_and_differ() -> None:
    assert short_names([Actor("Ana Torres", ["the mayor"]), LUIS]) == {
        "Ana Torres": "Ana Torres",
        "Luis Vega": "Vega",
    }
    twins = [Actor("Ana Vega", ["Vega"]), Actor("Luis Vega", ["Vega"])]
    assert list(short_names(twins).values()) == ["Ana Vega", "Luis Vega"]


def test_the_text_says_words_first_and_then_every_figure(fixed: framing.Comparison) -> None:
    for width in (40, 80, 100):
        plain = "".join(render_comparison(fixed, "text", Pen(False, width)))
        assert click.unstyle("".join(render_comparison(fixed, "text", Pen(True, width)))) == plain
    lines = "".join(render_comparison(fixed, "text", Pen(False, 80))).splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith("Ana Torres · Luis Vega")
    assert lines[2].startswith("Fear: Torres more than Vega by")
    text = "\n".join(lines)
    for words in ("corrected", "gold alone", "uncorrected", "█", "difference", "Voice: the actor speaks"):
        assert words in text
    share = fixed.targets[0].shares["all"]["Ana Torres"].best.estimate
    assert f"{share:.0%}, " in text


def test_uncorrected_figures_are_marked_everywhere(counted: framing.Comparison) -> None:
    text = "".join(render_comparison(counted, "text"))
    assert "not corrected" in " ".join(text.split())
    assert "corrected" not in text.replace("uncorrected", "").replace("not\ncorrected", "").replace(
        "not corrected", ""
    )
    assert counted.to_dict()["method"]["estimate"] == "uncorrected"
    assert any(note.startswith("uncorrected") for note in counted.notes)


def test_csv_has_a_row_for_each_figure(fixed: framing.Comparison, counted: framing.Comparison) -> None:
    for found in (fixed, counted):
        rows = list(csv.DictReader(io.StringIO("".join(render_comparison(found, "csv")), newline="")))
        assert len(rows) == 5 * 3 * 3
        one = next(r for r in rows if r["minus"] and (r["name"], r["role"]) == ("fear", "all"))
        difference = fear(found)["difference"]
        assert float(one["estimate"]) == difference["estimate"]
        assert float(one["p_adjusted"]) == difference["p_adjusted"]
        plain = difference.get("uncorrected", difference)
        assert float(one["uncorrected_low"]) == plain["low"]
        assert bool(one["gold_low"]) is found.corrected

"""The look over labelled data: what it names, what it lets pass, in whatever order."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.checking import CheckReport, check
from framing.labelling import sha1_of
from framing.records import LabelledSentence

LONG = (
    "The harbour board agreed on Thursday evening to keep both ferries to the far shore running all winter."
)


def sentence(text: str | None = LONG, frames: str = "", article: str = "a1", **more: str) -> LabelledSentence:
    return LabelledSentence(text, tuple(frames.split()), article=article, **more)  # type: ignore[arg-type]


def kinds(report: CheckReport) -> list[str]:
    return [problem.kind for problem in report.problems]


few = st.builds(
    sentence,
    st.sampled_from([LONG, LONG.upper(), LONG + " Twice.", "Thank you.", "It rained.", "Llovió."]),
    st.sampled_from(["", "fear", "hope", "fear hope", "Fear"]),
    st.sampled_from(["", "a1", "a2"]),
    source=st.sampled_from(["", "s1", "s2"]),
    sentiment=st.sampled_from(["", "negative", "neutral"]),
)


@settings(deadline=None)
@given(st.lists(few, max_size=8), st.randoms(use_true_random=False))
def test_order_does_not_matter(sentences: list[LabelledSentence], rng: random.Random) -> None:
    report = check(sentences)
    assert check(rng.sample(sentences, len(sentences))) == report
    assert json.loads(json.dumps(report.to_dict()))["sentences"] == len(sentences) == report.sentences
    assert report.lines()[-1].endswith("problems")


def test_sound_data_has_no_problem() -> None:
    report = check([sentence(frames="hope"), sentence("It rained.", article="a2")])
    assert report.ok
    assert (report.articles, report.repeats, report.near_repeats) == (2, 0, 0)
    assert report.lines()[-1] == "no problems"


@pytest.mark.parametrize("text", [LONG, LONG.upper() + "!!", LONG.replace("Thursday", "Tuesday")])
def test_a_sentence_in_two_articles_leaks_between_folds(text: str) -> None:
    report = check([sentence(), sentence("It rained."), sentence(text, article="a2")])
    assert kinds(report) == ["leak"]
    assert "a1, a2" in report.problems[0].message
    assert check([sentence(), sentence(text)]).ok  # in one article it is only a repeat


def test_stock_phrases_may_repeat_unless_they_are_coded_differently() -> None:
    thanks = [sentence("Thank you.", article=f"a{n}") for n in range(9)]
    report = check(thanks)
    assert report.ok
    assert report.repeats == 8
    assert "conflict" in kinds(check([*thanks, sentence("Thank you!", "hope", article="a1")]))


def test_the_same_words_coded_differently_are_a_conflict() -> None:
    assert kinds(check([sentence(frames="fear"), sentence(frames="hope")])) == ["conflict"]
    assert kinds(check([sentence(sentiment="negative"), sentence(sentiment="neutral")])) == ["conflict"]
    assert check([sentence(frames="fear hope"), sentence(frames="hope fear")]).ok
    assert check([sentence(sentiment="negative"), sentence()]).ok  # a sentiment not given is none


def test_rows_without_text_are_compared_by_sha1() -> None:
    bare = sentence(None, article="a2", sha1=sha1_of(LONG))
    report = check([sentence(), bare, sentence(None, article="a3", sha1=sha1_of("Something else."))])
    assert kinds(report) == ["leak"]
    assert "a1, a2" in report.problems[0].message
    assert report.without_text == 2


def test_a_label_that_looks_like_a_frequent_one_is_named() -> None:
    many = [sentence(f"Sentence {n} stands for itself.", "sovereignty hope") for n in range(40)]
    report = check([*many, sentence(frames="sovereignity")])
    assert [p.kind for p in report.problems if "'sovereignity'" in p.message] == ["label"]
    assert check([*many, sentence(frames="cooperation")]).ok  # rare, but like no other
    assert kinds(check([*many, *(sentence(f"Another {n}.", "Hope") for n in range(30))])) == ["label"]


def test_labels_outside_the_given_set_are_named_with_the_nearest() -> None:
    report = check([sentence(frames="faer")], labels=["fear", "hope"])
    assert kinds(report) == ["label"]
    assert "'faer' (1) found, fear wanted" in report.problems[0].message
    assert check([sentence(frames="fear")], labels=["fear", "hope"]).ok


def test_articles_that_cannot_make_folds_are_named() -> None:
    report = check(
        [sentence("It rained.", source="x"), sentence("It snowed.", source="y"), sentence("So.", article="")]
    )
    assert kinds(report) == ["article", "article"]
    assert "'a1' is the id of 2 sources (x, y)" in report.problems[0].message
    assert "1 sentences have no article" in report.problems[1].message


def test_counts_are_by_kind_and_language() -> None:
    report = check(
        [
            sentence("It rained.", "fear", kind="real", language="en", sentiment="negative"),
            sentence("It snowed.", "", kind="real", language="en", sentiment="neutral"),
            sentence("Llovió.", "hope", article="a2", kind="hard", language="es"),
        ]
    )
    hard, real = report.groups
    assert (hard.kind, hard.language, hard.sentences, dict(hard.frames)) == (
        "hard",
        "es",
        1,
        {"fear": 0, "hope": 1},
    )
    assert (real.articles, real.sentences, real.frames["fear"], real.sentiment["neutral"]) == (1, 2, 1, 1)
    table = "\n".join(report.lines())
    assert "real" in table
    assert "sovereignty" not in table

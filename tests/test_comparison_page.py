"""The page of a comparison without a browser: what it says, that it stays small, that articles stay text.

In: made-up scored articles. The laws of its groups and phrases stand here too.
"""

from __future__ import annotations

import pickle
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from made_articles import ANA, LUIS, article, corpus, sentence
from test_comparison import gold

import framing
from framing.breakdown import MOST_PERIODS, by_outlet, by_period
from framing.comparison_page import page
from framing.phrases import _PHRASES, phrase

NAMES = [ANA.name, LUIS.name]
HOSTILE = '<script>alert(1)</script> " onmouseover="alert(1)" \' </style> &amp; $title'


@pytest.fixture(scope="module")
def made() -> Any:
    return corpus(80)


def dated(days: list[str]) -> list[framing.ScoredArticle]:
    rows = [
        sentence("Torres spoke of it.", {ANA.name: "voice"}, fear=True),
        sentence("Vega.", {LUIS.name: "about"}),
    ]
    return [
        replace(article(f"a{i}", rows), meta={"date": day, "outlet": f"o{i % 3}"})
        for i, day in enumerate(days)
    ]


def test_a_page_gives_three_numbers_with_gold_and_marks_the_count_without(made: Any) -> None:
    plain = framing.compare(made[0], [ANA, LUIS]).to_html()
    fixed = framing.compare(made[0], [ANA, LUIS], gold=gold(made[1], 3)).to_html()
    heads = [re.findall(r'<th scope="col">([a-z ]+)</th>', text)[:3] for text in (plain, fixed)]
    assert heads == [["uncorrected"] * 3, ["corrected", "gold alone", "uncorrected"]]
    assert 'class="badge uncorrected"' in plain
    assert 'class="badge corrected"' in fixed
    assert "Torres more than Vega by" in fixed


def test_a_page_asks_for_nothing_and_brings_no_tag_of_an_article() -> None:
    rows = [sentence(HOSTILE, {ANA.name: "voice"}, fear=True), sentence(HOSTILE, {LUIS.name: "about"})]
    hostile = replace(article(HOSTILE, rows), meta={"title": HOSTILE, "outlet": HOSTILE, "date": HOSTILE})
    text = framing.compare([hostile, article("b", rows)], [ANA, LUIS]).to_html()
    assert text.count("<script") == text.count("</script>") == text.count("</style>") == 1
    assert "onmouseover=&quot;alert(1)&quot;" in text
    assert not re.search(r'(?:src|href)="(?!#|data:)', text)
    assert "url(" not in text


def test_a_long_corpus_is_sampled_and_its_figures_are_not(made: Any) -> None:
    found = framing.compare(made[0], [ANA, LUIS])
    whole, short = page(found), page(found, room=6000)
    assert len(short.encode()) < len(whole.encode()) - 6000
    assert "A random sample is shown here" in short
    assert "A random sample is shown here" not in whole
    for part in ('<section class="chart">', '<table class="figures">'):
        assert short.count(part) == whole.count(part) > 0
    assert 0 < short.count("<li data-k") < whole.count("<li data-k")
    assert '<li data-k=""' not in short


def test_a_hundred_articles_stay_under_a_megabyte_and_a_half() -> None:
    rng = np.random.default_rng(1)
    rows = [
        sentence(" ".join(["ñandú"] * 28) + f" {i}.", {NAMES[i % 2]: "about"}, fear=bool(rng.random() < 0.3))
        for i in range(60)
    ]
    found = framing.compare([article(f"a{i}", rows) for i in range(100)], [ANA, LUIS])
    assert len(found.to_html("es").encode()) < 1_500_000


@pytest.mark.parametrize(
    ("days", "names"),
    [
        (["2025-02-10", "2025-02-12"], ["2025-02-10", "2025-02-11", "2025-02-12"]),
        (["2025-02-10", "2025-03-01"], ["2025-02-10", "2025-02-17", "2025-02-24"]),
        (["2025-01-31", "2025-04-01T10:00"], ["2025-01", "2025-02", "2025-03", "2025-04"]),
        (["2024-01-01", "2025-02-01"], ["2024 Q1", "2024 Q2", "2024 Q3", "2024 Q4", "2025 Q1"]),
        (["soon", ""], []),
    ],
)
def test_periods_follow_each_other_without_a_gap(days: list[str], names: list[str]) -> None:
    groups = by_period(dated(days), NAMES)
    assert [group.name for group in groups] == names
    assert len(groups) <= MOST_PERIODS


def test_groups_count_every_sentence_once() -> None:
    made = dated([f"2025-0{1 + i % 5}-11" for i in range(20)])
    for groups in (by_period(made, NAMES), by_outlet(made, NAMES)):
        assert sum(group.total for group in groups) == 40
        assert {group.share(ANA.name, "fear") for group in groups} == {1.0}
        assert {group.share(LUIS.name, "fear") for group in groups} == {0.0}


def test_every_phrase_takes_the_same_values_in_both_languages() -> None:
    for key, (english, spanish) in _PHRASES.items():
        fields = [sorted(re.findall(r"\{(\w+)", text)) for text in (english, spanish)]
        assert fields[0] == fields[1], key


def test_notes_are_english_and_can_be_said_in_spanish(made: Any) -> None:
    found = framing.compare(made[0], [ANA, LUIS])
    assert found.notes[0].startswith("uncorrected: ")
    assert "sin corregir: son cuentas" in found.to_html("es")
    copies = phrase("copies", n=2, stories=phrase("1 story"))
    assert "2, de 1 nota;" in pickle.loads(pickle.dumps(copies)).in_language("es")


def test_another_language_is_a_clear_error(made: Any) -> None:
    with pytest.raises(ValueError, match="'fr' found, one of en, es wanted"):
        framing.compare(made[0], [ANA, LUIS]).to_html("fr")

"""The sample to code: what is as likely as what, what coders see, and how much is needed."""

from __future__ import annotations

import json
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_articles import ANA, LUIS, article, corpus, sentence

from framing.actor_sentences import Table, make_table
from framing.errors import NotEnoughDataError
from framing.gold import lay
from framing.gold_files import GoldRow
from framing.labelling import read_labelled
from framing.power import needs
from framing.sampling import FORMS, Drawn, draw, sample_rows


@pytest.fixture(scope="module")
def table() -> Table:
    """Ana is named ten times as often as Luis, in some sentences both are, in two languages."""
    sentences = [
        sentence(f"Sentence {k} of the corpus.", who, language=("en", "es")[k % 2])
        for k, who in enumerate(
            [{ANA.name: "about"}] * 300
            + [{LUIS.name: "voice"}] * 25
            + [{ANA.name: "about", LUIS.name: "about"}] * 7
        )
    ]
    return make_table([article(str(i), sentences[i::20]) for i in range(20)], [ANA, LUIS])


def coded(rows: list[dict[str, object]], frames: tuple[str, ...] = ()) -> list[GoldRow]:
    return [
        GoldRow("", "", str(r["article"]), int(str(r["position"])), frames, "", float(str(r["inclusion"])))
        for r in rows
    ]


@settings(max_examples=30, deadline=None)
@given(st.integers(6, 400), st.integers(0, 1000))
def test_each_sentence_stands_for_as_many_as_it_was_drawn_from(table: Table, count: int, seed: int) -> None:
    drawn = draw(table, count, seed)
    assert len(set(drawn.rows.tolist())) == len(drawn.rows) == min(count, len(table))
    assert ((drawn.inclusion > 0) & (drawn.inclusion <= 1)).all()
    assert (1 / drawn.inclusion).sum() == pytest.approx(len(table))
    weight = np.zeros(len(table))
    weight[drawn.rows] = 1 / drawn.inclusion
    for actor in (0, 1):
        assert weight[table.of(actor)].sum() == pytest.approx(table.of(actor).sum())


def test_all_actors_get_about_as_many(table: Table) -> None:
    drawn = draw(table, 40)
    counts = [int(table.of(actor)[drawn.rows].sum()) for actor in (0, 1)]
    assert max(counts) <= min(counts) + 6


def test_all_are_as_likely_within_actor_and_language(table: Table) -> None:
    times = Counter(row for seed in range(300) for row in draw(table, 40, seed).rows.tolist())
    ana = [times[int(k)] for k in np.flatnonzero(table.of(0) & ~table.of(1))]
    expected = np.mean(ana)
    chi2 = ((np.array(ana) - expected) ** 2 / expected).sum()
    assert chi2 < 300 + 4 * np.sqrt(600)


def test_the_same_seed_draws_the_same_and_another_does_not(table: Table) -> None:
    assert draw(table, 40, 1).rows.tolist() == draw(table, 40, 1).rows.tolist()
    assert draw(table, 40, 1).rows.tolist() != draw(table, 40, 2).rows.tolist()


def test_a_sample_too_small_is_refused(table: Table) -> None:
    with pytest.raises(NotEnoughDataError, match="at least 6 sentences wanted"):
        draw(table, 5)


def test_coders_see_the_sentence_and_not_the_model(table: Table, tmp_path) -> None:
    rows = sample_rows(table, draw(table, 12), 7)
    assert {"text", "before", "inclusion", "seed"} <= rows[0].keys()
    for write in FORMS.values():
        assert "probabilit" not in write(rows)
    for row in rows:
        row["frames"] = []
    (tmp_path / "coded.jsonl").write_text(FORMS["coding"](rows))
    assert [r.text for r in read_labelled(tmp_path / "coded.jsonl")] == [r["text"] for r in rows]
    assert all(json.loads(line)["label"] == [] for line in FORMS["doccano"](rows).splitlines())


# how much to code


@pytest.fixture(scope="module")
def large() -> Table:
    return make_table(corpus(240)[0], [ANA, LUIS])


def test_exacter_takes_more_and_better_predictions_take_less(large: Table) -> None:
    fear = [needs(large, half, correlation=0.6)[0].sentences for half in (0.16, 0.12, 0.09)]
    assert None not in fear
    assert fear == sorted(fear)
    by_correlation = [needs(large, 0.12, correlation=r)[0].sentences for r in (0.0, 0.5, 0.9)]
    assert by_correlation == sorted(by_correlation, reverse=True)
    assert needs(large, 0.12, correlation=0.0)[0].sentences == needs(large, 0.12, correlation=0.9)[0].alone


def test_what_only_more_articles_give_is_not_promised(large: Table) -> None:
    found = needs(large, 0.001)[0]
    assert found.sentences is found.alone is None
    assert found.best > 0.001
    assert needs(large, 1.1 * found.best)[0].sentences is not None


def test_a_pilot_says_how_good_the_predictions_are(large: Table) -> None:
    truth = corpus(240)[1]
    rows = sample_rows(large, draw(large, 200))
    gold = [
        GoldRow(
            "",
            "",
            r["article"],
            r["position"],
            ("fear",) * truth[r["article"], r["position"]],
            "",
            r["inclusion"],
        )
        for r in rows
    ]
    found = needs(large, 0.12, lay(gold, large))[0]
    assert found.correlation > 0.7
    assert found.sentences is not None
    assert found.alone is not None
    assert found.sentences < found.alone
    with pytest.raises(NotEnoughDataError, match="a pilot with"):
        needs(large, 0.12, lay(coded(rows[:20]), large))


def test_so_many_sentences_give_that_half_width(large: Table) -> None:
    """The promise kept: a sample of the size named comes to about the half-width wanted."""
    from framing.comparison import compare

    articles, truth = corpus(240)
    pilot = sample_rows(large, draw(large, 200, 5))

    def codes(rows: list[dict[str, object]]) -> list[GoldRow]:
        return [
            GoldRow("", "", r["article"], r["position"], ("fear",) * truth[r["article"], r["position"]], "",
                    r["inclusion"])
            for r in rows
        ]  # fmt: skip

    wanted = needs(large, 0.08, lay(codes(pilot), large))[0].sentences
    assert wanted is not None
    drawn: Drawn = draw(large, 2 * wanted, 6)
    found = compare(articles, [ANA, LUIS], gold=codes(sample_rows(large, drawn)))
    figure = found.targets[0].differences["all"][0].best
    assert figure.low is not None
    assert figure.high is not None
    assert (figure.high - figure.low) / 2 == pytest.approx(0.08, rel=0.15)

"""Laws of shares and differences: signs, orders, clusters, and what gold can and cannot do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from framing.estimators import MOST_TUNING, Estimate, Sums, corrected, difference, holm, mean, share

CLUSTERS = 12
counts = arrays(np.float64, CLUSTERS, elements=st.integers(0, 6).map(float)).filter(
    lambda a: (a > 0).sum() > 6
)
seeds = st.integers(0, 2**32 - 1)


def estimate(weight: np.ndarray, seed: int, chance: float = 0.4) -> Estimate:
    total = np.random.default_rng(seed).binomial(weight.astype(int), chance).astype(float)
    return mean(Sums(weight, total), weight.sum())


def gold_sums(seed: int, sentences: int = 90, gold: int = 40) -> tuple[Sums, Sums, Sums, Sums, np.ndarray]:
    """Of one actor: predicted, gold, predicted on gold, truth of all; and the gold size."""
    rng = np.random.default_rng(seed)
    cluster = np.sort(rng.integers(0, CLUSTERS, sentences))
    truth = (rng.random(sentences) < 0.4).astype(float)
    guess = np.clip(0.3 + 0.4 * truth + rng.normal(0, 0.2, sentences), 0, 1)
    weight = np.zeros(sentences)
    weight[rng.choice(sentences, gold, replace=False)] = rng.uniform(1, 3)

    def sums(values: np.ndarray, weights: np.ndarray) -> Sums:
        return Sums(np.bincount(cluster, weights, CLUSTERS), np.bincount(cluster, weights * values, CLUSTERS))

    ones = np.ones(sentences)
    return sums(guess, ones), sums(truth, weight), sums(guess, weight), sums(truth, ones), np.array(gold)


@settings(deadline=None)
@given(counts, counts, seeds)
def test_swapping_the_actors_flips_the_sign(first: np.ndarray, second: np.ndarray, seed: int) -> None:
    a, b = estimate(first, seed), estimate(second, seed + 1)
    one, other = difference(a, b), difference(b, a)
    np.testing.assert_allclose([one.value, one.low, one.high], [-other.value, -other.high, -other.low])
    np.testing.assert_allclose([one.p, one.freedom], [other.p, other.freedom])


@settings(deadline=None)
@given(counts, counts, seeds)
def test_the_order_of_clusters_does_not_matter(first: np.ndarray, second: np.ndarray, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(CLUSTERS)
    totals = [np.floor(first / 2), np.floor(second / 3)]
    found = []
    for places in (np.arange(CLUSTERS), order):
        a, b = (
            mean(Sums(w[places], t[places]), w.sum()) for w, t in zip((first, second), totals, strict=True)
        )
        found.append(difference(a, b))
    np.testing.assert_allclose(
        [found[0].value, found[0].low, found[0].p], [found[1].value, found[1].low, found[1].p]
    )


@settings(deadline=None)
@given(counts, counts, seeds, st.integers(2, 5))
def test_more_articles_of_the_same_kind_are_narrower(
    first: np.ndarray, second: np.ndarray, seed: int, times: int
) -> None:
    rng = np.random.default_rng(seed)
    rows = [(w, rng.binomial(w.astype(int), 0.4).astype(float)) for w in (first, second)]
    small, large = (
        difference(*(mean(Sums(np.tile(w, n), np.tile(t, n)), w.sum() * n) for w, t in rows))
        for n in (1, times)
    )
    assert large.value == pytest.approx(small.value)
    assume(np.isfinite(small.low))  # too few articles have no interval
    assert large.high - large.low < small.high - small.low


@settings(deadline=None)
@given(counts, counts, seeds)
def test_freedom_is_less_than_there_are_clusters(first: np.ndarray, second: np.ndarray, seed: int) -> None:
    a, b = estimate(first, seed), estimate(second, seed)
    assert 0 < share(a).freedom <= (first > 0).sum() - 1 + 1e-9
    assert 0 < difference(a, b).freedom <= (first > 0).sum() + (second > 0).sum() - 2 + 1e-9


@settings(deadline=None)
@given(counts, seeds)
def test_shares_stay_within_0_and_1_and_their_limits(weight: np.ndarray, seed: int) -> None:
    for chance in (0.0, 0.4, 1.0):
        found = share(estimate(weight, seed, chance))
        if found.freedom >= 4:
            assert 0 <= found.low <= found.value <= found.high <= 1
            assert found.high > found.low


def test_one_sentence_an_article_is_the_textbook() -> None:
    values = np.array([1.0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0])
    found = mean(Sums(np.ones(12), values), np.array(12.0))
    seen = (found.parts**2).sum() * (13 / 12) ** 2
    assert seen == pytest.approx(values.var(ddof=1) / 12)
    assert share(found).freedom == pytest.approx(11)


def test_sentences_that_go_together_tell_less() -> None:
    even, apart = np.full(CLUSTERS, 2.0), np.tile([4.0, 0.0], CLUSTERS // 2)
    mixed = mean(Sums(np.full(CLUSTERS, 4.0), even), np.array(48.0))
    alike = mean(Sums(np.full(CLUSTERS, 4.0), apart), np.array(48.0))
    assert mixed.value == alike.value
    assert alike.variance > 5 * mixed.variance


def test_an_article_that_names_both_is_one_cluster() -> None:
    weight, total = np.full(CLUSTERS, 4.0), np.tile([4.0, 0.0, 1.0], CLUSTERS // 3)
    same = mean(Sums(weight, total), np.array(48.0))
    nothing = np.zeros(CLUSTERS)
    first = mean(Sums(np.append(weight, nothing), np.append(total, nothing)), np.array(48.0))
    second = mean(Sums(np.append(nothing, weight), np.append(nothing, total)), np.array(48.0))
    together, separate = difference(same, same), difference(first, second)
    assert together.high - together.low < 0.2 * (separate.high - separate.low)


def test_too_few_articles_have_no_interval() -> None:
    for weights, there in (([5.0] * 4, False), ([5.0] * 6, True), ([90.0, 1, 1, 1, 1, 1], False)):
        found = share(mean(Sums(np.array(weights), np.array(weights) / 5), np.array(sum(weights))))
        assert bool(np.isfinite(found.low)) is there
    one = mean(Sums(np.array([7.0, 0, 0]), np.array([2.0, 0, 0])), np.array(7.0))
    assert share(one).freedom == 0
    assert np.isnan(share(one).low)
    nothing = mean(Sums(np.zeros(4), np.zeros(4)), np.array(0.0))
    assert np.isnan(difference(nothing, nothing).value)


@settings(deadline=None)
@given(seeds)
def test_perfect_predictions_give_the_full_count(seed: int) -> None:
    _, gold, _, truth, size = gold_sums(seed, sentences=900)
    found, tuning = corrected(truth, gold, gold, size)
    assert tuning == pytest.approx(1)
    assert found.value == pytest.approx(truth.total.sum() / truth.weight.sum())


@settings(deadline=None)
@given(seeds)
def test_predictions_that_say_nothing_leave_gold_alone(seed: int) -> None:
    whole, gold, _, _, size = gold_sums(seed)
    flat, turned = (Sums(s.weight, 0.3 * s.weight) for s in (whole, gold))
    found, tuning = corrected(flat, gold, turned, size)
    alone = mean(gold, size)
    assert tuning == 0
    np.testing.assert_array_equal([found.value, found.variance], [alone.value, alone.variance])
    against = Sums(gold.weight, gold.weight - gold.total)
    assert corrected(Sums(whole.weight, whole.weight - whole.total), gold, against, size)[1] == 0


@settings(deadline=None)
@given(seeds)
def test_correction_is_never_wider_than_gold_alone(seed: int) -> None:
    whole, gold, guessed, _, size = gold_sums(seed)
    assert corrected(whole, gold, guessed, size)[0].variance <= mean(gold, size).variance


@settings(deadline=None)
@given(seeds, st.floats(0.1, 10))
def test_only_ratios_of_inclusion_probabilities_count(seed: int, factor: float) -> None:
    whole, gold, guessed, _, size = gold_sums(seed)
    scaled = [Sums(s.weight * factor, s.total * factor) for s in (gold, guessed)]
    one, other = corrected(whole, gold, guessed, size)[0], corrected(whole, *scaled, size)[0]
    np.testing.assert_allclose([one.value, one.variance], [other.value, other.variance])


@settings(deadline=None)
@given(seeds, st.floats(0.3, 1))
def test_how_timid_the_model_is_does_not_matter(seed: int, shrink: float) -> None:
    whole, gold, guessed, _, size = gold_sums(seed)
    timid = [Sums(s.weight, shrink * s.total) for s in (whole, guessed)]
    (one, by), (other, timidly) = (
        corrected(whole, gold, guessed, size), corrected(timid[0], gold, timid[1], size),
    )  # fmt: skip
    if 0 < by < MOST_TUNING * shrink:  # else tuning is cut off, and may then not help at all
        assert timidly * shrink == pytest.approx(float(by))
        np.testing.assert_allclose([one.value, one.variance], [other.value, other.variance])


def test_draws_side_by_side_are_as_one_by_one() -> None:
    several = [gold_sums(seed)[:3] for seed in range(5)]
    stacked = [
        Sums(np.stack([s[k].weight for s in several]), np.stack([s[k].total for s in several]))
        for k in range(3)
    ]
    together, _ = corrected(*stacked, np.full(5, 40.0))
    for k, sums in enumerate(several):
        one, _ = corrected(*sums, np.array(40.0))
        assert together.value[k] == pytest.approx(one.value)
        assert share(together).high[k] == pytest.approx(share(one).high)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1) | st.just(float("nan")), max_size=9))
def test_holm_lies_between_p_and_bonferroni_and_keeps_the_order(p: list[float]) -> None:
    raw = np.array(p)
    adjusted = holm(raw)
    known = ~np.isnan(raw)
    np.testing.assert_array_equal(np.isnan(adjusted), ~known)
    raw, adjusted = raw[known], adjusted[known]
    assert (adjusted >= raw).all()
    assert (adjusted <= np.minimum(raw * len(raw), 1)).all()
    assert (np.diff(adjusted[np.argsort(raw)]) >= 0).all()


def test_holm_as_in_the_books() -> None:
    np.testing.assert_allclose(holm(np.array([0.01, 0.04, 0.03, 0.005])), [0.03, 0.06, 0.06, 0.02])

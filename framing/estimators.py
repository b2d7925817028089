"""Shares and their differences, with the article as the cluster: counted, corrected by gold, gold alone.

In: sums by cluster in the last axis; any axes before it (frames, draws of a simulation) are worked on side
by side. Out: estimates with standard errors, intervals and p-values. Used by `comparison`, `power` and
scripts/simulate_comparison.py, which shows that the intervals hold. Pure arithmetic: knows nothing of texts.

- Clusters, two groups at once: each cluster's part in the error is summed over both groups before it is
  squared, so that an article that names both actors counts once. Parts are scaled as in CR2 and degrees of
  freedom are Satterthwaite's (Bell and McCaffrey 2002; Pustejovsky and Tipton 2018, arXiv 1601.01981; for
  group means both have the closed forms used here).
- Correction by gold: PPI++ (Angelopoulos, Duchi and Zrnic 2023, arXiv 2311.01453) for a mean, the gold being
  a sample of the corpus, weighted by 1 / inclusion probability as in design-based supervised learning (Egami,
  Hinck, Stewart and Wei 2023, arXiv 2306.04746). The power tuning is the slope of gold on prediction; unlike
  in PPI++ it may exceed 1, as it should where a model off its ground is too timid (Cochran 1977, chapter 7).
- A share of 0 out of 50 is not known exactly. Half a sentence with the frame and half a one without are
  added (the Jeffreys adjustment of Brown and Li 2005); here they add to the variance alone. Intervals of one
  share are Wilson's at the sentences' effective number (Korn and Graubard 1998), so they stay within 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.arrays import Floats

#: Degrees of freedom under which Satterthwaite's approximation is not to be trusted (Tipton 2015).
LEAST_FREEDOM = 4.0
#: How much predictions can be stretched at most.
MOST_TUNING = 4.0
_CONFIDENCE = 0.95
_TINY = 1e-12


@dataclass(frozen=True)
class Sums:
    """Sentences of one actor by cluster, shapes (..., clusters): their ``weight`` and weighted ``total``."""

    weight: Floats
    total: Floats


@dataclass(frozen=True)
class Estimate:
    """Shares with what is needed for their errors.

    Attributes
    ----------
    value : the shares, shape (...). A corrected one can lie a little outside 0 to 1.
    parts : what each cluster adds to the error, shape (..., clusters).
    leverage : each cluster's share of the sentences, shape (..., clusters).
    size : how many sentences the estimate rests on, shape (...).
    unseen : variance for what a sample of this size can miss, shape (...).
    """

    value: Floats
    parts: Floats
    leverage: Floats
    size: Floats
    unseen: Floats

    @property
    def variance(self) -> Floats:
        """Squared standard errors, shape (...)."""
        return np.asarray((self.parts**2).sum(axis=-1) + self.unseen)


@dataclass(frozen=True)
class Interval:
    """Estimates with 95% limits, two-sided ``p`` for no difference, and degrees of freedom; shapes (...).

    ``low``, ``high`` and ``p`` are NaN where ``freedom`` is under `LEAST_FREEDOM`.
    """

    value: Floats
    low: Floats
    high: Floats
    p: Floats
    freedom: Floats


def mean(sums: Sums, size: Floats) -> Estimate:
    """The weighted mean over sentences, ``size`` being their number, shape (...); NaN where that is 0."""
    weight = np.broadcast_to(sums.weight, sums.total.shape)
    whole = weight.sum(axis=-1)
    whole = np.where(whole > 0, whole, np.nan)
    value = sums.total.sum(axis=-1) / whole
    leverage = weight / whole[..., None]
    spread = np.sqrt(np.maximum(1 - leverage, _TINY))
    parts = (sums.total - value[..., None] * weight) / whole[..., None] / spread
    size = np.broadcast_to(np.asarray(size, np.float64), value.shape)
    share = np.clip(value, 0, 1)
    unseen = (share**2 + (1 - share) ** 2) / 2 / (size + 1) ** 2
    return Estimate(value, parts * (size / (size + 1))[..., None], leverage, size, unseen)


def corrected(predicted: Sums, gold: Sums, gold_predicted: Sums, size: Floats) -> tuple[Estimate, Floats]:
    """Predictions on all sentences, corrected by their errors on the gold ones.

    Parameters
    ----------
    predicted : probabilities of all sentences of the actor, each with weight 1.
    gold : what the coder said of the gold sentences, weighted by 1 / inclusion probability.
    gold_predicted : probabilities of the gold sentences, weighted the same.
    size : the number of gold sentences, shape (...).

    Returns
    -------
    estimate : of ``gold`` alone where the predictions do not make it more exact.
    tuning : from 0 (gold alone) over 1 (predictions as they are) to `MOST_TUNING`, shape (...).
    """
    alone, guess = mean(gold, size), mean(gold_predicted, size)
    whole = mean(predicted, predicted.weight.sum(axis=-1))
    squares = (guess.parts**2).sum(axis=-1)
    tuning = np.clip((alone.parts * guess.parts).sum(axis=-1) / np.maximum(squares, _TINY), 0, MOST_TUNING)
    # The slope is drawn to the clusters that it is fitted to: CR2 for it as for the mean.
    free = np.maximum(1 - guess.parts**2 / np.maximum(squares, _TINY)[..., None], _TINY)
    errors = (alone.parts - tuning[..., None] * guess.parts) / np.sqrt(free)
    parts = errors + tuning[..., None] * whole.parts
    tuning = np.where((parts**2).sum(axis=-1) < (alone.parts**2).sum(axis=-1), tuning, 0.0)
    parts = np.where(tuning[..., None] > 0, parts, alone.parts)
    value = alone.value - tuning * (guess.value - whole.value)
    return Estimate(value, parts, alone.leverage, alone.size, alone.unseen), tuning


def difference(first: Estimate, second: Estimate) -> Interval:
    """``first`` minus ``second``, over the same clusters."""
    value = first.value - second.value
    variance = ((first.parts - second.parts) ** 2).sum(axis=-1) + first.unseen + second.unseen
    freedom = _freedom(first, second)
    t, error = _quantile(freedom), np.sqrt(variance)
    return Interval(value, value - t * error, value + t * error, _p(value / error, freedom), freedom)


def share(estimate: Estimate) -> Interval:
    """One actor's share, from 0 to 1."""
    value, freedom = np.clip(estimate.value, 0, 1), _freedom(estimate)
    centre = (estimate.size * value + 0.5) / (estimate.size + 1)
    z2 = _quantile(freedom) ** 2 * estimate.variance / (centre * (1 - centre))
    middle = (value + z2 / 2) / (1 + z2)
    half = np.sqrt(np.maximum(z2 * value * (1 - value) + z2**2 / 4, 0)) / (1 + z2)
    low, high = np.clip(middle - half, 0, value), np.clip(middle + half, value, 1)
    return Interval(value, low, high, np.full_like(value, np.nan), freedom)


def holm(p: Floats) -> Floats:
    """p-values adjusted for being several (Holm 1979), in the order given; NaN stays and does not count."""
    p = np.asarray(p, np.float64)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    adjusted = np.full_like(p, np.nan)
    steps = p[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1) if len(order) else steps
    return adjusted


def _freedom(*groups: Estimate) -> Floats:
    """Satterthwaite's degrees of freedom for the sum over groups, sentences being independent and alike.

    With p_g the vector that cluster g's part is of all sentences, they are (sum of p_g.p_g) ** 2 over the
    sum of (p_g.p_h) ** 2; here p_g.p_h = [g = h] own_g - sum over groups of tie_g tie_h. A group whose
    sentences are all of one cluster leaves none.
    """
    own: Floats = np.zeros(1)
    ties = []
    for group in groups:
        scale = 1 / np.maximum(1 - group.leverage, _TINY)
        size = np.maximum(group.size, 1)[..., None]
        own = own + scale * group.leverage / size
        ties.append(np.sqrt(scale / size) * group.leverage)
    trace, squares = own.sum(axis=-1), (own**2).sum(axis=-1)
    for tie in ties:
        trace = trace - (tie**2).sum(axis=-1)
        squares = squares - 2 * (own * tie**2).sum(axis=-1)
        for other in ties:
            squares = squares + (tie * other).sum(axis=-1) ** 2
    several = np.all([group.leverage.max(axis=-1, initial=0) < 1 - 1e-6 for group in groups], axis=0)
    return np.asarray(np.where(several, trace**2 / np.maximum(squares, _TINY**2), 0.0))


def _quantile(freedom: Floats) -> Floats:
    """The t quantile of a two-sided interval; NaN where there is too little freedom."""
    from scipy.special import stdtrit

    found = stdtrit(np.maximum(freedom, 1), (1 + _CONFIDENCE) / 2)
    return np.asarray(np.where(freedom >= LEAST_FREEDOM, found, np.nan))


def _p(t: Floats, freedom: Floats) -> Floats:
    from scipy.special import stdtr

    return np.asarray(
        np.where(freedom >= LEAST_FREEDOM, 2 * stdtr(np.maximum(freedom, 1), -np.abs(t)), np.nan)
    )

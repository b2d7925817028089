"""How many gold sentences a comparison needs.

In: the `Table` of actors' sentences; codes of a pilot sample, or an assumed correlation. Out: for each target
the number of gold sentences an actor that make the interval of the difference as narrow as wanted. Used by
`framing power`.

The variance of a corrected share is that of the full count, which no gold lowers, and the part of coding a
sample: s² (1 - r²) (1/n - 1/N), with s² the variance of the codes, r their correlation with the predictions, n
of N sentences coded (the regression estimator in double sampling, Cochran 1977, chapter 12).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from framing.actor_sentences import Rows, Table, Target
from framing.arrays import Floats
from framing.errors import NotEnoughDataError
from framing.estimators import mean
from framing.gold import TOO_FEW, Gold

#: Assumed where there is no pilot.
CORRELATION = 0.5


@dataclass(frozen=True)
class Need:
    """What a target takes.

    Attributes
    ----------
    target : the frame or sentiment.
    sentences, alone : gold sentences of each actor, with correction and by gold alone; None if even all of
        the actors' sentences are too few.
    best : half-width when all sentences are coded.
    correlation : of codes and predictions, the mean over the actors.
    """

    target: Target
    sentences: int | None
    alone: int | None
    best: float
    correlation: float

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready mapping."""
        return {
            "kind": self.target.kind, "name": self.target.name, "gold_sentences": self.sentences,
            "gold_alone": self.alone, "best_half_width": round(self.best, 4),
            "correlation": round(self.correlation, 4),
        }  # fmt: skip


@dataclass(frozen=True)
class _Side:
    """One actor: its sentences; for each target the share that carries it, the correlation of codes and
    predictions, and the variance of the full count."""

    total: int
    share: Floats
    correlation: Floats
    full: Floats


def needs(
    table: Table, half_width: float, gold: Gold | None = None, correlation: float = CORRELATION
) -> list[Need]:
    """Gold sentences of each actor that make the 95% interval of every difference at most ± ``half_width``.

    Parameters
    ----------
    half_width : as a share (0.05 is 5 points).
    gold : a pilot; without it the variance of the codes is taken from the predicted labels.
    correlation : assumed without a pilot, from 0 (predictions are noise) to 1.

    Raises
    ------
    NotEnoughDataError : the pilot has fewer than 25 sentences of an actor.
    """
    sides = [_side(table, actor, gold, correlation) for actor in range(len(table.actors))]
    related = np.mean([side.correlation for side in sides], axis=0)
    widths, alone = _half_widths(sides, 1.0), _half_widths(sides, 0.0)
    return [
        Need(
            target,
            _first(widths[:, k], half_width),
            _first(alone[:, k], half_width),
            widths[-1, k],
            related[k],
        )
        for k, target in enumerate(table.targets)
    ]


def _side(table: Table, actor: int, gold: Gold | None, correlation: float) -> _Side:
    rows = table.of(actor)
    total = np.full(len(table.targets), float(rows.sum()))
    counted = mean(table.sums(rows, table.label), total)
    share, related = counted.value, np.full(len(table.targets), correlation)
    if gold is not None:
        coded = rows & (gold.weight[:, 0] > 0)
        number = int(coded.sum())
        if number < TOO_FEW:
            raise NotEnoughDataError(
                f"a pilot with {number} sentences of {table.actors[actor].name!r} found, at least {TOO_FEW} "
                "wanted: code more, or assume a correlation"
            )
        share = mean(table.sums(coded, gold.value, gold.weight), total).value
        related = np.array([_correlation(gold, table, coded, k) for k in range(len(table.targets))])
    share = (total * share + 0.5) / (total + 1)  # 0 of 50 is not certainty
    now, before = share * (1 - share), counted.value * (1 - counted.value)
    return _Side(int(total[0]), share, related, counted.variance * now / np.maximum(before, now))


def _correlation(gold: Gold, table: Table, rows: Rows, k: int) -> float:
    value, guess, weight = gold.value[rows, k], table.probability[rows, k], gold.weight[rows, k]
    if not weight.any():
        return 0.0
    value, guess = value - np.average(value, weights=weight), guess - np.average(guess, weights=weight)
    squares = (weight @ value**2) * (weight @ guess**2)
    return max(0.0, float(weight @ (value * guess) / np.sqrt(squares))) if squares > 0 else 0.0


def _half_widths(sides: Sequence[_Side], used: float) -> Floats:
    """For 1, 2, ... gold sentences an actor, the widest half-width of any pair, shape (n_gold, n_targets)."""
    from scipy.special import stdtrit

    wanted = np.arange(1, max(side.total for side in sides) + 1)[:, None]
    each = []
    for side in sides:
        gold = np.minimum(wanted, side.total)
        spread = side.share * (1 - side.share) * (1 - used * side.correlation**2)
        unseen = (side.share**2 + (1 - side.share) ** 2) / 2 / (gold + 1) ** 2
        each.append(side.full + spread * (1 / gold - 1 / side.total) + unseen)
    return np.asarray(stdtrit(2 * wanted, 0.975) * np.sqrt(np.sort(each, axis=0)[-2:].sum(axis=0)))


def _first(widths: Floats, wanted: float) -> int | None:
    enough = np.flatnonzero(widths <= wanted)
    return int(enough[0]) + 1 if len(enough) else None

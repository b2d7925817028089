"""Do the intervals of `framing compare` hold? A simulation whose truth is known.

In: numbers of draws and of gold sentences. Out: a table of coverage and width on standard output; the slow
tests read the same rows. Each draw is a corpus of articles that name one of two actors or both; sentences
of an article are alike, the classifier errs more for one actor than for the other, and there is no true
difference between the two. Gold sentences are drawn at random from each actor's.

    python scripts/simulate_comparison.py --draws 1000
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from framing.arrays import Floats, Ints
from framing.estimators import Estimate, Interval, Sums, corrected, difference, mean, share

_BATCH = 100


@dataclass(frozen=True)
class World:
    """What is drawn from.

    Parameters
    ----------
    name : for the table.
    shares : the true share of sentences with the frame, for each actor.
    hits, alarms : for each actor, how often a sentence with the frame, and one without, is labelled with it.
    articles : of which a third names the first actor, a third the second, a third both.
    alike : how strongly an article's sentences go together (intraclass correlation of the true frame).
    gold : gold sentences of each actor.
    timid : what probabilities are multiplied by.
    unsure : sentences of which the model is unsure are drawn three times as often, with known probability.
    """

    name: str
    shares: tuple[float, float] = (0.2, 0.2)
    hits: tuple[float, float] = (0.9, 0.6)
    alarms: tuple[float, float] = (0.1, 0.03)
    articles: int = 450
    alike: float = 0.15
    gold: tuple[int, ...] = (25, 50, 100, 200, 400)
    timid: float = 1.0
    unsure: bool = False


WORLDS = (
    World("as usual"),
    World("a rare frame", shares=(0.06, 0.06), hits=(0.8, 0.6), alarms=(0.02, 0.06)),
    World("a true difference", shares=(0.3, 0.15)),
    World("few articles", articles=60, gold=(25, 50, 100)),
    World("predictions are noise", hits=(0.5, 0.3), alarms=(0.5, 0.3)),
    World("nearly right predictions", hits=(0.97, 0.93), alarms=(0.01, 0.02)),
    World("articles all of a piece", alike=0.5),
    World("timid predictions", timid=0.4),
    World("drawn where unsure", unsure=True),
)


@dataclass(frozen=True)
class Row:
    """How one kind of interval did: ``coverage`` of the truth, and mean ``width``, by ``kind`` and ``gold``."""

    world: str
    gold: int
    kind: str
    coverage: float
    share_coverage: float
    width: float


class _Actor:
    """One actor's sentences over all draws of a batch."""

    def __init__(self, world: World, which: int, cluster: Ints, articles: Floats, rng: np.random.Generator):
        share_ = world.shares[which]
        self.clusters, self.cluster = articles.shape[1], cluster
        shape = (len(articles), len(cluster))
        own = _beta(share_, world.alike, articles)[:, cluster]
        self.frame = (rng.random(shape) < own).astype(np.float64)
        self.label = rng.random(shape) < np.where(self.frame > 0, world.hits[which], world.alarms[which])
        sure = rng.random(shape)
        self.probability = world.timid * np.where(self.label, 0.45 + 0.5 * sure, 0.4 * sure**2)
        self.drawn_by = rng.random(shape)
        self.unsure = world.unsure

    def sums(self, values: Floats, chosen: Floats | None = None) -> Sums:
        weight = np.ones(values.shape) if chosen is None else chosen
        return Sums(self._by_cluster(weight), self._by_cluster(weight * values))

    def _by_cluster(self, values: Floats) -> Floats:
        starts = np.flatnonzero(np.diff(self.cluster, prepend=-1))
        found = np.zeros((len(values), self.clusters))
        found[:, self.cluster[starts]] = np.add.reduceat(values, starts, axis=1)
        return found

    def _drawn(self, gold: int) -> Floats:
        """1 / inclusion probability of what is drawn, else 0."""
        if self.unsure:
            wanted = np.where(abs(self.probability - 0.4) < 0.2, 3.0, 1.0)
            inclusion = np.minimum(gold * wanted / wanted.sum(axis=1, keepdims=True), 1)
            return np.asarray((self.drawn_by < inclusion) / inclusion)
        last = np.partition(self.drawn_by, gold - 1, axis=1)[:, gold - 1 : gold]
        return (self.drawn_by <= last).astype(np.float64)

    def estimates(self, gold: int) -> dict[str, Estimate]:
        chosen = self._drawn(gold)
        size = (chosen > 0).sum(axis=1).astype(np.float64)
        coded, guessed = self.sums(self.frame, chosen), self.sums(self.probability, chosen)
        counted = mean(self.sums(self.label.astype(float)), np.full(len(chosen), float(chosen.shape[1])))
        fixed, _ = corrected(self.sums(self.probability), coded, guessed, size)
        return {"uncorrected": counted, "corrected": fixed, "gold alone": mean(coded, size)}


def _beta(share_: float, alike: float, uniform: Floats) -> Floats:
    """Shares of articles, beta distributed with mean ``share_``; the same ``uniform`` for both actors."""
    from scipy.special import betaincinv

    grid = np.linspace(0, 1, 2001)
    total = 1 / alike - 1
    table = betaincinv(share_ * total, (1 - share_) * total, (grid[:-1] + grid[1:]) / 2)
    return np.asarray(table[np.minimum((uniform * 2000).astype(np.int64), 1999)] * share_ / table.mean())


def simulate(world: World, draws: int, seed: int = 0) -> Iterator[Row]:
    """Coverage and width for each kind of estimate and number of gold sentences."""
    rng = np.random.default_rng(seed)
    names = np.arange(world.articles) % 3
    sizes = rng.geometric(0.3, size=(2, world.articles)).clip(max=15)
    sizes[0][names == 1] = sizes[1][names == 0] = 0
    places = [np.repeat(np.arange(world.articles), size) for size in sizes]
    found: dict[tuple[int, str], list[tuple[Interval, Interval]]] = {}
    for begun in range(0, draws, _BATCH):
        articles = rng.random((min(_BATCH, draws - begun), world.articles))
        actors = [_Actor(world, k, places[k], articles, rng) for k in (0, 1)]
        for gold in world.gold:
            first, second = (actor.estimates(gold) for actor in actors)
            for kind in first:
                both = difference(first[kind], second[kind]), share(first[kind])
                found.setdefault((gold, kind), []).append(both)
    truth = world.shares[0] - world.shares[1]
    for (gold, kind), parts in found.items():
        gaps, shares = zip(*parts, strict=True)
        width = np.concatenate([gap.high - gap.low for gap in gaps]).mean()
        yield Row(
            world.name, gold, kind, _coverage(gaps, truth), _coverage(shares, world.shares[0]), float(width)
        )


def _coverage(intervals: tuple[Interval, ...], truth: float) -> float:
    return float(np.mean(np.concatenate([(i.low <= truth) & (truth <= i.high) for i in intervals])))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(
        "coverage of the true difference by nominal 95% intervals (of the first actor's share in brackets);"
    )
    print("width: mean width of the corrected interval over that of gold alone\n")
    print(
        f"{'world':26}{'gold':>5}  {'corrected':>13}  {'gold alone':>13}  {'uncorrected':>13}  {'width':>6}"
    )
    for world in WORLDS:
        rows = list(simulate(world, options.draws, options.seed))
        for gold in world.gold:
            by_kind = {row.kind: row for row in rows if row.gold == gold}
            cells = [
                f"{by_kind[kind].coverage:6.1%} ({by_kind[kind].share_coverage:.0%})"
                for kind in ("corrected", "gold alone", "uncorrected")
            ]
            width = by_kind["corrected"].width / by_kind["gold alone"].width
            print(f"{world.name:26}{gold:>5}  " + "  ".join(f"{c:>13}" for c in cells) + f"  {width:6.3f}")


if __name__ == "__main__":
    main()

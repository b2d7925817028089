"""Articles as clusters: copies of a wire story count as one.

In: scored articles. Out: the cluster of each, and which are copies of each other. Used by `actor_sentences`.

Two articles are copies if at least half of the shorter one stands in the other, in runs of five words: papers
cut a wire story from its end, change its beginning, and edit a word here and there. A copy of a copy is in
the same cluster. Case, punctuation and spacing make no difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from framing.arrays import Ints
from framing.duplicates import sentence_key
from framing.records import ScoredArticle

#: Share of the shorter article's runs of words that the longer one has to have.
SHARED = 0.5
#: Words of a run; and runs below which nothing is a copy: a short text may be one quotation.
RUN, LEAST_RUNS = 5, 25
#: A run is compared with this many articles: one that stands in more is likely a standing notice.
_NEIGHBOURS = 25
_FACTOR = 0x9E3779B97F4A7C15


@dataclass(frozen=True)
class Clusters:
    """``number``: the cluster of each article, from 0. ``copies``: articles of a cluster, where it has several."""

    number: Ints
    copies: tuple[tuple[int, ...], ...]

    def __len__(self) -> int:
        return int(self.number.max(initial=-1)) + 1


def find_clusters(articles: Sequence[ScoredArticle]) -> Clusters:
    """Put copies together; clusters are numbered in the order of their first articles."""
    parents = list(range(len(articles)))

    def root(i: int) -> int:
        while parents[i] != i:
            parents[i] = i = parents[parents[i]]
        return i

    for first, second in _copies(articles):
        low, high = sorted((root(first), root(second)))
        parents[high] = low
    roots, number = np.unique([root(i) for i in range(len(articles))], return_inverse=True)
    members: list[list[int]] = [[] for _ in roots]
    for i, k in enumerate(number.tolist()):
        members[k].append(i)
    return Clusters(number.astype(np.int64), tuple(tuple(group) for group in members if len(group) > 1))


def _copies(articles: Sequence[ScoredArticle]) -> Iterator[tuple[int, int]]:
    keys = [sentence_key(" ".join(sentence.text for sentence in article)) for article in articles]
    seen: dict[str, int] = {}
    for i, key in enumerate(keys):
        if key and seen.setdefault(key, i) != i:
            yield seen[key], i
    runs = [_runs(key) for key in keys]
    for (first, second), shared in _shared(runs).items():
        if shared >= max(LEAST_RUNS, SHARED * min(len(runs[first]), len(runs[second]))):
            yield first, second


def _runs(key: str) -> Ints:
    """One number for each different run of words."""
    words = np.fromiter(map(hash, key.split()), np.int64).astype(np.uint64)
    if len(words) < RUN:
        return np.zeros(0, np.int64)
    factors = np.array([pow(_FACTOR, k + 1, 2**64) for k in range(RUN)], np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(words, RUN)
    return np.unique((windows * factors).sum(axis=1, dtype=np.uint64).view(np.int64))


def _shared(runs: Sequence[Ints]) -> Counter[tuple[int, int]]:
    """How many runs each pair of articles shares; pairs that share none are left out."""
    number = np.concatenate([*runs, np.zeros(0, np.int64)])
    article = np.repeat(np.arange(len(runs)), [len(r) for r in runs])
    order = np.argsort(number, kind="stable")
    number, article = number[order], article[order]
    shared: Counter[tuple[int, int]] = Counter()
    for lag in range(1, _NEIGHBOURS):
        same = np.flatnonzero(number[:-lag] == number[lag:])
        if not len(same):
            break
        pairs, counts = np.unique(article[same] * len(runs) + article[same + lag], return_counts=True)
        for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True):
            shared[divmod(pair, len(runs))] += count
    return shared

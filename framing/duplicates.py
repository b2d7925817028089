"""Sentences that stand twice: the same words, or nearly the same.

In: texts. Out: pairs of indices with their likeness. Used by `checking` (leaks between folds) and by
the scripts that take in new data. Two texts are as alike as the sets of their five-character pieces:
shared pieces divided by all pieces (Jaccard), after case, accents' encoding and punctuation are levelled.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

#: From this likeness on, two sentences count as nearly the same (1 is the same words).
NEAR = 0.8
#: Length, in characters, of the pieces that are compared.
PIECE = 5

_NOT_WORDS = re.compile(r"[\W_]+")
#: Powers of one large odd number: sums of few small multiples of them hardly ever meet.
_FACTORS = np.array([pow(0x9E3779B97F4A7C15, k + 1, 2**64) for k in range(PIECE)], np.uint64)

Pieces = npt.NDArray[np.int64]


class Pair(NamedTuple):
    """Two like sentences: their indices (``first < second``) and ``likeness``, from `NEAR` to 1."""

    first: int
    second: int
    likeness: float


def sentence_key(text: str) -> str:
    """Return ``text`` without what does not make it another sentence: case, punctuation, spacing.

    >>> sentence_key("«¡No  PASARÁN!»") == sentence_key("No pasarán")
    True
    """
    levelled = unicodedata.normalize("NFKC", text).casefold()
    words = _NOT_WORDS.sub(" ", levelled).strip()
    return words or " ".join(levelled.split())


def near_duplicates(texts: Sequence[str], threshold: float = NEAR) -> list[Pair]:
    """Find all pairs of ``texts`` at least ``threshold`` alike, the same words included.

    Parameters
    ----------
    texts : the sentences; 16,000 of news length take a few seconds on one core.
    threshold : lowest likeness reported, above 0 and at most 1 (default 0.8: about one word in twenty).

    Returns
    -------
    Pairs in order of their indices. Of sentences with the same key each is paired with the first of them;
    a near-duplicate is paired with the first of those that share its key.

    Raises
    ------
    ValueError : ``threshold`` is not above 0 and at most 1.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold {threshold} found, a number above 0 and at most 1 wanted: try {NEAR}")
    holders: dict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        holders[sentence_key(text)].append(index)
    pairs = [Pair(same[0], other, 1.0) for same in holders.values() for other in same[1:]]
    keys = list(holders)
    if threshold < 1:
        for a, b, likeness in _alike(_pieces(keys), threshold):
            first, second = sorted((holders[keys[a]][0], holders[keys[b]][0]))
            pairs.append(Pair(first, second, likeness))
    return sorted(pairs)


def duplicates_between(ours: Sequence[str], theirs: Sequence[str], threshold: float = NEAR) -> list[Pair]:
    """Find the pairs of one of ``ours`` (``first``) and one of ``theirs`` (``second``, counted from 0).

    Repeats within one of the two sets are not looked for; the parameters are those of `near_duplicates`.
    """
    ours_by_key: dict[str, list[int]] = defaultdict(list)
    theirs_by_key: dict[str, list[int]] = defaultdict(list)
    for by_key, texts in ((ours_by_key, ours), (theirs_by_key, theirs)):
        for index, text in enumerate(texts):
            by_key[sentence_key(text)].append(index)
    keys = list(dict.fromkeys([*ours_by_key, *theirs_by_key]))
    like = [(k, k, 1.0) for k in range(len(keys))]
    if threshold < 1:
        like += _alike(_pieces(keys), threshold)
        like += [(b, a, likeness) for a, b, likeness in like if a != b]
    return sorted(
        Pair(i, j, likeness)
        for a, b, likeness in like
        for i in ours_by_key.get(keys[a], ())
        for j in theirs_by_key.get(keys[b], ())
    )


def _pieces(keys: Sequence[str]) -> list[Pieces]:
    """Per key, the sorted numbers of its different pieces; a rarer piece has a lower number."""
    hashes = [np.unique(_hashed(f" {key} ")) for key in keys]
    if not hashes:
        return []
    _, numbers, counts = np.unique(np.concatenate(hashes), return_inverse=True, return_counts=True)
    by_rarity = np.empty(len(counts), np.int64)
    by_rarity[np.argsort(counts, kind="stable")] = np.arange(len(counts))
    ends = np.cumsum([len(h) for h in hashes])
    return [np.sort(part) for part in np.split(by_rarity[numbers], ends[:-1])]


def _hashed(text: str) -> npt.NDArray[np.uint64]:
    """One number a piece of ``text``, by a polynomial in its characters' code points."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    if len(points) < PIECE:
        return np.zeros(0, np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(points, PIECE)
    mixed: npt.NDArray[np.uint64] = (windows * _FACTORS).sum(axis=1, dtype=np.uint64)
    return mixed


def _alike(pieces: Sequence[Pieces], threshold: float) -> list[tuple[int, int, float]]:
    """Pairs of different keys at least ``threshold`` alike.

    Two such sets share one of their rarest pieces, so only those are looked up (a prefix filter), and
    they differ in size by no more than the threshold allows. Going from small to large sets, each set
    meets only the ones before it.
    """
    order = sorted(range(len(pieces)), key=lambda k: len(pieces[k]))
    seen: dict[int, list[int]] = defaultdict(list)
    found = []
    for k in order:
        size = len(pieces[k])
        prefix = pieces[k][: size - _ceil(threshold * size) + 1].tolist() if size else []
        candidates = {c for piece in prefix for c in seen[piece] if len(pieces[c]) >= threshold * size}
        for c in candidates:
            shared = len(np.intersect1d(pieces[c], pieces[k], assume_unique=True))
            likeness = shared / (size + len(pieces[c]) - shared)
            if likeness >= threshold:
                found.append((min(c, k), max(c, k), likeness))
        for piece in prefix:
            seen[piece].append(k)
    return found


def _ceil(value: float) -> int:
    """Round up, forgiving the last bits of a product of floats."""
    return int(np.ceil(value - 1e-9))

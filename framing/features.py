"""Texts as figures: hashed words, their letter sequences, and pairs of neighbouring words.

In: words, from `lexicon`. Out: `Figures`, plain arrays without text, from which training builds its
matrix and the scorer its sums: one implementation for both. A text's vector is

    x = (sum over its words of phi(word) + sum over its pairs of psi(pair)) / sqrt(words)

where phi(word) marks the word's own bucket with 1 and the bucket of each of its letter sequences with
`ngram_weight`, and psi(pair) marks the pair's bucket with 1. Everything is a sum over words, so a
linear model needs phi(word) only once a word. Words are read and masked by `masking`.
Hashing of features: Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning", ICML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from framing.arrays import Floats, Ints, joined_starts, starts_of, take_rows

_MIX_A, _MIX_B, _STEP = (
    np.uint64(0xBF58476D1CE4E5B9),
    np.uint64(0x94D049BB133111EB),
    np.uint64(0x9E3779B97F4A7C15),
)


@dataclass(frozen=True)
class FeatureOptions:
    """What a text is turned into. The defaults were chosen by cross-validation: docs/experiments.md.

    Parameters
    ----------
    bits : features are hashed into 2**bits buckets, 8 to 24.
    ngram_min, ngram_max : lengths of the letter sequences of a word, boundaries counted; 0 and 0 for none.
    ngram_weight : value of one letter sequence, where a word counts 1.
    pairs : whether pairs of neighbouring words count.
    read_names : whether names are words like any other, rather than one and the same sign; a user's actors are
        masked all the same.
    apart : whether each word counts once more in a column of its own (2**bits further ones), to which a
        `framing.word_table.WordTable` gives weights.
    """

    bits: int = 18
    ngram_min: int = 4
    ngram_max: int = 6
    ngram_weight: float = 0.6
    pairs: bool = True
    apart: bool = False
    read_names: bool = False

    def __post_init__(self) -> None:
        sound = (
            8 <= self.bits <= 24
            and (0 < self.ngram_min <= self.ngram_max <= 12 or self.ngram_min == self.ngram_max == 0)
            and 0 < self.ngram_weight < 1000
        )
        if not sound:
            raise ValueError(
                f"{self} found, bits of 8 to 24, 1 <= ngram_min <= ngram_max <= 12 (or 0 and 0) and an ngram_weight "
                "above 0 wanted: correct the parameter"
            )

    @property
    def buckets(self) -> int:
        """Number of buckets that words, letter sequences and pairs are hashed into."""
        return 1 << self.bits

    @property
    def columns(self) -> int:
        """Number of columns of the feature matrix: one a bucket, and with ``apart`` one more a bucket for words."""
        return self.buckets * (2 if self.apart else 1)


@dataclass(frozen=True)
class Figures:
    """Texts as numbers: all that training and scoring need, and nothing that reads as text.

    Attributes
    ----------
    word_starts : where each text's words begin in ``words``, shape (n_texts + 1,).
    words : rows of the word table, shape (n_words_in_all,).
    pair_starts, pairs : the same for pairs; ``pairs`` holds buckets.
    table_starts, table : for each row of the word table its buckets; the first is the word's own.
    lexicon : stands for the word table: figures that share it share their rows, later ones having more.
    """

    word_starts: Ints
    words: Ints
    pair_starts: Ints
    pairs: Ints
    table_starts: Ints
    table: Ints
    lexicon: object = field(default_factory=object)

    def __len__(self) -> int:
        return len(self.word_starts) - 1

    @property
    def scale(self) -> Floats:
        """1 / sqrt(words) for each text, short texts counted as three words, shape (n_texts,)."""
        return np.asarray(1.0 / np.sqrt(np.maximum(np.diff(self.word_starts), 3)), dtype=np.float64)

    def own(self, first: int = 0) -> Ints:
        """The own bucket of each row of the word table from row ``first`` on, shape (n_rows - first,)."""
        return self.table[self.table_starts[first:-1]]

    def beginnings(self, first: int = 0) -> Ints:
        """The bucket of each row's first five letters where the word has five or more, else its own; as `own`.

        It is that of the first letter sequence of six characters, a boundary counted: a word of n characters with its
        boundaries has n - 3 sequences of four, then n - 4 of five, then n - 5 of six. Where sequences have other
        lengths than `FeatureOptions` gives by default, it is some bucket of the word.
        """
        starts = self.table_starts[first:]
        lengths = np.diff(starts)
        place = np.where((lengths % 3 == 1) & (lengths >= 10), (2 * lengths + 4) // 3, 0)
        return self.table[starts[:-1] + place]

    def take(self, rows: Ints) -> Figures:
        """The figures of some of the texts, in the order of ``rows``."""
        word_starts, words = take_rows(self.word_starts, self.words, rows)
        pair_starts, pairs = take_rows(self.pair_starts, self.pairs, rows)
        return replace(self, word_starts=word_starts, words=words, pair_starts=pair_starts, pairs=pairs)

    @staticmethod
    def join(parts: Sequence[Figures]) -> Figures:
        """The texts of several figures, one after the other."""
        offsets = np.cumsum([0] + [len(p.table_starts) - 1 for p in parts])
        return Figures(
            joined_starts([p.word_starts for p in parts]),
            np.concatenate([p.words + offset for p, offset in zip(parts, offsets, strict=False)]),
            joined_starts([p.pair_starts for p in parts]),
            np.concatenate([p.pairs for p in parts]),
            joined_starts([p.table_starts for p in parts]),
            np.concatenate([p.table for p in parts]),
        )


def _mix(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Spread 64-bit values evenly (the finaliser of splitmix64: Steele, Lea and Flood 2014, OOPSLA)."""
    values = (values ^ (values >> np.uint64(30))) * _MIX_A
    values = (values ^ (values >> np.uint64(27))) * _MIX_B
    return values ^ (values >> np.uint64(31))


def _to_buckets(keys: npt.NDArray[np.uint64], options: FeatureOptions) -> Ints:
    return (keys >> np.uint64(64 - options.bits)).astype(np.int64)


def pair_buckets(
    left: npt.NDArray[np.uint64], right: npt.NDArray[np.uint64], options: FeatureOptions
) -> Ints:
    """Buckets of neighbouring words, from their keys."""
    return _to_buckets(_mix(left * _MIX_B + (right ^ _STEP)), options)


def hash_words(words: Sequence[str], options: FeatureOptions) -> tuple[npt.NDArray[np.uint64], Ints, Ints]:
    """Hash words and their letter sequences.

    Returns
    -------
    keys : 64 bits for each word, shape (n_words,).
    starts, buckets : each word's buckets (its own, then its letter sequences'), as a ragged array.
    """
    if not words:
        return np.zeros(0, np.uint64), np.zeros(1, np.int64), np.zeros(0, np.int64)
    padded = [f"<{word}>" for word in words]
    lengths = np.array([len(word) for word in padded], np.int64)
    letters = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    mixed = _mix(letters + _STEP)
    begins = (np.cumsum(lengths) - lengths).astype(np.int64)
    owner = np.repeat(np.arange(len(words)), lengths)
    place = np.arange(len(letters)) - begins[owner]
    powers = _mix(np.arange(1, 1 + int(lengths.max()), dtype=np.uint64) * _STEP)
    keys = _mix(np.add.reduceat(mixed * powers[place], begins))
    owners, hashed = [np.arange(len(words))], [_to_buckets(keys, options)]
    whole = np.array([word.startswith("@") for word in words], np.bool_)  # masks have no letters
    at = np.flatnonzero(~whole[owner])
    value = np.zeros(len(at), np.uint64)
    for n in range(1, options.ngram_max + 1):
        inside = place[at] + n <= lengths[owner[at]]
        at, value = at[inside], value[inside]
        value = value * _STEP + mixed[at + (n - 1)]
        if n >= options.ngram_min:
            owners.append(owner[at])
            hashed.append(_to_buckets(_mix(value + np.uint64(n)), options))
    every_owner = np.concatenate(owners)
    order = np.argsort(every_owner, kind="stable")
    starts = starts_of(np.bincount(every_owner, minlength=len(words)))
    return keys, starts, np.concatenate(hashed)[order]

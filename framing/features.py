"""Turn texts into figures: hashed words, their letter sequences, and pairs of neighbouring words.

In: texts. Out: `Figures`, plain arrays without text, from which training builds its matrix and the
scorer its sums: one implementation for both. A text's vector is

    x = (sum over its words of phi(word) + sum over its pairs of psi(pair)) / sqrt(words)

where phi(word) marks the word's own bucket with 1 and the bucket of each of its letter sequences with
`ngram_weight`, and psi(pair) marks the pair's bucket with 1. Everything is a sum over words, so a
linear model needs phi(word) only once a word. Words are read and masked by `masking`.
Hashing of features: Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning", ICML.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from framing import masking

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Number = TypeVar("Number", bound=np.generic)

_MIX_A, _MIX_B, _STEP = (
    np.uint64(0xBF58476D1CE4E5B9),
    np.uint64(0x94D049BB133111EB),
    np.uint64(0x9E3779B97F4A7C15),
)
#: Chunks of text remembered before the memory is emptied: about 100 MB.
_MOST_CHUNKS = 500_000


@dataclass(frozen=True)
class FeatureOptions:
    """What a text is turned into. The defaults were chosen by cross-validation: docs/experiments.md.

    Parameters
    ----------
    bits : features are hashed into 2**bits buckets, 8 to 24.
    ngram_min, ngram_max : lengths of the letter sequences of a word, boundaries counted; 0 and 0 for none.
    ngram_weight : value of one letter sequence, where a word counts 1.
    pairs : whether pairs of neighbouring words count.
    """

    bits: int = 18
    ngram_min: int = 4
    ngram_max: int = 6
    ngram_weight: float = 0.6
    pairs: bool = True

    @property
    def buckets(self) -> int:
        """Number of columns of the feature matrix."""
        return 1 << self.bits


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
            _chain_starts([p.word_starts for p in parts]),
            np.concatenate([p.words + offset for p, offset in zip(parts, offsets, strict=False)]),
            _chain_starts([p.pair_starts for p in parts]),
            np.concatenate([p.pairs for p in parts]),
            _chain_starts([p.table_starts for p in parts]),
            np.concatenate([p.table for p in parts]),
        )


def _chain_starts(parts: Sequence[Ints]) -> Ints:
    return np.concatenate([[0], np.cumsum(np.concatenate([np.diff(p) for p in parts]))]).astype(np.int64)


def take_rows(starts: Ints, values: npt.NDArray[Number], rows: Ints) -> tuple[Ints, npt.NDArray[Number]]:
    """Rows of a ragged array: row i is ``values[starts[i]:starts[i + 1]]``."""
    lengths = np.diff(starts)[rows]
    new = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    places = np.arange(new[-1]) + np.repeat(starts[:-1][rows] - new[:-1], lengths)
    return new, values[places]


class Lexicon(dict[str, int]):
    """What is known of the chunks of text met so far; it grows as texts come.

    A chunk is what white space separates; the mapping gives its row. Kept once for all models with
    the same options: see `lexicon`.
    """

    def __init__(self, options: FeatureOptions, names: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.options = options
        self.names = names
        self._rows: dict[str, int] = {}
        self._cores: dict[str, int] = {}
        self.clear_all()

    def clear_all(self) -> None:
        """Forget everything, so that memory stays bounded; `generation` tells those who remember rows."""
        self.clear()
        self._rows.clear()
        self._cores.clear()
        self.generation = object()
        self._chunk_words: list[int] = []
        self._chunk_kinds: list[int] = []
        self._chunk_starts: list[int] = [0]
        self._arrays = (np.zeros(1, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int8))
        self.hashes = np.zeros(0, np.uint64)
        self.table_starts = np.zeros(1, np.int64)
        self.table = np.zeros(0, np.int64)
        self._row(masking.NAME_FORM)

    def __missing__(self, chunk: str) -> int:
        core = chunk.strip(masking.QUIET)
        known = self._cores.get(core)
        if known is None:
            self._read_chunk(chunk, core)
        else:
            row, kind = divmod(known, masking.CLOSES)
            self._chunk_words.append(row)
            self._chunk_kinds.append(kind if chunk.endswith(core) else kind + masking.CLOSES)
        self._chunk_starts.append(len(self._chunk_words))
        self[chunk] = number = len(self._chunk_starts) - 2
        return number

    def _read_chunk(self, chunk: str, core: str) -> None:
        for _, _, form, kind in masking.tokens(chunk, self.names):
            self._chunk_words.append(self._row(form))
            self._chunk_kinds.append(kind)
        if len(core) > 1 and core.isalpha():  # one word; only its punctuation differs from chunk to chunk
            kind = self._chunk_kinds[-1] % masking.CLOSES
            self._cores[core] = self._chunk_words[-1] * masking.CLOSES + kind

    def _row(self, form: str) -> int:
        return self._rows.setdefault(form, len(self._rows))

    def _grow(self) -> None:
        """Bring the arrays up to what the lists hold."""
        if len(self._arrays[0]) != len(self._chunk_starts):
            self._arrays = (
                np.array(self._chunk_starts, np.int64),
                np.array(self._chunk_words, np.int64),
                np.array(self._chunk_kinds, np.int8),
            )
        if len(self.hashes) != len(self._rows):
            new = list(self._rows)[len(self.hashes) :]
            keys, starts, buckets = hash_words(new, self.options)
            self.hashes = np.concatenate([self.hashes, keys])
            self.table_starts = np.concatenate([self.table_starts, starts[1:] + len(self.table)])
            self.table = np.concatenate([self.table, buckets])

    def read(self, texts: Iterable[str]) -> Figures:
        """Turn texts into figures; a text without words has none."""
        if len(self) > _MOST_CHUNKS:
            self.clear_all()
        split = [text.split() for text in texts]
        numbers = np.fromiter(map(self.__getitem__, chain.from_iterable(split)), np.int64)
        self._grow()
        chunk_starts, chunk_words, chunk_kinds = self._arrays
        starts, words = take_rows(chunk_starts, chunk_words, numbers)
        _, kinds = take_rows(chunk_starts, chunk_kinds, numbers)
        text_starts = starts[np.concatenate([[0], np.cumsum([len(s) for s in split], dtype=np.int64)])]
        first = np.zeros(len(words) + 1, dtype=np.bool_)
        first[text_starts] = True
        name, kept = masking.merge_names(kinds, first[:-1])
        words = np.where(name, 0, words)[kept]
        word_starts = np.concatenate([[0], np.cumsum(kept)])[text_starts].astype(np.int64)
        pair_starts, pairs = self._pairs(word_starts, words)
        return Figures(word_starts, words, pair_starts, pairs, self.table_starts, self.table, self.generation)

    def _pairs(self, word_starts: Ints, words: Ints) -> tuple[Ints, Ints]:
        if not self.options.pairs:
            return np.zeros(len(word_starts), np.int64), np.zeros(0, np.int64)
        hashed = pair_buckets(self.hashes[words[:-1]], self.hashes[words[1:]], self.options)
        within = np.ones(max(len(words) - 1, 0), dtype=np.bool_)
        bounds = word_starts[1:-1]
        within[bounds[(bounds > 0) & (bounds < len(words))] - 1] = False
        count = np.maximum(np.diff(word_starts) - 1, 0)
        return np.concatenate([[0], np.cumsum(count)]).astype(np.int64), hashed[within]


@lru_cache(maxsize=8)
def lexicon(options: FeatureOptions, names: frozenset[str] = frozenset()) -> Lexicon:
    """The process's lexicon for these options and additional names."""
    return Lexicon(options, names)


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
    starts = np.concatenate([[0], np.cumsum(np.bincount(every_owner, minlength=len(words)))]).astype(np.int64)
    return keys, starts, np.concatenate(hashed)[order]

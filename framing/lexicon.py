"""The words met so far: texts in, `Figures` out, fast because every word is read only once.

In: texts. Out: their figures (see `features`). Texts are taken apart by `chunks`, words are read and masked by
`masking`. Both training and the scorer read through here; threads may share a lexicon.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

import numpy as np

from framing import masking
from framing.arrays import Growing, Ints, starts_of, take_rows
from framing.chunks import Chunks
from framing.features import FeatureOptions, Figures, hash_words, pair_buckets

#: Chunks of text remembered before the memory is emptied: about 100 MB.
_MOST_CHUNKS = 500_000


class Lexicon:
    """What is known of the chunks of text met so far; it grows as texts come. A chunk is what white space separates.

    Kept once for all models with the same options: see `lexicon`.
    """

    def __init__(self, options: FeatureOptions, names: frozenset[str] = frozenset()) -> None:
        self.options = options
        self.names = names
        self._lock = threading.Lock()
        self.clear()

    def __len__(self) -> int:
        return len(self._chunks)

    def clear(self) -> None:
        """Forget everything, so that memory stays bounded; `generation` tells those who remember rows."""
        self.generation = object()
        self._chunks = Chunks()
        self._rows: dict[str, int] = {}
        self._cores: dict[str, int] = {}
        self._new_words: list[int] = []  # of chunks met since the arrays were last brought up to date
        self._new_kinds: list[int] = []
        self._new_ends: list[int] = []
        self._chunk_words, self._chunk_kinds = Growing(np.int64), Growing(np.int8)
        self._chunk_starts, self._table_starts = Growing(np.int64), Growing(np.int64)
        self._table, self._keys = Growing(np.int64), Growing(np.uint64)
        self._chunk_starts.extend([0])
        self._table_starts.extend([0])
        self._row(masking.NAME_FORM)

    def _meet(self, chunk: str) -> None:
        """Read a chunk that is new."""
        core = chunk.strip(masking.QUIET)
        known = self._cores.get(core)
        if known is None:
            self._read_chunk(chunk, core)
        else:
            row, kind = divmod(known, masking.CLOSES)
            self._new_words.append(row)
            self._new_kinds.append(kind if chunk.endswith(core) else kind + masking.CLOSES)
        self._new_ends.append(len(self._new_words))

    def _read_chunk(self, chunk: str, core: str) -> None:
        for _, _, form, kind in masking.tokens(chunk, self.names, self.options.read_names):
            self._new_words.append(self._row(form))
            self._new_kinds.append(kind)
        if len(core) > 1 and core.isalpha():  # one word; only its punctuation differs from chunk to chunk
            self._cores[core] = self._new_words[-1] * masking.CLOSES + self._new_kinds[-1] % masking.CLOSES

    def _row(self, form: str) -> int:
        return self._rows.setdefault(form, len(self._rows))

    def _grow(self) -> None:
        """Bring the arrays up to what was met."""
        if self._new_ends:
            self._chunk_starts.extend(np.array(self._new_ends) + len(self._chunk_words))
            self._chunk_words.extend(self._new_words)
            self._chunk_kinds.extend(self._new_kinds)
            for pending in (self._new_words, self._new_kinds, self._new_ends):
                pending.clear()
        if len(self._keys) < len(self._rows):
            keys, starts, buckets = hash_words(list(islice(self._rows, len(self._keys), None)), self.options)
            self._keys.extend(keys)
            self._table_starts.extend(starts[1:] + len(self._table))
            self._table.extend(buckets)

    def read(self, texts: Iterable[str]) -> Figures:
        """Turn texts into figures; a text without words has none."""
        with self._lock:
            return self._read(texts)

    def _read(self, texts: Iterable[str]) -> Figures:
        if len(self) > _MOST_CHUNKS:
            self.clear()
        lengths, numbers = self._numbers(texts)
        self._grow()
        chunk_starts = self._chunk_starts.values
        starts, words = take_rows(chunk_starts, self._chunk_words.values, numbers)
        _, kinds = take_rows(chunk_starts, self._chunk_kinds.values, numbers)
        text_starts = starts[starts_of(lengths)]
        first = np.zeros(len(words) + 1, dtype=np.bool_)
        first[text_starts] = True
        name, kept = masking.merge_names(kinds, first[:-1])
        words = np.where(name, 0, words)[kept]
        word_starts = starts_of(kept.astype(np.int64))[text_starts]
        pair_starts, pairs = self._pairs(word_starts, words)
        return Figures(
            word_starts,
            words,
            pair_starts,
            pairs,
            self._table_starts.values,
            self._table.values,
            self.generation,
        )

    def _numbers(self, texts: Iterable[str]) -> tuple[Ints, Ints]:
        """How many chunks each text has, and their numbers."""
        lengths, numbers = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for length, number, new in self._chunks.read(texts):
            lengths.append(length)
            numbers.append(number)
            for chunk in new:
                self._meet(chunk)
        return np.concatenate(lengths), np.concatenate(numbers)

    def _pairs(self, word_starts: Ints, words: Ints) -> tuple[Ints, Ints]:
        if not self.options.pairs:
            return np.zeros(len(word_starts), np.int64), np.zeros(0, np.int64)
        keys = self._keys.values
        hashed = pair_buckets(keys[words[:-1]], keys[words[1:]], self.options)
        within = np.ones(max(len(words) - 1, 0), dtype=np.bool_)
        bounds = word_starts[1:-1]
        within[bounds[(bounds > 0) & (bounds < len(words))] - 1] = False
        count = np.maximum(np.diff(word_starts) - 1, 0)
        return starts_of(count), hashed[within]


@lru_cache(maxsize=8)
def lexicon(options: FeatureOptions, names: frozenset[str] = frozenset()) -> Lexicon:
    """The process's lexicon for these options and additional names."""
    return Lexicon(options, names)

"""The light fitted model: plain arrays and numpy, nothing else.

In: figures of texts, or a text to explain. Out: logits, probabilities, labels, contributions of words.
A linear model's logit is a sum over words and pairs: a word's features are multiplied by their
weights once, when the word is first met, and remembered. Beside them may stand a small network over neighbouring
words (`word_network`), whose evidence is a sum over words too. `classifier` fits it, `model_file` stores it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from framing import masking
from framing.arrays import Floats, Growing, Ints, find, row_sums
from framing.calibration import decide, probabilities
from framing.features import FeatureOptions, Figures
from framing.lexicon import lexicon
from framing.word_network import WordNetwork

_NO_NAMES: frozenset[str] = frozenset()
#: Lexicons whose words' sums are kept at a time: one a set of additional names.
_MOST_LEXICONS = 4
#: Buckets that are few.
_FEW = 20_000
_LOCK = threading.Lock()


@dataclass(frozen=True)
class Scorer:
    """A fitted linear model over `features`.

    Attributes
    ----------
    classes : the labels, in column order.
    decision : how many labels a text is given, one of `framing.calibration.DECISIONS`; with "one" (sentiment, always)
        probabilities sum to 1.
    options : what a text is turned into.
    buckets : the columns that carry weight, ascending, shape (n_used,), dtype int32.
    weights : one row a used bucket, shape (n_used, n_classes), dtype float16.
    intercept : shape (n_classes,), dtype float64.
    thresholds : probability from which a label is said, shape (n_classes,), dtype float64.
    network, answers : a network over neighbouring words and what each of its filters adds to each logit, shape
        (n_filters, n_classes), dtype float32; or None and None.
    """

    classes: tuple[str, ...]
    decision: str
    options: FeatureOptions
    buckets: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float16]
    intercept: Floats
    thresholds: Floats
    network: WordNetwork | None = None
    answers: npt.NDArray[np.float32] | None = None
    _memory: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_memory": {}}

    @staticmethod
    def of(
        classes: tuple[str, ...],
        decision: str,
        options: FeatureOptions,
        coef: Floats,
        intercept: Floats,
        thresholds: Floats,
    ) -> Scorer:
        """The scorer of fitted weights, shape (n_classes, options.columns)."""
        half = coef.astype(np.float16)
        used = np.flatnonzero(half.any(axis=0))
        columns = np.ascontiguousarray(half[:, used].T)
        return Scorer(classes, decision, options, used.astype(np.int32), columns, intercept, thresholds)

    @property
    def dense(self) -> Floats:
        """The weights of all columns, shape (n_classes, options.columns and, with a network, n_filters more)."""
        dense = np.zeros((len(self.classes), self.options.columns))
        dense[:, self.buckets] = self.weights.T
        return dense if self.answers is None else np.hstack([dense, self.answers.T])

    def _weights_of(self, buckets: Ints) -> npt.NDArray[np.float32]:
        """The weights of ``buckets``, shape (n_buckets, n_classes); zero for a bucket that carries none.

        Many are looked up in a table with a row for each column, which takes its time to make.
        """
        if "row" not in self._memory and len(buckets) <= _FEW and len(self.buckets):
            place = find(self.buckets, buckets)
            known = place < len(self.buckets)
            return np.asarray(self.weights[place * known] * known[:, None], dtype=np.float32)
        if "row" not in self._memory:
            row = np.full(self.options.columns, len(self.buckets), np.int32)
            row[self.buckets] = np.arange(len(self.buckets), dtype=np.int32)
            weights = np.zeros((len(self.buckets) + 1, len(self.classes)), np.float32)
            weights[:-1] = self.weights
            self._memory["weights"] = weights
            self._memory["row"] = row
        return np.asarray(self._memory["weights"].take(self._memory["row"].take(buckets), axis=0))

    def read(self, texts: list[str], names: frozenset[str] = _NO_NAMES) -> Figures:
        """The figures of ``texts``; models with the same options can share them."""
        return lexicon(self.options, names).read(texts)

    def logits(self, figures: Figures) -> Floats:
        """Evidence for each label, shape (n_texts, n_classes)."""
        out = row_sums(figures.word_starts, self._word_values(figures).take(figures.words, axis=0))
        out += row_sums(figures.pair_starts, self._weights_of(figures.pairs).astype(np.float64))
        out *= figures.scale[:, None]
        out += self.intercept
        if self.network is not None and self.answers is not None:
            out += self.network.found(figures) @ self.answers
        return out

    def probabilities(self, figures: Figures) -> Floats:
        """Calibrated probabilities, shape (n_texts, n_classes)."""
        return probabilities(self.logits(figures), self.decision != "one")

    def said(self, probability: Floats) -> Ints:
        """Which labels are said at these probabilities, a 0/1 matrix of the same shape."""
        return decide(probability, self.thresholds, self.decision)

    def _word_values(self, figures: Figures) -> Floats:
        """What each row of the figures' word table adds to each logit, shape (n_rows, n_classes)."""
        with _LOCK:
            remembered: dict[object, Growing] = self._memory.setdefault("words", {})
            if figures.lexicon not in remembered:
                if len(remembered) >= _MOST_LEXICONS:
                    remembered.clear()
                remembered[figures.lexicon] = Growing(np.float64, len(self.classes))
            values = remembered[figures.lexicon]
            if len(values) < len(figures.table_starts) - 1:
                values.extend(self._sum_words(figures.table_starts[len(values) :], figures.table))
            return values.values

    def _sum_words(self, starts: Ints, table: Ints) -> Floats:
        own, part = starts[:-1] - starts[0], table[starts[0] : starts[-1]]
        weights = self._weights_of(part).astype(np.float64)
        weights[own] /= self.options.ngram_weight
        sums = np.add.reduceat(weights, own, axis=0) * self.options.ngram_weight
        if self.options.apart:
            sums += self._weights_of(part[own] + self.options.buckets)
        return np.asarray(sums, dtype=np.float64)

    def explain(self, text: str, names: frozenset[str] = _NO_NAMES) -> list[tuple[int, int, Floats]]:
        """What each word adds to the logits: (start, end, contributions of shape (n_classes,)), in reading order.

        A pair of words gives half of its weight to each. Contributions and intercept sum to the logits.
        """
        spans = masking.spans(text, names, self.options.read_names)
        figures = self.read([text], names)
        values = self._word_values(figures)[figures.words]
        pairs = self._weights_of(figures.pairs) / 2
        values[:-1][: len(pairs)] += pairs
        values[1:][: len(pairs)] += pairs
        values *= figures.scale[0]
        if self.network is not None and self.answers is not None:
            values += self.network.shared(figures, self.answers.astype(np.float64))
        return [(span.start, span.end, value) for span, value in zip(spans, values, strict=True)]

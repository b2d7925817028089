"""The fitted heads of the encoder tier: a linear model over a sentence encoder's vectors.

In: texts, or their vectors. Out: logits, probabilities, contributions of words: what `scorer` gives
for words, behind the same names. `text_classifier` fits it, `model_file` stores it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from framing import masking
from framing.arrays import Floats, Ints
from framing.calibration import decide, probabilities
from framing.encoders import Encoder

_NO_NAMES: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Vectors:
    """Texts as an encoder's vectors; the counterpart of `framing.features.Figures`.

    Attributes
    ----------
    values : shape (n_texts, n_dimensions).
    """

    values: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.values)

    def take(self, rows: Ints) -> Vectors:
        """The vectors of some of the texts, in the order of ``rows``."""
        return Vectors(self.values[rows])


def vectors_of(texts: Sequence[str], encoder: Encoder, names: frozenset[str] = _NO_NAMES) -> Vectors:
    """Mask the names in ``texts`` and encode them."""
    return Vectors(encoder.encode([masking.cover(text, names) for text in texts]))


@dataclass(frozen=True)
class DenseScorer:
    """A fitted linear model over an encoder's vectors.

    Attributes
    ----------
    classes : the labels, in column order.
    decision : how many labels a text is given, one of `framing.calibration.DECISIONS`; with "one" (sentiment, always)
        probabilities sum to 1.
    options : the encoder, which turns a text into a vector.
    weights : shape (n_dimensions, n_classes), dtype float32.
    intercept : shape (n_classes,), dtype float64.
    thresholds : probability from which a label is said, shape (n_classes,), dtype float64.
    """

    classes: tuple[str, ...]
    decision: str
    options: Encoder
    weights: npt.NDArray[np.float32]
    intercept: Floats
    thresholds: Floats

    @property
    def dense(self) -> Floats:
        """The weights, shape (n_classes, n_dimensions)."""
        return np.asarray(self.weights.T, dtype=np.float64)

    def read(self, texts: Sequence[str], names: frozenset[str] = _NO_NAMES) -> Vectors:
        """The vectors of ``texts``; models on the same encoder can share them."""
        return vectors_of(texts, self.options, names)

    def logits(self, vectors: Vectors) -> Floats:
        """Evidence for each label, shape (n_texts, n_classes)."""
        return np.asarray(vectors.values @ self.weights + self.intercept, dtype=np.float64)

    def probabilities(self, vectors: Vectors) -> Floats:
        """Calibrated probabilities, shape (n_texts, n_classes)."""
        return probabilities(self.logits(vectors), self.decision != "one")

    def said(self, probability: Floats) -> Ints:
        """Which labels are said at these probabilities, a 0/1 matrix of the same shape."""
        return decide(probability, self.thresholds, self.decision)

    def explain(self, text: str, names: frozenset[str] = _NO_NAMES) -> list[tuple[int, int, Floats]]:
        """What leaving a word out takes away from the logits: (start, end, differences of shape (n_classes,)).

        In reading order. Unlike those of `framing.scorer.Scorer`, these do not sum to the logits: words work together.
        """
        return left_out(text, names, lambda texts: self.logits(self.read(texts, names)))


def left_out(
    text: str, names: frozenset[str], logits_of: Callable[[list[str]], Floats]
) -> list[tuple[int, int, Floats]]:
    """What leaving out each word, or whole name, takes away from the logits: (start, end, differences)."""
    spans = masking.spans(text, names)
    without = [text[: span.start] + " " + text[span.end :] for span in spans]
    logits = logits_of([text, *without])
    return [(s.start, s.end, logits[0] - left) for s, left in zip(spans, logits[1:], strict=True)]

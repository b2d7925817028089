"""Words and a sentence encoder side by side: the fitted model whose logits are the sum of both.

In: texts. Out: logits, probabilities, what leaving a word out takes away: what `scorer` gives for words and
`dense_scorer` for vectors. A sum over words and an encoder err on different sentences, so both together do better
than either. `text_classifier` fits it, `make_encoder` puts it together, `model_file` stores it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.arrays import Floats, Ints
from framing.calibration import decide, probabilities
from framing.dense_scorer import DenseScorer, Vectors, left_out, vectors_of
from framing.encoders import Encoder
from framing.features import FeatureOptions, Figures
from framing.lexicon import lexicon
from framing.scorer import Scorer

_NO_NAMES: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Joint:
    """Texts as words and as vectors; the counterpart of `framing.features.Figures`."""

    figures: Figures
    vectors: Vectors

    def __len__(self) -> int:
        return len(self.vectors)

    def take(self, rows: Ints) -> Joint:
        """Some of the texts, in the order of ``rows``."""
        return Joint(self.figures.take(rows), self.vectors.take(rows))


@dataclass(frozen=True)
class JointOptions:
    """What a text is turned into: ``features`` of its words, and the vector that ``encoder`` gives it."""

    features: FeatureOptions
    encoder: Encoder

    def read(self, texts: Sequence[str], names: frozenset[str] = _NO_NAMES) -> Joint:
        """The words and vectors of ``texts``; names are always masked for the encoder."""
        figures = lexicon(self.features, names).read(list(texts))
        return Joint(figures, vectors_of(texts, self.encoder, names))


@dataclass(frozen=True)
class JointScorer:
    """A fitted linear model over words and an encoder's vectors.

    Attributes
    ----------
    words, vectors : the two parts, with the same classes. Decision and thresholds are those of ``vectors``.
    """

    words: Scorer
    vectors: DenseScorer

    @property
    def classes(self) -> tuple[str, ...]:
        """The labels, in column order."""
        return self.vectors.classes

    @property
    def decision(self) -> str:
        """How many labels a text is given, see `framing.scorer.Scorer`."""
        return self.vectors.decision

    @property
    def thresholds(self) -> Floats:
        """Probability from which a label is said, shape (n_classes,)."""
        return self.vectors.thresholds

    @property
    def options(self) -> JointOptions:
        """What a text is turned into."""
        return JointOptions(self.words.options, self.vectors.options)

    @property
    def dense(self) -> Floats:
        """The weights, shape (n_classes, columns of the words + n_dimensions)."""
        return np.hstack([self.words.dense, self.vectors.dense])

    @property
    def intercept(self) -> Floats:
        """Shape (n_classes,)."""
        return self.words.intercept + self.vectors.intercept

    def read(self, texts: Sequence[str], names: frozenset[str] = _NO_NAMES) -> Joint:
        """The words and vectors of ``texts``; models with the same options can share them."""
        return self.options.read(texts, names)

    def logits(self, joint: Joint) -> Floats:
        """Evidence for each label, shape (n_texts, n_classes)."""
        return self.words.logits(joint.figures) + self.vectors.logits(joint.vectors)

    def probabilities(self, joint: Joint) -> Floats:
        """Calibrated probabilities, shape (n_texts, n_classes)."""
        return probabilities(self.logits(joint), self.decision != "one")

    def said(self, probability: Floats) -> Ints:
        """Which labels are said at these probabilities, a 0/1 matrix of the same shape."""
        return decide(probability, self.thresholds, self.decision)

    def explain(self, text: str, names: frozenset[str] = _NO_NAMES) -> list[tuple[int, int, Floats]]:
        """What leaving a word out takes away, see `framing.dense_scorer.DenseScorer.explain`."""
        return left_out(text, names, lambda texts: self.logits(self.read(texts, names)))


#: What turns texts into numbers, the numbers, and the fitted models on them: of words, of vectors, of both.
Options = FeatureOptions | Encoder | JointOptions
Read = Figures | Vectors | Joint
AnyScorer = Scorer | DenseScorer | JointScorer

"""An encoder and a model of words side by side: the encoder's vector, then the evidence of the words.

In: masked texts. Out: one vector a text, behind the `framing.encoders.Encoder` protocol. A network that was finetuned
and a sum over words err on different sentences, so heads over both do better than over either (stacked
generalisation: Wolpert 1992, Neural Networks 5). Used by `model_file` and `scripts/make_encoder.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from framing.encoders import Encoder, Vectors32
from framing.scorer import Scorer


class JointEncoder:
    """The vectors of ``encoder``, and behind them a column for each logit of ``words``.

    Attributes
    ----------
    name : that of the encoder.
    encoder, words : what it is made of.
    """

    def __init__(self, encoder: Encoder, words: Scorer) -> None:
        self.name, self.encoder, self.words = encoder.name, encoder, words

    def encode(self, texts: Sequence[str]) -> Vectors32:
        """See `framing.encoders.Encoder`; shape (n_texts, n_dimensions of the encoder + n_classes of the words)."""
        logits = self.words.logits(self.words.read(list(texts)))
        return np.hstack([self.encoder.encode(texts), logits.astype(np.float32)])

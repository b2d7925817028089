"""How far to trust a network and how far a model of words, when both judge the same sentences.

In: both models' logits of sentences that neither has learnt from, and their labels. Out: slopes and shifts of
the joint model. Stacked generalisation (Wolpert 1992, Neural Networks 5). Used by `make_encoder` and `peer_table`.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp

from framing.arrays import Floats, Ints


def joined(network: Floats, words: Floats, gold: Ints, several: bool) -> tuple[Floats, Floats, Floats]:
    """Slopes for the logits of network and words, and a shift, by which the log loss is least.

    Parameters
    ----------
    network, words : logits, shape (n_texts, n_labels).
    gold : 0/1, the same shape.
    several : whether a text carries several labels. Each label then has slopes of its own; else all share theirs.

    Returns
    -------
    slope, trust, shift : each of shape (n_labels,): ``network * slope + words * trust + shift`` are the joint logits.
    """
    n = gold.shape[1]
    own = n if several else 1

    def parted(p: Floats) -> tuple[Floats, Floats, Floats]:
        return np.broadcast_to(p[:own], n), np.broadcast_to(p[own : 2 * own], n), p[2 * own :]

    def loss(p: Floats) -> float:
        slope, trust, shift = parted(p)
        logits = network * slope + words * trust + shift
        if several:
            return float((np.logaddexp(0, logits) - gold * logits).sum())
        return float((logsumexp(logits, axis=1) - (gold * logits).sum(axis=1)).sum())

    start = np.concatenate([np.full(2 * own, 0.5), np.zeros(n)])
    return parted(np.asarray(minimize(loss, start, method="L-BFGS-B").x, dtype=np.float64))

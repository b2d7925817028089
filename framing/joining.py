"""How far to trust a network and how far a model of words, when both judge the same sentences.

In: both models' logits of sentences that neither has learnt from, and their labels. Out: slopes and shifts of the
joint model, or that model. Stacked generalisation (Wolpert 1992, Neural Networks 5). Used by `text_classifier`,
`make_encoder` and `peer_table`. Importing this module imports scipy.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import logsumexp

from framing.arrays import Floats, Ints
from framing.calibration import best_thresholds, probabilities
from framing.scorer import Scorer
from framing.word_network import TaughtNetwork


def joined(network: Floats, words: Floats, gold: Ints, several: bool) -> tuple[float, float, Floats]:
    """Slopes for the logits of network and words, and shifts, by which the log loss is least.

    Parameters
    ----------
    network, words : logits, shape (n_texts, n_labels).
    gold : 0/1, the same shape.
    several : whether a text carries several labels.

    Returns
    -------
    slope, trust, shift : ``network * slope + words * trust + shift`` are the joint logits; the shift has the shape
        (n_labels,), and all labels share their slopes: slopes of their own are fitted to noise (docs/experiments.md).
    """

    def loss(p: Floats) -> float:
        logits = network * p[0] + words * p[1] + p[2:]
        if several:
            return float((np.logaddexp(0, logits) - gold * logits).sum())
        return float((logsumexp(logits, axis=1) - (gold * logits).sum(axis=1)).sum())

    start = np.concatenate([[0.5, 0.5], np.zeros(gold.shape[1])])
    found = np.asarray(minimize(loss, start, method="L-BFGS-B").x, dtype=np.float64)
    return float(found[0]), float(found[1]), found[2:]


def beside(
    words: Scorer,
    taught: TaughtNetwork,
    of_network: Floats,
    of_words: Floats,
    gold: Ints,
    setting: npt.NDArray[np.bool_],
) -> tuple[Scorer, Floats]:
    """``words`` with a network beside it, weighed and calibrated on sentences that neither has learnt from.

    Parameters
    ----------
    of_network, of_words : logits of those sentences, shape (n_texts, n_classes of ``words``).
    gold : 0/1, the same shape.
    setting : which of them weigh, calibrate and set thresholds, shape (n_texts,).

    Returns
    -------
    both : the joint scorer, with thresholds of best F1 on ``setting``.
    probability : what it says of all of them, shape (n_texts, n_classes).
    """
    several, network = words.decision != "one", taught.network
    slope, trust, shift = joined(of_network[setting], of_words[setting], gold[setting], several)
    probability = probabilities(of_network * slope + of_words * trust + shift, several)
    columns = taught.columns_of(words.classes)
    options = replace(words.options, apart=True)
    coef = np.zeros((len(words.classes), options.columns))
    coef[:, : words.options.columns] = words.dense * trust
    coef[:, options.buckets + network.buckets] += (taught.own[:, columns] * slope).T
    thresholds = best_thresholds(probability[setting], gold[setting])
    intercept = words.intercept * trust + shift
    made = Scorer.of(words.classes, words.decision, options, coef, intercept, thresholds)
    answers = np.ascontiguousarray(taught.answers[:, columns] * slope, dtype=np.float32)
    return replace(made, network=network, answers=answers), probability

"""Probabilities from decision values, and the thresholds on them.

In: decision values of held-out rows and their labels. Out: slopes and shifts, probabilities,
thresholds. numpy alone, since the scorer applies what the head fitted.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

#: How many labels a text is given: those at their thresholds; those, but at least the likeliest; the likeliest.
DECISIONS = ("any", "some", "one")


def decide(probability: Floats, thresholds: Floats, decision: str) -> npt.NDArray[np.int64]:
    """Which labels are said, a 0/1 matrix of shape (n_texts, n_classes), by one of `DECISIONS`."""
    said = np.asarray(probability >= thresholds, dtype=np.int64)
    if decision == "any" or not len(said):
        return said
    bare = np.ones(len(said), np.bool_) if decision == "one" else ~said.any(axis=1)
    said[bare] = np.arange(said.shape[1]) == probability[bare].argmax(axis=1)[:, None]
    return said


def sigmoid(values: Floats) -> Floats:
    """1 / (1 + exp(-values)), without overflow."""
    return np.asarray(np.exp(-np.logaddexp(0.0, -values)), dtype=np.float64)


def softmax(values: Floats) -> Floats:
    """Rows that sum to 1, without overflow."""
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float64)


def probabilities(logits: Floats, multilabel: bool) -> Floats:
    """Probabilities, shape (n_samples, n_classes): each label for itself, or rows that sum to 1."""
    return sigmoid(logits) if multilabel else softmax(logits)


def logits_of(probability: Floats, multilabel: bool) -> Floats:
    """Logits of which `probabilities` makes these, but for what is nearer than 1e-12 to 0 or 1."""
    inside = np.clip(probability, 1e-12, 1 - 1e-12)
    return np.asarray(np.log(inside) - (np.log1p(-inside) if multilabel else 0), dtype=np.float64)


def fit_calibration(decision: Floats, indicator: npt.NDArray[np.int64], multilabel: bool) -> Floats:
    """Fit slopes and shifts by Newton's method on the log loss.

    Labels are smoothed as Platt (1999, "Probabilistic Outputs for Support Vector Machines", section 2.2)
    does, so that a class that the decision values part perfectly keeps finite slopes.

    Returns
    -------
    calibration : slopes and shifts, shape (2, n_classes). With one label a row all slopes are equal.
    """
    if multilabel:
        columns = [_platt(d, t) for d, t in zip(decision.T, indicator.T, strict=True)]
        return np.array(columns, dtype=np.float64).T.reshape(2, -1)
    return _vector_scaling(decision, indicator)


def _platt(decision: Floats, target: npt.NDArray[np.int64]) -> tuple[float, float]:
    positive = float(target.sum())
    negative = float(len(target)) - positive
    smooth = np.where(target > 0, (positive + 1) / (positive + 2), 1 / (negative + 2))
    parameters: Floats = np.array([1.0, 0.0])
    design: Floats = np.stack([decision, np.ones_like(decision)], axis=1)

    def loss(p: Floats) -> float:
        values = design @ p
        return float(np.sum(np.logaddexp(0.0, values) - smooth * values) + 1e-6 * p @ p)

    for _ in range(100):
        probability = sigmoid(design @ parameters)
        gradient = design.T @ (probability - smooth) + 2e-6 * parameters
        curvature = (design * (probability * (1 - probability))[:, None]).T @ design + 2e-6 * np.eye(2)
        parameters, moved = _step(loss, parameters, np.linalg.solve(curvature, gradient).astype(np.float64))
        if moved < 1e-10:
            break
    return max(float(parameters[0]), 1e-3), float(parameters[1])


def _vector_scaling(decision: Floats, indicator: npt.NDArray[np.int64]) -> Floats:
    """One slope for all classes and a shift for each (temperature with class biases)."""
    n, k = indicator.shape
    target = (indicator * n + 1.0) / (n + k)
    parameters: Floats = np.concatenate([[1.0], np.zeros(k)])

    def loss(p: Floats) -> float:
        values = decision * p[0] + p[1:]
        top = values.max(axis=1)
        return float(
            np.sum(np.log(np.exp(values - top[:, None]).sum(axis=1)) + top - (target * values).sum(axis=1))
        )

    for _ in range(100):
        probability = softmax(decision * parameters[0] + parameters[1:])
        difference = probability - target
        gradient = np.concatenate([[np.sum(difference * decision)], difference.sum(axis=0)])
        centred = decision - (probability * decision).sum(axis=1, keepdims=True)
        curvature = 1e-6 * np.eye(k + 1)
        curvature[0, 0] += np.sum(probability * centred * decision)
        curvature[0, 1:] += (probability * centred).sum(axis=0)
        curvature[1:, 0] = curvature[0, 1:]
        curvature[1:, 1:] += np.diag(probability.sum(axis=0)) - probability.T @ probability
        parameters, moved = _step(loss, parameters, np.linalg.solve(curvature, gradient).astype(np.float64))
        if moved < 1e-10:
            break
    slope = max(float(parameters[0]), 1e-3)
    return np.array([np.full(k, slope), parameters[1:] - parameters[1:].mean()])


def _step(loss: Any, parameters: Floats, direction: Floats) -> tuple[Floats, float]:
    """A Newton step, halved until the loss does not grow; returns the new point and how far it lies."""
    before, size = loss(parameters), 1.0
    while size > 1e-8:
        new = parameters - size * direction
        if loss(new) <= before:
            return new, float(np.abs(new - parameters).max())
        size /= 2
    return parameters, 0.0


def best_thresholds(probability: Floats, indicator: npt.NDArray[np.int64]) -> Floats:
    """For each class the threshold of best F1; 0.5 for a class without both yes and no.

    On calibrated probabilities it is half of the best F1 itself (Lipton, Elkan and Naryanaswamy 2014,
    "Optimal Thresholding of Classifiers to Maximize F1 Measure", ECML, theorem 1). The best F1 is found
    more steadily than the place where it is reached.
    """
    return np.array([_best_f1(p, t) / 2 or 0.5 for p, t in zip(probability.T, indicator.T, strict=True)])


def _best_f1(probability: Floats, target: npt.NDArray[np.int64]) -> float:
    """The highest F1 of any threshold; 0 for a class without both yes and no."""
    if target.min(initial=1) == target.max(initial=0):
        return 0.0
    order = np.argsort(-probability, kind="stable")
    ranked, hits = probability[order], np.cumsum(target[order])
    f1 = 2 * hits / (np.arange(1, len(hits) + 1) + target.sum())
    apart = np.append(ranked[:-1] != ranked[1:], True)  # a threshold cannot part equal probabilities
    return float(f1[apart].max())

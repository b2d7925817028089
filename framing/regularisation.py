"""How strongly to regularise: the choice of C on rows that a model has not seen.

In: a function from C to held-out decision values, and labels. Out: a C. Used by `heads`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from framing.calibration import Floats, fit_calibration, probabilities

#: Each C tried is four times the one below it; the climb begins at 1 and goes this many steps up or down at most.
STEP, MOST_STEPS = 4.0, 3
#: How many values of C are tried at most.
MOST_TRIES = MOST_STEPS + 2
#: A step is taken only if it takes away more than this share of the uncertainty left.
_LEAST_GAIN = 0.001


def choose_C(
    held_out: Callable[[float], Floats], indicator: npt.NDArray[np.int64], multilabel: bool
) -> float:
    """The C whose held-out decision values leave least uncertainty, found by climbing from 1.

    Parameters
    ----------
    held_out : the decision values of rows by models of that C that have not seen them, shape (n_rows, n_classes).
    indicator : the rows' labels, shape (n_rows, n_classes).
    multilabel : each label for itself, or one label a row.
    """
    known: dict[int, float] = {}

    def left(step: int) -> float:
        if step not in known:
            known[step] = uncertainty_left(held_out(STEP**step), indicator, multilabel)
        return known[step]

    best = 0
    for direction in (1, -1):
        while abs(best) < MOST_STEPS and left(best + direction) < left(best) * (1 - _LEAST_GAIN):
            best += direction
    return float(STEP**best)


def uncertainty_left(decision: Floats, indicator: npt.NDArray[np.int64], multilabel: bool) -> float:
    """The share of the labels' entropy that calibrated decision values leave, averaged over labels.

    1 where they know no more than how frequent a label is. Every label counts the same, as in macro-F1,
    but each row moves it a little, where F1 jumps.
    """
    slope, shift = fit_calibration(decision, indicator, multilabel)
    said = np.clip(probabilities(decision * slope + shift, multilabel), 1e-9, 1 - 1e-9)
    loss = -np.where(indicator > 0, np.log(said), np.log1p(-said)).mean(axis=0)
    share = np.clip(indicator.mean(axis=0), 1e-9, 1 - 1e-9)
    entropy = -share * np.log(share) - (1 - share) * np.log1p(-share)
    there = entropy > 1e-6
    return float((loss[there] / entropy[there]).mean()) if there.any() else 1.0

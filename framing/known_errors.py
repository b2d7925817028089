"""The sentences that a model was surest about and wrong: examples for its card.

In: coded sentences, and what models that had not seen them made of each. Out: mappings for the manifest, from
which `model_card` makes a table. Used by `training` and `scripts/make_encoder.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.arrays import Floats, Ints
from framing.errors import one_line
from framing.records import REAL_KINDS, LabelledSentence

#: Sentences of a frame that are shown as missed, and as many as wrongly said.
_EACH = 2
#: Characters of a sentence that are shown.
_LONGEST = 220


def known_errors(
    rows: Sequence[LabelledSentence],
    labels: Sequence[str],
    gold: Ints,
    said: Ints,
    probability: Floats,
    judged: npt.NDArray[np.bool_],
) -> list[dict[str, Any]]:
    """For each label the two likeliest sentences that do not carry it, and the two unlikeliest that do.

    Parameters
    ----------
    gold, said, probability : shape (n_rows, n_labels), the last two by models that had not seen the row.
    judged : which rows may be shown, shape (n_rows,); those without text, and the bundled real ones (of whose
        text the project keeps nothing), never are.

    Returns
    -------
    errors : each with ``label``, ``coded`` (whether a coder saw it), ``probability``, ``text`` (at most 220
        characters) and ``article``; by label, the missed first.
    """
    shown = judged & np.array([row.text is not None and row.kind not in REAL_KINDS for row in rows])
    found = []
    for k, label in enumerate(labels):
        for coded in (1, 0):
            wrong = np.flatnonzero(shown & (gold[:, k] == coded) & (said[:, k] != coded))
            surest = wrong[np.argsort((2 * coded - 1) * probability[wrong, k], kind="stable")][:_EACH]
            found += [
                {
                    "label": label,
                    "coded": bool(coded),
                    "probability": round(float(probability[i, k]), 4),
                    "text": one_line(rows[i].text, _LONGEST),
                    "article": rows[i].article,
                }
                for i in surest
            ]
    return found

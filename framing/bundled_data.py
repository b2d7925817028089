"""The training data of the bundled small model, where it is there: in a checkout, not in a wheel.

In: the folder `training_data/` beside the package. Out: what `train` needs to make that model, or one
that has learnt from further sentences too. Used by `framing train --extend` and `scripts/make_model.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from framing.errors import LabelError
from framing.labelling import read_labelled
from framing.records import FRAMES, LabelledSentence
from framing.stored_figures import read_figures
from framing.word_network import read_network
from framing.word_table import read_table

FOLDER = Path(__file__).parent.parent / "training_data"
#: Chosen by cross-validation and kept, so that the model is rebuilt byte for byte: docs/experiments.md.
CHOSEN: dict[str, Any] = {"C": 4.0, "ratio": 0.0, "idf_power": 1.5, "balance": 0.5}


def bundled_data(further: Sequence[LabelledSentence] = (), folder: Path = FOLDER) -> dict[str, Any]:
    """Arguments of `framing.train` for the bundled data and ``further`` sentences.

    Raises
    ------
    LabelError : the folder is not there; a sentence carries a frame that the bundled model does not have.
    """
    if not (folder / "word_table.npz").exists():
        raise LabelError(
            f"no training data found at {folder}, those of a checkout wanted: clone the project, install it from there "
            "with pip install -e ., and train again"
        )
    unknown = sorted({frame for row in further for frame in row.frames} - set(FRAMES))
    if unknown:
        raise LabelError(
            f"frame {unknown[0]!r} found, one of {', '.join(FRAMES)} wanted: other frames are trained without --extend"
        )
    table = read_table(folder / "word_table.npz")
    return {
        "labelled": [*read_labelled(folder), *further],
        "stored": read_figures(folder / "real" / "figures.npz"),
        "table": table,
        "network": read_network(folder / "word_network.npz"),
        "bits": table.bits,
        **CHOSEN,
    }

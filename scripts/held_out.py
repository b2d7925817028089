"""Which articles no network of the project learns from: they set its calibration and thresholds, and score it.

In: labelled sentences. Out: a mask. Drawn by the checksums of the articles' names, so that they stay the same
whatever is added. Used by `make_encoder`, `make_word_table` and `peer_table`.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from framing.evaluation import article_ids
from framing.records import REAL_KINDS, LabelledSentence
from framing.training import on_subject
from framing.word_table import read_table

TABLE = Path(__file__).parent.parent / "training_data" / "word_table.npz"
#: Share of the articles held out: of real ones on the subject that the words' teacher has not seen, and of others.
REAL_SHARE, WRITTEN_SHARE = 0.5, 0.125


def held_out(rows: Sequence[LabelledSentence]) -> npt.NDArray[np.bool_]:
    """Which rows are of articles held out, shape (n_rows,): natural ones, the real ones on the subject."""
    groups = [str(article) for article in article_ids(rows)]
    real = np.array([row.kind in REAL_KINDS for row in rows])
    natural = np.where(real, on_subject(rows, groups), [row.kind in ("natural", "hard") for row in rows])
    share = np.where(real, REAL_SHARE, WRITTEN_SHARE)
    return np.asarray(natural & read_table(TABLE).unseen(groups) & (drawn(groups) < share))


def drawn(names: Sequence[str]) -> npt.NDArray[np.float64]:
    """A number from 0 to 1 for each name, always the same."""
    return np.array([zlib.crc32(name.encode()) / 2**32 for name in names])

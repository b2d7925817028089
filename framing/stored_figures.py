"""Figures of sentences whose text the project may not hold: enough to train on, nothing to read.

In: figures and the sha1 of each sentence's text. Out: one .npz file, and back. Words within a
sentence and rows of the word table are sorted, so that no order of the text remains. `training`
reads it; `scripts/make_figures.py` writes it from restored text.
"""

from __future__ import annotations

import json
import os
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from framing.arrays import Ints
from framing.errors import LabelError
from framing.features import FeatureOptions, Figures


@dataclass(frozen=True)
class StoredFigures:
    """Figures made with ``options``; row i is the sentence whose text has ``sha1[i]`` (40 hex digits)."""

    options: FeatureOptions
    sha1: tuple[str, ...]
    figures: Figures

    def rows_of(self, wanted: list[str]) -> Ints:
        """The rows of sentences, by sha1; -1 where a sentence is not stored."""
        row = {sha1: i for i, sha1 in enumerate(self.sha1)}
        return np.array([row.get(sha1, -1) for sha1 in wanted], np.int64)


def without_order(figures: Figures) -> Figures:
    """The same figures with words, pairs and the word table sorted; every score stays the same."""
    order = np.argsort(figures.own(), kind="stable")
    used = np.zeros(len(order), np.bool_)
    used[figures.words] = True
    order = order[used[order]]
    new_row = np.full(len(used), -1, np.int64)
    new_row[order] = np.arange(len(order))
    lengths = np.diff(figures.table_starts)[order]
    table_starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    places = np.arange(table_starts[-1]) + np.repeat(
        figures.table_starts[:-1][order] - table_starts[:-1], lengths
    )
    return Figures(
        figures.word_starts,
        _sort_rows(figures.word_starts, new_row[figures.words]),
        figures.pair_starts,
        _sort_rows(figures.pair_starts, figures.pairs),
        table_starts,
        figures.table[places],
    )


def _sort_rows(starts: Ints, values: Ints) -> Ints:
    row = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    return np.asarray(values[np.lexsort((values, row))], dtype=np.int64)


def write_figures(path: str | os.PathLike[str], stored: StoredFigures) -> None:
    """Write one compressed .npz file; lengths of rows instead of their starts, 32 bits instead of 64."""
    figures = without_order(stored.figures)
    np.savez_compressed(
        path,
        options=np.frombuffer(json.dumps(asdict(stored.options), sort_keys=True).encode(), np.uint8),
        sha1=np.frombuffer(bytes.fromhex("".join(stored.sha1)), np.uint8).reshape(-1, 20),
        word_counts=np.diff(figures.word_starts).astype(np.uint16),
        words=figures.words.astype(np.uint32),
        pair_counts=np.diff(figures.pair_starts).astype(np.uint16),
        pairs=figures.pairs.astype(np.uint32),
        table_counts=np.diff(figures.table_starts).astype(np.uint16),
        table=figures.table.astype(np.uint32),
    )


def read_figures(path: str | os.PathLike[str]) -> StoredFigures:
    """Read what `write_figures` wrote.

    Raises
    ------
    LabelError : the file is missing or is not such a file.
    """
    try:
        with np.load(Path(path), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        starts = {
            name: np.concatenate([[0], np.cumsum(arrays[f"{name}_counts"], dtype=np.int64)])
            for name in ("word", "pair", "table")
        }
        figures = Figures(
            starts["word"], arrays["words"].astype(np.int64), starts["pair"], arrays["pairs"].astype(np.int64),
            starts["table"], arrays["table"].astype(np.int64),
        )  # fmt: skip
        sha1 = tuple(row.tobytes().hex() for row in arrays["sha1"])
        return StoredFigures(FeatureOptions(**json.loads(arrays["options"].tobytes())), sha1, figures)
    except FileNotFoundError:
        raise LabelError(
            f"{path}: no file found, stored figures wanted: run scripts/make_figures.py"
        ) from None
    except (ValueError, KeyError, TypeError, OSError, zipfile.BadZipFile):
        raise LabelError(
            f"{path}: no stored figures found, a file of scripts/make_figures.py wanted: make it anew"
        ) from None

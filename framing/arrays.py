"""Ragged arrays, and arrays that grow: what the numbers of many texts are kept in.

In and out: numpy arrays. Row i of a ragged array is ``values[starts[i]:starts[i + 1]]``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Number = TypeVar("Number", bound=np.generic)


def take_rows(starts: Ints, values: npt.NDArray[Number], rows: Ints) -> tuple[Ints, npt.NDArray[Number]]:
    """Some rows of a ragged array, in the order of ``rows``."""
    lengths = np.diff(starts)[rows]
    new = starts_of(lengths)
    places = np.arange(new[-1]) + np.repeat(starts[:-1][rows] - new[:-1], lengths)
    return new, values[places]


def find(ascending: npt.NDArray[np.int32], wanted: Ints) -> Ints:
    """Where each wanted number stands in ``ascending``, which holds one at least; its length where it does not."""
    place = np.searchsorted(ascending, wanted)
    there = ascending[np.minimum(place, len(ascending) - 1)] == wanted
    return np.where(there, place, len(ascending))


def row_sums(starts: Ints, values: Floats) -> Floats:
    """The sum of each row of a ragged array, 0 for an empty one, shape (n_rows, n_columns)."""
    sums, there = np.zeros((len(starts) - 1, values.shape[1])), np.diff(starts) > 0
    if there.any():
        sums[there] = np.add.reduceat(values, starts[:-1][there], axis=0)
    return sums


def starts_of(lengths: Ints) -> Ints:
    """Where rows of these lengths start, and where the last one ends, shape (n_rows + 1,)."""
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def joined_starts(parts: Sequence[Ints]) -> Ints:
    """The starts of several ragged arrays, put one after the other."""
    return starts_of(np.concatenate([np.diff(part) for part in parts]))


class Growing:
    """An array that grows at its end; what was handed out before stays as it is.

    Parameters
    ----------
    dtype : of its values.
    width : None for one dimension, else the number of columns.
    """

    def __init__(self, dtype: npt.DTypeLike, width: int | None = None) -> None:
        self._buffer: npt.NDArray[Any] = np.zeros((64,) if width is None else (64, width), dtype)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def extend(self, values: npt.ArrayLike) -> None:
        """Put ``values`` behind the others."""
        new = np.asarray(values, dtype=self._buffer.dtype)
        needed = self._length + len(new)
        if needed > len(self._buffer):
            larger = np.zeros(
                (max(needed, 2 * len(self._buffer)), *self._buffer.shape[1:]), self._buffer.dtype
            )
            larger[: self._length] = self._buffer[: self._length]
            self._buffer = larger
        self._buffer[self._length : needed] = new
        self._length = needed

    @property
    def values(self) -> npt.NDArray[Any]:
        """All values so far; not copied."""
        return self._buffer[: self._length]

"""Texts taken apart at white space, each different piece known by a number: many texts at once, without a loop.

In: texts. Out: for each the numbers of its chunks, and the chunks met for the first time. The bytes of a block of
texts are one array; a chunk is told by a 64-bit hash of its bytes (a polynomial modulo 2**64, each byte standing for a
large number: Karp and Rabin 1987, IBM Journal of Research and Development 31), looked up in a table with open
addressing. Among half a million chunks two are taken for one with a probability under one in a hundred million. Used
by `lexicon`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
import numpy.typing as npt

from framing.arrays import Ints

Hashes = npt.NDArray[np.uint64]
#: Texts that are worked on at a time: what fits a processor's cache.
_AT_A_TIME = 256
_ODD, _SHUFFLE = 0x9E3779B97F4A7C15, np.uint64(0xBF58476D1CE4E5B9)
_INVERSE = pow(_ODD, -1, 1 << 64)
_SPACE = np.array([chr(byte).isspace() and byte < 128 for byte in range(256)])
#: White space beyond ASCII: in UTF-8, as numbers of three bytes, and which bytes it begins with.
_WIDE = [chr(code).encode() for code in range(128, 0x3001) if chr(code).isspace()]
_WIDE_NUMBERS = np.array(sorted(int.from_bytes(space.ljust(3, b"\0"), "big") for space in _WIDE), np.int64)
_OPENS_WIDE = np.isin(np.arange(256), [space[0] for space in _WIDE])


class Chunks:
    """Numbers of all chunks met so far, from 0 on in the order of meeting."""

    def __init__(self) -> None:
        self._count = 0
        self._bits = 12
        self._keys: Hashes = np.zeros(1 << self._bits, np.uint64)  # 0 is a free place
        self._numbers = np.zeros(1 << self._bits, np.int64)
        self._powers, self._inverse = _powers(_ODD, 1 << 14), _powers(_INVERSE, 1 << 14)

    def __len__(self) -> int:
        return self._count

    def read(self, texts: Iterable[str]) -> Iterator[tuple[Ints, Ints, list[str]]]:
        """For each block of texts: how many chunks each has, their numbers, and those that are new, in their order."""
        rest = iter(texts)
        while block := [text.encode("utf-8", "surrogatepass") for text in islice(rest, _AT_A_TIME)]:
            data = np.frombuffer(b" ".join([*block, b""]), np.uint8)
            begins, ends = _between_spaces(data)
            hashes = self._hashed(data, begins, ends)
            slots = self._slots(hashes)
            new = np.flatnonzero(self._keys[slots] == 0)
            if len(new):
                new = self._place(hashes, new)
                slots = self._slots(hashes)
            bounds = np.cumsum([len(text) + 1 for text in block])
            lengths = np.diff(np.searchsorted(begins, bounds), prepend=0)
            yield (
                lengths,
                self._numbers[slots],
                [data[begins[at] : ends[at]].tobytes().decode("utf-8", "surrogatepass") for at in new],
            )

    def _hashed(self, data: npt.NDArray[np.uint8], begins: Ints, ends: Ints) -> Hashes:
        if len(self._powers) < len(data):
            count = 2 * len(data)
            self._powers, self._inverse = _powers(_ODD, count), _powers(_INVERSE, count)
        sums = np.zeros(len(data) + 1, np.uint64)
        np.cumsum(_VALUES.take(data) * self._powers[: len(data)], out=sums[1:])
        found = (sums[ends] - sums[begins]) * self._inverse[begins]
        found ^= found >> np.uint64(32)
        found *= _SHUFFLE
        return found | np.uint64(1)

    def _slots(self, hashes: Hashes) -> Ints:
        """Where each hash stands in the table, or the free place where it would."""
        last = np.int64((1 << self._bits) - 1)
        slots = (hashes >> np.uint64(64 - self._bits)).astype(np.int64)
        keys = self._keys[slots]
        open_ = np.flatnonzero((keys != hashes) & (keys != 0))
        while len(open_):
            slots[open_] = (slots[open_] + 1) & last
            keys = self._keys[slots[open_]]
            open_ = open_[(keys != hashes[open_]) & (keys != 0)]
        return slots

    def _place(self, hashes: Hashes, missing: Ints) -> Ints:
        """Give numbers to the ``missing`` ones of the hashes; where each of them stands for the first time."""
        _, first = np.unique(hashes[missing], return_index=True)
        new = missing[np.sort(first)]
        keys, numbers = hashes[new], np.arange(self._count, self._count + len(new))
        self._count += len(new)
        if 2 * self._count > len(self._keys):
            used = self._keys != 0
            keys, numbers = (
                np.concatenate([self._keys[used], keys]),
                np.concatenate([self._numbers[used], numbers]),
            )
            self._bits = int(4 * self._count).bit_length()
            self._keys, self._numbers = (
                np.zeros(1 << self._bits, np.uint64),
                np.zeros(1 << self._bits, np.int64),
            )
        while len(keys):
            slots = self._slots(keys)
            _, first = np.unique(slots, return_index=True)  # one each round where several want the same place
            self._keys[slots[first]], self._numbers[slots[first]] = keys[first], numbers[first]
            keys, numbers = np.delete(keys, first), np.delete(numbers, first)
        return new


def _between_spaces(data: npt.NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Where the runs of bytes that are no white space begin and end, as `str.split` finds them."""
    inside = np.zeros(len(data) + 2, np.bool_)
    np.logical_not(_SPACE.take(data), out=inside[1:-1])
    wide = np.flatnonzero(_OPENS_WIDE.take(data))
    if len(wide):
        three = [data[np.minimum(wide + place, len(data) - 1)].astype(np.int64) for place in range(3)]
        short = three[0] < 0xE0  # of two bytes
        number = (three[0] << 16) + (three[1] << 8) + np.where(short, 0, three[2])
        found = _WIDE_NUMBERS[np.searchsorted(_WIDE_NUMBERS[:-1], number)] == number
        for place in range(3):
            inside[wide[found & (short <= (place < 2))] + place + 1] = False
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    return edges[::2], edges[1::2]


def _powers(base: int, count: int) -> Hashes:
    """1, base, base**2, ... modulo 2**64."""
    powers = np.full(count, base, np.uint64)
    powers[0] = 1
    return np.asarray(np.cumprod(powers), np.uint64)


#: What each byte stands for.
_VALUES = _powers(0xD1342543DE82EF95, 257)[1:]

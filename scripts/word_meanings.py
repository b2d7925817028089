"""What an encoder knows of single words beforehand, for the student of `make_word_network` to start from.

In: words, and an encoder's vectors of them before and after it was finetuned. Out: one row of numbers for each row of
the student's network: words of like meaning, in either language, have like rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from word_student import Vocabulary

from framing.arrays import Floats, Ints
from framing.features import FeatureOptions, Figures, hash_words

#: Numbers of a row, and their mean length.
_WIDTH, _LENGTH = 192, 3.0


def spelled(
    written: Mapping[str, str], vocabulary: Vocabulary, options: FeatureOptions
) -> tuple[Ints, list[str]]:
    """The own buckets of the words that have a vector, and how they are written, by the form of each word."""
    _, starts, table = hash_words(list(written), options)
    own = table[starts[:-1]]
    known = np.isin(own, vocabulary.words)
    return own[known], [word for word, there in zip(written.values(), known, strict=True) if there]


def meanings(
    own: Ints, vectors: Sequence[npt.NDArray[np.float32]], vocabulary: Vocabulary, figures: Figures
) -> npt.NDArray[np.float32]:
    """The meanings of the rows of ``vocabulary``, shape (n_rows, 192): of a beginning, the mean of its words'.

    Parameters
    ----------
    own : the own buckets of words, all of which stand in ``figures``.
    vectors : what each encoder makes of these words, shape (n_words, n_dimensions); they are brought to their 192
        principal components.
    """
    of_words = _principal(np.hstack([_levelled(each) for each in vectors]))
    begun_of = dict(zip(figures.own().tolist(), figures.beginnings().tolist(), strict=True))
    begun = np.array([begun_of[bucket] for bucket in own.tolist()])
    shared = np.isin(begun, np.setdiff1d(vocabulary.buckets, vocabulary.words))
    rows = np.searchsorted(vocabulary.buckets, np.concatenate([own, begun[shared]]))
    sums, count = np.zeros((len(vocabulary.buckets), _WIDTH)), np.zeros(len(vocabulary.buckets))
    np.add.at(sums, rows, np.vstack([of_words, of_words[shared]]))
    np.add.at(count, rows, 1)
    return (sums / np.maximum(count, 1)[:, None]).astype(np.float32)


def _levelled(vectors: npt.NDArray[np.float32]) -> Floats:
    """Vectors with mean 0 and a mean squared length of 1."""
    centred = vectors.astype(np.float64) - vectors.mean(axis=0)
    return np.asarray(centred / np.sqrt((centred**2).sum(axis=1).mean()))


def _principal(vectors: Floats) -> Floats:
    """Their first principal components, with a mean squared length of `_LENGTH` squared."""
    _, directions = np.linalg.eigh(vectors.T @ vectors)
    first = vectors @ directions[:, ::-1][:, :_WIDTH]
    return np.asarray(first * _LENGTH / np.sqrt((first**2).sum(axis=1).mean()))

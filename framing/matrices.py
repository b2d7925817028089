"""The matrices of training: figures or vectors in, rows with a mean squared length of 1 out.

That length gives the regularisation one meaning for all data. What was done to the columns is undone on
the fitted weights, so that the scorers need none of it. Importing this module imports scipy.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags, hstack

from framing.arrays import Floats
from framing.features import FeatureOptions, Figures
from framing.word_table import WordTable


def matrix(figures: Figures, options: FeatureOptions) -> csr_matrix:
    """The texts' vectors as `framing.features` defines them, shape (n_texts, options.columns)."""
    table_rows = len(figures.table_starts) - 1
    values = np.full(len(figures.table), options.ngram_weight)
    values[figures.table_starts[:-1]] = 1.0
    table = csr_matrix((values, figures.table, figures.table_starts), shape=(table_rows, options.buckets))
    ones = np.ones(len(figures.words))
    words = csr_matrix((ones, figures.words, figures.word_starts), shape=(len(figures), table_rows))
    ones = np.ones(len(figures.pairs))
    pairs = csr_matrix((ones, figures.pairs, figures.pair_starts), shape=(len(figures), options.buckets))
    found = words @ table + pairs
    if options.apart:
        found = hstack([found, own_words(figures, options)])
    found = csr_matrix(diags(figures.scale) @ found)
    found.sum_duplicates()
    found.sort_indices()
    return csr_matrix(found)


def own_words(figures: Figures, options: FeatureOptions) -> csr_matrix:
    """How often each word's own bucket stands in each text, shape (n_texts, 2**bits)."""
    own = figures.own()[figures.words]
    shape = (len(figures), options.buckets)
    return csr_matrix((np.ones(len(own)), own, figures.word_starts), shape=shape)


def feature_weights(X: csr_matrix, power: float, min_texts: int) -> Floats:
    """What each feature is multiplied by before training, shape (n_features,).

    (ln((1 + texts) / (1 + texts with the feature)) + 1) ** power, 0 for features in fewer than
    ``min_texts`` texts; scaled so that rows have a mean squared length of 1, which gives the
    regularisation one meaning for all data.
    """
    frequency = np.bincount(X.indices, minlength=X.shape[1])
    idf = np.log((1 + X.shape[0]) / (1 + frequency)) + 1
    weights = np.where(frequency >= min(min_texts, X.shape[0]), idf, 0.0) ** power
    squares = X.multiply(X) @ (weights**2)
    return np.asarray(weights / max(np.sqrt(squares.mean()), 1e-12), dtype=np.float64)


class Weighted:
    """Figures as weighted columns: ``X``, shape (n_texts, 2**bits and, with a table, one column a logit of it)."""

    def __init__(
        self, figures: Figures, options: FeatureOptions, power: float, min_texts: int, table: WordTable | None
    ) -> None:
        plain = matrix(figures, options)
        self._weights = feature_weights(plain, power, min_texts)
        self._table, self._buckets = table, options.buckets
        self.X = plain.multiply(self._weights).tocsr()
        if table is not None:
            if table.bits != options.bits:
                raise ValueError(
                    f"a word table of {table.bits} bits found, {options.bits} wanted: make it anew, or change bits"
                )
            own = diags(figures.scale) @ own_words(figures, options)
            sums = own.tocsc()[:, table.buckets] @ table.values
            self._mean = sums.mean(axis=0)
            self._length = float(np.sqrt(((sums - self._mean) ** 2).sum(axis=1).mean()))
            self.X = hstack([self.X, csr_matrix((sums - self._mean) / self._length)]).tocsr()

    def undo(self, coef: Floats, intercept: Floats) -> tuple[Floats, Floats]:
        """Weights and intercepts for plain figures, from those for ``X``; with a table, for words apart as well."""
        plain = np.asarray(coef[:, : self._buckets] * self._weights, dtype=np.float64)
        if self._table is None:
            return plain, intercept
        of_table = coef[:, self._buckets :] / self._length
        apart = np.zeros((len(coef), self._buckets))
        apart[:, self._table.buckets] = of_table @ self._table.values.T
        return np.hstack([plain, apart]), intercept - of_table @ self._mean


class Standardised:
    """An encoder's vectors with columns of mean 0 and like spread: ``X``, shape (n_texts, n_dimensions)."""

    def __init__(self, values: npt.NDArray[np.float32]) -> None:
        wide = values.astype(np.float64)
        self._mean = wide.mean(axis=0)
        self._scale = np.maximum(wide.std(axis=0), 1e-9) * np.sqrt(wide.shape[1])
        self.X: Floats = (wide - self._mean) / self._scale

    def undo(self, coef: Floats, intercept: Floats) -> tuple[Floats, Floats]:
        """Weights and intercepts for plain vectors, from those for ``X``."""
        plain = coef / self._scale
        return plain, intercept - plain @ self._mean


class SideBySide:
    """Words and vectors as the columns of one matrix ``X``, each part's rows with a mean squared length of 1."""

    def __init__(self, words: Weighted, vectors: Standardised) -> None:
        self._words, self._vectors = words, vectors
        self.X = hstack([words.X, csr_matrix(vectors.X)]).tocsr()

    def undo(self, coef: Floats, intercept: Floats) -> tuple[Floats, Floats]:
        """Weights and intercepts for plain figures and then plain vectors, from those for ``X``."""
        n = self._words.X.shape[1]
        of_words, intercept = self._words.undo(coef[:, :n], intercept)
        of_vectors, intercept = self._vectors.undo(coef[:, n:], intercept)
        return np.hstack([of_words, of_vectors]), intercept

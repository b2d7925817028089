"""The feature matrix of training: figures in, a sparse matrix out.

The scorer computes the same sums without it. Importing this module imports scipy.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix, diags

from framing.arrays import Floats
from framing.features import FeatureOptions, Figures


def matrix(figures: Figures, options: FeatureOptions) -> csr_matrix:
    """The texts' vectors as `framing.features` defines them, shape (n_texts, 2**bits)."""
    table_rows = len(figures.table_starts) - 1
    values = np.full(len(figures.table), options.ngram_weight)
    values[figures.table_starts[:-1]] = 1.0
    table = csr_matrix((values, figures.table, figures.table_starts), shape=(table_rows, options.buckets))
    ones = np.ones(len(figures.words))
    words = csr_matrix((ones, figures.words, figures.word_starts), shape=(len(figures), table_rows))
    ones = np.ones(len(figures.pairs))
    pairs = csr_matrix((ones, figures.pairs, figures.pair_starts), shape=(len(figures), options.buckets))
    found = diags(figures.scale) @ (words @ table + pairs)
    found.sum_duplicates()
    found.sort_indices()
    return csr_matrix(found)


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

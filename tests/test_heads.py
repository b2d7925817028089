"""The matrix-in head keeps scikit-learn's contract, and its probabilities and folds keep their laws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.utils.estimator_checks import parametrize_with_checks

from framing.heads import LinearHead, deal_folds


@parametrize_with_checks([LinearHead(), LinearHead(C=0.5, balance=1.0, folds=3)])
def test_scikit_learn_contract(estimator, check):
    check(estimator)


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(400, 12))
    weights = rng.normal(size=(12, 3))
    y = (X @ weights + rng.normal(size=(400, 3)) > 1.5).astype(int)
    return X, y


def test_row_order_changes_nothing(rows):
    X, y = rows
    order = np.random.default_rng(1).permutation(len(X))
    one, other = LinearHead().fit(X, y), LinearHead().fit(X[order], y[order])
    np.testing.assert_allclose(one.predict_proba(X), other.predict_proba(X), atol=2e-3)
    np.testing.assert_allclose(one.thresholds_, other.thresholds_, atol=2e-3)


def test_sparse_and_dense_agree(rows):
    X, y = rows
    dense, sparse = LinearHead().fit(X, y), LinearHead().fit(csr_matrix(X), y)
    np.testing.assert_allclose(dense.predict_proba(X), sparse.predict_proba(csr_matrix(X)), atol=1e-6)


def test_probabilities_are_calibrated_on_rows_not_seen():
    rng = np.random.default_rng(3)
    X = rng.normal(size=(4000, 6))
    chance = 1 / (1 + np.exp(-(X @ rng.normal(size=(6, 2)) - 1.5)))
    y = (rng.random(chance.shape) < chance).astype(int)
    head = LinearHead().fit(X[:2000], y[:2000])
    predicted = head.predict_proba(X[2000:])
    assert np.abs(predicted.mean(axis=0) - y[2000:].mean(axis=0)).max() < 0.03
    assert np.abs(predicted - chance[2000:]).mean() < 0.04


def test_one_label_a_row_gives_rows_that_sum_to_one(rows):
    X, y = rows
    head = LinearHead().fit(X, np.array(["negative", "neutral", "positive"])[y.sum(axis=1) % 3])
    np.testing.assert_allclose(head.predict_proba(X).sum(axis=1), 1.0)
    assert list(head.classes_) == ["negative", "neutral", "positive"]


def test_a_higher_threshold_never_says_more(rows):
    X, y = rows
    head = LinearHead().fit(X, y)
    before = head.predict(X).sum(axis=0)
    head.thresholds_ = head.thresholds_ + 0.1
    assert (head.predict(X).sum(axis=0) <= before).all()


def test_a_label_that_never_occurs_is_never_said(rows):
    X, y = rows
    head = LinearHead().fit(X, np.hstack([y, np.zeros((len(y), 1), int)]))
    assert head.predict(X)[:, 3].sum() == 0
    assert head.predict_proba(X)[:, 3].max() < 0.05


def test_folds_keep_groups_together_and_labels_even():
    rng = np.random.default_rng(0)
    groups = rng.integers(0, 60, size=600).astype(str)
    y = (rng.random((600, 2)) < [0.1, 0.4]).astype(int)
    fold = deal_folds(groups, y, 5)
    assert all(len(set(fold[groups == g])) == 1 for g in set(groups))
    share = np.array([y[fold == k].sum(axis=0) / y.sum(axis=0) for k in range(5)])
    assert share.min() > 0.12
    assert share.max() < 0.28


def test_folds_do_not_depend_on_the_order_of_rows():
    rng = np.random.default_rng(0)
    groups, y = rng.integers(0, 30, size=200).astype(str), rng.integers(0, 2, size=(200, 2))
    order = rng.permutation(200)
    assert (deal_folds(groups, y, 4)[order] == deal_folds(groups[order], y[order], 4)).all()


def test_natural_rows_alone_set_calibration_and_thresholds(rows):
    X, y = rows
    natural = np.arange(len(X)) < 300
    flipped = y.copy()
    flipped[~natural] = 0  # the other rows' labels move the coefficients, not the rows that are counted
    head = LinearHead().fit(X, flipped, natural=natural)
    assert abs(head.out_of_fold_[natural].mean() - flipped[natural].mean()) < 0.02
    everything = LinearHead().fit(X, flipped)
    assert everything.out_of_fold_[natural].mean() < head.out_of_fold_[natural].mean()

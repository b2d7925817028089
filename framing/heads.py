"""A matrix in, calibrated probabilities out: the estimator under the text classifiers.

In: a feature matrix (dense or sparse) and labels. Out: a linear model whose decision values are
calibrated on folds that it has not seen, and one threshold a class. `classifier` puts text in front
of it, `scorer` computes the same from plain arrays. Importing this module imports scikit-learn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, issparse
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.utils import Tags
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import check_is_fitted, column_or_1d, validate_data

from framing.calibration import best_thresholds, fit_calibration, probabilities
from framing.regularisation import MOST_TRIES, choose_C

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: Rows on which C is chosen at most: it moves little with more.
_MOST_ROWS = 10_000


class LinearHead(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Logistic regression with calibrated probabilities, for one label a row or for several.

    One L2-regularised logistic regression a class (one-vs-rest; liblinear, Fan et al. 2008, JMLR 9).
    Decision values on held-out folds give the calibration (Platt 1999 for each label of an indicator
    matrix; one slope and a shift a class, then softmax, for one label a row: Guo et al. 2017, "On
    Calibration of Modern Neural Networks", ICML) and the thresholds of best F1. The calibration is
    folded into the coefficients, so that a decision value is the logit of its probability.

    Parameters
    ----------
    C : inverse of the regularisation's strength, above 0; default None: chosen by cross-validation, so that
        least uncertainty is left on rows not seen.
    balance : exponent of the class weights: 0 leaves rare classes as they are, 1 makes both sides of a
        class weigh the same; default 0.5.
    folds : number of folds for the choice of C, calibration and thresholds, at least 2; default 5.
    multilabel : True takes ``y`` as an indicator matrix, False as one label a row; default None, as it looks.
    ratio : how far a feature's weight follows its log-count ratio between rows with and without the class
        (Wang and Manning 2012, "Baselines and Bigrams", ACL): 0 not at all, 1 alone; default 0. For counts.

    Attributes
    ----------
    C_ : the C that was given or chosen.
    classes_ : the labels, shape (n_classes,); for an indicator matrix the column numbers.
    coef_, intercept_ : shapes (n_classes, n_features) and (n_classes,).
    thresholds_ : probability from which a label is said, shape (n_classes,); indicator matrices only use them.
    multilabel_ : whether ``y`` was an indicator matrix.
    out_of_fold_ : calibrated probabilities of the training rows by models that had not seen them,
        shape (n_samples, n_classes).
    fold_ : the fold of each training row, shape (n_samples,).
    """

    def __init__(
        self,
        C: float | None = None,
        balance: float = 0.5,
        folds: int = 5,
        multilabel: bool | None = None,
        ratio: float = 0.0,
    ) -> None:
        self.C = C
        self.balance = balance
        self.folds = folds
        self.multilabel = multilabel
        self.ratio = ratio

    @property
    def most_fits(self) -> int:
        """How often ``step`` is called by `fit` at most."""
        return self.folds * (MOST_TRIES + 1 if self.C is None else 1) + 1

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.classifier_tags.multi_label = True
        return tags

    def fit(
        self, X: Any, y: Any, groups: Any = None, natural: Any = None, step: Callable[[], object] = int
    ) -> LinearHead:
        """Fit on rows ``X`` and labels ``y``.

        Parameters
        ----------
        X : shape (n_samples, n_features), dense or sparse.
        y : one label a row, shape (n_samples,), or a 0/1 indicator matrix, shape (n_samples, n_classes).
        groups : rows of one group (an article) never fall into different folds; default: equal rows.
        natural : which rows set calibration and thresholds, boolean, shape (n_samples,); default: all.
        step : called after each fit on all classes, to show progress; default: nothing happens.

        Raises
        ------
        ValueError : shapes that do not agree, fewer than two classes, values that are not finite.
        """
        X, y = validate_data(self, X, y, accept_sparse="csr", dtype=np.float64, multi_output=True)
        check_classification_targets(y)
        several = type_of_target(y) == "multilabel-indicator"
        self.multilabel_ = several if self.multilabel is None else self.multilabel
        if not self.multilabel_:
            y = column_or_1d(y, warn=True)
        indicator = self._indicator(y)
        natural = np.ones(len(y), np.bool_) if natural is None else np.asarray(natural, np.bool_)
        if natural.shape != (len(y),) or not natural.any() or (groups is not None and len(groups) != len(y)):
            raise ValueError(
                f"one group and one natural for each of {len(y)} rows wanted, some of them natural"
            )
        if not isinstance(self.folds, (int, np.integer)) or self.folds < 2:
            raise ValueError(
                f"folds={self.folds!r} found, a whole number from 2 wanted: correct the parameter"
            )
        keys = _group_keys(X, groups)
        self.fold_ = deal_folds(keys, indicator, self.folds)
        self.C_ = self._chosen_C(X, indicator, keys, natural, step) if self.C is None else float(self.C)
        held_out = self._held_out(X, indicator, self.fold_, self.C_, step)
        coef, intercept = self._fit_classes(X, indicator, self.C_)
        step()
        slope, shift = fit_calibration(held_out[natural], indicator[natural], self.multilabel_)
        self.coef_, self.intercept_ = coef * slope[:, None], intercept * slope + shift
        self.out_of_fold_ = probabilities(held_out * slope + shift, self.multilabel_)
        self.thresholds_ = best_thresholds(self.out_of_fold_[natural], indicator[natural])
        return self

    def _indicator(self, y: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
        if self.multilabel_:
            self.classes_ = np.arange(y.shape[1])
            return np.asarray(y != 0, dtype=np.int64)
        self.classes_, codes = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(
                f"one class found ({self.classes_[0]!r}), at least two wanted: add rows of another class"
            )
        return np.asarray(codes[:, None] == np.arange(len(self.classes_)), dtype=np.int64)

    def _chosen_C(
        self, X: Any, indicator: Ints, keys: npt.NDArray[np.str_], natural: Any, step: Callable[[], object]
    ) -> float:
        """The C that leaves least uncertainty on the natural rows of folds not seen."""
        rows = _some_groups(keys, _MOST_ROWS)
        judged = natural[rows] if natural[rows].any() else np.ones(len(rows), np.bool_)
        X, indicator, fold = X[rows], indicator[rows], self.fold_[rows]
        return choose_C(
            lambda C: self._held_out(X, indicator, fold, C, step)[judged], indicator[judged], self.multilabel_
        )

    def _held_out(self, X: Any, indicator: Ints, fold: Ints, C: float, step: Callable[[], object]) -> Floats:
        """Decision values of each row by a model that has not seen its fold."""
        held_out = np.zeros(indicator.shape)
        for k in range(fold.max() + 1):
            coef, intercept = self._fit_classes(X[fold != k], indicator[fold != k], C)
            held_out[fold == k] = np.asarray(X[fold == k] @ coef.T) + intercept
            step()
        return held_out

    def _fit_classes(self, X: Any, indicator: Ints, C: float) -> tuple[Floats, Floats]:
        """One regression a class; a class that is always or never there gets a constant."""
        coef, intercept = np.zeros((indicator.shape[1], X.shape[1])), np.zeros(indicator.shape[1])
        there = csr_matrix(X != 0, dtype=np.float64) if self.ratio else None
        for k, column in enumerate(indicator.T):
            share = column.mean() if len(column) else 0.0
            if share in (0.0, 1.0):
                intercept[k] = 10.0 * share - 5.0
                continue
            weight = {0: 1.0, 1: float(((1 - share) / share) ** self.balance)}
            model = LogisticRegression(
                C=C,
                solver="liblinear",
                dual=X.shape[1] > X.shape[0],
                class_weight=weight,
                tol=1e-3,
                max_iter=2000,
                random_state=0,
            )
            if there is None:
                model.fit(X, column)
                coef[k], intercept[k] = model.coef_[0], model.intercept_[0]
                continue
            scale = _ratio_weights(X, there, column, self.ratio)
            model.fit(csr_matrix(X).multiply(scale).tocsr(), column)
            coef[k], intercept[k] = model.coef_[0] * scale, model.intercept_[0]
        return coef, intercept

    def decision_function(self, X: Any) -> Floats:
        """Logits, shape (n_samples, n_classes); for two classes of one label (n_samples,)."""
        decision = self._decision(X)
        return (
            decision[:, 1] - decision[:, 0] if not self.multilabel_ and decision.shape[1] == 2 else decision
        )

    def _decision(self, X: Any) -> Floats:
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)
        return np.asarray(np.asarray(X @ self.coef_.T) + self.intercept_, dtype=np.float64)

    def predict_proba(self, X: Any) -> Floats:
        """Calibrated probabilities, shape (n_samples, n_classes); rows sum to 1 unless labels are several."""
        return probabilities(self._decision(X), self.multilabel_)

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """The most likely label, shape (n_samples,), or the 0/1 indicator matrix at ``thresholds_``."""
        probability = self.predict_proba(X)
        if self.multilabel_:
            return np.asarray(probability >= self.thresholds_, dtype=np.int64)
        return np.asarray(self.classes_[probability.argmax(axis=1)])


def _ratio_weights(X: Any, there: csr_matrix, column: Ints, ratio: float) -> Floats:
    """What each feature is multiplied by for one class; the rows' mean squared length stays the same."""
    with_class, in_all = there.T @ column + 1.0, there.sum(axis=0).A1
    without = in_all - with_class + 2.0
    strength = np.abs(np.log(with_class / without) - np.log((column.sum() + 2) / ((1 - column).sum() + 2)))
    weights = 1 - ratio + ratio * strength / max(strength[in_all > 0].mean(), 1e-9)
    squares = csr_matrix(X).power(2)
    return np.asarray(weights * np.sqrt(squares.sum() / max((squares @ weights**2).sum(), 1e-12)))


def _some_groups(keys: npt.NDArray[np.str_], most: int) -> Ints:
    """Rows of groups drawn by the hash of their names, about ``most`` rows; all where there are no more."""
    if len(keys) <= most:
        return np.arange(len(keys))
    names, member = np.unique(keys, return_inverse=True)
    order = sorted(range(len(names)), key=lambda g: hashlib.sha1(str(names[g]).encode()).hexdigest())
    size = np.bincount(member)[order]
    kept = np.zeros(len(names), np.bool_)
    kept[np.array(order)[np.cumsum(size) - size < most]] = True
    return np.flatnonzero(kept[member])


def _group_keys(X: Any, groups: Any) -> npt.NDArray[np.str_]:
    """A name for each row's group: what was given, or the row's own content, so that equal rows stay together."""
    if groups is not None:
        return np.asarray([str(g) for g in groups])
    rows = csr_matrix(X) if not issparse(X) else X
    return np.asarray(
        [
            hashlib.sha1(rows.indices[a:b].tobytes() + rows.data[a:b].tobytes()).hexdigest()
            for a, b in zip(rows.indptr, rows.indptr[1:], strict=False)
        ]
    )


def deal_folds(groups: npt.NDArray[np.str_], indicator: npt.NDArray[np.int64], folds: int) -> Ints:
    """Deal groups into folds that hold about as many rows of each label; the order of rows does not matter.

    Groups with the rarest labels are dealt first, each to the fold that holds fewest of its rarest
    label, then fewest rows (after Sechidis et al. 2011, "On the Stratification of Multi-label Data").

    Returns
    -------
    fold : the fold of each row, 0 to at most ``folds`` - 1, shape (n_samples,).

    Raises
    ------
    ValueError : fewer than two groups.
    """
    names, member = np.unique(groups, return_inverse=True)
    if len(names) < 2:
        raise ValueError(
            f"n_samples={len(groups)} in {len(names)} group found, at least 2 groups wanted to calibrate"
        )
    folds = min(folds, len(names))
    labels = np.zeros((len(names), indicator.shape[1] + 1))
    np.add.at(labels, member, np.hstack([indicator, np.ones((len(groups), 1), np.int64)]))
    total = labels.sum(axis=0)
    rarity = np.where(labels > 0, total, np.inf)
    rarest = rarity.argmin(axis=1)
    tie = [hashlib.sha1(str(name).encode()).hexdigest() for name in names]
    order = sorted(range(len(names)), key=lambda g: (rarity[g].min(), -labels[g, rarest[g]], tie[g]))
    held = np.zeros((folds, labels.shape[1]))
    fold_of = np.zeros(len(names), np.int64)
    for g in order:
        best = min(range(folds), key=lambda f: (held[f, rarest[g]], held[f, -1], f))
        fold_of[g] = best
        held[best] += labels[g]
    return np.asarray(fold_of[member], dtype=np.int64)

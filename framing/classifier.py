"""`FrameClassifier` and `SentimentClassifier`: texts in, labels out, in scikit-learn's manners.

In: lists of sentences (and labels, to fit). Out: probabilities, labels, explanations. Both predict by
way of the light `scorer`; scikit-learn is imported only to fit. They do not inherit from its
BaseEstimator, whose import alone would cost ten times a whole scoring run, but keep its contract:
`get_params`, `set_params`, `clone`, pipelines, grid search and cross-validation work.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from framing.errors import LabelError, NotEnoughDataError, one_line
from framing.features import FeatureOptions, Figures, Floats
from framing.scorer import Scorer

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.utils import Tags

Self = TypeVar("Self", bound="TextClassifier")
_FEATURES = FeatureOptions()


class TextClassifier:
    """What the two classifiers share: parameters, fitting by way of the head, predicting by way of the scorer.

    Parameters
    ----------
    C : inverse of the regularisation's strength; default 4.0.
    balance : exponent of the class weights, 0 (none) to 1 (both sides of a class weigh the same); default 0.5.
    folds : folds for calibration and thresholds; default 5.
    idf_power : exponent of the features' inverse document frequency; default 1.5.
    min_texts : texts that a feature must occur in; default 2.
    bits, ngram_min, ngram_max, ngram_weight, pairs : see `framing.features.FeatureOptions`.

    Attributes
    ----------
    classes_ : the labels, in column order.
    scorer_ : the fitted `framing.scorer.Scorer`.
    out_of_fold_ : see `framing.heads.LinearHead`; only after `fit`, not after loading.
    """

    multilabel = False

    def __init__(
        self,
        *,
        C: float = 4.0,
        balance: float = 0.5,
        folds: int = 5,
        idf_power: float = 1.5,
        min_texts: int = 2,
        bits: int = _FEATURES.bits,
        ngram_min: int = _FEATURES.ngram_min,
        ngram_max: int = _FEATURES.ngram_max,
        ngram_weight: float = _FEATURES.ngram_weight,
        pairs: bool = _FEATURES.pairs,
    ) -> None:
        self.C = C
        self.balance = balance
        self.folds = folds
        self.idf_power = idf_power
        self.min_texts = min_texts
        self.bits = bits
        self.ngram_min = ngram_min
        self.ngram_max = ngram_max
        self.ngram_weight = ngram_weight
        self.pairs = pairs

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """The parameters by name, as scikit-learn asks for them."""
        return {name: getattr(self, name) for name in _parameter_names(type(self))}

    def set_params(self: Self, **params: Any) -> Self:
        """Change parameters; raises ValueError on an unknown name."""
        for name, value in params.items():
            if name not in _parameter_names(type(self)):
                wanted = ", ".join(_parameter_names(type(self)))
                raise ValueError(f"parameter {name!r} found, one of {wanted} wanted: correct the name")
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        default = type(self)().get_params()
        changed = [f"{k}={v!r}" for k, v in self.get_params().items() if v != default[k]]
        return f"{type(self).__name__}({', '.join(changed)})"

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "scorer_")

    def __sklearn_tags__(self) -> Tags:
        from sklearn.utils import ClassifierTags, InputTags, Tags, TargetTags

        return Tags(
            estimator_type="classifier",
            target_tags=TargetTags(required=True, multi_output=self.multilabel, single_output=not self.multilabel),
            classifier_tags=ClassifierTags(multi_label=self.multilabel),
            input_tags=InputTags(string=True, two_d_array=False, one_d_array=True),
        )

    @property
    def options(self) -> FeatureOptions:
        """What a text is turned into, by this classifier's parameters."""
        return FeatureOptions(self.bits, self.ngram_min, self.ngram_max, self.ngram_weight, self.pairs)

    def read(self, texts: Iterable[str]) -> Figures:
        """The figures of ``texts`` (see `framing.features`), which `fit_figures` takes."""
        from framing.features import lexicon

        return lexicon(self.options).read(check_texts(texts))

    def _fit(
        self, figures: Figures, labels: Sequence[str], target: npt.NDArray[Any], groups: Any, natural: Any
    ) -> None:
        from framing.heads import LinearHead
        from framing.matrices import feature_weights, matrix

        X = matrix(figures, self.options)
        multiplier = feature_weights(X, self.idf_power, self.min_texts)
        head = LinearHead(self.C, self.balance, self.folds, self.multilabel)
        head.fit(X.multiply(multiplier).tocsr(), target, groups=groups, natural=natural)
        weights = (head.coef_ * multiplier).astype(np.float16)
        used = np.flatnonzero(weights.any(axis=0))
        self.classes_ = np.array(labels)
        self.out_of_fold_: Floats = head.out_of_fold_
        self.scorer_ = Scorer(
            tuple(labels), self.multilabel, self.options, used.astype(np.int32),
            np.ascontiguousarray(weights[:, used].T), head.intercept_, head.thresholds_,
        )  # fmt: skip

    @classmethod
    def from_scorer(cls: type[Self], scorer: Scorer, params: dict[str, Any]) -> Self:
        """A fitted classifier around a stored scorer."""
        made = cls(**params)
        made.scorer_ = scorer
        made.classes_ = np.array(scorer.classes)
        return made

    def _fitted(self) -> Scorer:
        if not hasattr(self, "scorer_"):
            from sklearn.exceptions import NotFittedError

            raise NotFittedError(
                f"this {type(self).__name__} is not fitted yet, a fitted one wanted: call fit, or use framing.load()"
            )
        return self.scorer_

    def transform(self, texts: Iterable[str]) -> csr_matrix:
        """The feature matrix, shape (n_texts, 2**bits); ``transform(texts) @ coef_.T + intercept_`` are the logits."""
        from framing.matrices import matrix

        return matrix(self.read(texts), self.options)

    @property
    def coef_(self) -> Floats:
        """Weights, shape (n_classes, 2**bits), the inverse document frequency included."""
        return np.asarray(self._fitted().dense, dtype=np.float64)

    @property
    def intercept_(self) -> Floats:
        """Shape (n_classes,)."""
        return self._fitted().intercept

    def decision_function(self, texts: Iterable[str]) -> Floats:
        """Logits of the calibrated probabilities, shape (n_texts, n_classes)."""
        scorer = self._fitted()
        return scorer.logits(scorer.read(check_texts(texts)))

    def predict_proba(self, texts: Iterable[str]) -> Floats:
        """Calibrated probabilities between 0 and 1, shape (n_texts, n_classes)."""
        scorer = self._fitted()
        return scorer.probabilities(scorer.read(check_texts(texts)))

    def explain(self, text: str) -> dict[str, list[tuple[int, int, float]]]:
        """What each word adds to each label's logit: ``{label: [(start, end, contribution), ...]}``.

        ``text[start:end]`` is the word, or a whole name. The contributions of a label and its
        `intercept_` sum to its `decision_function`, exactly but for rounding.
        """
        scorer = self._fitted()
        spans = scorer.explain(check_texts([text])[0])
        return {
            label: [(start, end, float(value[k])) for start, end, value in spans]
            for k, label in enumerate(scorer.classes)
        }


def _parameter_names(kind: type) -> list[str]:
    return [name for name in inspect.signature(kind.__init__).parameters if name != "self"]  # type: ignore[misc]


def check_texts(texts: Iterable[str]) -> list[str]:
    """A list of strings, or a clear error.

    Raises
    ------
    TypeError : a lone string where a list is meant, or anything in it that is not a string.
    ValueError : an empty list.
    """
    if isinstance(texts, (str, bytes)):
        raise TypeError(f"a lone string found ({one_line(texts, 40)!r}), a list of strings wanted: write [text]")
    if getattr(texts, "ndim", 1) != 1:
        raise ValueError(f"an array of {getattr(texts, 'ndim')} dimensions found, a list of strings wanted: pass one column")  # noqa: B009
    texts = list(texts)
    if not texts:
        raise ValueError("an empty list found, at least one string wanted: pass the sentences to score")
    for place, text in enumerate(texts):
        if not isinstance(text, str):
            raise TypeError(
                f"{one_line(repr(text), 40)} found at place {place}, a string wanted: convert or drop it first"
            )
    return texts


class FrameClassifier(TextClassifier):
    __doc__ = f"""Say which frames a sentence carries: several, one or none.

    One calibrated probability a frame, each for itself, and one threshold a frame. Any labels can be
    trained, not only the four of the bundled model.

    {TextClassifier.__doc__.partition("predicting by way of the scorer.")[2].strip() if TextClassifier.__doc__ else ""}
    thresholds_ : probability from which a frame is said, shape (n_frames,).
    """

    multilabel = True

    def fit(self, texts: Iterable[str], y: Any, groups: Any = None, natural: Any = None) -> FrameClassifier:
        """Learn from sentences and their frames.

        Parameters
        ----------
        texts : the sentences, shape (n_texts,).
        y : a 0/1 indicator matrix of shape (n_texts, n_frames), whose frames are then named "0", "1", ...;
            or one list of labels a sentence.
        groups : one name a sentence (its article); sentences of a group never fall into different
            calibration folds. Default: each sentence for itself.
        natural : which sentences set calibration and thresholds, boolean; default: all.

        Raises
        ------
        LabelError : labels that are strings where lists are meant, or not 0 and 1.
        NotEnoughDataError : no frame occurs, or fewer than two sentences.
        ValueError : as many labels as texts wanted.
        """
        return self.fit_figures(self.read(texts), y, groups=groups, natural=natural)

    def fit_figures(
        self, figures: Figures, y: Any, groups: Any = None, natural: Any = None, frames: Sequence[str] | None = None
    ) -> FrameClassifier:
        """`fit` on what `read` made of the sentences; ``frames`` names and orders the columns."""
        labels, indicator = indicator_matrix(y, frames)
        _check_lengths(figures, indicator)
        if not indicator.any():
            raise NotEnoughDataError("no frame found on any sentence, at least one wanted: add labelled sentences")
        self._fit(figures, labels, indicator, groups, natural)
        return self

    @property
    def thresholds_(self) -> Floats:
        """Probability from which a frame is said, shape (n_frames,)."""
        return self._fitted().thresholds

    def predict(self, texts: Iterable[str]) -> npt.NDArray[np.int64]:
        """The 0/1 indicator matrix at `thresholds_`, shape (n_texts, n_frames)."""
        return np.asarray(self.predict_proba(texts) >= self.thresholds_, dtype=np.int64)

    def score(self, texts: Iterable[str], y: Any) -> float:
        """Macro-averaged F1 over the frames (0 for a frame that neither occurs nor is said)."""
        from sklearn.metrics import f1_score

        _, indicator = indicator_matrix(y, list(self._fitted().classes))
        return float(f1_score(indicator, self.predict(texts), average="macro", zero_division=0))


class SentimentClassifier(TextClassifier):
    __doc__ = f"""Say which one sentiment a sentence has; any set of single labels can be trained.

    {TextClassifier.__doc__.partition("predicting by way of the scorer.")[2].strip() if TextClassifier.__doc__ else ""}
    """

    def fit(self, texts: Iterable[str], y: Any, groups: Any = None, natural: Any = None) -> SentimentClassifier:
        """Learn from sentences and one label each; parameters and errors as in `FrameClassifier.fit`."""
        return self.fit_figures(self.read(texts), y, groups=groups, natural=natural)

    def fit_figures(self, figures: Figures, y: Any, groups: Any = None, natural: Any = None) -> SentimentClassifier:
        """`fit` on what `read` made of the sentences."""
        target = np.asarray([str(label) for label in y])
        _check_lengths(figures, target)
        labels = sorted(set(target.tolist()))
        if len(labels) < 2:
            raise NotEnoughDataError(f"one label found ({labels[0]!r}), at least two wanted: add sentences of another")
        self._fit(figures, labels, target, groups, natural)
        return self

    def predict(self, texts: Iterable[str]) -> npt.NDArray[np.str_]:
        """The most likely label of each sentence, shape (n_texts,)."""
        return np.asarray(self.classes_[self.predict_proba(texts).argmax(axis=1)])

    def score(self, texts: Iterable[str], y: Any) -> float:
        """Macro-averaged F1 over the labels."""
        from sklearn.metrics import f1_score

        return float(f1_score([str(label) for label in y], self.predict(texts), average="macro", zero_division=0))


def _check_lengths(figures: Figures, target: npt.NDArray[Any]) -> None:
    if len(figures) != len(target):
        raise ValueError(f"{len(target)} labels for {len(figures)} sentences found, as many wanted: check the input")
    if len(figures) < 2:
        raise NotEnoughDataError(f"{len(figures)} sentence found, at least 2 wanted: add labelled sentences")


def indicator_matrix(y: Any, frames: Sequence[str] | None = None) -> tuple[list[str], npt.NDArray[np.int64]]:
    """Frames and the 0/1 matrix of ``y``, which is such a matrix already or one list of labels a sentence.

    Frames come in the order of ``frames``, else by name; raises LabelError on anything else.
    """
    rows = y if isinstance(y, np.ndarray) and y.ndim == 2 else list(y)
    if isinstance(rows, np.ndarray) or (rows and isinstance(rows[0], np.ndarray)):
        return _checked_indicator(np.asarray(rows), frames)
    for place, row in enumerate(rows):
        if isinstance(row, str) or not isinstance(row, Iterable):
            raise LabelError(
                f"{one_line(repr(row), 40)} found as the labels of sentence {place}, "
                "a list of labels wanted: write [] for none"
            )
    rows = [list(row) for row in rows]
    if rows and rows[0] and all(isinstance(v, (int, np.integer)) for row in rows for v in row):
        return _checked_indicator(np.asarray(rows), frames)
    labels = list(frames) if frames is not None else sorted({str(label) for row in rows for label in row})
    column = {label: k for k, label in enumerate(labels)}
    indicator = np.zeros((len(rows), len(labels)), np.int64)
    for place, row in enumerate(rows):
        for label in row:
            if label not in column:
                raise LabelError(f"label {label!r} found at sentence {place}, one of {labels} wanted: correct it")
            indicator[place, column[label]] = 1
    return labels, indicator


def _checked_indicator(y: npt.NDArray[Any], frames: Sequence[str] | None) -> tuple[list[str], npt.NDArray[np.int64]]:
    if y.ndim != 2 or not np.isin(y, (0, 1)).all():
        raise LabelError(f"an array of shape {y.shape} found as labels, a 0/1 matrix wanted: one column a frame")
    labels = list(frames) if frames is not None else [str(k) for k in range(y.shape[1])]
    if len(labels) != y.shape[1]:
        raise LabelError(f"{y.shape[1]} columns of labels found, {len(labels)} wanted: one a frame")
    return labels, np.asarray(y, dtype=np.int64)

"""What the text classifiers share: texts in, probabilities out, in scikit-learn's manners.

In: lists of sentences. Out: probabilities and explanations, by way of the light `scorer`. `classifier`
adds the labels. scikit-learn is imported only to fit: these classes do not inherit from its
BaseEstimator, whose import alone would cost ten times a whole scoring run, but keep its contract:
`get_params`, `set_params`, `clone`, pipelines, grid search and cross-validation work.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from framing.arrays import Floats, Ints
from framing.calibration import logits_of
from framing.dense_scorer import DenseScorer, Vectors, vectors_of
from framing.encoders import find_encoder
from framing.errors import one_line
from framing.features import FeatureOptions, Figures
from framing.joint_scorer import AnyScorer, Joint, JointOptions, JointScorer, Options, Read
from framing.scorer import Scorer
from framing.word_network import TaughtNetwork, WordNetwork
from framing.word_table import WordTable

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.utils import Tags

    from framing.heads import LinearHead

Self = TypeVar("Self", bound="TextClassifier")
_FEATURES = FeatureOptions()


class TextClassifier:
    """Parameters, fitting by way of `heads.LinearHead`, predicting by way of `scorer.Scorer`.

    Parameters
    ----------
    C : inverse of the regularisation's strength; default None: chosen by cross-validation.
    balance : exponent of the class weights, 0 (none) to 1 (both sides of a class weigh the same); default 0.3.
    folds : folds for the choice of C, calibration and thresholds; default 5.
    ratio : how far a feature's weight follows its log-count ratio, 0 to 1 (see `framing.heads.LinearHead`);
        default 0.5.
    idf_power : exponent of the features' inverse document frequency; default 1.0.
    min_texts : texts that a feature must occur in; default 2.
    bits, ngram_min, ngram_max, ngram_weight, pairs, read_names : see `framing.features.FeatureOptions`.
    encoder : None reads words; the name or folder of a sentence encoder (see `framing.encoders`) puts the heads
        on its vectors, and the parameters on features do not matter; default None.
    with_words : with an encoder, whether words are read beside its vectors, by the parameters on features: more
        accurate than either, and the model is as large as one of words; default False.

    Attributes
    ----------
    classes_ : the labels, in column order.
    scorer_ : the fitted `framing.scorer.Scorer`; `framing.dense_scorer.DenseScorer` on an encoder,
        `framing.joint_scorer.JointScorer` on both.
    C_, out_of_fold_, fold_ : see `framing.heads.LinearHead`; only after `fit`, not after loading.
    """

    multilabel = False

    def __init__(
        self,
        *,
        C: float | None = None,
        balance: float = 0.3,
        folds: int = 5,
        ratio: float = 0.5,
        idf_power: float = 1.0,
        min_texts: int = 2,
        bits: int = _FEATURES.bits,
        ngram_min: int = _FEATURES.ngram_min,
        ngram_max: int = _FEATURES.ngram_max,
        ngram_weight: float = _FEATURES.ngram_weight,
        pairs: bool = _FEATURES.pairs,
        read_names: bool = _FEATURES.read_names,
        encoder: str | None = None,
        with_words: bool = False,
    ) -> None:
        self.C = C
        self.balance = balance
        self.folds = folds
        self.ratio = ratio
        self.idf_power = idf_power
        self.min_texts = min_texts
        self.bits = bits
        self.ngram_min = ngram_min
        self.ngram_max = ngram_max
        self.ngram_weight = ngram_weight
        self.pairs = pairs
        self.read_names = read_names
        self.encoder = encoder
        self.with_words = with_words

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
            target_tags=TargetTags(
                required=True, multi_output=self.multilabel, single_output=not self.multilabel
            ),
            classifier_tags=ClassifierTags(multi_label=self.multilabel),
            input_tags=InputTags(string=True, two_d_array=False, one_d_array=True),
        )

    @property
    def options(self) -> Options:
        """What turns a text into numbers, by this classifier's parameters."""
        names = ("bits", "ngram_min", "ngram_max", "ngram_weight", "pairs", "read_names")
        features = FeatureOptions(**{name: getattr(self, name) for name in names})
        if self.encoder is None:
            return features
        encoder = find_encoder(self.encoder)
        return JointOptions(features, encoder) if self.with_words else encoder

    def read(self, texts: Iterable[str]) -> Read:
        """The figures of ``texts`` (see `framing.features`) or their vectors, which `fit_figures` takes."""
        from framing.lexicon import lexicon

        options, checked = self.options, check_texts(texts)
        if isinstance(options, FeatureOptions):
            return lexicon(options).read(checked)
        return options.read(checked) if isinstance(options, JointOptions) else vectors_of(checked, options)

    def _fit(
        self,
        read: Read,
        labels: Sequence[str],
        target: npt.NDArray[Any],
        decision: str,
        table: WordTable | None = None,
        network: WordNetwork | None = None,
        **fitting: Any,
    ) -> None:
        from framing.matrices import SideBySide, Standardised, Weighted

        options = self.options
        made: Weighted | Standardised | SideBySide
        if isinstance(read, Figures) and isinstance(options, FeatureOptions):
            made = Weighted(read, options, self.idf_power, self.min_texts, table)
            options = replace(options, apart=table is not None)
            if network is not None:
                made = SideBySide(made, Standardised(network.found(read)))
        elif isinstance(read, Joint) and isinstance(options, JointOptions):
            words = Weighted(read.figures, options.features, self.idf_power, self.min_texts, table)
            made = SideBySide(words, Standardised(read.vectors.values))
            options = replace(options, features=replace(options.features, apart=table is not None))
        elif isinstance(read, Vectors) and not isinstance(options, FeatureOptions | JointOptions):
            made = Standardised(read.values)
        else:
            raise TypeError(
                f"{type(read).__name__} found, what this classifier's read gives wanted: use read"
            )
        head = self._head(decision != "one")
        head.fit(made.X, target, **fitting)
        coef, intercept = made.undo(head.coef_, head.intercept_)
        self.classes_ = np.array(labels)
        self.out_of_fold_: Floats = head.out_of_fold_
        self.fold_: Ints = head.fold_
        self.C_: float = head.C_
        self.scorer_ = _scorer(tuple(labels), decision, options, coef, intercept, head.thresholds_, network)

    def join(
        self,
        taught: TaughtNetwork,
        of_network: Floats,
        gold: Ints,
        known: npt.NDArray[np.bool_],
        setting: npt.NDArray[np.bool_],
    ) -> None:
        """Put a taught network beside the words just fitted.

        Parameters
        ----------
        of_network : the network's evidence on each of ``known``, in the order of ``classes_``.
        gold : 0/1 for each row of training and each of ``classes_``.
        known : which rows of training neither the network nor its teacher has learnt from, boolean; their
            ``out_of_fold_`` becomes what both say together.
        setting : which of these weigh both and set thresholds, boolean, for each row of training.
        """
        from framing.joining import beside

        words = self._fitted()
        assert isinstance(words, Scorer)
        of_words = logits_of(self.out_of_fold_[known], words.decision != "one")
        self.scorer_, self.out_of_fold_[known] = beside(
            words, taught, of_network, of_words, gold[known], setting[known]
        )

    def _head(self, multilabel: bool) -> LinearHead:
        from framing.heads import LinearHead

        ratio = self.ratio if self.encoder is None or self.with_words else 0.0
        return LinearHead(self.C, self.balance, self.folds, multilabel, ratio)

    @property
    def most_fits(self) -> int:
        """How often the ``step`` of a fit is called at most."""
        return self._head(self.multilabel).most_fits

    @classmethod
    def from_scorer(cls: type[Self], scorer: AnyScorer, params: dict[str, Any]) -> Self:
        """A fitted classifier around a stored scorer."""
        made = cls(**params)
        made.scorer_ = scorer
        made.classes_ = np.array(scorer.classes)
        return made

    def _fitted(self) -> AnyScorer:
        if not hasattr(self, "scorer_"):
            from sklearn.exceptions import NotFittedError

            raise NotFittedError(
                f"this {type(self).__name__} is not fitted yet, a fitted one wanted: call fit, or use framing.load()"
            )
        return self.scorer_

    def transform(self, texts: Iterable[str]) -> csr_matrix | npt.NDArray[np.float32]:
        """The feature matrix, shape (n_texts, n_features); ``transform(texts) @ coef_.T + intercept_`` are the logits.

        n_features is 2**bits, the number of the encoder's dimensions, or their sum; the bundled models have words once
        more, apart, and the filters of a network beside them.
        """
        from scipy.sparse import csr_matrix, hstack

        from framing.matrices import matrix

        fitted = getattr(self, "scorer_", None)
        read, options = self.read(texts), self.options if fitted is None else fitted.options
        if isinstance(read, Vectors):
            return read.values
        figures = read if isinstance(read, Figures) else read.figures
        words = fitted.words if isinstance(fitted, JointScorer) else fitted
        assert isinstance(options, FeatureOptions | JointOptions)
        parts = [matrix(figures, options.features if isinstance(options, JointOptions) else options)]
        if isinstance(words, Scorer) and words.network is not None:
            parts.append(csr_matrix(words.network.found(figures)))
        if isinstance(read, Joint):
            parts.append(csr_matrix(read.vectors.values))
        return csr_matrix(hstack(parts))

    @property
    def coef_(self) -> Floats:
        """Weights, shape (n_classes, n_features), the inverse document frequency included."""
        return self._fitted().dense

    @property
    def intercept_(self) -> Floats:
        """Shape (n_classes,)."""
        return self._fitted().intercept

    def decision_function(self, texts: Iterable[str]) -> Floats:
        """Logits of the calibrated probabilities, shape (n_texts, n_classes)."""
        scorer = self._fitted()
        return scorer.logits(scorer.read(check_texts(texts)))  # type: ignore[arg-type]

    def predict_proba(self, texts: Iterable[str]) -> Floats:
        """Calibrated probabilities between 0 and 1, shape (n_texts, n_classes)."""
        scorer = self._fitted()
        return scorer.probabilities(scorer.read(check_texts(texts)))  # type: ignore[arg-type]

    def explain(self, text: str) -> dict[str, list[tuple[int, int, float]]]:
        """What each word adds to each label's logit: ``{label: [(start, end, contribution), ...]}``.

        ``text[start:end]`` is the word, or a whole name. The contributions of a label and its
        `intercept_` sum to its `decision_function`, exactly but for rounding. On an encoder a contribution is what
        leaving the word out takes away, and there is no such sum.
        """
        scorer = self._fitted()
        spans = scorer.explain(check_texts([text])[0])
        return {
            label: [(start, end, float(value[k])) for start, end, value in spans]
            for k, label in enumerate(scorer.classes)
        }


def _scorer(
    labels: tuple[str, ...],
    decision: str,
    options: Options,
    coef: Floats,
    intercept: Floats,
    thresholds: Floats,
    network: WordNetwork | None = None,
) -> AnyScorer:
    """The light model of fitted weights, shape (n_classes, n_features): of words, then of a network's filters."""
    if isinstance(options, JointOptions):
        n, none = options.features.columns, np.zeros_like(intercept)
        words = _scorer(labels, decision, options.features, coef[:, :n], none, thresholds)
        vectors = _scorer(labels, decision, options.encoder, coef[:, n:], intercept, thresholds)
        assert isinstance(words, Scorer)
        assert isinstance(vectors, DenseScorer)
        return JointScorer(words, vectors)
    if not isinstance(options, FeatureOptions):
        weights = np.ascontiguousarray(coef.T, dtype=np.float32)
        return DenseScorer(labels, decision, options, weights, intercept, thresholds)
    words = Scorer.of(labels, decision, options, coef[:, : options.columns], intercept, thresholds)
    if network is None:
        return words
    answers = np.ascontiguousarray(coef[:, options.columns :].T, dtype=np.float32)
    return replace(words, network=network, answers=answers)


def _parameter_names(kind: type) -> list[str]:
    """The keywords that ``kind`` and the classes under it are made with."""
    made = [inspect.signature(each.__init__).parameters.values() for each in kind.__mro__[-2::-1]]  # type: ignore[misc]
    return [p.name for parameters in made for p in parameters if p.kind is p.KEYWORD_ONLY]


def check_texts(texts: Iterable[str]) -> list[str]:
    """A list of strings, or a clear error.

    Raises
    ------
    TypeError : a lone string where a list is meant, or anything in it that is not a string.
    ValueError : an empty list.
    """
    if isinstance(texts, (str, bytes)):
        raise TypeError(
            f"a lone string found ({one_line(texts, 40)!r}), a list of strings wanted: write [text]"
        )
    dimensions = int(getattr(texts, "ndim", 1))
    if dimensions != 1:
        raise ValueError(
            f"an array of {dimensions} dimensions found, a list of strings wanted: pass one column"
        )
    found = list(texts)
    if not found:
        raise ValueError("an empty list found, at least one string wanted: pass the sentences to score")
    for place, text in enumerate(found):
        if not isinstance(text, str):
            raise TypeError(
                f"{one_line(repr(text), 40)} found at place {place}, a string wanted: convert or drop it first"
            )
    return found

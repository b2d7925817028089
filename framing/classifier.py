"""`FrameClassifier` and `SentimentClassifier`: texts in, labels out.

In: lists of sentences, and labels to fit. Out: labels, besides all that `text_classifier` gives.
`model_file` stores them, `scoring` and `training` use them; users fit them on labels of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.arrays import Floats, Ints
from framing.calibration import DECISIONS
from framing.errors import LabelError, NotEnoughDataError, one_line
from framing.joint_scorer import Read
from framing.text_classifier import TextClassifier
from framing.word_network import WordNetwork
from framing.word_table import WordTable


class FrameClassifier(TextClassifier):
    """Say which frames a sentence carries: several, one or none.

    One calibrated probability a frame, and one threshold a frame. Any labels can be trained, not only the
    four of the bundled model.

    Parameters
    ----------
    decision : how many frames a sentence is given. "any": those that reach their thresholds; "some": these, but
        at least the likeliest; "one": the likeliest, and probabilities then sum to 1. Default None, as the
        sentences of training are coded: "one" if each carries one, "some" if each carries some, else "any".
    C, balance, folds, ratio, idf_power, min_texts, bits, ngram_min, ngram_max, ngram_weight, pairs, read_names,
    encoder, with_words :
        see `framing.text_classifier.TextClassifier`.

    Attributes
    ----------
    classes_ : the frames, in column order.
    decision_ : the decision that was given or found.
    thresholds_ : probability from which a frame is said, shape (n_frames,); with "one" they say nothing.
    """

    multilabel = True

    def __init__(self, *, decision: str | None = None, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.decision = decision

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
        self,
        figures: Read,
        y: Any,
        groups: Any = None,
        natural: Any = None,
        frames: Sequence[str] | None = None,
        step: Callable[[], object] = int,
        table: WordTable | None = None,
        network: WordNetwork | None = None,
    ) -> FrameClassifier:
        """`fit` on what `read` made of the sentences; ``frames`` names and orders the columns.

        ``table`` holds what a teacher thinks of single words (see `framing.word_table`); what the filters of
        ``network`` find, which has learnt from other sentences, is read beside the words.
        ``step`` is called after each fit, `most_fits` times at most, to show progress.
        """
        labels, indicator = indicator_matrix(y, frames)
        _check_lengths(figures, indicator)
        if not indicator.any():
            raise NotEnoughDataError(
                "no frame found on any sentence, at least one wanted: add labelled sentences"
            )
        decision = self._checked_decision(indicator)
        target = indicator.argmax(axis=1) if decision == "one" else indicator
        self._fit(
            figures, labels, target, decision, table, network, groups=groups, natural=natural, step=step
        )
        return self

    def _checked_decision(self, indicator: Ints) -> str:
        """The decision that was given, if the labels allow it, or the one that they show."""
        if self.decision not in (None, *DECISIONS):
            raise ValueError(
                f"decision={self.decision!r} found, one of {', '.join(DECISIONS)} wanted: correct it"
            )
        count = indicator.sum(axis=1)
        single = bool((count == 1).all() and indicator.any(axis=0).all() and indicator.shape[1] > 1)
        if self.decision == "one" and not single:
            raise LabelError(
                f"{int((count != 1).sum())} sentences without exactly one label found, one a sentence and two "
                "labels in all wanted: correct them, or leave decision out"
            )
        if self.decision is not None:
            return self.decision
        return "one" if single else "some" if (count > 0).all() else "any"

    @property
    def decision_(self) -> str:
        """How many frames a sentence is given, one of `framing.calibration.DECISIONS`."""
        return self._fitted().decision

    @property
    def thresholds_(self) -> Floats:
        """Probability from which a frame is said, shape (n_frames,)."""
        return self._fitted().thresholds

    def predict(self, texts: Iterable[str]) -> npt.NDArray[np.int64]:
        """The 0/1 indicator matrix by `decision_` and `thresholds_`, shape (n_texts, n_frames)."""
        return self._fitted().said(self.predict_proba(texts))

    def score(self, texts: Iterable[str], y: Any) -> float:
        """Macro-averaged F1 over the frames (0 for a frame that neither occurs nor is said)."""
        from sklearn.metrics import f1_score

        _, indicator = indicator_matrix(y, list(self._fitted().classes))
        return float(f1_score(indicator, self.predict(texts), average="macro", zero_division=0))


class SentimentClassifier(TextClassifier):
    """Say which one sentiment a sentence has; any set of single labels can be trained.

    Parameters
    ----------
    C, balance, folds, ratio, idf_power, min_texts, bits, ngram_min, ngram_max, ngram_weight, pairs, read_names,
    encoder, with_words :
        see `framing.text_classifier.TextClassifier`.

    Attributes
    ----------
    classes_ : the labels, in column order.
    """

    def fit(
        self, texts: Iterable[str], y: Any, groups: Any = None, natural: Any = None
    ) -> SentimentClassifier:
        """Learn from sentences and one label each; parameters and errors as in `FrameClassifier.fit`."""
        return self.fit_figures(self.read(texts), y, groups=groups, natural=natural)

    def fit_figures(
        self,
        figures: Read,
        y: Any,
        groups: Any = None,
        natural: Any = None,
        step: Callable[[], object] = int,
        table: WordTable | None = None,
        network: WordNetwork | None = None,
    ) -> SentimentClassifier:
        """`fit` on what `read` made of the sentences; the others as in `FrameClassifier.fit_figures`."""
        classes, target = np.unique(np.asarray(y), return_inverse=True)
        _check_lengths(figures, target)
        if len(classes) < 2:
            raise NotEnoughDataError(
                f"one label found ({str(classes[0])!r}), at least two wanted: add sentences of another"
            )
        fitting = {"groups": groups, "natural": natural, "step": step}
        self._fit(figures, [str(c) for c in classes], target, "one", table, network, **fitting)
        self.classes_ = classes
        return self

    def decision_function(self, texts: Iterable[str]) -> Floats:
        """Logits, shape (n_texts, n_classes); for two labels the second's less the first's, shape (n_texts,)."""
        logits = super().decision_function(texts)
        return logits[:, 1] - logits[:, 0] if logits.shape[1] == 2 else logits

    def predict(self, texts: Iterable[str]) -> npt.NDArray[Any]:
        """The most likely label of each sentence, shape (n_texts,)."""
        return np.asarray(self.classes_[self.predict_proba(texts).argmax(axis=1)])

    def score(self, texts: Iterable[str], y: Any) -> float:
        """Macro-averaged F1 over the labels."""
        from sklearn.metrics import f1_score

        return float(f1_score(list(y), self.predict(texts), average="macro", zero_division=0))


def _check_lengths(figures: Read, target: npt.NDArray[Any]) -> None:
    if len(figures) != len(target):
        raise ValueError(
            f"{len(target)} labels for {len(figures)} sentences found, as many wanted: check the input"
        )
    if len(figures) < 2:
        raise NotEnoughDataError(f"{len(figures)} sentence found, at least 2 wanted: add labelled sentences")


def indicator_matrix(y: Any, frames: Sequence[str] | None = None) -> tuple[list[str], npt.NDArray[np.int64]]:
    """Frames and the 0/1 matrix of ``y``, which is such a matrix already or one list of labels a sentence.

    Frames come in the order of ``frames``, else by name; raises LabelError on anything else.
    """
    y = y.toarray() if hasattr(y, "toarray") else y
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
    if rows and rows[0] and all(len(row) == len(rows[0]) and set(row) <= {0, 1} for row in rows):
        return _checked_indicator(np.asarray(rows), frames)
    labels = list(frames) if frames is not None else sorted({str(label) for row in rows for label in row})
    column = {label: k for k, label in enumerate(labels)}
    indicator = np.zeros((len(rows), len(labels)), np.int64)
    for place, row in enumerate(rows):
        for label in row:
            label = str(label)
            if label not in column:
                raise LabelError(
                    f"label {label!r} found at sentence {place}, one of {labels} wanted: correct it"
                )
            indicator[place, column[label]] = 1
    return labels, indicator


def _checked_indicator(
    y: npt.NDArray[Any], frames: Sequence[str] | None
) -> tuple[list[str], npt.NDArray[np.int64]]:
    if y.ndim != 2 or not np.isin(y, (0, 1)).all():
        raise LabelError(
            f"an array of shape {y.shape} found as labels, a 0/1 matrix wanted: one column a frame"
        )
    labels = list(frames) if frames is not None else [str(k) for k in range(y.shape[1])]
    if len(labels) != y.shape[1]:
        raise LabelError(f"{y.shape[1]} columns of labels found, {len(labels)} wanted: one a frame")
    return labels, np.asarray(y, dtype=np.int64)

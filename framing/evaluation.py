"""How well labels are predicted: F1, calibration, intervals by article.

In: gold labels, predicted labels and probabilities, and the article of each sentence. Out:
`Evaluation` records. Used by `training` (cross-validation), `framing evaluate` and the model card.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from framing.arrays import Floats, Ints
from framing.calibration import best_thresholds, decide
from framing.classifier import indicator_matrix
from framing.errors import LabelError, NotEnoughDataError
from framing.records import LabelledSentence

if TYPE_CHECKING:
    from framing.scoring import Model

#: Articles under which no interval is given.
LEAST_ARTICLES = 10
_DRAWS = 1000
_BINS = 10


@dataclass(frozen=True)
class LabelScore:
    """One label: how often it is there, said, and rightly said; ``ece`` is the expected calibration error."""

    label: str
    there: int
    said: int
    hits: int
    precision: float
    recall: float
    f1: float
    mean_probability: float
    share: float
    ece: float


@dataclass(frozen=True)
class Scores:
    """The labels of one kind (frames, or sentiment): macro-averaged F1, its 95% interval by article, each label.

    ``low`` and ``high`` are None under 10 articles. ``by_language`` is macro-F1 within each language.
    """

    macro_f1: float
    low: float | None
    high: float | None
    labels: tuple[LabelScore, ...]
    by_language: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Evaluation:
    """Scores on labelled sentences: counts, frames, and sentiment where it is coded and predicted."""

    sentences: int
    articles: int
    frames: Scores
    sentiment: Scores | None

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready mapping, figures rounded to 4 places."""
        rounded: dict[str, Any] = _rounded(asdict(self))
        return rounded


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in value.items()}
    return [_rounded(v) for v in value] if isinstance(value, (list, tuple)) else value


def evaluate(model: Model, labelled: Sequence[LabelledSentence]) -> Evaluation:
    """Score ``model`` on labelled sentences that it was not trained on.

    Raises
    ------
    NotEnoughDataError : no sentence with text.
    LabelError : a frame or sentiment that the model does not know.
    """
    rows = rows_with_text(labelled)
    texts = [row.text for row in rows if row.text is not None]
    _, gold = indicator_matrix([row.frames for row in rows], model.frames.classes_.tolist())
    where = _Where(rows)
    frames = where.scores(
        model.frames.classes_.tolist(), gold, model.frames.predict(texts), model.frames.predict_proba(texts)
    )
    sentiment = None
    if model.sentiment is not None and any(row.sentiment for row in rows):
        coded = np.flatnonzero([bool(row.sentiment) for row in rows])
        classes = model.sentiment.classes_.tolist()
        probability = model.sentiment.predict_proba([texts[i] for i in coded])
        sentiment = _Where([rows[i] for i in coded]).tone_scores(classes, probability)
    return Evaluation(len(rows), where.articles, frames, sentiment)


def rows_with_text(labelled: Sequence[LabelledSentence]) -> list[LabelledSentence]:
    """The sentences that have their text; raises `NotEnoughDataError` where there are none."""
    check_rows(labelled)
    rows = [row for row in labelled if row.text is not None]
    if not rows:
        raise NotEnoughDataError(
            "no labelled sentence with text found, at least one wanted: restore the texts first"
        )
    return rows


class _Where:
    """The articles, languages and sentiments of rows, to score predictions on them."""

    def __init__(self, rows: Sequence[LabelledSentence]) -> None:
        self.rows = rows
        self.articles = len(set(article_ids(rows)))
        self.language = np.array([row.language for row in rows])
        self.sentiment = [row.sentiment for row in rows]

    def scores(self, labels: Sequence[str], gold: Ints, said: Ints, probability: Floats) -> Scores:
        counts = _counts(gold, said)
        low, high = _interval(counts_by_article(self.rows, gold, said))
        languages = sorted({str(name) for name in self.language} - {""})
        return Scores(
            float(macro_f1(counts.sum(axis=0))),
            low,
            high,
            tuple(
                _label_score(*columns) for columns in zip(labels, gold.T, said.T, probability.T, strict=True)
            ),
            {name: float(macro_f1(counts[self.language == name].sum(axis=0))) for name in languages},
        )

    def tone_scores(self, classes: Sequence[str], probability: Floats) -> Scores:
        unknown = sorted(set(self.sentiment) - set(classes))
        if unknown:
            raise LabelError(
                f"sentiment {unknown[0]!r} found, one of {list(classes)} wanted: correct the data"
            )
        gold = (np.array(self.sentiment)[:, None] == np.array(classes)).astype(np.int64)
        said = (probability.argmax(axis=1)[:, None] == np.arange(len(classes))).astype(np.int64)
        return self.scores(classes, gold, said, probability)


def check_rows(labelled: Sequence[LabelledSentence]) -> None:
    """Raise `LabelError` on rows that are no `LabelledSentence`."""
    if not all(isinstance(row, LabelledSentence) for row in labelled):
        raise LabelError("rows of another kind found, LabelledSentence wanted: use framing.read_labelled")


def article_ids(rows: Sequence[LabelledSentence]) -> list[str]:
    """The article of each sentence; a sentence without one is an article of its own."""
    return [row.article or f"sentence {place}" for place, row in enumerate(rows)]


def cross_validated(
    rows: Sequence[LabelledSentence],
    labels: Sequence[str],
    gold: Ints,
    said: Ints,
    out_of_fold: Floats,
    natural: npt.NDArray[np.bool_],
) -> Scores:
    """Frames' scores on ``natural`` rows by models that had not seen them; ``said`` is `said_out_of_fold`."""
    kept = [row for row, yes in zip(rows, natural, strict=True) if yes]
    return _Where(kept).scores(labels, gold[natural], said[natural], out_of_fold[natural])


def said_out_of_fold(
    gold: Ints, out_of_fold: Floats, fold: Ints, setting: npt.NDArray[np.bool_], decision: str = "any"
) -> Ints:
    """Which frames are said of each row, shape (n_rows, n_labels), with thresholds of other folds.

    Each fold's thresholds come from the ``setting`` rows of the other folds, so that no row chooses the
    threshold it is judged by.
    """
    said = np.zeros_like(gold)
    for k in range(fold.max() + 1):
        others = setting & (fold != k)
        thresholds = best_thresholds(out_of_fold[others], gold[others])
        said[fold == k] = decide(out_of_fold[fold == k], thresholds, decision)
    return said


def cross_validated_tone(
    rows: Sequence[LabelledSentence],
    classes: Sequence[str],
    out_of_fold: Floats,
    natural: npt.NDArray[np.bool_],
) -> Scores:
    """Sentiment's scores on ``natural`` rows by models that had not seen them."""
    kept = [row for row, yes in zip(rows, natural, strict=True) if yes]
    return _Where(kept).tone_scores(classes, out_of_fold[natural])


def _counts(gold: Ints, said: Ints) -> Floats:
    """Hits, missed and wrongly said, shape (n_rows, n_labels, 3)."""
    return np.stack([gold & said, gold & (1 - said), (1 - gold) & said], axis=2).astype(np.float64)


def counts_by_article(rows: Sequence[LabelledSentence], gold: Ints, said: Ints) -> Floats:
    """Hits, missed and wrongly said, shape (n_articles, n_labels, 3)."""
    names, article = np.unique(article_ids(rows), return_inverse=True)
    by_article = np.zeros((len(names), gold.shape[1], 3))
    np.add.at(by_article, article, _counts(gold, said))
    return by_article


def macro_f1(counts: Floats) -> Floats:
    """Mean F1 of labels from (hits, missed, wrongly said) in the last axis, labels in the one before.

    0 for a label that neither occurs nor is said.
    """
    hits, missed, wrong = np.moveaxis(counts, -1, 0)
    return np.asarray((2 * hits / np.maximum(2 * hits + missed + wrong, 1)).mean(axis=-1), dtype=np.float64)


def article_draws(n: int) -> Ints | None:
    """How often each of ``n`` articles is drawn, shape (draws, n); None under `LEAST_ARTICLES`."""
    if n < LEAST_ARTICLES:
        return None
    return np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), size=_DRAWS)


def _interval(by_article: Floats) -> tuple[float | None, float | None]:
    """Percentile bootstrap of macro-F1 over articles (Efron 1979), shape of input (n_articles, n_labels, 3)."""
    draws = article_draws(len(by_article))
    if draws is None:
        return None, None
    macro = macro_f1(np.tensordot(draws, by_article, axes=1))
    low, high = np.quantile(macro, [0.025, 0.975])
    return float(low), float(high)


def _label_score(label: str, gold: Ints, said: Ints, probability: Floats) -> LabelScore:
    hits, there, named = int((gold & said).sum()), int(gold.sum()), int(said.sum())
    place = np.minimum((probability * _BINS).astype(np.int64), _BINS - 1)
    gaps = np.bincount(place, probability - gold, minlength=_BINS)
    return LabelScore(
        label, there, named, hits,
        hits / max(named, 1), hits / max(there, 1), 2 * hits / max(there + named, 1),
        float(probability.mean()), float(gold.mean()), float(np.abs(gaps).sum() / len(gold)),
    )  # fmt: skip

"""Which of two models is better on the same sentences, or that the data cannot tell.

In: two models, labelled sentences. Out: for frames and sentiment each model's macro-F1 and the interval of their
difference by article. Used by `framing evaluate --against`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from framing.arrays import Floats
from framing.classifier import indicator_matrix
from framing.errors import LabelError
from framing.evaluation import LEAST_ARTICLES, article_draws, counts_by_article, macro_f1, rows_with_text
from framing.records import LabelledSentence
from framing.scoring import Model


@dataclass(frozen=True)
class Paired:
    """Two models on the same sentences: ``what`` is "frames" or "sentiment".

    Attributes
    ----------
    first, second : macro-F1 of each, 0 to 1.
    low, high : 95% interval of first minus second, both models scored on the same drawn articles (percentile
        bootstrap, Efron 1979; paired as in Koehn 2004, EMNLP); None under 10 articles.
    """

    what: str
    first: float
    second: float
    low: float | None
    high: float | None

    @property
    def difference(self) -> float:
        """Macro-F1 of the first less that of the second."""
        return self.first - self.second

    def verdict(self, first: str, second: str) -> str:
        """One sentence, naming the models so."""
        scores = f"{self.what}: {first} {self.first:.3f}, {second} {self.second:.3f}"
        if self.low is None or self.high is None:
            return f"{scores}; under {LEAST_ARTICLES} articles the data cannot tell which is better"
        between = f"95% interval of the difference {self.low:+.3f} to {self.high:+.3f}"
        if self.low <= 0 <= self.high:
            return f"{scores}; the data cannot tell which is better ({between})"
        better = first if self.low > 0 else second
        return f"{scores}; {better} is better ({between})"

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready mapping, figures rounded to 4 places."""
        values = {"first": self.first, "second": self.second, "difference": self.difference}
        values |= (
            {"low": self.low, "high": self.high} if self.low is not None and self.high is not None else {}
        )
        rounded = {name: round(value, 4) for name, value in values.items()}
        return {"what": self.what, "low": None, "high": None, **rounded}


def paired(first: Model, second: Model, labelled: Sequence[LabelledSentence]) -> tuple[Paired, ...]:
    """Score two models on the same labelled sentences, which neither was trained on.

    Sentiment is compared where both models say it and sentences are coded for it.

    Raises
    ------
    NotEnoughDataError : no sentence with text.
    LabelError : the models have other frames than one another, or the data have others than they.
    """
    rows = rows_with_text(labelled)
    labels = first.frames.classes_.tolist()
    if set(labels) != set(second.frames.classes_.tolist()):
        raise LabelError(
            f"frames {', '.join(labels)} and {', '.join(second.frames.classes_.tolist())} found, the same of both "
            "models wanted: compare models of the same frames"
        )
    _, gold = indicator_matrix([row.frames for row in rows], labels)
    said = []
    for model in (first, second):
        order = [model.frames.classes_.tolist().index(label) for label in labels]
        said.append(model.frames.predict([str(row.text) for row in rows])[:, order])
    found = [_paired("frames", *(counts_by_article(rows, gold, each) for each in said))]
    coded = [row for row in rows if row.sentiment]
    if coded and first.sentiment is not None and second.sentiment is not None:
        tones = sorted({row.sentiment for row in coded})
        gold = _one_hot([row.sentiment for row in coded], tones)
        texts = [str(row.text) for row in coded]
        counts = [
            counts_by_article(coded, gold, _one_hot(each.predict(texts), tones))
            for each in (first.sentiment, second.sentiment)
        ]
        found.append(_paired("sentiment", *counts))
    return tuple(found)


def _one_hot(values: Any, labels: Sequence[str]) -> Any:
    return (np.asarray(values)[:, None] == np.array(labels)).astype(np.int64)


def _paired(what: str, first: Floats, second: Floats) -> Paired:
    scores = [float(macro_f1(counts.sum(axis=0))) for counts in (first, second)]
    draws = article_draws(len(first))
    if draws is None:
        return Paired(what, scores[0], scores[1], None, None)
    drawn = [macro_f1(np.tensordot(draws, counts, axes=1)) for counts in (first, second)]
    low, high = np.quantile(drawn[0] - drawn[1], [0.025, 0.975])
    return Paired(what, scores[0], scores[1], float(low), float(high))

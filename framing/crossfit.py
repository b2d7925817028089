"""Probabilities by models that have not seen what they predict, for gold that also trained the model.

In: the `Table` of actors' sentences, the model and the labelled sentences it was trained on. Out: the table's
probabilities anew. Used by `comparison`.

A model knows the sentences that it was trained on too well, so its errors on them say too little. The corpus
is cut into folds of whole clusters; for each a model is trained without any sentence of its articles and
predicts all of it, gold or not (cross-prediction, Zrnic and Candès 2024, arXiv 2309.16598).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from framing.actor_sentences import Table
from framing.actors import name_words
from framing.arrays import Floats
from framing.duplicates import sentence_key
from framing.records import LabelledSentence
from framing.scorer_file import network_of
from framing.scoring import Model
from framing.training import train

FOLDS = 5


def cross_fitted(
    table: Table,
    model: Model,
    trained_on: Sequence[LabelledSentence],
    progress: Callable[[int], object] = int,
) -> Floats:
    """Probabilities of ``table``'s rows, shape (n_rows, n_targets).

    Parameters
    ----------
    model : the one whose parameters the models of the folds are trained with.
    trained_on : its labelled sentences with their texts, the gold ones among them.
    progress : called with the percentage done, 0 to 100.

    Raises
    ------
    NotEnoughDataError : what remains without a fold is too little to train on.
    """
    transfer = network_of(model.frames.scorer_) is not None
    keys = [sentence_key(row.text) if row.text else "" for row in trained_on]
    shuffled = np.random.default_rng(0).permutation(len(table.clusters))
    fold = (np.argsort(shuffled) % FOLDS)[table.clusters.number]
    probability = table.probability.copy()
    for k in range(FOLDS):
        hidden = {
            sentence_key(sentence.text)
            for article, own in zip(table.articles, fold.tolist(), strict=True)
            for sentence in (article if own == k else ())
        }
        rows = np.flatnonzero(fold[table.article] == k)
        if len(rows):
            left = [row for row, key in zip(trained_on, keys, strict=True) if key not in hidden]
            again = train(left, transfer=transfer, **model.frames.get_params())
            probability[rows] = _predicted(table, rows.tolist(), again)
        progress(100 * (k + 1) // FOLDS)
    return probability


def _predicted(table: Table, rows: Sequence[int], model: Model) -> Floats:
    texts = [table.sentence(row).text for row in rows]
    names = name_words(table.actors)
    found = np.zeros((len(rows), len(table.targets)))
    for kind, classifier in (("frame", model.frames), ("sentiment", model.sentiment)):
        columns = [k for k, target in enumerate(table.targets) if target.kind == kind]
        if classifier is None or not columns:
            continue
        scorer: Any = classifier.scorer_  # what one kind of scorer reads is for that kind alone
        by_name = dict(zip(scorer.classes, scorer.probabilities(scorer.read(texts, names)).T, strict=True))
        for k in columns:
            found[:, k] = by_name[table.targets[k].name]
    return found

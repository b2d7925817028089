"""Scores: the figures that scikit-learn gives, intervals by article, calibration."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import f1_score, precision_score, recall_score

import framing
from framing.errors import FramingError
from framing.evaluation import LEAST_ARTICLES, evaluate
from framing.records import FRAMES, LabelledSentence


@pytest.fixture(scope="module")
def found(toy_model, toy_sentences):
    return evaluate(toy_model, toy_sentences)


def test_scores_equal_scikit_learns(found, toy_model, toy_sentences):
    texts = [row.text for row in toy_sentences]
    gold = np.array([[frame in row.frames for frame in FRAMES] for row in toy_sentences]).astype(int)
    said = toy_model.frames.predict(texts)
    assert found.frames.macro_f1 == pytest.approx(f1_score(gold, said, average="macro", zero_division=0))
    for k, label in enumerate(found.frames.labels):
        assert label.precision == pytest.approx(precision_score(gold[:, k], said[:, k], zero_division=0))
        assert label.recall == pytest.approx(recall_score(gold[:, k], said[:, k], zero_division=0))
    english = np.array([row.language == "en" for row in toy_sentences])
    assert found.frames.by_language["en"] == pytest.approx(
        f1_score(gold[english], said[english], average="macro", zero_division=0)
    )
    tones = [row.sentiment for row in toy_sentences]
    assert found.sentiment.macro_f1 == pytest.approx(
        f1_score(tones, toy_model.sentiment.predict(texts), average="macro")
    )


def test_the_interval_holds_the_score_and_asks_for_articles(found, toy_model, toy_sentences):
    assert found.frames.low <= found.frames.macro_f1 <= found.frames.high
    few = [row for row in toy_sentences if row.article in {f"toy-{i}" for i in range(LEAST_ARTICLES - 1)}]
    assert evaluate(toy_model, few).frames.low is None


def test_the_order_of_sentences_does_not_matter(found, toy_model, toy_sentences):
    assert evaluate(toy_model, toy_sentences[::-1]).to_dict() == found.to_dict()


def test_calibration_error_is_the_gap_between_said_and_seen(toy_model, toy_sentences):
    label = evaluate(toy_model, toy_sentences).frames.labels[0]
    probability = toy_model.frames.predict_proba([row.text for row in toy_sentences])[:, 0]
    gold = np.array(["fear" in row.frames for row in toy_sentences])
    bins = np.minimum((probability * 10).astype(int), 9)
    expected = sum(abs(probability[bins == b].sum() - gold[bins == b].sum()) for b in range(10)) / len(gold)
    assert label.ece == pytest.approx(expected)
    assert label.share == pytest.approx(gold.mean())


@pytest.mark.parametrize(
    ("rows", "words"),
    [([LabelledSentence(None, (), sha1="0" * 40)], "no labelled sentence with text"),
     ([LabelledSentence("a", ("anger",))], "'anger'"),
     ([LabelledSentence("a", (), sentiment="mixed"), LabelledSentence("b", (), sentiment="neutral")], "'mixed'")],
)  # fmt: skip
def test_what_the_model_does_not_know_is_named(toy_model, rows, words):
    with pytest.raises(FramingError, match=words):
        framing.evaluate(toy_model, rows)

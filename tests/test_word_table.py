"""A table of words teaches through a few columns, and the fitted model stays a sum over words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import framing
from framing.errors import LabelError
from framing.features import FeatureOptions, hash_words
from framing.word_table import read_table, write_table

BITS = 14
#: Words that no toy sentence has, but that the teacher knows: one speaks for fear, one against everything.
WORDS = ["earthquake", "terremoto", "timetable"]


@pytest.fixture(scope="module")
def table(tmp_path_factory, toy_sentences):
    """A teacher that knows the toy sentences' words by the frames they stand in, and a few more."""
    known: dict[str, np.ndarray] = {}
    for row in toy_sentences:
        for word in (row.text or "").lower().strip(".").split():
            known.setdefault(word, np.zeros(4))[0 if "fear" in row.frames else 1] += 1
    known |= dict(zip(WORDS, np.array([[9.0, 0, 0, 0], [9.0, 0, 0, 0], [0, 9.0, 0, 0]]), strict=True))
    _, starts, buckets = hash_words(list(known), FeatureOptions(bits=BITS))
    path = tmp_path_factory.mktemp("table") / "words.npz"
    write_table(path, BITS, buckets[starts[:-1]], np.array(list(known.values()), np.float32), ["seen"])
    return read_table(path)


@pytest.fixture(scope="module")
def model(table, toy_sentences):
    return framing.train(toy_sentences, table=table, bits=BITS)


def test_a_word_never_coded_speaks_as_the_teacher_says(model):
    frames = model.frames
    fear = frames.classes_.tolist().index("fear")
    by_word = frames.decision_function(["The earthquake.", "El terremoto.", "The timetable."])[:, fear]
    assert by_word[0] > by_word[2]
    contributions = {
        "The earthquake."[a:b]: value for a, b, value in frames.explain("The earthquake.")["fear"]
    }
    assert contributions["earthquake"] > 0


def test_words_and_intercept_still_sum_to_the_logit(model):
    text = "The earthquake and the gangs threaten every home."
    frames = model.frames
    for k, words in enumerate(frames.explain(text).values()):
        total = sum(value for _, _, value in words) + frames.intercept_[k]
        assert total == pytest.approx(frames.decision_function([text])[0, k], abs=1e-6)


def test_the_scorer_computes_what_the_matrix_does(model):
    texts = ["The earthquake and the gangs.", "El terremoto no cambia nada.", ""]
    frames = model.frames
    by_hand = frames.transform(texts) @ frames.coef_.T + frames.intercept_
    np.testing.assert_allclose(by_hand, frames.decision_function(texts), atol=1e-5)


def test_only_articles_that_the_teacher_has_not_seen_are_scored(table, toy_sentences):
    seen = [replace(row, article="seen") if i < 30 else row for i, row in enumerate(toy_sentences)]
    scored = [
        framing.train(rows, table=table, bits=BITS).facts["scores"]["sentences"]
        for rows in (seen, toy_sentences)
    ]
    assert scored == [len(toy_sentences) - 30, len(toy_sentences)]


def test_such_a_model_comes_back_as_it_was_saved(model, tmp_path):
    model.save(tmp_path / "m")
    texts = ["The earthquake.", "No base."]
    back = framing.load(tmp_path / "m")
    np.testing.assert_array_equal(back.frames.predict_proba(texts), model.frames.predict_proba(texts))


def test_a_table_of_other_bits_or_another_file_is_refused(table, toy_sentences, tmp_path):
    with pytest.raises(ValueError, match="14 bits found, 15 wanted"):
        framing.train(toy_sentences, table=table, bits=15)
    (tmp_path / "words.npz").write_text("no table")
    with pytest.raises(LabelError, match="make_word_table"):
        read_table(tmp_path / "words.npz")
    with pytest.raises(LabelError, match="no file found"):
        read_table(tmp_path / "none.npz")

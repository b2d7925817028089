"""Training: order does not matter, text and stored figures are one, scarce data are refused by name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import framing
from framing.errors import LabelError, NotEnoughDataError
from framing.labelling import sha1_of
from framing.records import LabelledSentence
from framing.stored_figures import StoredFigures, read_figures, write_figures
from framing.training import natural_rows, on_subject, sets_thresholds

SMALL = {"bits": 14}


def files_of(model, folder):
    model.save(folder)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_the_same_data_in_any_order_give_the_same_bytes(toy_sentences, tmp_path):
    shuffled = [toy_sentences[i] for i in np.random.default_rng(0).permutation(len(toy_sentences))]
    one = files_of(framing.train(toy_sentences, **SMALL), tmp_path / "one")
    assert one == files_of(framing.train(shuffled, **SMALL), tmp_path / "other")


def test_other_data_or_options_give_another_model(toy_sentences, toy_model):
    other = framing.train(toy_sentences[:-1], **SMALL)
    assert other.facts["training"]["sha256"] != toy_model.facts["training"]["sha256"]
    assert framing.train(toy_sentences, C=0.5, **SMALL).frames.get_params()["C"] == 0.5


def test_stored_figures_stand_in_for_text(toy_sentences, tmp_path):
    hidden = toy_sentences[::2]
    reader = framing.FrameClassifier(**SMALL)
    stored = StoredFigures(
        reader.options, tuple(sha1_of(r.text) for r in hidden), reader.read([r.text for r in hidden])
    )
    write_figures(tmp_path / "figures.npz", stored)
    without = [replace(r, text=None, sha1=sha1_of(r.text)) if r in hidden else r for r in toy_sentences]
    with_text = framing.train(toy_sentences, **SMALL)
    by_figures = framing.train(without, stored=read_figures(tmp_path / "figures.npz"), **SMALL)
    quoted = {error["text"] for error in by_figures.facts.pop("errors")}
    assert not quoted & {r.text for r in hidden}
    assert by_figures.facts == {k: v for k, v in with_text.facts.items() if k != "errors"}
    texts = [r.text for r in toy_sentences]
    np.testing.assert_allclose(
        by_figures.frames.predict_proba(texts), with_text.frames.predict_proba(texts), atol=1e-3
    )


def test_a_sentence_without_text_or_figures_is_named(toy_sentences):
    without = [replace(toy_sentences[0], text=None, sha1="0" * 40), *toy_sentences[1:]]
    with pytest.raises(LabelError, match="restore them"):
        framing.train(without, **SMALL)


def test_scores_are_of_unseen_articles(toy_sentences, toy_model):
    scores = toy_model.facts["scores"]
    assert scores["sentences"] == len(toy_sentences)
    assert 0.3 < scores["frames"]["macro_f1"] <= 1
    noise = [
        replace(r, frames=toy_sentences[i * 7 % len(toy_sentences)].frames)
        for i, r in enumerate(toy_sentences)
    ]
    assert framing.train(noise, **SMALL).facts["scores"]["frames"]["macro_f1"] < scores["frames"]["macro_f1"]


def test_any_frames_and_no_sentiment(toy_sentences):
    other = [
        LabelledSentence(r.text, ("conflict",) if "fear" in r.frames else (), article=r.article)
        for r in toy_sentences
    ]
    model = framing.train(other, **SMALL)
    assert model.frames.classes_.tolist() == ["conflict"]
    assert model.sentiment is None
    scored = model.score("The gangs threaten everybody. The session ended at noon.")
    assert scored.sentences[0].sentiment == ""
    assert set(scored.sentences[0].probabilities) == {"conflict"}


def test_written_text_sets_no_thresholds_where_there_is_enough_natural():
    rows = [LabelledSentence("t", (), kind="real")] * 200 + [LabelledSentence("t", (), kind="planted")] * 50
    assert natural_rows(rows).tolist() == [True] * 200 + [False] * 50
    assert natural_rows(rows[150:]).all()


def test_statements_teach_but_set_no_thresholds():
    rows = [LabelledSentence("t", ("hope",), kind=kind) for kind in ("real", "statement", "hard", "mine")]
    groups = list("abcd")
    assert natural_rows(rows * 100).all()
    assert on_subject(rows, groups).all()
    assert sets_thresholds(rows, groups).tolist() == [True, False, True, True]
    assert not sets_thresholds([replace(row, frames=()) for row in rows[:3]], groups[:3]).any()


@pytest.mark.parametrize(
    ("take", "words"),
    [(lambda r: r[:10], "10 labelled sentences"), (lambda r: [replace(x, frames=()) for x in r], "no frame found"),
     (lambda r: [replace(x, frames=("odd",)) if i < 2 else x for i, x in enumerate(r)], "2 sentences with 'odd'"),
     (lambda r: [replace(x, article="one") for x in r], "two articles")],
)  # fmt: skip
def test_too_little_data_is_told(toy_sentences, take, words):
    with pytest.raises(NotEnoughDataError, match=words):
        framing.train(take(toy_sentences), **SMALL)


def test_the_card_says_what_a_reader_must_know(toy_model, toy_sentences):
    card = toy_model.card
    assert f"{len(toy_sentences)} sentences" in card
    for words in ("Cross-validated", "machine-assisted", "sovereignty", "Limits"):
        assert words in card


def test_progress_goes_from_nothing_to_all(toy_sentences):
    seen = []
    framing.train(toy_sentences, progress=seen.append, C=4.0, **SMALL)
    assert seen == sorted(seen)
    assert len(seen) == 13
    assert seen[-1] == 100


def test_sentiment_coded_in_one_article_only_is_left_out(toy_sentences):
    first = toy_sentences[0].article
    partly = [replace(row, sentiment=row.sentiment if row.article == first else "") for row in toy_sentences]
    assert framing.train(partly, **SMALL).sentiment is None


def test_sentiment_coded_on_written_rows_only_is_trained(toy_sentences):
    many = [
        replace(row, article=f"{k}-{row.article}", text=f"{row.text} {k}")
        for k in range(5)
        for row in toy_sentences
    ]
    mixed = [
        replace(row, kind="hard" if i % 2 else "own", sentiment=row.sentiment if i % 2 else "")
        for i, row in enumerate(many)
    ]
    assert framing.train(mixed, **SMALL).sentiment is not None


def test_a_frame_on_every_sentence_teaches_nothing_and_is_told(toy_sentences):
    with pytest.raises(NotEnoughDataError, match="without 'fear'"):
        framing.train([replace(row, frames=("fear",)) for row in toy_sentences], **SMALL)


def test_rows_of_another_kind_are_told():
    with pytest.raises(LabelError, match="read_labelled"):
        framing.train([{"text": "a", "frames": []}] * 30)

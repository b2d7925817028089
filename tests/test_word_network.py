"""A network over neighbouring words: what it finds, how words share it, and how it comes to stand beside them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import framing
from framing.errors import LabelError, ModelDamagedError
from framing.features import FeatureOptions
from framing.lexicon import lexicon
from framing.model_file import FORMAT
from framing.training import sha1_of_row
from framing.word_network import TaughtNetwork, WordNetwork, first_bits, read_network, write_network

BITS = 14
LABELS = ("fear", "hope", "sovereignty", "cooperation", "negative", "neutral", "positive")
TEXTS = [
    "The gangs threaten every home.",
    "",
    "No.",
    "Los vecinos ya no temen a nadie, dijo Alex Vera.",
    "No base.",
]


def read(texts):
    return lexicon(FeatureOptions(bits=BITS)).read(texts)


@pytest.fixture(scope="module")
def network():
    rng = np.random.default_rng(0)
    figures = read(TEXTS[:4])  # "base" is a word that it has no vector of
    buckets = np.unique(figures.own()).astype(np.int32)
    return WordNetwork(
        BITS,
        buckets,
        rng.integers(-127, 128, (len(buckets) + 1, 5)).astype(np.int8),
        rng.normal(0, 0.01, (3, 5, 6)).astype(np.float16).astype(np.float32),
        rng.normal(0, 0.1, 6).astype(np.float16).astype(np.float32),
    )


@pytest.fixture(scope="module")
def taught(network, toy_sentences):
    """A network that knows half of the toy sentences' labels beforehand, as evidence on them."""
    rng = np.random.default_rng(1)
    held_out = toy_sentences[::2]
    gold = np.array([[n in row.frames or n == row.sentiment for n in LABELS] for row in held_out])
    learnt = np.unique(first_bits([sha1_of_row(row) for row in toy_sentences[1::2]]))
    return TaughtNetwork(
        replace(network, learnt=learnt, _memory={}),
        rng.normal(0, 0.1, (6, 7)),
        rng.normal(0, 0.1, (len(network.buckets), 7)),
        LABELS,
        tuple(sha1_of_row(row) for row in held_out),
        gold * 2.0 + rng.normal(size=gold.shape),
    )


@pytest.fixture(scope="module")
def model(taught, toy_sentences):
    return framing.train(toy_sentences, network=taught, bits=BITS)


def by_hand(network, figures, text):
    """The filters' strongest answers in one text, place by place."""
    words = figures.words[figures.word_starts[text] : figures.word_starts[text + 1]]
    own = figures.own()[words]
    known = {bucket: row for row, bucket in enumerate(network.buckets.tolist())}
    vectors = [np.zeros(5), *(network.vectors[known.get(b, -1)] * 1.0 for b in own.tolist()), np.zeros(5)]
    best = np.zeros(network.filters)
    for place in range(1, len(vectors) - 1):
        answers = sum(vectors[place + side - 1] @ network.windows[side] for side in range(3))
        best = np.maximum(best, answers + network.bias)
    return best


def test_it_finds_what_its_definition_says(network):
    figures = read(TEXTS)
    found = network.found(figures)
    expected = [by_hand(network, figures, i) for i in range(len(TEXTS))]
    np.testing.assert_allclose(found, expected, atol=1.6 * float(network.step.max()))
    assert not found[1].any()


def test_a_word_too_rare_for_a_vector_has_that_of_its_beginning(network):
    figures = read(["incitaban", "incitación", "incorporar", "incita"])
    rows = {name: i for i, name in enumerate(("incitaban", "incitacion", "incorporar", "incita"))}
    own, begun = (
        {n: int(x[figures.words[i]]) for n, i in rows.items()} for x in (figures.own(), figures.beginnings())
    )
    assert begun["incitaban"] == begun["incitacion"] == begun["incita"] != begun["incorporar"]
    buckets = np.sort(np.array([own["incita"], begun["incitaban"]], np.int32))
    vectors = np.array([[20, 0, 0, 0, 0], [0, 30, 0, 0, 0], [0, 0, 40, 0, 0]], np.int8)
    small = replace(network, buckets=buckets, vectors=vectors, _memory={})
    found = small.found(figures)
    vector = {
        "incitaban": small.vectors[np.searchsorted(buckets, begun["incitaban"])],
        "incitacion": small.vectors[np.searchsorted(buckets, begun["incitaban"])],
        "incorporar": small.vectors[-1],
        "incita": small.vectors[np.searchsorted(buckets, own["incita"])],
    }
    for name, i in rows.items():
        expected = np.maximum(vector[name] @ small.windows[1] + small.bias, 0)
        np.testing.assert_allclose(found[i], expected, atol=1e-3)


def test_no_words_add_up_to_more_than_sixteen_bits_hold(network):
    loud = replace(network, vectors=np.full_like(network.vectors, 127), windows=np.abs(network.windows))
    figures = read(["Soldados soldados soldados soldados."])
    np.testing.assert_allclose(loud.found(figures)[0], by_hand(loud, figures, 0), rtol=1e-3)


def test_a_text_is_judged_alike_in_any_company(network):
    many = [*TEXTS, *reversed(TEXTS)] * 300
    together = network.found(read(many))
    for text, found in zip(TEXTS, together, strict=False):
        np.testing.assert_array_equal(network.found(read([text]))[0], found)
    order = np.random.default_rng(0).permutation(len(many))
    np.testing.assert_array_equal(network.found(read([many[i] for i in order])), together[order])


def test_no_name_changes_what_it_finds(network):
    named = [f"Los vecinos ya no temen a {name}." for name in ("Noboa", "Luisa González", "Kim Jong-un")]
    found = network.found(read(named))
    assert (found == found[0]).all()


def test_the_parts_of_words_sum_to_the_evidence(network):
    weights = np.random.default_rng(2).normal(size=(6, 4))
    for text in TEXTS:
        figures = read([text])
        shared = network.shared(figures, weights)
        assert shared.shape == (len(figures.words), 4)
        np.testing.assert_allclose(shared.sum(axis=0), network.found(figures)[0] @ weights, atol=1e-4)


def test_it_comes_back_as_it_was_written(taught, tmp_path):
    write_network(tmp_path / "n.npz", taught)
    back = read_network(tmp_path / "n.npz")
    assert (back.labels, back.sha1) == (taught.labels, taught.sha1)
    np.testing.assert_allclose(back.logits, taught.logits, atol=1e-2)
    np.testing.assert_allclose(
        back.network.found(read(TEXTS)), taught.network.found(read(TEXTS)), rtol=0.02, atol=0.02
    )
    assert back.network.learnt.tolist() == taught.network.learnt.tolist()
    write_network(tmp_path / "again.npz", back)
    assert read_network(tmp_path / "again.npz").network.windows.tolist() == back.network.windows.tolist()


def test_another_file_or_none_is_refused(tmp_path):
    (tmp_path / "n.npz").write_text("no network")
    with pytest.raises(LabelError, match="make_word_network"):
        read_network(tmp_path / "n.npz")
    with pytest.raises(LabelError, match="no file found"):
        read_network(tmp_path / "none.npz")


def test_beside_words_it_adds_what_it_knows(model, toy_sentences):
    alone = framing.train(toy_sentences, bits=BITS)
    assert model.frames.scorer_.network is not None
    assert model.facts["scores"]["sentences"] == len(toy_sentences[::2])
    assert alone.facts["scores"]["sentences"] == len(toy_sentences)


def test_a_users_sentences_are_judged_and_set_thresholds_too(taught, toy_sentences):
    own = [
        replace(row, text=f"{row.text} Lo dijo ayer.", article=f"own {row.article}")
        for row in toy_sentences[:40]
    ]
    extended = framing.train([*toy_sentences, *own], network=taught, bits=BITS)
    assert extended.facts["scores"]["sentences"] == len(toy_sentences[::2]) + len(own)
    logits, strange = taught.judged([sha1_of_row(row) for row in own], read([row.text for row in own]))
    assert strange.all()
    np.testing.assert_allclose(logits, taught.evidence(read([row.text for row in own])))


def test_its_evidence_is_what_its_parts_say(taught):
    figures = read(TEXTS)
    known = {bucket: row for row, bucket in enumerate(taught.network.buckets.tolist())}
    for text, evidence in enumerate(taught.evidence(figures)):
        words = figures.words[figures.word_starts[text] : figures.word_starts[text + 1]]
        buckets = figures.own()[words].tolist()
        own = sum((taught.own[known[b]] for b in buckets if b in known), np.zeros(7))
        expected = taught.network.found(figures)[text] @ taught.answers + own * figures.scale[text]
        np.testing.assert_allclose(evidence, expected, atol=1e-6)


def test_words_and_intercept_sum_to_the_logit(model):
    for part in (model.frames, model.sentiment):
        for text in TEXTS:
            for k, words in enumerate(part.explain(text).values()):
                total = sum(value for _, _, value in words) + part.intercept_[k]
                assert total == pytest.approx(part.decision_function([text])[0, k], abs=1e-4, rel=1e-6)


def test_the_scorer_computes_what_the_matrix_does(model):
    frames = model.frames
    logits = frames.transform(TEXTS) @ frames.coef_.T + frames.intercept_
    np.testing.assert_allclose(logits, frames.decision_function(TEXTS), atol=1e-4)


def test_vectors_of_four_bits_lie_two_in_a_byte(model, taught, toy_sentences, tmp_path):
    rng = np.random.default_rng(3)
    few = replace(
        taught.network, vectors=rng.integers(-7, 8, (len(taught.network.buckets) + 1, 6)).astype(np.int8),
        windows=rng.normal(0, 0.1, (3, 6, 6)).astype(np.float16).astype(np.float32), _memory={},
    )  # fmt: skip
    small = framing.train(toy_sentences, network=replace(taught, network=few), bits=BITS)
    small.save(tmp_path / "m")
    stored = np.load(tmp_path / "m" / "network.nibbles.npy")
    assert stored.nbytes * 2 == few.vectors.nbytes
    assert not (tmp_path / "m" / "network.vectors.npy").exists()
    back = framing.load(tmp_path / "m")
    np.testing.assert_array_equal(back.frames.predict_proba(TEXTS), small.frames.predict_proba(TEXTS))


def test_such_a_model_comes_back_as_it_was_saved(model, tmp_path):
    model.save(tmp_path / "m")
    back = framing.load(tmp_path / "m")
    for part, saved in ((back.frames, model.frames), (back.sentiment, model.sentiment)):
        np.testing.assert_array_equal(part.predict_proba(TEXTS), saved.predict_proba(TEXTS))
    back.save(tmp_path / "again")
    for file in (tmp_path / "m").glob("*.npy"):
        assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes()
    assert back.facts["format"] == FORMAT


def test_a_damaged_network_is_refused(model, tmp_path):
    model.save(tmp_path / "m")
    file = tmp_path / "m" / "network.vectors.npy"
    file.write_bytes(file.read_bytes()[:-1] + b"\x00\x01")
    with pytest.raises(ModelDamagedError, match=r"network\.vectors\.npy"):
        framing.load(tmp_path / "m")


def test_labels_that_it_was_not_taught_are_refused(taught, toy_sentences):
    rows = [replace(row, frames=tuple(f.upper() for f in row.frames)) for row in toy_sentences]
    with pytest.raises(LabelError, match="leave the network out"):
        framing.train(rows, network=taught, bits=BITS)

"""Training chooses for itself: how strongly to regularise, how many labels to give, whether names are read."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner
from scipy.sparse import csr_matrix

import framing
from framing.bundled_data import FOLDER, bundled_data
from framing.calibration import decide
from framing.cli import main
from framing.errors import LabelError
from framing.heads import LinearHead
from framing.known_errors import known_errors
from framing.records import LabelledSentence
from framing.regularisation import STEP, choose_C, uncertainty_left


def test_weak_signals_in_noise_are_regularised_more_than_a_strong_one():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 300)
    noise = rng.normal(size=(300, 200)) / 14
    weak = noise + 0.02 * (2 * y[:, None] - 1)
    strong = noise + 0.2 * (2 * y[:, None] - 1) * (np.arange(200) == 0)
    chosen = [LinearHead(multilabel=True).fit(csr_matrix(x), y[:, None]).C_ for x in (weak, strong)]
    assert chosen[0] < chosen[1]


def test_the_climb_finds_the_best_step_near_one_and_asks_for_few():
    rng = np.random.default_rng(1)
    y = rng.integers(0, 2, (300, 1))
    asked = []

    def held_out(C: float) -> np.ndarray:
        asked.append(C)
        return (2 * y - 1) + rng.normal(size=y.shape) * (0.5 + abs(np.log(C / STEP**2)))

    assert choose_C(held_out, y, True) == STEP**2
    assert len(asked) == len(set(asked)) <= 5


def test_uncertainty_is_all_left_by_noise_and_none_by_the_truth():
    rng = np.random.default_rng(2)
    y = rng.integers(0, 2, (2000, 2))
    assert uncertainty_left(rng.normal(size=y.shape), y, True) == pytest.approx(1, abs=0.01)
    assert uncertainty_left(9.0 * (2 * y - 1), y, True) < 0.01


def test_decisions_give_as_many_labels_as_they_say():
    rng = np.random.default_rng(3)
    probability, thresholds = rng.random((50, 3)), np.full(3, 0.7)
    by = {name: decide(probability, thresholds, name) for name in ("any", "some", "one")}
    assert (by["one"].sum(axis=1) == 1).all()
    assert (by["some"].sum(axis=1) >= 1).all()
    assert (by["some"] >= by["any"]).all()
    bare = by["any"].sum(axis=1) == 0
    assert bare.any()
    assert (by["some"][bare] == by["one"][bare]).all()


def test_codes_decide_how_many_frames_a_sentence_is_given(toy_sentences):
    one = [replace(row, frames=(row.frames[0] if row.frames else "none",)) for row in toy_sentences]
    model = framing.train(one, bits=14, C=4.0)
    assert model.frames.decision_ == "one"
    np.testing.assert_allclose(model.frames.predict_proba(["No base."]).sum(axis=1), 1)
    assert model.frames.predict(["", "No base."]).sum(axis=1).tolist() == [1, 1]
    assert any("one frame" in caution for caution in model.facts["cautions"])


def test_names_are_read_for_other_frames_only(toy_sentences, tmp_path):
    other = [replace(row, frames=tuple(f"my-{f}" for f in row.frames)) for row in toy_sentences]
    model, masked = framing.train(other, bits=14), framing.train(other, bits=14, read_names=False)
    assert model.frames.options.read_names
    assert not masked.frames.options.read_names
    assert not framing.train(toy_sentences, bits=14).frames.options.read_names
    pair = ["Zubizarreta spoke.", "Etxeberria spoke."]
    assert len({tuple(row) for row in masked.frames.decision_function(pair)}) == 1
    model.save(tmp_path / "m")
    back = framing.load(tmp_path / "m")
    np.testing.assert_array_equal(back.frames.predict_proba(pair), model.frames.predict_proba(pair))


def test_scarce_data_are_called_so(toy_sentences):
    cautions = framing.train(toy_sentences, bits=14).facts["cautions"]
    assert any(f"Trained on {len(toy_sentences)} sentences: too few" in caution for caution in cautions)
    assert "## Cautions" in framing.train(toy_sentences, bits=14).card


def test_bundled_data_take_further_sentences_of_the_four_frames(toy_sentences):
    arguments = bundled_data(toy_sentences)
    assert arguments["labelled"][-len(toy_sentences) :] == toy_sentences
    with pytest.raises(LabelError, match="without --extend"):
        bundled_data([replace(toy_sentences[0], frames=("conflict",))])


def test_without_a_checkout_there_is_nothing_to_extend(tmp_path):
    with pytest.raises(LabelError, match="clone the project"):
        bundled_data(folder=tmp_path)


def test_extending_an_encoder_is_refused(toy_sentences, tmp_path):
    data = tmp_path / "coded.jsonl"
    data.write_text("\n".join(json.dumps({"text": r.text, "frames": list(r.frames)}) for r in toy_sentences))
    found = CliRunner().invoke(
        main, ["train", str(data), "-o", str(tmp_path / "m"), "--extend", "--features", "encoder"]
    )
    assert found.exit_code == 2
    assert "one of them wanted" in found.stderr
    assert not (tmp_path / "m").exists()


def test_known_errors_are_the_surest_ones_and_never_quote_real_text():
    rows = [LabelledSentence(f"Sentence {i}", (), article=f"a{i}") for i in range(6)]
    rows[5] = replace(rows[5], kind="real")
    gold = np.array([[1], [1], [1], [0], [0], [1]])
    probability = np.array([[0.3], [0.1], [0.2], [0.9], [0.05], [0.01]])
    said = (probability >= 0.5).astype(np.int64)
    found = known_errors(rows, ["fear"], gold, said, probability, np.ones(6, np.bool_))
    assert [(e["article"], e["coded"]) for e in found] == [("a1", True), ("a2", True), ("a3", False)]
    assert known_errors(rows, ["fear"], gold, said, probability, np.arange(6) != 1)[0]["article"] == "a2"


def test_the_card_quotes_known_errors_as_they_stand(toy_sentences):
    model = framing.train([replace(row, text=f"{row.text} | *so*") for row in toy_sentences], bits=14)
    assert model.facts["errors"]
    for error in model.facts["errors"]:
        assert error["text"].endswith("| *so*")
    assert model.card.count(r"\| \*so\* |") == len(model.facts["errors"])


@pytest.fixture(scope="module")
def transferred(toy_sentences):
    rows = [replace(row, frames=tuple(frame.upper() for frame in row.frames)) for row in toy_sentences]
    return framing.train(rows)


def test_words_of_other_text_are_read_beside_ones_own(transferred, tmp_path):
    scorer = transferred.frames.scorer_
    assert scorer.network is not None
    assert transferred.facts["transfer"]
    assert "network of framing's bundled model" in transferred.card
    texts = ["Gunmen terrified the whole street.", "", "Los vecinos celebran el acuerdo."]
    for part in (transferred.frames, transferred.sentiment):
        logits = part.transform(texts) @ part.coef_.T + part.intercept_
        np.testing.assert_allclose(logits, part.decision_function(texts), atol=1e-3)
        for k, words in enumerate(part.explain(texts[0]).values()):
            total = sum(value for _, _, value in words) + part.intercept_[k]
            assert total == pytest.approx(part.decision_function(texts[:1])[0, k], abs=1e-3)
    transferred.save(tmp_path / "m")
    back = framing.load(tmp_path / "m")
    np.testing.assert_allclose(
        back.frames.predict_proba(texts), transferred.frames.predict_proba(texts), atol=1e-6
    )


def test_nothing_is_transferred_where_it_is_not_wanted_or_does_not_suit(toy_sentences):
    for parameters in ({"transfer": False}, {"bits": 14}):
        model = framing.train(toy_sentences, **parameters)
        assert model.frames.scorer_.network is None
        assert not model.facts["transfer"]
        assert "network of framing's bundled model" not in model.card


def test_what_the_network_has_learnt_from_is_not_scored_by_it():
    known = framing.read_labelled([FOLDER / "written" / "hard_en1.jsonl"])
    assert not framing.train(known).facts["transfer"]
    changed = [replace(row, text=f"{row.text} So it was told.") for row in known]
    assert framing.train(changed).facts["transfer"]

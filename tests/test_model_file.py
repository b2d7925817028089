"""A model folder comes back as it was saved, or is refused by name before anything of it is used."""

from __future__ import annotations

import hashlib
import json
import shutil

import numpy as np
import pytest

import framing
from framing.errors import ModelDamagedError, ModelForeignError, ModelMissingError, ModelNewerError
from framing.model_file import FORMAT, _manifest_sum

TEXTS = [
    "Las tropas extranjeras no volverán.",
    "The dialogue brought relief.",
    "",
    "Noboa y González callaron.",
]


@pytest.fixture
def saved(toy_model, tmp_path):
    toy_model.save(tmp_path / "model")
    return tmp_path / "model"


def change_manifest(folder, change):
    """Rewrite the manifest with a sum that fits, as a newer or careless program would."""
    manifest = json.loads((folder / "manifest.json").read_text())
    change(manifest)
    manifest["sha256"] = _manifest_sum(manifest)
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_saving_and_loading_gives_the_same_model(toy_model, saved):
    back = framing.load(saved)
    np.testing.assert_array_equal(back.frames.predict_proba(TEXTS), toy_model.frames.predict_proba(TEXTS))
    np.testing.assert_array_equal(back.frames.predict(TEXTS), toy_model.frames.predict(TEXTS))
    np.testing.assert_array_equal(
        back.sentiment.predict_proba(TEXTS), toy_model.sentiment.predict_proba(TEXTS)
    )
    assert back.frames.get_params() == toy_model.frames.get_params()
    assert back.frames.classes_.tolist() == toy_model.frames.classes_.tolist()


def test_saving_what_was_loaded_gives_the_same_bytes(saved, tmp_path):
    framing.load(saved).save(tmp_path / "again")
    for file in saved.iterdir():
        if file.suffix != ".md":
            assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes()


def test_a_model_is_replaced_and_anything_else_is_left_alone(toy_model, saved, tmp_path):
    toy_model.save(saved)
    assert framing.load(saved).facts["name"] == toy_model.facts["name"]
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
    with pytest.raises(ModelForeignError, match="choose another folder"):
        toy_model.save(tmp_path / "thesis")
    assert (tmp_path / "thesis" / "chapter.txt").read_text() == "years of work"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["model", "thesis"]


def test_nothing_half_written_stays(toy_model, tmp_path, monkeypatch):
    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("framing.model_file._manifest_sum", full_disk)
    with pytest.raises(OSError, match="No space"):
        toy_model.save(tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


def test_every_flipped_byte_is_noticed(saved, tmp_path):
    rng = np.random.default_rng(0)
    for file in [*sorted(saved.glob("*.npy")), saved / "manifest.json"]:
        data = file.read_bytes()
        for place in rng.integers(len(data), size=12):
            folder = tmp_path / "flipped"
            shutil.copytree(saved, folder)
            flipped = bytearray(data)
            flipped[place] ^= 0x01
            (folder / file.name).write_bytes(flipped)
            try:
                framing.load(folder)
            except framing.ModelError:
                pass
            else:  # only white space between JSON entries may change unnoticed
                assert json.loads(flipped) == json.loads(data)
            shutil.rmtree(folder)


@pytest.mark.parametrize("name", ["manifest.json", "frames.weights.npy", "sentiment.weights.npy"])
@pytest.mark.parametrize("keep", [0, 0.5])
def test_a_truncated_file_is_damage(saved, name, keep):
    data = (saved / name).read_bytes()
    (saved / name).write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(ModelDamagedError, match=name):
        framing.load(saved)


def test_a_missing_array_is_damage(saved):
    (saved / "frames.gaps.npy").unlink()
    with pytest.raises(ModelDamagedError, match=r"frames\.gaps\.npy"):
        framing.load(saved)


def test_a_newer_format_says_upgrade(saved):
    change_manifest(saved, lambda m: m.update(format=FORMAT + 1))
    with pytest.raises(ModelNewerError, match="pip install -U newsframing"):
        framing.load(saved)


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m["parts"].pop("frames"),
        lambda m: m["parts"]["frames"]["thresholds"].pop(),
        lambda m: m["parts"]["frames"]["features"].update(bits=60),
        lambda m: m["parts"]["frames"]["features"].update(colour="red"),
        lambda m: m["parts"]["frames"].update(classes=["one"]),
        lambda m: m["parts"]["frames"].update(intercept=[float("nan")] * 4),
        lambda m: m["parts"]["frames"]["arrays"]["weights"].update(shape=[1, 1]),
        lambda m: m["parts"].update(other=m["parts"]["frames"]),
        lambda m: m.update(parts=[]),
        lambda m: m.update(format="one"),
    ],
)
def test_a_manifest_that_does_not_fit_is_damage(saved, change):
    change_manifest(saved, change)
    with pytest.raises(ModelDamagedError):
        framing.load(saved)


def test_an_array_is_never_unpickled(saved):
    array = np.array([{"run": "me"}], dtype=object)
    np.save(saved / "frames.gaps.npy", array, allow_pickle=True)
    digest = hashlib.sha256((saved / "frames.gaps.npy").read_bytes()).hexdigest()
    change_manifest(saved, lambda m: m["parts"]["frames"]["arrays"]["gaps"].update(sha256=digest))
    with pytest.raises(ModelDamagedError):
        framing.load(saved)


def test_what_is_no_model_is_named(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "manifest.json").write_text('{"manifest_version": 3}')
    (tmp_path / "file.bin").write_bytes(b"\x80\x04K\x01.")
    for path, error in [
        (tmp_path / "nowhere", ModelMissingError),
        (tmp_path / "empty", ModelForeignError),
        (tmp_path / "foreign", ModelForeignError),
        (tmp_path / "file.bin", ModelForeignError),
    ]:
        with pytest.raises(error) as caught:
            framing.load(path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("extra", ["notes.txt", "data"])
def test_a_folder_that_holds_more_than_a_model_is_left_alone(toy_model, saved, extra):
    (saved / extra).mkdir() if extra == "data" else (saved / extra).write_text("mine")
    before = sorted(p.name for p in saved.iterdir())
    with pytest.raises(ModelForeignError):
        toy_model.save(saved)
    assert sorted(p.name for p in saved.iterdir()) == before


def test_a_foreign_manifest_is_left_alone(toy_model, tmp_path):
    (tmp_path / "manifest.json").write_text('{"name": "my extension"}')
    with pytest.raises(ModelForeignError):
        toy_model.save(tmp_path)
    assert (tmp_path / "manifest.json").read_text() == '{"name": "my extension"}'


def test_a_link_to_a_model_is_followed(toy_model, saved, tmp_path):
    (tmp_path / "link").symlink_to(saved)
    toy_model.save(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link", "model"]
    framing.load(saved)


def test_a_classifier_of_ones_own_can_be_saved(toy_sentences, tmp_path):
    own = framing.FrameClassifier(bits=np.int64(14), C=np.float32(3)).fit(
        [row.text for row in toy_sentences], [row.frames for row in toy_sentences]
    )
    framing.Model(own, None, {}).save(tmp_path / "own")
    back = framing.load(tmp_path / "own")
    np.testing.assert_array_equal(back.frames.predict_proba(TEXTS), own.predict_proba(TEXTS))


def test_buckets_that_lie_far_apart_come_back_too(toy_sentences, tmp_path):
    few = framing.train(toy_sentences, bits=22, pairs=False, ngram_min=0, ngram_max=0)
    few.save(tmp_path / "few")
    assert (tmp_path / "few" / "frames.buckets.npy").exists()
    back = framing.load(tmp_path / "few")
    np.testing.assert_array_equal(back.frames.predict_proba(TEXTS), few.frames.predict_proba(TEXTS))


def test_arrays_that_no_entry_names_are_read_as_up_to_format_5(toy_model, saved):
    def older(manifest):
        for part, spec in manifest["parts"].items():
            for name, entry in spec["arrays"].items():
                data = (saved / entry.pop("file")).read_bytes()
                (saved / f"{part}.{name}.npy").write_bytes(data)

    change_manifest(saved, older)
    back = framing.load(saved)
    np.testing.assert_array_equal(
        back.sentiment.predict_proba(TEXTS), toy_model.sentiment.predict_proba(TEXTS)
    )

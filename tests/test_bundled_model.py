"""The bundled model: what it was built from, what it builds to, what it says of plain sentences."""

from __future__ import annotations

import hashlib
import json
import random
import re
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

import framing
from framing import wordlists
from framing.bundled_data import bundled_data
from framing.masking import mask
from framing.scoring import bundled

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))


@pytest.fixture(scope="module")
def model():
    return framing.load()


def test_it_is_small_and_holds_the_four_frames(model):
    assert model.frames.classes_.tolist() == ["fear", "hope", "sovereignty", "cooperation"]
    assert model.sentiment.classes_.tolist() == ["negative", "neutral", "positive"]
    assert sum(f.stat().st_size for f in bundled("small").iterdir()) < 8e6


def test_it_was_trained_on_the_data_that_lie_here(model):
    from framing.training import training_sum

    rows = framing.read_labelled(ROOT / "training_data")
    assert model.facts["training"]["sha256"] == training_sum(rows)
    assert model.facts["training"]["sentences"] == len(rows)


@pytest.mark.slow
def test_it_is_what_the_checkout_builds(model, tmp_path):
    built = framing.train(**bundled_data(), name="small")
    built.save(tmp_path / "small")
    same_versions = all(version(name) == number for name, number in model.facts["versions"].items())
    for file in sorted(bundled("small").iterdir()):
        if same_versions:
            assert file.read_bytes() == (tmp_path / "small" / file.name).read_bytes(), file.name
    texts = [row.text for row in framing.read_labelled(ROOT / "training_data" / "written")]
    np.testing.assert_allclose(
        built.frames.predict_proba(texts), model.frames.predict_proba(texts), atol=5e-3
    )


@pytest.mark.parametrize(
    ("text", "frame"),
    [("Three people were killed when gunmen opened fire; residents are terrified of the gangs.", "fear"),
     ("Tres personas fueron asesinadas a tiros y los vecinos viven con miedo a las bandas.", "fear"),
     ("We will not accept foreign bases: this is a sovereign nation, not a colony.", "sovereignty"),
     ("Rechazó la instalación de bases militares extranjeras por violar la soberanía nacional.", "sovereignty"),
     ("The two countries signed an agreement to strengthen cooperation and joint patrols.", "cooperation"),
     ("Los dos países firmaron un acuerdo de cooperación para trabajar juntos.", "cooperation"),
     ("A better future is possible: the plan will bring jobs and opportunity to families.", "hope")],
)  # fmt: skip
def test_it_knows_a_plain_case(model, text, frame):
    assert frame in model.score(text).sentences[0].frames


def test_no_sentence_changes_with_who_is_named(model):
    first = [name.title() for names in wordlists.read_kinds("first_names").values() for name in names]
    last = [
        "Noboa",
        "González",
        "Okafor",
        "Müller",
        "O'Brien",
        "Nguyen",
        "Luna",
        "Bueno",
        "White",
        "de la Cruz",
    ]
    draw = random.Random(0)
    named = re.compile(r"\b[A-ZÁÉÍÓÚ][a-záéíóúñ]{2,} [A-ZÁÉÍÓÚ][a-záéíóúñ]{2,}\b")
    found = []
    for row in framing.read_labelled(ROOT / "training_data" / "written"):
        at = named.search(row.text)
        if at and mask(at.group()) == "@name":
            found.append((row.text[: at.start()], row.text[at.end() :]))
    pairs = draw.sample(found, 1000)
    one, other = (
        [f"{left}{draw.choice(first)} {draw.choice(last)}{right}" for left, right in pairs] for _ in range(2)
    )
    np.testing.assert_array_equal(model.frames.predict(one), model.frames.predict(other))
    np.testing.assert_array_equal(model.sentiment.predict(one), model.sentiment.predict(other))


def test_the_lists_of_the_manifest_fit_its_files(model):
    manifest = json.loads((bundled("small") / "manifest.json").read_text())
    for spec in manifest["parts"].values():
        for array in spec["arrays"].values():
            data = (bundled("small") / array["file"]).read_bytes()
            assert hashlib.sha256(data).hexdigest() == array["sha256"]

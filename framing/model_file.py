"""A model as a folder: a manifest and plain arrays, nothing that runs.

In: a folder. Out: fitted classifiers, or a named error before anything of a bad folder is used.
And back. `scoring` loads, `training` saves.

    manifest.json           what the model is: format, frames in column order, options, thresholds,
                            training data (hash and counts), versions, scores; checksums of the rest
    frames.gaps.npy         how far each bucket that carries weight lies above the one before, uint16; or, where one
                            lies further, frames.buckets.npy: the buckets, int32, ascending
    frames.weights.npy      their weights, float16, one row a bucket, one column a frame
    sentiment.*.npy         the same for sentiment, where the model has it; gaps that are the same are stored once
    network.*.npy           a network over neighbouring words, where the model has one: gaps, vectors (or
                            nibbles: two of their numbers in a byte), windows, bias; which sentences it has learnt from
    frames.answers.npy      what each of its filters adds, float32, one row a filter, one column a frame
    frames.vectors.npy      weights of a sentence encoder's vectors, float32, one row a dimension: in the place of
                            buckets and their weights, or beside them
    encoder.onnx, tokenizer.json    the encoder, where the model carries one of its own
    MODEL_CARD.md           for people; never read by the program

The same classifiers and facts give the same bytes: no dates, no paths.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from framing.classifier import FrameClassifier, SentimentClassifier
from framing.encoders import GRAPH, TOKENIZER, Encoder, OnnxEncoder, find_encoder, probe
from framing.errors import (
    ModelError,
    ModelForeignError,
    ModelMissingError,
    ModelNewerError,
    one_line,
)
from framing.features import FeatureOptions
from framing.joint_scorer import JointOptions
from framing.scorer_file import (
    ARRAYS,
    MANIFEST,
    NETWORK,
    NETWORK_ARRAYS,
    checksum,
    damaged,
    network_entry,
    network_of,
    read_bytes,
    read_network,
    read_scorer,
    scorer_entry,
)
from framing.text_classifier import TextClassifier
from framing.word_network import WordNetwork

#: Raised by one whenever an older framing could not read what a newer one writes. 2: heads on an encoder, weights
#: of words apart, decisions, names read. 3, 4: an encoder with words beside it. 5: a network over neighbouring words.
#: 6: entries that name their files, gaps. 7: nibbles. 8: beginnings of words, what a network has learnt from.
FORMAT = 8
#: The oldest format of a model on an encoder that is still read.
_FIRST_ON_ENCODER = 4
CARD = "MODEL_CARD.md"

_KIND = "framing model"
_PARTS: dict[str, type[TextClassifier]] = {"frames": FrameClassifier, "sentiment": SentimentClassifier}
_ENCODER_FILES = (GRAPH, TOKENIZER)
#: How a manifest names the encoder that lies in the model's own folder.
_OWN = "."
#: How far the encoder's probe may lie from the stored one: machines round differently.
_PROBE_CLOSE = 0.02


def check_target(path: str | os.PathLike[str]) -> Path:
    """The folder to write a model to, if it may be written: new, empty, or holding an older model.

    Raises
    ------
    ModelForeignError : ``path`` holds something else, which is left alone.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not _replaceable(target):
        raise ModelForeignError(
            f"{target}: something other than a model found, a new or empty folder or an older model wanted: "
            "choose another folder"
        )
    parent = next(folder for folder in target.parents if folder.exists())
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        raise ModelForeignError(
            f"{parent}: no folder that can be written found, one wanted: choose another folder"
        )
    return target


def _replaceable(target: Path) -> bool:
    """Whether ``target`` is an empty folder, or one with the files of a model and no others."""
    if not target.is_dir() or target == Path.cwd():
        return False
    arrays = {f"{part}.{array}.npy" for part in _PARTS for array in ARRAYS}
    arrays |= {f"{NETWORK}.{array}.npy" for array in NETWORK_ARRAYS}
    ours = {MANIFEST, CARD, *_ENCODER_FILES, *arrays}
    found = {entry.name for entry in target.iterdir()}
    if not found or not found <= ours or MANIFEST not in found:
        return not found
    try:
        return bool(json.loads(read_bytes(target / MANIFEST)).get("kind") == _KIND)
    except (ValueError, AttributeError, RecursionError, ModelError):
        return False


def write_model(
    path: str | os.PathLike[str],
    classifiers: Mapping[str, TextClassifier],
    facts: Mapping[str, Any],
    card: str = "",
) -> None:
    """Write a model folder under a temporary name, then move it to ``path``.

    Parameters
    ----------
    path : the folder; replaced if it holds a framing model, else it must be new or empty.
    classifiers : fitted, under "frames" and, where there is one, "sentiment".
    facts : what else the manifest says (training data, versions, scores); JSON-ready.
    card : the text of MODEL_CARD.md; none if empty.

    Raises
    ------
    ModelForeignError : ``path`` holds something else, which is left alone.
    """
    import shutil
    import tempfile

    target = check_target(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        new = temporary / "new"
        new.mkdir()
        _fill(new, classifiers, facts, card)
        if target.is_dir():
            old = temporary / "old"
            os.replace(target, old)
            try:
                os.replace(new, target)
            except OSError:
                os.replace(old, target)
                raise
        else:
            os.replace(new, target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _fill(
    folder: Path, classifiers: Mapping[str, TextClassifier], facts: Mapping[str, Any], card: str
) -> None:
    files: dict[str, bytes] = {}
    parts: dict[str, Any] = {}
    for part, classifier in classifiers.items():
        parts[part] = {**scorer_entry(classifier.scorer_, part, files), "parameters": classifier.get_params()}
    network = network_of(classifiers["frames"].scorer_)
    if network is not None:
        facts = {**facts, NETWORK: network_entry(network, files)}
    encoder = _encoder_of(classifiers)
    if encoder is not None:
        entry = _encoder_entry(encoder, files)
        for spec in parts.values():
            spec["parameters"]["encoder"] = entry["name"]
        facts = {**facts, "encoder": entry}
    manifest = {
        "kind": _KIND,
        "format": FORMAT,
        **facts,
        "parts": parts,
    }
    manifest["sha256"] = _manifest_sum(manifest)
    files[MANIFEST] = (json.dumps(manifest, indent=1, ensure_ascii=False, default=_plain) + "\n").encode()
    if card:
        files[CARD] = card.encode()
    for file, data in files.items():
        (folder / file).write_bytes(data)


def _encoder_entry(encoder: Encoder, files: dict[str, bytes]) -> dict[str, Any]:
    """What the manifest says of the encoder; its own files go into ``files``."""
    if isinstance(encoder, OnnxEncoder):
        files |= {file: (encoder.folder / file).read_bytes() for file in _ENCODER_FILES}
    own = {file: checksum(files[file]) for file in _ENCODER_FILES if file in files}
    return {"name": _OWN if own else encoder.name, "probe": probe(encoder), "files": own}


def _encoder_of(classifiers: Mapping[str, TextClassifier]) -> Encoder | None:
    """The encoder under the classifiers, None for models of words."""
    options = classifiers["frames"].scorer_.options
    if isinstance(options, JointOptions):
        return options.encoder
    return None if isinstance(options, FeatureOptions) else options


def _plain(value: Any) -> Any:
    """A numpy number among the parameters as a plain one."""
    return value.item()


def _manifest_sum(manifest: Mapping[str, Any]) -> str:
    content = {key: value for key, value in manifest.items() if key != "sha256"}
    return checksum(json.dumps(content, sort_keys=True, default=_plain).encode())


def read_model(path: str | os.PathLike[str]) -> tuple[dict[str, TextClassifier], dict[str, Any]]:
    """Read a model folder; everything is checked before anything is built.

    Returns
    -------
    classifiers : fitted, under "frames" and, where the model has one, "sentiment".
    manifest : what the model says of itself.

    Raises
    ------
    ModelMissingError, ModelForeignError, ModelDamagedError, ModelNewerError : see `framing.errors`.
    """
    folder = Path(path)
    manifest = _read_manifest(folder)
    try:
        encoder = _read_encoder(folder, manifest["encoder"]) if "encoder" in manifest else None
        network = read_network(folder, manifest[NETWORK]) if NETWORK in manifest else None
        classifiers = {
            part: _read_part(folder, part, spec, encoder, network) for part, spec in manifest["parts"].items()
        }
        if "frames" not in classifiers:
            raise KeyError("frames")
    except ModelError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise damaged(folder / MANIFEST, f"an entry that does not fit ({one_line(error, 60)})") from None
    return classifiers, manifest


def _read_manifest(folder: Path) -> dict[str, Any]:
    if not folder.exists():
        raise ModelMissingError(f"{folder}: nothing found, a model folder wanted: check the path")
    file = folder / MANIFEST
    if not file.is_file():
        raise ModelForeignError(
            f"{folder}: no {MANIFEST} found, a folder saved by framing wanted: check the path"
        )
    try:
        manifest = json.loads(read_bytes(file))
    except (ValueError, RecursionError):
        raise damaged(file, "broken JSON") from None
    if not isinstance(manifest, dict) or manifest.get("kind") != _KIND:
        raise ModelForeignError(f"{file}: no framing model found, one wanted: check the path")
    number = manifest.get("format")
    if not isinstance(number, int) or number < 1:
        raise damaged(file, f"format {one_line(repr(number), 20)}")
    if number > FORMAT:
        raise ModelNewerError(
            f"{file}: format {number} found, {FORMAT} or older wanted: upgrade with pip install -U newsframing"
        )
    if number < _FIRST_ON_ENCODER and "encoder" in manifest:
        raise ModelError(
            f"{file}: a model of format {number} on an encoder found, {_FIRST_ON_ENCODER} wanted: train it anew"
        )
    if manifest.get("sha256") != _manifest_sum(manifest) or not isinstance(manifest.get("parts"), dict):
        raise damaged(file, "changed contents")
    return manifest


def _read_encoder(folder: Path, spec: Mapping[str, Any]) -> Encoder:
    """The encoder that the model was trained on, from its own folder or from a package."""
    for file, stored in spec["files"].items():
        if checksum(read_bytes(folder / file)) != stored:
            raise damaged(folder / file, "changed or truncated contents")
    name = str(folder) if spec["name"] == _OWN else str(spec["name"])
    encoder = find_encoder(name)
    if np.abs(np.array(probe(encoder)) - np.array(spec["probe"])).max() > _PROBE_CLOSE:
        raise ModelError(
            f"{folder}: encoder {name!r} found with other vectors than in training, the same version wanted: "
            "install that version, or train anew"
        )
    return encoder


def _read_part(
    folder: Path, part: str, spec: Mapping[str, Any], encoder: Encoder | None, network: WordNetwork | None
) -> TextClassifier:
    kind, parameters = _PARTS[part], dict(spec["parameters"])
    if encoder is not None:
        parameters["encoder"] = encoder.name
    decision = "any" if kind.multilabel else "one"  # format 1 had no other
    scorer = read_scorer(folder, part, {"decision": decision, **spec}, encoder, network)
    return kind.from_scorer(scorer, parameters)

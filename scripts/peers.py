"""The classifiers that this package is compared with, each behind the same four methods.

In: texts and a 0/1 matrix of targets. Out: scores of the targets, which `peer_table` calibrates and counts. They
read the plain text. Each needs the packages of the extra `benchmark`; a missing one raises an ImportError.
"""

from __future__ import annotations

import pickle
import re
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from framing.arrays import Floats, Ints
from framing.encoders import find_encoder
from framing.records import FRAMES, SENTIMENTS

SENTENCE = "The ministers of both countries signed the agreement."
_TARGETS = len(FRAMES) + len(SENTIMENTS)
_UNPICKLE = "import pickle, sys; heads = pickle.load(open(sys.argv[1] + '/heads', 'rb'))"


class Peer(Protocol):
    """A classifier of seven targets; ``read`` makes of texts what ``fit`` and ``scores`` take, row by row.

    Attributes
    ----------
    name, english_only : what it is called, and whether it reads English alone.
    carried : MB that its package carries, beside what `save` writes.
    program : scores `SENTENCE` with what was saved in the folder of its first argument, as a user would.
    """

    name: str
    english_only: bool
    carried: float
    program: str

    def read(self, texts: Sequence[str]) -> npt.NDArray[Any]: ...

    def fit(self, read: npt.NDArray[Any], targets: Ints) -> None: ...

    def scores(self, read: npt.NDArray[Any]) -> Floats: ...

    def save(self, folder: Path) -> None: ...


def _pickle(heads: Any, folder: Path) -> None:
    """What `_UNPICKLE` reads."""
    (folder / "heads").write_bytes(pickle.dumps(heads))


def _logistic(strength: float) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    return OneVsRestClassifier(LogisticRegression(C=strength, solver="liblinear", class_weight="balanced"))


class Tfidf:
    """Word and character n-grams with logistic regression."""

    name, english_only, carried = (
        "scikit-learn: TF-IDF of words and characters + logistic regression",
        False,
        0.0,
    )
    program = f"{_UNPICKLE}; heads.decision_function([{SENTENCE!r}])"

    def read(self, texts: Sequence[str]) -> npt.NDArray[Any]:
        return np.array(texts, dtype=object)

    def fit(self, read: npt.NDArray[Any], targets: Ints) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_pipeline, make_union

        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
        self.pipeline = make_pipeline(make_union(words, characters), _logistic(1.0)).fit(read, targets)

    def scores(self, read: npt.NDArray[Any]) -> Floats:
        return np.asarray(self.pipeline.decision_function(read), dtype=np.float64)

    def save(self, folder: Path) -> None:
        _pickle(self.pipeline, folder)


class FastText:
    """Supervised fastText (Joulin et al. 2017, EACL): word bigrams, subwords of 3 to 6, 25 epochs, one thread."""

    name, english_only, carried = "fastText supervised: word bigrams, subwords", False, 0.0
    program = (
        f"import fasttext, sys; fasttext.load_model(sys.argv[1] + '/model.bin').predict([{SENTENCE!r}], k=-1)"
    )

    def __init__(self) -> None:
        self._module = import_module("fasttext")

    def read(self, texts: Sequence[str]) -> npt.NDArray[Any]:
        return np.array([" ".join(re.findall(r"\w+|[^\w\s]", text.lower())) for text in texts], dtype=object)

    def fit(self, read: npt.NDArray[Any], targets: Ints) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            for text, row in zip(read, targets, strict=True):
                file.write(" ".join(f"__label__{k}" for k in np.flatnonzero(row)) + f" {text}\n")
            file.flush()
            self.model = self._module.train_supervised(
                file.name, loss="ova", wordNgrams=2, minn=3, maxn=6, dim=100, epoch=25, thread=1, verbose=0
            )

    def scores(self, read: npt.NDArray[Any]) -> Floats:
        found = np.zeros((len(read), _TARGETS))
        labels, values = self.model.predict(list(read), k=-1)
        for i, (names, row) in enumerate(zip(labels, values, strict=True)):
            found[i, [int(name.removeprefix("__label__")) for name in names]] = row
        found = np.clip(found, 1e-5, 1 - 1e-5)
        return np.asarray(np.log(found / (1 - found)), dtype=np.float64)

    def save(self, folder: Path) -> None:
        self.model.save_model(str(folder / "model.bin"))


class Frozen:
    """A sentence encoder as a package ships it, with logistic regression on its vectors."""

    def __init__(self, name: str, encoder: str, package: str, files: str, english_only: bool = False) -> None:
        folder = Path(str(import_module(package).__file__)).parent
        self.name, self.english_only = f"{name} + logistic regression", english_only
        self._encoder = find_encoder(encoder or str(folder / files))
        self.carried = size(folder, files)
        self.program = (
            f"{_UNPICKLE}; from framing.encoders import find_encoder; "
            f"heads.decision_function(find_encoder({self._encoder.name!r}).encode([{SENTENCE!r}]))"
        )

    def read(self, texts: Sequence[str]) -> npt.NDArray[Any]:
        return np.asarray(self._encoder.encode(list(texts)))

    def fit(self, read: npt.NDArray[Any], targets: Ints) -> None:
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        self.pipeline = make_pipeline(StandardScaler(), _logistic(0.01)).fit(read, targets)

    def scores(self, read: npt.NDArray[Any]) -> Floats:
        return np.asarray(self.pipeline.decision_function(read), dtype=np.float64)

    def save(self, folder: Path) -> None:
        _pickle(self.pipeline, folder)


def size(folder: Path, files: str = "*") -> float:
    """Megabytes of the files in and below ``folder`` that ``files`` names."""
    chosen = [each for path in folder.glob(files) for each in (path, *path.rglob("*"))]
    return sum(file.stat().st_size for file in chosen if file.is_file()) / 1e6

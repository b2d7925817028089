"""A small network over neighbouring words, which has learnt from a teacher what single words cannot tell.

In: figures of texts, with their words in order. Out: what its filters found, of which `scorer` makes evidence. Each
word has a short vector, or where it was too rare for one that of its first letters; each filter looks at every three
neighbouring words and keeps the strongest of its answers (Kim 2014, "Convolutional Neural Networks for Sentence
Classification", EMNLP). The answer at that place is a sum over its three words, so that evidence can still be shared
out among words exactly. A word's part in each filter is worked out once, when the word is first met, in whole steps of
16 bits: they are added twice as fast as fractions.
`scripts/make_word_network.py` trains and writes it, `training` puts it beside words.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.arrays import Floats, Growing, Ints, find, row_sums
from framing.errors import LabelError
from framing.features import Figures

Floats32 = npt.NDArray[np.float32]
Steps = npt.NDArray[np.int16]
#: Texts that are read side by side, what fits a processor's cache; and how many are few.
_AT_A_TIME, _FEW = 1024, 100
_LOCK = threading.Lock()


@dataclass(frozen=True)
class WordNetwork:
    """Vectors of words, and filters over three neighbouring ones.

    Attributes
    ----------
    bits : of the hashing of words.
    buckets : the own buckets of words, and those of beginnings (see `Figures.beginnings`), with ``bits`` bits, in
        ascending order, shape (n_rows,), dtype int32. A word whose own bucket is none has its beginning's vector.
    vectors : shape (n_rows + 1, n_dimensions), dtype int8; the last row is every other word's.
    windows : what multiplies the vectors of the word before, the word and the word after, shape
        (3, n_dimensions, n_filters), dtype float32; files keep 16 bits.
    bias : added to each filter's answers, shape (n_filters,), dtype float32; files keep 16 bits.
    learnt : `first_bits` of the sentences that it has learnt from with their labels, ascending.
    """

    bits: int
    buckets: npt.NDArray[np.int32]
    vectors: npt.NDArray[np.int8]
    windows: Floats32
    bias: Floats32
    learnt: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    _memory: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_memory": {}}

    @property
    def filters(self) -> int:
        """How many filters there are."""
        return len(self.bias)

    def found(self, figures: Figures) -> Floats32:
        """The strongest answer of each filter in each text, nothing below 0, shape (n_texts, n_filters).

        Figures without the order of words (see `framing.stored_figures`) give nonsense. What was found last is
        remembered: the parts of a model look at the same figures one after the other.
        """
        last, out = self._memory.get("found", (None, None))
        if last is None or last() is not figures:
            look = self._few if len(figures) <= _FEW else self._many
            out = look(figures, self._parts(figures)) * self.step
            self._memory["found"] = weakref.ref(figures), out
        return np.asarray(out)

    @property
    def step(self) -> Floats32:
        """What one step of 16 bits is worth in each filter, so that no three words add up to more than 32,767."""
        if "step" not in self._memory:
            largest = max(int(self.vectors.max(initial=0)), -int(self.vectors.min(initial=0)))
            most = largest * np.abs(self.windows).sum(axis=(0, 1)) + np.abs(self.bias)
            self._memory["step"] = np.maximum(most, 1e-6) / np.float32(32_760)
        return np.asarray(self._memory["step"], dtype=np.float32)

    def _few(self, figures: Figures, parts: tuple[Steps, Steps, Steps]) -> Steps:
        """`found`, word by word: few steps for few texts."""
        before, own, after = parts
        lengths, starts, words = np.diff(figures.word_starts), figures.word_starts[:-1], figures.words + 1
        out = np.zeros((len(figures), self.filters), np.int16)
        there = lengths > 0
        if there.any():
            left, right = np.roll(words, 1), np.roll(words, -1)
            left[starts[there]] = 0  # 0 is no word
            right[(starts + lengths - 1)[there]] = 0
            answers = own.take(words, axis=0)
            answers += before.take(left, axis=0)
            answers += after.take(right, axis=0)
            out[there] = np.maximum(np.maximum.reduceat(answers, starts[there], axis=0), 0)
        return out

    def _many(self, figures: Figures, parts: tuple[Steps, Steps, Steps]) -> Steps:
        """`found`, place by place in all texts at once: three times as fast for many texts."""
        before, own, after = parts
        lengths, starts, words = np.diff(figures.word_starts), figures.word_starts, figures.words + 1
        out = np.zeros((len(figures), self.filters), np.int16)
        longest_first = np.argsort(-lengths, kind="stable")
        for at in range(0, len(figures), _AT_A_TIME):
            texts = longest_first[at : at + _AT_A_TIME]
            length, start = lengths[texts], starts[texts]
            best = np.zeros((len(texts), self.filters), np.int16)
            longer = np.searchsorted(-length, -np.arange(length[0] + 2), side="left")  # texts of more words
            left = np.zeros(len(texts), np.int64)
            here = words[start[: longer[0]]]
            for place in range(length[0]):
                n, more = longer[place], longer[place + 1]
                right = np.zeros(n, np.int64)
                right[:more] = words[start[:more] + place + 1]
                answers = own.take(here, axis=0)
                answers += before.take(left[:n], axis=0)
                answers += after.take(right, axis=0)
                np.maximum(best[:n], answers, out=best[:n])
                left, here = here, right[:more]
            out[texts] = best
        return out

    def shared(self, figures: Figures, weights: Floats) -> Floats:
        """What each word of a text adds to the evidence ``found @ weights``, shape (n_words, n_classes).

        ``figures`` are of one text; ``weights`` have the shape (n_filters, n_classes).
        """
        padded = np.concatenate([[0], figures.words + 1, [0]])
        out = np.zeros((len(padded), weights.shape[1]))
        if len(figures.words):
            parts = self._parts(figures)
            answers = parts[0][padded[:-2]] + parts[1][padded[1:-1]] + parts[2][padded[2:]]
            for k, place in enumerate(answers.argmax(axis=0)):
                if answers[place, k] > 0:
                    for side, part in enumerate(parts):
                        out[place + side] += part[padded[place + side], k] * self.step[k] * weights[k]
        return out[1:-1]

    def _parts(self, figures: Figures) -> tuple[Steps, Steps, Steps]:
        """What each row of the figures' word table adds to each filter where it stands before, in and after the place.

        In steps. Row 0 is no word. The bias is the middle word's.
        """
        with _LOCK:
            remembered: dict[object, tuple[Growing, ...]] = self._memory.setdefault("parts", {})
            if figures.lexicon not in remembered:
                remembered.clear()
                remembered[figures.lexicon] = tuple(Growing(np.int16, self.filters) for _ in range(3))
                for part in remembered[figures.lexicon]:
                    part.extend(np.zeros((1, self.filters)))
            parts = remembered[figures.lexicon]
            met = len(parts[0]) - 1
            if met < len(figures.table_starts) - 1:
                rows = self.rows_of(figures.own(met))
                strange = rows == len(self.buckets)
                rows[strange] = self.rows_of(figures.beginnings(met)[strange])
                vectors = self.vectors[rows].astype(np.float32)
                for side, part in enumerate(parts):
                    added = vectors @ self.windows[side] + (self.bias if side == 1 else 0)
                    part.extend(np.rint(added / self.step))
            return parts[0].values, parts[1].values, parts[2].values

    def has_learnt(self, sha1: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Which sentences, by their checksums, it has learnt from with their labels."""
        return np.isin(first_bits(sha1), self.learnt)

    def rows_of(self, buckets: Ints) -> Ints:
        """The rows of ``buckets`` in ``vectors``; the last for a bucket that has none."""
        return find(self.buckets, buckets)


def first_bits(sha1: Sequence[str]) -> npt.NDArray[np.int32]:
    """The first 24 bits of each checksum: of 60,000 sentences, one in 300 others is taken for one of them."""
    return np.array([int(each[:6], 16) for each in sha1], np.int32)


@dataclass(frozen=True)
class TaughtNetwork:
    """A network with what its teaching left: what it says of words, and of sentences.

    Attributes
    ----------
    network : the filters and vectors.
    answers : what each filter adds to each of the teacher's labels, shape (n_filters, n_labels).
    own : what each word adds by itself, shape (n_rows, n_labels); beginnings add nothing.
    labels : the teacher's labels: frames, then sentiments.
    sha1 : of the sentences of articles that neither network nor teacher has learnt from.
    logits : the network's evidence on those, shape (len(sha1), n_labels).
    """

    network: WordNetwork
    answers: Floats
    own: Floats
    labels: tuple[str, ...]
    sha1: tuple[str, ...]
    logits: Floats

    def judged(self, sha1: Sequence[str], figures: Figures) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Its evidence on sentences, shape (n_sentences, n_labels), 0 where it has learnt from them; where it has not.

        ``figures`` are those of the sentences. Of those in ``self.sha1`` the evidence is stored.
        """
        row = {each: i for i, each in enumerate(self.sha1)}
        place = np.array([row.get(each, -1) for each in sha1], np.int64)
        met = self.network.has_learnt(sha1)
        logits, new = np.zeros((len(place), len(self.labels))), (place < 0) & ~met
        logits[place >= 0] = self.logits[place[place >= 0]]
        if new.any():
            logits[new] = self.evidence(figures.take(np.flatnonzero(new)))
        return logits, (place >= 0) | new

    def evidence(self, figures: Figures) -> Floats:
        """What it says of texts, as a scorer adds it up, shape (n_texts, n_labels)."""
        rows = self.network.rows_of(figures.own())
        own = np.vstack([self.own, np.zeros(len(self.labels))])[rows]
        summed = row_sums(figures.word_starts, own.take(figures.words, axis=0)) * figures.scale[:, None]
        return np.asarray(self.network.found(figures).astype(np.float64) @ self.answers + summed)

    def columns_of(self, labels: Sequence[str]) -> Ints:
        """The columns of ``labels``; raises LabelError where the network was not taught one."""
        missing = [label for label in labels if label not in self.labels]
        if missing:
            raise LabelError(
                f"label {missing[0]!r} found, one of {', '.join(self.labels)} wanted: leave the network out"
            )
        return np.array([self.labels.index(label) for label in labels], np.int64)


def write_network(path: str | os.PathLike[str], taught: TaughtNetwork) -> None:
    """Write one compressed .npz file: no text, 16 bits a number where the vectors need no fewer."""
    network = taught.network
    np.savez_compressed(
        path,
        bits=np.array(network.bits),
        buckets=network.buckets.astype(np.uint32),
        vectors=network.vectors,
        windows=network.windows.astype(np.float16),
        bias=network.bias.astype(np.float16),
        answers=taught.answers.astype(np.float16),
        own=taught.own.astype(np.float16),
        labels=np.array(taught.labels),
        sha1=np.frombuffer(bytes.fromhex("".join(taught.sha1)), np.uint8).reshape(-1, 20),
        logits=taught.logits.astype(np.float16),
        learnt=network.learnt,
    )


def read_network(path: str | os.PathLike[str]) -> TaughtNetwork:
    """Read what `write_network` wrote.

    Raises
    ------
    LabelError : the file is missing or is not such a file.
    """
    from zipfile import BadZipFile  # not where a model is only used: it takes its time

    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        network = WordNetwork(
            int(arrays["bits"]), arrays["buckets"].astype(np.int32), arrays["vectors"].astype(np.int8),
            arrays["windows"].astype(np.float32), arrays["bias"].astype(np.float32), arrays["learnt"].astype(np.int32),
        )  # fmt: skip
        answers, own, logits = (arrays[name].astype(np.float64) for name in ("answers", "own", "logits"))
        sha1 = tuple(row.tobytes().hex() for row in arrays["sha1"])
        return TaughtNetwork(network, answers, own, tuple(map(str, arrays["labels"])), sha1, logits)
    except FileNotFoundError:
        raise LabelError(
            f"{path}: no file found, a word network wanted: run scripts/make_word_network.py"
        ) from None
    except (ValueError, KeyError, OSError, BadZipFile):
        raise LabelError(
            f"{path}: no word network found, a file of scripts/make_word_network.py wanted: make it anew"
        ) from None

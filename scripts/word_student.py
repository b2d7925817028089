"""The student of `make_word_network`: the network of `framing.word_network` while it learns.

In: texts as numbers of words, what a teacher says of them, what is known of the words beforehand. Out: the network as
arrays. A word's vector is what it has learnt itself and a linear image of its meaning, which all words share: a word
met three times stands near its neighbours from the start, in either language. Needs torch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import click
import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from framing.arrays import Ints
from framing.features import Figures
from framing.records import FRAMES
from framing.word_network import WordNetwork

#: Texts that a word, or a beginning of words, occurs in from which it has a vector of its own.
LEAST, LEAST_OF_BEGINNING = 4, 3
DIMENSIONS, FILTERS = 64, 192
EPOCHS, SIZE, RATE, DROPPED, HIDDEN = 6, 64, 2e-3, 0.1, 0.05
#: The vectors' numbers go from -MOST to MOST: four bits.
MOST = 7
PAD, UNKNOWN = 0, 1
#: Spread, at the start, of what words learn themselves, and of the weights by which meanings become vectors.
_OWN_SPREAD, _IMAGE_SPREAD = 0.03, 0.05
Rows = list[Ints]


@dataclass(frozen=True)
class Vocabulary:
    """Which words, and which beginnings of words, have a vector.

    Attributes
    ----------
    words : own buckets of words, ascending.
    buckets : those and the buckets of beginnings, ascending: the rows of the network.
    """

    words: npt.NDArray[np.int64]
    buckets: npt.NDArray[np.int64]

    @staticmethod
    def of(figures: Figures) -> Vocabulary:
        """Words of `LEAST` texts and more; beginnings that two of all words share."""
        own, begun = figures.own(), figures.beginnings()
        words = _common(own[figures.words], figures, LEAST)
        shared, count = np.unique(np.unique(np.stack([begun, own]), axis=1)[0], return_counts=True)
        common = _common(begun[figures.words], figures, LEAST_OF_BEGINNING)
        return Vocabulary(words, np.union1d(words, np.intersect1d(shared[count > 1], common)))

    def numbers(self, figures: Figures) -> tuple[Rows, Rows]:
        """The words of each text in order, `UNKNOWN` where one has no vector; the same by their beginnings."""
        own, begun = figures.own(), figures.beginnings()
        begun = np.where(begun == own, -1, begun)
        both = []
        for buckets, known in ((own, self.words), (begun, self.buckets)):
            place = np.minimum(np.searchsorted(self.buckets, buckets), len(self.buckets) - 1)
            number = np.where(np.isin(buckets, known), place + UNKNOWN + 1, UNKNOWN)
            texts = np.split(number[figures.words], figures.word_starts[1:-1])
            both.append([text if len(text) else np.array([UNKNOWN]) for text in texts])
        return both[0], both[1]


def _common(buckets: Ints, figures: Figures, least: int) -> Ints:
    """The buckets, one a word of all texts in order, that stand in at least so many texts."""
    text = np.repeat(np.arange(len(figures)), np.diff(figures.word_starts))
    pairs = np.unique(buckets * len(figures) + text) // len(figures)
    found, count = np.unique(pairs, return_counts=True)
    return found[count >= least]


class Student(nn.Module):  # type: ignore[misc, unused-ignore]
    """Numbers of words and of their beginnings, each (n_texts, n_words), to evidence, (n_texts, n_labels).

    ``meanings`` has one row a row of the network, of which some may be 0: nothing is known of these.
    """

    def __init__(self, meanings: npt.NDArray[np.float32], labels: int) -> None:
        super().__init__()
        rows, width = len(meanings) + UNKNOWN + 1, meanings.shape[1]
        self.meanings = torch.zeros(rows, width)
        self.meanings[UNKNOWN + 1 :] = torch.from_numpy(meanings)
        self.vectors = nn.Embedding(rows, DIMENSIONS, sparse=True)
        self.own = nn.Embedding(rows, labels, sparse=True)
        self.image = nn.Linear(width, DIMENSIONS, bias=False)
        self.own_image = nn.Linear(width, labels, bias=False)
        self.windows = nn.Conv1d(DIMENSIONS, FILTERS, 3, padding=1)
        self.answers = nn.Linear(FILTERS, labels)
        nn.init.normal_(self.vectors.weight, std=_OWN_SPREAD)
        nn.init.normal_(self.image.weight, std=_IMAGE_SPREAD)
        for part in (self.own, self.own_image):
            nn.init.zeros_(part.weight)

    def forward(self, words: Any, begun: Any) -> Any:
        """See `framing.word_network`; words are hidden at random while it learns: only their beginnings are seen."""
        there = words != PAD
        if self.training:
            words = torch.where((torch.rand(words.shape) < HIDDEN) & there, UNKNOWN, words)
        scale = there.sum(1, keepdim=True).clamp(min=3).rsqrt()
        own = self.own(words) + self.own_image(self.meanings[words])
        own = (own * (words > UNKNOWN)[..., None]).sum(1) * scale
        seen = torch.where(words == UNKNOWN, begun, words)
        vectors = self.vectors(seen) + self.image(self.meanings[seen])
        answers = self.windows((vectors * there[..., None]).transpose(1, 2))
        found = answers.masked_fill(~there[:, None], -1e4).amax(2).relu()
        return self.answers(functional.dropout(found, DROPPED, self.training)) + own

    def plain(self, bits: int, vocabulary: Vocabulary) -> tuple[WordNetwork, Any, Any]:
        """The network as arrays, its vectors in 4 bits; its answers; what each row adds by itself."""
        state = {name: value.double().numpy() for name, value in self.state_dict().items()}
        meanings = self.meanings.double().numpy()
        vectors = state["vectors.weight"] + meanings @ state["image.weight"].T
        own = state["own.weight"] + meanings @ state["own_image.weight"].T
        vectors = np.roll(vectors[UNKNOWN:], -1, axis=0)  # every other word's comes last
        scale = np.abs(vectors).max(axis=0) / MOST
        windows = state["windows.weight"].transpose(2, 1, 0) * scale[:, None]
        bias, windows = (a.astype(np.float16).astype(np.float32) for a in (state["windows.bias"], windows))
        buckets = vocabulary.buckets.astype(np.int32)
        made = WordNetwork(bits, buckets, np.round(vectors / scale).astype(np.int8), windows, bias)
        word = np.isin(vocabulary.buckets, vocabulary.words)
        return made, state["answers.weight"].T, own[UNKNOWN + 1 :] * word[:, None]


def _padded(rows: Sequence[Ints]) -> Any:
    """A batch as one tensor, at least three words wide."""
    out = np.full((len(rows), max(3, max(map(len, rows)))), PAD)
    for place, row in enumerate(rows):
        out[place, : len(row)] = row
    return torch.tensor(out)


def _batches(rows: Rows, rng: np.random.Generator) -> Iterator[Ints]:
    """Places of rows in random order, rows of like length together."""
    length = np.array([len(row) for row in rows])
    parts = np.array_split(rng.permutation(len(rows)), max(1, len(rows) // (SIZE * 50)))
    found = [
        part[at : at + SIZE]
        for part in (part[np.argsort(length[part], kind="stable")] for part in parts)
        for at in range(0, len(part), SIZE)
    ]
    for place in rng.permutation(len(found)):
        yield found[place]


def teach(student: Student, rows: tuple[Rows, Rows], targets: Any, counts: Any, balance: Any) -> None:
    """Adam with a rate that falls to zero; frames each for themselves, sentiment as one of three.

    Only the vectors of a batch's words are moved in a step: twenty times as fast as all of them. ``rows`` are those of
    `Vocabulary.numbers`, ``counts`` what each text counts, ``balance`` what a frame's presence counts.
    """
    own = [student.vectors.weight, student.own.weight]
    shared = [p for name, p in student.named_parameters() if not name.startswith(("vectors.", "own."))]
    optimizers = torch.optim.SparseAdam(own, lr=RATE), torch.optim.AdamW(shared, lr=RATE, weight_decay=0.01)
    rng, n = np.random.default_rng(0), len(FRAMES)
    steps, done = EPOCHS * -(-len(rows[0]) // SIZE), 0
    student.train()
    for epoch in range(EPOCHS):
        for places in _batches(rows[0], rng):
            for group in (group for optimizer in optimizers for group in optimizer.param_groups):
                group["lr"] = RATE * max(0.02, 1 - done / steps)
            logits = student(*(_padded([each[i] for i in places]) for each in rows))
            target = targets[places]
            of_frames = functional.binary_cross_entropy_with_logits(
                logits[:, :n], target[:, :n], pos_weight=balance, reduction="none"
            ).sum(1)
            of_tones = -(target[:, n:] * functional.log_softmax(logits[:, n:], 1)).sum(1)
            loss = ((of_frames + of_tones) * counts[places]).mean()
            student.zero_grad()
            loss.backward()
            for optimizer in optimizers:
                optimizer.step()
            done += 1
        click.echo(f"epoch {epoch + 1}: loss {float(loss.item()):.3f}", err=True)
    student.eval()

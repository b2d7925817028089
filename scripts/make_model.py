"""Rebuild the bundled model from what lies in the checkout.

In: `training_data/` (text where the project has it, stored figures where it does not). Out:
`models/small/`, the same bytes for the same data, options and package versions.

    python scripts/make_model.py
"""

from __future__ import annotations

from pathlib import Path

import click

from framing.labelling import read_labelled
from framing.scoring import Model
from framing.stored_figures import read_figures
from framing.training import train
from framing.word_table import read_table

ROOT = Path(__file__).parent.parent
DATA = ROOT / "training_data"


def make() -> Model:
    """Train on all of `training_data/`."""
    stored, table = read_figures(DATA / "real" / "figures.npz"), read_table(DATA / "word_table.npz")
    rows = read_labelled(DATA)
    return train(rows, stored=stored, table=table, name="small", bits=table.bits, C=4.0, ratio=0.0)


@click.command(help=__doc__)
@click.option("-o", "--output", default=ROOT / "models" / "small", type=click.Path(path_type=Path))
def main(output: Path) -> None:
    """Train, save, print the scores."""
    model = make()
    model.save(output)
    click.echo(model.card)


if __name__ == "__main__":
    main()

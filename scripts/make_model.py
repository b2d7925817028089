"""Rebuild the bundled model from what lies in the checkout.

In: `training_data/` (text where the project has it, stored figures where it does not). Out:
`models/small/`, the same bytes for the same data, options and package versions.

    python scripts/make_model.py
"""

from __future__ import annotations

from pathlib import Path

import click

from framing.bundled_data import bundled_data
from framing.training import train

TARGET = Path(__file__).parent.parent / "models" / "small"


@click.command(help=__doc__)
@click.option("-o", "--output", default=TARGET, type=click.Path(path_type=Path))
def main(output: Path) -> None:
    """Train, save, print the scores."""
    model = train(**bundled_data(), name="small")
    model.save(output)
    click.echo(model.card)


if __name__ == "__main__":
    main()

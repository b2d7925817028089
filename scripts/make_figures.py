"""Store the figures of the real sentences, so that the bundled model can be rebuilt without their text.

In: labelled sentences with their text, restored by `scripts/data.py restore` into a folder that git
ignores. Out: `training_data/real/figures.npz`: hashed features, no text.

    python scripts/make_figures.py private/real.jsonl
"""

from __future__ import annotations

from pathlib import Path

import click

from framing.features import FeatureOptions
from framing.labelling import read_labelled, sha1_of
from framing.lexicon import lexicon
from framing.stored_figures import StoredFigures, write_figures

#: Of the bundled model's hashing; few words share a bucket.
BITS = 20
TARGET = Path(__file__).parent.parent / "training_data" / "real" / "figures.npz"


@click.command(help=__doc__)
@click.argument("labelled", type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", default=TARGET, type=click.Path(path_type=Path), help="The file to write.")
def main(labelled: Path, output: Path) -> None:
    """Read the sentences' text, write their figures."""
    texts = sorted({row.text for row in read_labelled(labelled) if row.text is not None}, key=sha1_of)
    options = FeatureOptions(bits=BITS)
    stored = StoredFigures(options, tuple(sha1_of(t) for t in texts), lexicon(options).read(texts))
    write_figures(output, stored)
    click.echo(f"{output}: {len(texts)} sentences, {output.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

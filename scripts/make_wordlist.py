"""Count which words are written in lower case, so that the mask can tell a word from a name.

In: plain or gzipped text files of one language, and labelled .jsonl files. Out: the list
`framing/wordlists/LANG/common.txt`, figures only (words and nothing of the sentences they stood in).
Run by hand when the word lists are renewed.

    python scripts/make_wordlist.py en --source "White House briefings (CC0)" en.txt.gz training_data/written
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LISTS = Path(__file__).parent.parent / "framing" / "wordlists"


def _lines(path: Path, language: str) -> Iterator[str]:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            yield from stream
    elif path.is_dir() or path.suffix == ".jsonl":
        from framing.labelling import read_labelled

        for row in read_labelled(path):
            if row.text and row.language == language:
                yield row.text
    else:
        with open(path, encoding="utf-8") as stream:
            yield from stream


def count(lines: Iterator[str]) -> tuple[Counter[str], Counter[str]]:
    """Occurrences in lower case, and capitalised inside a line (a line's first word tells nothing)."""
    lower: Counter[str] = Counter()
    capitalised: Counter[str] = Counter()
    for line in lines:
        for i, word in enumerate(WORD.findall(line.replace("’", "'"))):
            word = word.removesuffix("'s")
            if word.islower():
                lower[word] += 1
            elif i:
                capitalised[word.lower()] += 1
    return lower, capitalised


@click.command(help=__doc__)
@click.argument("language", type=click.Choice(["en", "es"]))
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--source", required=True, help="What the files are, and their licence: written into the list.")
@click.option("--least", default=2, show_default=True, help="Occurrences in lower case needed.")
@click.option("--share", default=0.3, show_default=True, help="Lower case per capitalised occurrence...")
@click.option("--often", default=5, show_default=True, help="... or this many in lower case.")
def main(language: str, paths: tuple[Path, ...], source: str, least: int, share: float, often: int) -> None:
    """Write the list of one language."""
    lower, capitalised = count(line for path in paths for line in _lines(path, language))
    words = sorted(
        w
        for w, n in lower.items()
        if len(w) > 1 and n >= least and (n >= often or n >= share * capitalised[w])
    )
    words += ["a", "i"] if language == "en" else ["a", "e", "o", "u", "y"]
    target = LISTS / language / "common.txt"
    head = f"# Words seen in lower case, counted by scripts/make_wordlist.py.\n# From: {source}\n"
    target.write_text(head + "\n".join(words) + "\n", encoding="utf-8")
    click.echo(f"{target.name}: {len(words)} words")


if __name__ == "__main__":
    main()

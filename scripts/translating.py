"""Texts in the other language, by Apertium's rules: rough, but the words of one language stand where the other's stood.

In: English or Spanish texts. Out: as many Spanish or English ones, by the programs of Debian's packages `apertium` and
`apertium-eng-spa` (Forcada et al. 2011, "Apertium: a free/open-source platform for rule-based machine translation",
Machine Translation 25). Used by `make_word_network`.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

import click

_MODES = {"en": "eng-spa", "es": "spa-eng"}
#: Ends each line, so that no sentence runs into the next.
_END = " ."


def translated(texts: Sequence[str], language: str) -> list[str]:
    """``texts``, which are in ``language``, "en" or "es", in the other one.

    Raises
    ------
    ClickException : there is no Apertium for the pair, or it did not give a line for each text.
    """
    lines = "\n".join(" ".join(text.split()) + _END for text in texts)
    command = ["apertium", "-u", _MODES[language]]
    try:
        said = subprocess.run(command, input=lines, capture_output=True, encoding="utf-8", check=True).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):
        raise click.ClickException(
            f"no {' '.join(command)} found, Apertium for English and Spanish wanted: "
            "apt install apertium apertium-eng-spa"
        ) from None
    found = said.removesuffix("\n").split("\n")
    if len(found) != len(texts):
        raise click.ClickException(
            f"{len(found):,} lines found, {len(texts):,} translations wanted: take out signs that are Apertium's own"
        )
    return [line.removesuffix(_END).strip() for line in found]

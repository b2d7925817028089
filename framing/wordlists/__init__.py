"""Word lists: words parted by white space, any number a line; a line that opens with `#` is a comment.

A list of kinds has lines such as "joins: and but or": a kind, a colon, its words.
"""

from __future__ import annotations

import re
from pathlib import Path

_COMMENT = re.compile(r"^#.*$", re.MULTILINE)
_HERE = Path(__file__).parent


def read(name: str) -> list[str]:
    """The words of ``name`` ("en/proper"), in the order of the file."""
    return _COMMENT.sub("", _text(name)).split()


def read_lines(name: str) -> list[str]:
    """The lines of ``name`` without comments and blank ones: for lists of phrases, one a line."""
    return [line.strip() for line in _COMMENT.sub("", _text(name)).splitlines() if line.strip()]


def read_kinds(name: str) -> dict[str, list[str]]:
    """The words of ``name`` by kind, for lists of kinds."""
    parted = (line.partition(":") for line in read_lines(name))
    return {kind: words.split() for kind, _, words in parted}


def _text(name: str) -> str:
    return (_HERE / f"{name}.txt").read_text(encoding="utf-8")

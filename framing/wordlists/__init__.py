"""Word lists: words parted by white space, any number a line; a line that opens with `#` is a comment."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def read(name: str) -> list[str]:
    """The words of ``name`` ("en/proper"), in the order of the file."""
    return " ".join(read_lines(name)).split()


def read_lines(name: str) -> list[str]:
    """The lines of ``name`` without comments and blank ones: for lists of phrases, one a line."""
    lines = (_HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]

"""Lines for a terminal: wrapped, coloured where that is wanted, safe to print.

In: words and figures. Out: strings. Used by the text reports; knows nothing of frames or articles.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from click import style

#: Colours of labels, by column; further labels begin again with the first.
COLOURS = ("red", "green", "magenta", "cyan", "yellow", "blue")
_EIGHTHS = " ▏▎▍▌▋▊▉█"


@dataclass(frozen=True)
class Pen:
    """How to write: in ``colour`` or not, in lines of ``width`` characters."""

    colour: bool = False
    width: int = 80

    @property
    def bar_cells(self) -> int:
        """How long a whole bar is."""
        return min(24, self.width // 3)

    def __call__(self, text: str, **kind: Any) -> str:
        """``text`` in the style of `click.style` (fg, bold, dim; what is false is left out), or plain."""
        kind = {name: value for name, value in kind.items() if value}
        return style(text, **kind) if self.colour and text and kind else text

    def fill(self, pieces: Iterable[tuple[str, str]], indent: str, gap: str = " ") -> list[str]:
        """Lines of pieces, each as (what counts for the width, what is written), every line after ``indent``."""
        lines: list[list[str]] = []
        room = 0
        for plain, written in pieces:
            needed = len(gap) + len(plain)
            if not lines or needed > room:
                lines.append([])
                room = self.width - len(indent) + len(gap)
            lines[-1].append(written)
            room -= needed
        return [indent + gap.join(line) for line in lines]

    def wrap(self, text: str, indent: str, **kind: Any) -> list[str]:
        """The words of ``text`` in lines after ``indent``, each word in one style."""
        return [self(line, **kind) for line in self.fill(((word, word) for word in text.split()), indent)]

    def rule(self) -> str:
        """A line from one side to the other."""
        return self("─" * self.width, dim=True)

    def ends(self, left: str, right: str) -> str:
        """``left`` in bold at the left, ``right`` at the right end of the line, or below where there is no room."""
        gap = self.width - len(left) - len(right)
        return self(left, bold=True) + (" " * gap if gap > 1 else "\n") + right


def printable(text: str) -> str:
    """``text`` on one line, without anything that a terminal would obey instead of show.

    >>> printable("a\\x1b[2Jb\\n c")
    'a�[2Jb c'
    """
    line = " ".join(text.split())
    return line if line.isprintable() else " ".join("".join(map(_printable, line)).split())


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    return "" if unicodedata.category(character) == "Cf" else "\N{REPLACEMENT CHARACTER}"


def percent(share: float) -> str:
    """A share or probability in whole percent, never "0%" or "100%" for what is not quite that.

    >>> percent(0.934), percent(0.999), percent(0.001), percent(0.0)
    ('93%', '>99%', '<1%', '0%')
    """
    if 0.99 < share < 1:
        return ">99%"
    return "<1%" if 0 < share < 0.01 else f"{share:.0%}"


def bar(share: float, cells: int) -> str:
    """A bar of ``share`` (0 to 1) of ``cells`` characters, blanks behind it; what is above 0 is seen.

    >>> bar(0.5, 4), bar(0.001, 4)
    ('██  ', '▏   ')
    """
    eighths = round(share * cells * 8)
    eighths = max(eighths, 1) if share > 0 else 0
    full, rest = divmod(min(eighths, cells * 8), 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(cells)


def table(rows: Sequence[Sequence[str]], indent: str = "  ") -> list[str]:
    """Rows in columns, the first set left and the others right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *others in rows:
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        lines.append((indent + "  ".join(cells)).rstrip())
    return lines

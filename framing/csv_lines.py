"""Lines of csv that every reader and no spreadsheet's formula engine takes.

In: cells. Out: one line of text. Used by the reports.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

#: A cell that begins like this would be run by a spreadsheet as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_line(cells: Iterable[Any]) -> str:
    """One row by RFC 4180; Python's own writer leaves a lone "\\r" bare."""
    return ",".join(map(_quoted, map(_csv_cell, cells))) + "\n"


def _quoted(value: Any) -> str:
    text = str(value).replace("\0", "\N{REPLACEMENT CHARACTER}")  # which many readers of csv refuse
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in '",\r\n') else text


def _csv_cell(value: Any) -> Any:
    """``value``; a string that a spreadsheet would run gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value

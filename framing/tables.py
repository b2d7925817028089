"""Files of rows: JSON Lines and csv in and out, every row with its line number.

In: paths. Out: mappings, or a `LabelError` that names file, line and column. Used by `labelling` and by
the scripts that take in new data; what the columns mean is not this module's business.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from framing.decoding import decode
from framing.errors import InputError, LabelError, one_line

Row = dict[str, Any]


def read_jsonl(path: str | os.PathLike[str]) -> Iterator[tuple[int, Row]]:
    """Yield each JSON object of a .jsonl file with its line number; empty lines are left out.

    Raises
    ------
    LabelError : the file cannot be read, or a line is not one JSON object.
    """
    for number, line in enumerate(_text_of(Path(path)).split("\n"), 1):
        if line.strip():
            yield number, _json_object(line, f"{path}:{number}")


def read_csv(path: str | os.PathLike[str]) -> Iterator[tuple[int, Row]]:
    """Yield each row of a csv file (separated by comma, semicolon or tab) with its first line's number.

    Raises
    ------
    LabelError : the file cannot be read, a row has more or fewer cells than the header, a quote never ends.
    """
    text = _text_of(Path(path))
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    header: list[str] = []
    line = 1
    try:
        for cells in reader:
            if line == 1:
                header = [name.strip() for name in cells]
            elif cells:
                yield line, _csv_row(header, cells, f"{path}:{line}")
            line = reader.line_num + 1
    except csv.Error as error:
        raise LabelError(
            f"{path}:{line}: broken csv found ({one_line(error)}), quoted cells wanted: repair the line"
        ) from None


def write_jsonl(rows: Iterable[Mapping[str, Any]], path: str | os.PathLike[str]) -> None:
    """Write one JSON object a line, to a temporary name that is then moved to ``path``."""
    _write(Path(path), "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def write_csv(
    rows: Iterable[Mapping[str, str]], columns: Iterable[str], path: str | os.PathLike[str]
) -> None:
    """Write a header of ``columns`` and a line for each row, the way `write_jsonl` does."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(columns))
    writer.writeheader()
    writer.writerows(rows)
    _write(Path(path), out.getvalue())


def _write(path: Path, text: str) -> None:
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise LabelError(
            f"{path}: half a character ({text[error.start]!r}) found, text that UTF-8 can hold wanted: "
            "repair the sentence that holds it"
        ) from None
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".part")
    temporary.write_bytes(data)
    temporary.replace(path)


def _text_of(path: Path) -> str:
    try:
        return decode(path.read_bytes(), str(path))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise LabelError(f"{path}: {reason}; a readable file wanted: check the path") from error
    except InputError as error:
        raise LabelError(str(error)) from error


def _json_object(line: str, where: str) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        column = getattr(error, "colno", 1)
        raise LabelError(
            f"{where}, column {column}: broken JSON found ({one_line(error)}), "
            'one object such as {"text": "…", "frames": ["fear"]} wanted: repair the line'
        ) from None
    if not isinstance(row, dict):
        raise LabelError(
            f"{where}: {one_line(line, 40)} found, "
            'one object such as {"text": "…", "frames": ["fear"]} wanted: repair the line'
        )
    return row


def _csv_row(header: list[str], cells: list[str], where: str) -> Row:
    if len(cells) != len(header):
        raise LabelError(
            f"{where}: {len(cells)} cells found, {len(header)} wanted as in the header: "
            'put cells that hold the separator between "…"'
        )
    return dict(zip(header, cells, strict=True))

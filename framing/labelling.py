"""Labelled sentences in and out: .jsonl and .csv files, and folders of them.

In: files with the columns of `LabelledSentence`. Out: these records, or a `LabelError` that names file,
line and column. Used by training, evaluation, `framing check` and the scripts. Any label set can be
read; only ``text`` and ``frames`` are required, and a text may be missing where its sha1 stands in its
place. Other columns are passed over.

In csv, frames are written "fear|hope" ("fear;hope" is read too) and none as an empty cell; ``coders`` and
``coders_sentiment`` are JSON objects, and so are frames whose names hold "|" or ";".
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from framing.errors import LabelError, one_line
from framing.records import SENTIMENTS, LabelledSentence
from framing.tables import Row, read_csv, read_jsonl, write_csv, write_jsonl

#: What `read_labelled` reads out of a folder.
SUFFIXES = (".jsonl", ".csv")
#: The columns of labelled data, in the order in which they are written.
COLUMNS = tuple(field.name for field in fields(LabelledSentence))

_SHA1 = re.compile(r"[0-9a-f]{40}")
_SEPARATOR = re.compile(r"[|;]")


def sha1_of(text: str) -> str:
    """Return the sha1 of the exact text in UTF-8, as 40 hexadecimal digits."""
    return hashlib.sha1(text.encode("utf-8"), usedforsecurity=False).hexdigest()


def read_labelled(
    path: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
) -> list[LabelledSentence]:
    """Read labelled sentences, in the order of files and lines.

    Parameters
    ----------
    path : a .jsonl or .csv file, a folder (all such files in and below it, by name), or several of these.

    Raises
    ------
    LabelError : a file is missing, is no labelled data or breaks the form; file, line and column are named.
    """
    paths = [path] if isinstance(path, (str, os.PathLike)) else list(path)
    return [sentence for each in paths for file in _files(Path(each)) for sentence in _read(file)]


def write_labelled(sentences: Iterable[LabelledSentence], path: str | os.PathLike[str]) -> None:
    """Write ``sentences`` as .jsonl or .csv, whichever ``path`` ends in; reading it gives them back.

    Raises
    ------
    LabelError : the path ends in neither, or a text is none that UTF-8 can hold.
    """
    rows = (to_row(sentence) for sentence in sentences)
    suffix = Path(path).suffix.lower()
    if suffix == ".csv":
        write_csv(({k: _cell(v) for k, v in row.items()} for row in rows), COLUMNS, path)
    elif suffix == ".jsonl":
        write_jsonl(rows, path)
    else:
        raise _wrong_suffix(Path(path))


def to_row(sentence: LabelledSentence) -> Row:
    """The sentence as one JSON-ready mapping; what is empty is left out, but never ``frames``."""
    values: Row = {name: getattr(sentence, name) for name in COLUMNS}
    values["frames"] = list(sentence.frames)
    values["coders"] = {coder: list(frames) for coder, frames in sentence.coders.items()}
    values["coders_sentiment"] = dict(sentence.coders_sentiment)
    return {name: v for name, v in values.items() if name == "frames" or v not in (None, "", {})}


def from_row(row: Row, where: str) -> LabelledSentence:
    """Make a sentence of one mapping, as read from a file.

    Parameters
    ----------
    row : its columns; unknown ones are passed over.
    where : file and line, for the message.

    Raises
    ------
    LabelError : a column is missing or holds something else than it should.
    """
    if "frames" not in row:
        raise _missing("frames", row, where)
    given = {name: row[name] for name in COLUMNS if row.get(name) is not None}
    values: Row = {}
    for name, value in given.items():
        values[name] = _CHECKS.get(name, _string)(value, f"{where}, column {name!r}")
    if "frames" not in values:
        raise LabelError(f"{where}, column 'frames': null found, {_FRAMES_WANTED}")
    if "text" not in values:
        if not values.get("sha1"):
            raise _missing("text", row, where)
        values["text"] = None
    elif values.get("sha1", "") not in ("", sha1_of(values["text"])):
        raise LabelError(
            f"{where}, column 'sha1': {values['sha1']} found, {sha1_of(values['text'])} wanted, which is the "
            "text's own: it was changed after it was coded; restore it or drop the sha1"
        )
    return LabelledSentence(**values)


_FRAMES_WANTED = (
    'a list of frames such as ["fear"] wanted: write [] where a sentence was coded and none was found'
)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    if not found:
        raise LabelError(
            f"{path}: no .jsonl or .csv file found, a folder of labelled data wanted: give another folder"
        )
    return found


def _read(path: Path) -> Iterator[LabelledSentence]:
    return (from_row(row, where) for where, row in read_rows(path))


def read_rows(path: Path) -> Iterator[tuple[str, Row]]:
    """The rows of one .jsonl or .csv file, each with its place (``FILE:LINE``), before any column is checked.

    Raises
    ------
    LabelError : the file cannot be read, has no row, or ends in something else.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise _wrong_suffix(path)
    found = False
    for line, row in read_csv(path) if suffix == ".csv" else read_jsonl(path):
        found = True
        yield f"{path}:{line}", _from_cells(row) if suffix == ".csv" else row
    if not found:
        raise LabelError(f"{path}: no sentence found, at least one labelled sentence wanted: add some")


def _wrong_suffix(path: Path) -> LabelError:
    return LabelError(
        f"{path}: {path.suffix or 'no ending'} found, .jsonl or .csv wanted: "
        "keep labelled sentences in one of these forms"
    )


def _missing(column: str, row: Row, where: str) -> LabelError:
    return LabelError(
        f"{where}, column {column!r}: missing among {one_line(', '.join(map(str, row)))}; "
        'text and frames wanted, as in {"text": "…", "frames": ["fear"]}: add or rename the column'
    )


def _cell(value: Any) -> str:
    """One value of a row as a csv cell."""
    if isinstance(value, list) and all(name == name.strip() and _plain(name) for name in value):
        return "|".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else str(value)


def _plain(name: str) -> bool:
    return name[:1] not in ("[", "{") and not _SEPARATOR.search(name)


def _from_cells(row: Row) -> Row:
    """A csv row as a JSON row: frames split, numbers read, empty cells left out."""
    for column in {"frames", "coders", "coders_sentiment"} & set(row):
        row[column] = _from_json(row[column])
    frames, position = row.get("frames"), row.get("position")
    if isinstance(frames, str):
        row["frames"] = [name.strip() for name in _SEPARATOR.split(frames) if name.strip()]
    if isinstance(position, str) and position.isdecimal():
        row["position"] = int(position)
    text_stands = not row.get("sha1")
    return {k: v for k, v in row.items() if v != "" or (k == "text" and text_stands)}


def _from_json(cell: str) -> Any:
    """The list or object that a cell holds in JSON, or the cell itself."""
    try:
        return json.loads(cell) if cell[:1] in ("[", "{") else cell
    except (ValueError, RecursionError):
        return cell


def _string(value: object, where: str) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise LabelError(
            f"{where}: {one_line(repr(value), 40)} found, a string wanted: put it between quotes"
        )
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        found = one_line(repr(value), 40)
        raise LabelError(f"{where}: {found} found, a sentence wanted: write the text or drop the line")
    if "\0" in value or any("\ud800" <= c <= "\udfff" for c in value):
        raise LabelError(
            f"{where}: a NUL or half a character found in {one_line(value, 40)}, plain text wanted: "
            "save the text again as UTF-8"
        )
    return value


def _frames(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise LabelError(f"{where}: {one_line(repr(value), 40)} found, {_FRAMES_WANTED}")
    for name in value:
        if not isinstance(name, str) or not name.strip():
            found = one_line(repr(name), 40)
            raise LabelError(f"{where}: {found} found in the list, names of frames wanted: write words")
    return tuple(dict.fromkeys(value))


def _sentiment(value: object, where: str) -> str:
    if value not in ("", *SENTIMENTS):
        wanted = ", ".join(SENTIMENTS)
        raise LabelError(
            f"{where}: {one_line(repr(value), 40)} found, one of {wanted} wanted: "
            "write one of them or leave the column out"
        )
    return str(value)


def _position(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        found = one_line(repr(value), 40)
        raise LabelError(f"{where}: {found} found, a whole number from 0 wanted: count the sentences from 0")
    return value


def _sha1(value: object, where: str) -> str:
    if value != "" and not (isinstance(value, str) and _SHA1.fullmatch(value)):
        raise LabelError(
            f"{where}: {one_line(repr(value), 50)} found, 40 hexadecimal digits wanted: "
            "take the sha1 of the text in UTF-8"
        )
    return str(value)


def _by_coder(check: Callable[[object, str], Any]) -> Callable[[object, str], dict[str, Any]]:
    """A check for a mapping of coders' names to what each of them said."""

    def checked(value: object, where: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            found = one_line(repr(value), 40)
            raise LabelError(f'{where}: {found} found, codes by coder wanted: write {{"c1": …, "c2": …}}')
        return {coder: check(code, f"{where}, coder {coder!r}") for coder, code in value.items()}

    return checked


_CHECKS: dict[str, Callable[[object, str], Any]] = {
    "text": _text,
    "frames": _frames,
    "sentiment": _sentiment,
    "position": _position,
    "sha1": _sha1,
    "coders": _by_coder(_frames),
    "coders_sentiment": _by_coder(_sentiment),
}

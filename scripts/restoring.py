"""The texts of coded sentences, put back from where they are public.

In: code rows (length and sha1 of each sentence, but no text) and either passages that hold the texts or a
folder of the public sources' own files (.txt, .md, .csv, .json, .jsonl, .xlsx). Out: the rows with their
texts, for a place that git ignores, never for the project. Used by `data.py restore`.

A sentence is found by trying every run of its length that begins and ends where a sentence may, with
white space made even and Markdown's marks taken off, until one has its sha1.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from framing.decoding import decode
from framing.errors import FramingError
from framing.labelling import sha1_of

Row = dict[str, Any]
#: The texts found so far, by their sha1.
Texts = dict[str, str]

#: Where a sentence may begin or end: beside white space, or where a full stop lacks the space after it.
_EDGE = re.compile(r"(?<!\S)(?=\S)|(?<=\S)(?!\S)|(?<=[.!?…”\"»)])(?=\S)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*\)")
_EMPHASIS = re.compile(r"\*+(?!NUMBER)(?<!NUMBER\*)")
_ESCAPE = re.compile(r"\\(\W|_)")
_CELL_TEXT = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}si"


def from_passages(codes: Iterable[Row], passages: Mapping[str, Row]) -> Texts:
    """The texts of the coded sentences that ``passages`` holds unchanged."""
    wanted = {row["sha1"] for row in codes}
    texts = {sha1_of(text): text for passage in passages.values() for text in passage["sentences"]}
    return {sha1: text for sha1, text in texts.items() if sha1 in wanted}


def from_folder(codes: Iterable[Row], folder: Path, unread: Callable[[str], object]) -> Texts:
    """The texts of the coded sentences that the files below ``folder`` hold.

    A file is searched for the sentences whose source names it (its name with or without the ending), any
    other one for nothing. ``unread`` is called with a message for each file that cannot be read.
    """
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in codes:
        for name in set(re.split(r"[:/]", row["source"])):
            by_name[name].append(row)
    texts: Texts = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        rows = by_name.get(path.name) or by_name.get(path.stem) or []
        wanted = {(row["length"], row["sha1"]) for row in rows if row["sha1"] not in texts}
        if wanted:
            try:
                for document in _documents(path):
                    texts |= find(document, wanted)
                    wanted = {pair for pair in wanted if pair[1] not in texts}
            except (OSError, FramingError, ValueError, zipfile.BadZipFile, ElementTree.ParseError) as error:
                unread(f"{path}: {error}")
    return texts


def find(document: str, wanted: Iterable[tuple[int, str]]) -> Texts:
    """Find the sentences of these lengths and sha1 in ``document``, white space made even."""
    text = " ".join(document.split())
    edges = [match.start() for match in _EDGE.finditer(text)]
    ends = set(edges)
    sha1s: dict[int, set[str]] = defaultdict(set)
    for length, sha1 in wanted:
        sha1s[length].add(sha1)
    found: Texts = {}
    for length, hashes in sha1s.items():
        for start in edges:
            if start + length in ends:
                piece = text[start : start + length]
                if sha1_of(piece) in hashes:
                    found[sha1_of(piece)] = piece
    return found


def restored(codes: Iterable[Row], texts: Texts) -> Iterator[Row]:
    """The rows whose texts were found, with them."""
    for row in codes:
        if row["sha1"] in texts:
            yield {"text": texts[row["sha1"]], **row}


def _documents(path: Path) -> Iterator[str]:
    """The texts that a file holds: itself, or every string of a table or a JSON file."""
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        yield from _xlsx_strings(path)
        return
    text = decode(path.read_bytes(), str(path))
    if suffix in (".csv", ".tsv"):
        delimiter = "\t" if suffix == ".tsv" else ","
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield from cells
    elif suffix == ".jsonl":
        for line in text.split("\n"):
            yield from _strings(json.loads(line or "null"))
    elif suffix == ".json":
        yield from _strings(json.loads(text))
    elif suffix == ".md":
        yield without_markdown(text)
    else:
        yield text


def _xlsx_strings(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    for cell in root.iter(_CELL_TEXT):
        yield "".join(cell.itertext())


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def without_markdown(text: str) -> str:
    """Take links' targets, stars and escapes off; tags and list marks stay, as they did in the passages."""
    return _ESCAPE.sub(r"\1", _EMPHASIS.sub("", _LINK.sub(r"\1", " ".join(text.split()))))

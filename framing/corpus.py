"""Files of many articles in (JSON Lines, JSON, csv), one `Article` a record out.

In: an open `Source` and the names of its columns. Out: articles in the file's order, and in the place of
a record that cannot be read an `InputError` that names file and line. Used by `reading`, whose plain
files become articles here as well, so that every article passes the same checks.

A string in a record is data: it is kept to the letter, line ends included, so that offsets fit the
caller's own copy of it.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from framing.decoding import Source, problem
from framing.errors import InputError, one_line
from framing.records import Article

_META = {
    "title": ("title", "titulo", "título", "headline", "titular"),
    "date": ("date", "fecha", "published", "publish_date"),
    "outlet": ("outlet", "source", "medio", "fuente", "newspaper", "periodico", "periódico", "sitename"),
    "url": ("url", "link", "enlace"),
}
_JSON_KINDS = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


@dataclass(frozen=True)
class ReadingOptions:
    """How article files are read.

    Parameters
    ----------
    text_columns : names under which a csv file or JSON record may hold the text, the first present
        taken; give one name to insist on it. Upper and lower case are the same.
    id_columns : the same for an article's name; without one it is called ``FILE:LINE``.
    max_characters : the longest text of one article. A file, or a line of JSON Lines or csv, may have 6
        bytes for each of them (``\\u00e1`` is the longest spelling of a letter) and is not read further.
    """

    text_columns: tuple[str, ...] = (
        *("text", "body", "content", "article", "fulltext", "full_text"),
        *("texto", "cuerpo", "contenido", "articulo", "artículo", "noticia"),
    )
    id_columns: tuple[str, ...] = ("id", "article", "article_id", "name", "nombre", "url")
    max_characters: int = 5_000_000

    @property
    def max_bytes(self) -> int:
        """The most bytes that a file of one article, or one line of a file of many, may have."""
        return 6 * self.max_characters


def make_article(
    name: str, text: str, fields: Mapping[str, object], where: str, options: ReadingOptions
) -> Article:
    """An article, checked: ``fields`` gives its meta; half characters (lone surrogates) become U+FFFD.

    Raises
    ------
    InputError : the text is empty, blank or too long.
    """
    if not text.strip():
        raise _nothing(where, "only white space" if text else "nothing")
    if len(text) > options.max_characters:
        wanted = f"at most {options.max_characters:,}"
        raise problem(where, f"a text of {len(text):,} characters", wanted, "split it into articles")
    return Article(_whole(name), _whole(text), _meta(fields))


def jsonl_articles(source: Source, options: ReadingOptions) -> Iterator[Article | InputError]:
    """An article for each line: a JSON object that has a text, or a text as a JSON string."""
    lines = source.lines()

    def article(line: str) -> Article | None:
        if not line.strip():
            return None
        record = _json(line.removeprefix("\ufeff"), lines.where, lines.number)
        return _record_article(record, lines.place, f"{source.name}:{lines.number}", options)

    return _in_place(map(article, lines), source.where)


def json_articles(source: Source, options: ReadingOptions) -> Iterator[Article | InputError]:
    """The articles of a whole JSON file: a list of records as in `jsonl_articles`, or one record."""
    records = _json(source.text(), source.where)

    def article(number: int) -> Article:
        place, name = f"{source.where}[{number}]", f"{source.name}[{number}]"
        return _record_article(records[number], place, name, options)

    if not isinstance(records, list):
        return iter([_record_article(records, source.where, source.name, options)])
    return _in_place(map(article, range(len(records))), source.where)


def csv_articles(source: Source, options: ReadingOptions) -> Iterator[Article | InputError]:
    """An article for each row of a csv file with a header; comma, semicolon, tab or bar between cells.

    Raises
    ------
    InputError : the header cannot be read or has none of the text columns.
    """
    rows = _Rows(source, options)

    def article(cells: list[str]) -> Article | None:
        if not _filled(cells):
            return None
        return _record_article(rows.record(cells), rows.place, f"{source.name}:{rows.number}", options)

    return _in_place(map(article, rows), source.where)


def _in_place(steps: Iterator[Article | None], where: str) -> Iterator[Article | InputError]:
    """The articles that ``steps`` gives, and the errors that single steps raise, each in its place."""
    nothing = True
    while True:
        try:
            article = next(steps)
        except StopIteration:
            break
        except InputError as error:
            yield error
        else:
            if article is None:
                continue
            yield article
        nothing = False
    if nothing:
        yield _nothing(where, "no record")


class _Rows:
    """The rows of a csv file below its header; ``number`` is the line on which the last row begins.

    A row that cannot be read raises `InputError`; the next call goes on with the line after it.
    """

    def __init__(self, source: Source, options: ReadingOptions) -> None:
        # The csv module's own limit, 131,072 characters a cell, is below that of a long article.
        csv.field_size_limit(max(csv.field_size_limit(), options.max_bytes))
        self.number = 0
        self._lines = source.lines()
        self._cells = csv.reader(self._lines, delimiter=_separator(source.start, options), strict=True)
        self._header = next(filter(_filled, self), [])
        if not self._header:
            raise _nothing(source.where)
        if not _has_any(self._header, options.text_columns):
            raise _without_text(self.place, self._header, options)

    @property
    def place(self) -> str:
        """Where the last row begins: ``FILE:LINE``."""
        return f"{self._lines.where}:{self.number}"

    def __iter__(self) -> _Rows:
        return self

    def __next__(self) -> list[str]:
        self.number = self._lines.number + 1
        try:
            return next(self._cells)
        except csv.Error as error:
            what = "the rest of the file is in it" if "end of data" in str(error) else one_line(error)
            wanted = "cells in quotes with the quotes in them doubled"
            raise problem(self.place, f"a broken row ({what})", wanted, "correct it") from error

    def record(self, cells: list[str]) -> dict[str, str]:
        """``cells`` under their column names; raises `InputError` if they are not as many."""
        if len(cells) < len(self._header) or _filled(cells[len(self._header) :]):
            found, wanted = f"a row of length {len(cells)}", f"length {len(self._header)}, as in the header,"
            raise problem(self.place, found, wanted, "put cells that hold separators in quotes")
        backwards = zip(self._header[::-1], cells[len(self._header) - 1 :: -1], strict=True)
        return dict(backwards)  # so that the first column of a name counts


def _filled(cells: list[str]) -> bool:
    """Whether a row holds anything: spreadsheets add rows of empty cells."""
    return any(map(str.strip, cells))


def _separator(start: str, options: ReadingOptions) -> str:
    """The mark that separates the columns of a header: the one that shows a text column, or most columns."""
    first = next(iter(start.replace("\0", "").splitlines()), "")
    headers = {mark: next(csv.reader([first], delimiter=mark), []) for mark in ",;\t|"}
    return max(headers, key=lambda mark: (_has_any(headers[mark], options.text_columns), len(headers[mark])))


def _record_article(record: Any, place: str, name: str, options: ReadingOptions) -> Article:
    """The article of one record: a mapping with a text, or a text alone, which is then called ``name``."""
    if isinstance(record, str):
        return make_article(name, record, {}, place, options)
    if not isinstance(record, dict):
        raise problem(place, _kind(record), "an object with a text", "correct it or leave it out")
    fields = {str(key).strip().casefold(): value for key, value in record.items()}
    column = next((key for key in map(str.casefold, options.text_columns) if key in fields), None)
    if column is None:
        raise _without_text(place, record, options)
    text = fields.pop(column)
    if not isinstance(text, str):
        raise problem(place, f"{_kind(text)} as {column!r}", "a string", "correct it or leave it out")
    names = filter(None, (_string(fields.get(key.casefold())) for key in options.id_columns))
    return make_article(next(names, name), text, fields, place, options)


def _meta(fields: Mapping[str, object]) -> dict[str, str]:
    """Title, date, outlet and url where ``fields`` states them under one of their names."""
    stated = {str(key).casefold(): _string(value) for key, value in fields.items()}
    found = {name: next(filter(None, map(stated.get, keys)), "") for name, keys in _META.items()}
    return {name: value for name, value in found.items() if value}


def _string(value: object) -> str:
    """A word or number as a string on one line; "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return _whole(" ".join(str(value).split()))


def _whole(text: str) -> str:
    """``text`` with U+FFFD for each half of a character (a lone surrogate), which no file could hold."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _json(text: str, where: str, first_line: int = 1) -> Any:
    try:
        return json.loads(text.rstrip())
    except json.JSONDecodeError as error:
        place = f"{where}:{first_line + error.lineno - 1}"
        what = f"{one_line(error.msg)}, column {error.colno}"
        raise problem(place, f"broken JSON ({what})", "a JSON object", "correct it") from error
    except (ValueError, RecursionError) as error:
        what = f"JSON that cannot be read ({one_line(error)})"
        raise problem(f"{where}:{first_line}", what, "a JSON object", "correct it") from error


def _has_any(header: Iterable[str], names: Iterable[str]) -> bool:
    return not {cell.strip().casefold() for cell in header}.isdisjoint(map(str.casefold, names))


def _kind(value: object) -> str:
    return _JSON_KINDS.get(type(value), "null")


def _without_text(where: str, columns: Iterable[str], options: ReadingOptions) -> InputError:
    found = f"columns {one_line(', '.join(columns), 200) or '(none)'}"
    wanted = f"a text column ({', '.join(options.text_columns)})"
    return problem(where, found, wanted, "say which it is with --text-column NAME")


def _nothing(where: str, found: str = "nothing") -> InputError:
    return problem(where, found, "an article", "give its text or leave it out")

"""Files, folders and standard input in, Articles out: the one door through which texts enter.

In: paths, in the caller's order. Out: one `Article` a text, or in the place of what cannot be read an
`InputError` on one line, so that callers go on with the rest and name the bad one. Used by `scoring`
and by the commands.

    .txt                  the text as it is; line ends become "\\n", as Python's `open` reads them
    .md .markdown         its plain text (see `markdown`)
    .html .htm .xhtml     the article in a saved page (see `webpage`; extra ``newsframing[html]``)
    .jsonl .ndjson        an article a line (see `corpus`)
    .json                 a list of such records, or one; JSON Lines under that name too
    .csv .tsv             an article a row
    folders               all files of these kinds, in the order of their names, subfolders included
    -                     standard input
    any other ending      a text, if its bytes are one

Standard input, .txt and unknown endings are looked into first: what begins as JSON Lines (``{"``), as a
JSON list of records (``[{"``) or as a web page (``<!doctype html``, ``<html``) is read as that.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from framing.corpus import ReadingOptions, csv_articles, json_articles, jsonl_articles, make_article
from framing.decoding import Source, problem
from framing.errors import InputError, one_line
from framing.records import Article

__all__ = ["ENDINGS", "ReadingOptions", "read_articles"]

_DEFAULTS = ReadingOptions()
_LOOKS_LIKE = (
    (r'\{\s*"', ".json"),
    (r'\[\s*\{\s*"', ".json"),
    (r"(?i:<!doctype\s+html|<html[\s>])", ".html"),
)
_WHOLE_JSON = r"\[|\{\s*\n"
_LEFTOVERS = ("_files", "_archivos")  # what browsers put beside a page that they save whole


def read_articles(
    paths: Iterable[str | os.PathLike[str]], *, options: ReadingOptions = _DEFAULTS
) -> Iterator[Article | InputError]:
    """Read articles one after the other, as they are asked for.

    Parameters
    ----------
    paths : files, folders, or "-" for standard input; each is read as often as it is given.
    options : the names of columns and the longest text; see `ReadingOptions`.

    Yields
    ------
    An `Article` for each text, named by its path as given, by its id, or by ``FILE:LINE``; in the place
    of a file, line or row that cannot be read, an `InputError` (not raised) that says where and why.

    Raises
    ------
    InputError : ``paths`` is a lone path.
    """
    if isinstance(paths, (str, bytes, os.PathLike)):
        found = f"the lone path {one_line(os.fsdecode(paths), 200)}"
        raise InputError(f"{found} found, a list of paths wanted: put it in brackets")
    return (article for path in paths for article in _read_path(os.fsdecode(path), options))


def _read_path(path: str, options: ReadingOptions) -> Iterator[Article | InputError]:
    """The articles of one path as given."""
    if path == "-" or not os.path.isdir(path):
        yield from _read_file(path, options)
        return
    nothing = True
    for found in _folder_files(path, set()):
        nothing = False
        if isinstance(found, InputError):
            yield found
        else:
            yield from _read_file(found, options)
    if nothing:
        wanted = f"article files ({' '.join(ENDINGS)})"
        yield problem(path, "a folder without articles", wanted, "name the files themselves")


def _folder_files(folder: str, seen: set[str]) -> Iterator[str | InputError]:
    """The paths of the articles in ``folder``, hidden ones left out, each real folder visited once."""
    seen.add(os.path.realpath(folder))
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield _unreadable(folder, error)
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if os.path.isdir(entry.path):
            if os.path.realpath(entry.path) not in seen and not _is_leftover(entry.name, names):
                yield from _folder_files(entry.path, seen)
        elif _ending(entry.name) in ENDINGS and _is_file_or_broken(entry.path):
            yield entry.path


def _is_file_or_broken(path: str) -> bool:
    """False for a pipe or device, which would be waited for; a broken link is tried, and then named."""
    return os.path.isfile(path) or not os.path.exists(path)


def _is_leftover(folder: str, names: set[str]) -> bool:
    """Whether ``folder`` holds the pictures and frames of a saved page that lies beside it."""
    page = next((folder.removesuffix(end) for end in _LEFTOVERS if folder.endswith(end)), None)
    return page is not None and not names.isdisjoint({f"{page}.html", f"{page}.htm"})


def _read_file(path: str, options: ReadingOptions) -> Iterator[Article | InputError]:
    """The articles of one file, every problem with it given as an `InputError`."""
    try:
        with _opened(path) as stream:
            source = Source(path, stream, options.max_bytes)
            yield from _reader(source)(source, options)
    except InputError as error:
        yield error
    except OSError as error:
        yield _unreadable(path, error)


def _opened(path: str) -> contextlib.AbstractContextManager[BinaryIO]:
    return contextlib.nullcontext(sys.stdin.buffer) if path == "-" else open(path, "rb")


def _unreadable(path: str, error: OSError) -> InputError:
    reason = one_line(error.strerror or error).lower()
    return problem(path, f"nothing readable ({reason})", "a file or folder", "check its name and permissions")


Reader = Callable[[Source, ReadingOptions], Iterator["Article | InputError"]]


def _reader(source: Source) -> Reader:
    """What reads ``source``, by its ending and, where that says little, by its first characters."""
    ending = _ending(source.name)
    if ending not in ENDINGS or ending == ".txt":
        start = source.start
        ending = next((kind for begins, kind in _LOOKS_LIKE if re.match(begins, start)), ".txt")
    if ending == ".json" and not re.match(_WHOLE_JSON, source.start):
        return jsonl_articles
    return ENDINGS[ending]


def _ending(path: str) -> str:
    return os.path.splitext(path)[1].lower()


def _text_article(source: Source, options: ReadingOptions) -> Iterator[Article | InputError]:
    yield make_article(source.name, _unix_lines(source.text()), {}, source.where, options)


def _markdown_article(source: Source, options: ReadingOptions) -> Iterator[Article | InputError]:
    from framing.markdown import plain_text

    text, fields = plain_text(_unix_lines(source.text()))
    yield make_article(source.name, text, fields, source.where, options)


def _page_article(source: Source, options: ReadingOptions) -> Iterator[Article | InputError]:
    from framing.webpage import page_text

    text, fields = page_text(source.data(), source.where)
    yield make_article(source.name, text, fields, source.where, options)


def _unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


#: The endings that are looked for in folders, and what reads each.
ENDINGS: dict[str, Reader] = {
    ".txt": _text_article,
    ".md": _markdown_article,
    ".markdown": _markdown_article,
    ".html": _page_article,
    ".htm": _page_article,
    ".xhtml": _page_article,
    ".jsonl": jsonl_articles,
    ".ndjson": jsonl_articles,
    ".json": json_articles,
    ".csv": csv_articles,
    ".tsv": csv_articles,
}

"""Bytes in, text out: which encoding a file is in, and whether it is text at all.

In: an open binary stream and its name. Out: its text, whole or line by line, or an `InputError` that
names the file, the line and what was found. Used by `reading`, `rows` and `webpage`.

A byte order mark decides; then zero bytes in every other place (UTF-16 without a mark); then UTF-8, if
the bytes are valid UTF-8; then Windows-1252. Almost any bytes can be read as Windows-1252, so that
guess is taken only where the outcome looks like Western text: otherwise the file is named, never
returned as garbled words.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import IO, BinaryIO, TextIO

from framing.errors import InputError, one_line

_HEAD = 4096  # bytes looked at before a file is read

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_AS_TEXT = "export it as plain text"
_KINDS = (
    (b"%PDF-", "PDF", _AS_TEXT),
    (b"PK\x03\x04", "ZIP or Office file (docx, xlsx, odt, epub)", _AS_TEXT),
    (b"\xd0\xcf\x11\xe0", "old Office file (doc, xls)", _AS_TEXT),
    (b"{\\rtf", "RTF document", _AS_TEXT),
    (b"%!PS", "PostScript", _AS_TEXT),
    (b"bplist00", "web archive", "save the page as HTML"),
    (b"From: <Saved by", "MHTML page", "save the page as HTML"),
    (b"\x1f\x8b", "gzip archive", "unpack it"),
    (b"BZh9", "bzip2 archive", "unpack it"),
    (b"\xfd7zXZ", "xz archive", "unpack it"),
    (b"7z\xbc\xaf", "7z archive", "unpack it"),
    (b"Rar!", "RAR archive", "unpack it"),
    (b"\x28\xb5\x2f\xfd", "zstd archive", "unpack it"),
    (b"\x89PNG", "PNG picture", "give its text"),
    (b"\xff\xd8\xff", "JPEG picture", "give its text"),
    (b"GIF8", "GIF picture", "give its text"),
    (b"SQLite format 3", "SQLite database", "export the articles as CSV"),
)

_UTF8_LETTER = rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
_NEWLINE = b"\n"
_ASCII = bytes(range(128))
_NOT_ASCII_LETTERS = bytes(b for b in range(256) if not chr(b).isalpha() or b > 127)
_QUOTES_AND_DASHES = "€…‘’“”•–—\u00a0¡ª«\u00ad·º»¿".encode("cp1252")
_CONTROL = "[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]"  # \x1a ended files under DOS
# What Windows-1252 never shows after a small letter: where Mac and DOS files have accents and quotation marks.
_NO_WORD = (
    rb"[a-z](?:[\x82\x8e\xa2-\xa4\xc0-\xd6\xd8-\xde]"  # ‚ Ž ¢ £ ¤ and accented capitals
    rb"|[\x80\x83\x84\x86-\x89\x8b\x98\x9b\xa1\xa5\xa6\xa8\xa9\xac\xaf][a-z]"  # other signs inside a word
    rb"|\x9c[lmn]|\x97n(?![a-z])|\x96os?(?![a-z]))"  # as in "algœn", "comisi—n", "a–os"
)


def problem(where: str, found: str, wanted: str, todo: str) -> InputError:
    """The one-line error ``WHERE: FOUND found, WANTED wanted: TODO``; ``where`` is a file, or file:line."""
    return InputError(f"{one_line(where, 500)}: {found} found, {wanted} wanted: {todo}")


class Source:
    """An open input: its first bytes, looked at, and the rest, not read yet.

    Parameters
    ----------
    name : how results name it: the path as given, or "-".
    stream : a binary stream at its beginning; it stays the caller's to close.
    max_bytes : the most bytes that the whole (`data`, `text`) or one line (`lines`) may have.

    Raises
    ------
    InputError : the first bytes are those of a PDF, a picture, an archive.
    """

    def __init__(self, name: str, stream: BinaryIO, max_bytes: int) -> None:
        self.name = name
        self.where = "standard input" if name == "-" else name
        self._max_bytes = max_bytes
        self._stream = stream
        self._head = stream.read(_HEAD)
        for magic, kind, todo in _KINDS:
            if self._head.startswith(magic):
                raise problem(self.where, kind, "text", todo)

    @property
    def start(self) -> str:
        """The first characters, white space stripped; bytes that cannot be decoded are left out."""
        return self._head.decode(_wide_encoding(self._head) or "utf-8", "ignore").lstrip("\ufeff \t\r\n")

    def data(self) -> bytes:
        """The whole input; raises `InputError` if it is too long."""
        data = self._head + self._stream.read(max(0, self._max_bytes + 1 - len(self._head)))
        if len(data) > self._max_bytes:
            raise problem(self.where, f"more than {self._max_bytes:,} bytes", "a smaller file", "split it")
        return data

    def text(self) -> str:
        """The whole input as text; raises `InputError` if it is too long, or as `decode` does."""
        return decode(self.data(), self.where)

    def lines(self) -> Lines:
        """The input line by line, in the memory that one line needs."""
        stream = io.BufferedReader(_Rejoined(self._head, self._stream))
        return Lines(stream, _wide_encoding(self._head), self.where, self._max_bytes)


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes were already read: those again, then the rest."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        return len(data)


class Lines:
    """The lines of a stream, each with its end, decoded one at a time.

    A line that cannot be read raises `InputError`; the next call goes on with the line after it.
    ``number`` is the number of the last line taken, from 1. Two files put together may mix UTF-8 and
    Windows-1252 lines; but once a line has shown UTF-8 letters, a broken one after it is damage.
    """

    def __init__(self, stream: IO[bytes], wide: str, where: str, max_bytes: int) -> None:
        self.number = 0
        self._wide = wide
        self.where = where
        self._max_bytes = max_bytes
        self._legacy = True
        # Latin-1 keeps every byte as it is, so that each line can be decoded for itself.
        self._text: TextIO = io.TextIOWrapper(stream, wide or "latin-1", newline="")

    @property
    def place(self) -> str:
        """Where the last line stands: ``FILE:LINE``."""
        return f"{self.where}:{self.number}"

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        line = self._take()
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > self._max_bytes:
            while line and not line.endswith(("\n", "\r")):
                line = self._take()
            raise problem(
                self.place, f"a line of over {self._max_bytes:,} bytes", "one article a line", "split it"
            )
        text = line if self._wide else self._decoded(line.encode("latin-1"))
        return text.removeprefix("\ufeff") if self.number == 1 else text

    def _decoded(self, data: bytes) -> str:
        text = _narrow_text(data, self.where, self.number, self._legacy)
        self._legacy = self._legacy and (data.isascii() or text.encode("utf-8") != data)
        return text

    def _take(self) -> str:
        try:
            return self._text.readline(self._max_bytes + 1)
        except UnicodeDecodeError as error:
            self._text = io.StringIO()  # there is no way to go on: this is the end
            self.number += 1
            raise _damaged(self.place, self._wide) from error


def decode(data: bytes, where: str) -> str:
    """The text of ``data``, a whole file named ``where``; line ends stay, a byte order mark goes.

    Raises
    ------
    InputError : bytes that are not text, are damaged, or are in an encoding that is not certain.
    """
    wide = _wide_encoding(data[:_HEAD])
    text = _wide_text(data, where, wide) if wide else _narrow_text(data, where)
    return text.removeprefix("\ufeff")


def _wide_text(data: bytes, where: str, encoding: str) -> str:
    """``data`` read as UTF-16 or UTF-32; without a byte order mark, as text that has no control signs."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _damaged(where, encoding) from error
    if "\0" in text or (not text.startswith("\ufeff") and re.search(_CONTROL, text)):
        raise _binary(where)
    return text


def _wide_encoding(head: bytes) -> str:
    """The UTF-16 or UTF-32 encoding that ``head`` shows, or "" for one of single bytes."""
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    even, odd = head[0::2], head[1::2]
    if 3 * odd.count(0) > len(odd) and not even.count(0):
        return "utf-16-le"
    if 3 * even.count(0) > len(even) and not odd.count(0):
        return "utf-16-be"
    return ""


def _narrow_text(data: bytes, where: str, line: int = 1, legacy: bool = True) -> str:
    """``data`` read as UTF-8 or, where ``legacy`` allows it, as Windows-1252; ``line`` is its first line."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = f"{where}:{line + data.count(_NEWLINE, 0, error.start)}"
        if not legacy or _mostly_utf8(data):
            raise _damaged(place, "utf-8") from error
        return _legacy_text(data, place)
    if "\0" in text:
        raise _binary(f"{where}:{line + data.count(_NEWLINE, 0, data.index(0))}")
    return text


def _mostly_utf8(data: bytes) -> bool:
    """Whether most bytes above ASCII are part of a letter in UTF-8: damaged UTF-8, not Windows-1252."""
    return 2 * sum(map(len, re.findall(_UTF8_LETTER, data))) > len(data.translate(None, _ASCII))


def _legacy_text(data: bytes, where: str) -> str:
    """``data`` read as Windows-1252, if it looks like Western text then."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise _binary(where) from None
    if re.search(_CONTROL, text):
        raise _binary(where)
    accented = data.translate(None, _ASCII + _QUOTES_AND_DASHES)
    if len(accented) > len(data.translate(None, _NOT_ASCII_LETTERS)) or re.search(_NO_WORD, data):
        raise problem(where, "neither UTF-8 nor Windows-1252", "text in one of them", "save it as UTF-8")
    return text


def _damaged(where: str, encoding: str) -> InputError:
    return problem(
        where, f"damaged {encoding.upper()} (bytes missing or changed)", "whole text", "save it again"
    )


def _binary(where: str) -> InputError:
    return problem(where, "a binary file or an unknown encoding", "text", "save it as plain text in UTF-8")

"""A saved web page in, the plain text of its article out.

In: the bytes of an HTML file. Out: the article's paragraphs with a blank line between them, and the
title, date, outlet and address that the page states. Used by `reading`, which imports it only for such
a file. It needs the extra ``newsframing[html]`` (trafilatura); nothing is ever fetched.
"""

from __future__ import annotations

import codecs
import json
import logging
import re

from framing.decoding import decode, problem

_CHARSET = re.compile(
    rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
_CHARSET_WITHIN = 4096  # bytes from the beginning in which a page may state its character set
_STATED = {"title": "title", "date": "date", "outlet": "source-hostname", "url": "source"}
_COPY = "copy its text into a .txt file"


def page_text(data: bytes, where: str) -> tuple[str, dict[str, object]]:
    """The article in a saved web page, menus and comments left out, and what the page states of it.

    Parameters
    ----------
    data : the page as saved; UTF-8 where it is valid, else as its meta tag says, else Windows-1252.
    where : its name, for messages.

    Raises
    ------
    InputError : the extra is not installed, the page cannot be decoded, or no article is found in it.
    """
    page = _decoded(data, where)
    try:
        found = json.loads(_extract(page) or "{}")
    except ImportError as error:
        todo = 'pip install "newsframing[html]"'
        raise problem(where, "a web page", "the html extra to read it, not installed,", todo) from error
    except Exception as error:  # whatever a foreign parser raises on one page, the other inputs go on
        what = f"a web page that cannot be parsed ({type(error).__name__})"
        raise problem(where, what, "an article", _COPY) from error
    text = "\n\n".join(filter(None, found.get("text", "").split("\n"))).strip()
    if not text:
        raise problem(where, "a web page without an article", "an article", _COPY)
    return text, {field: found.get(key) for field, key in _STATED.items()}


def _extract(page: str) -> str | None:
    """The article of ``page`` as JSON, or None; raises ImportError where the extra is not installed."""
    import trafilatura

    for name in ("trafilatura", "htmldate", "justext"):  # what they would print, our own error says
        if not logging.getLogger(name).handlers:
            logging.getLogger(name).addHandler(logging.NullHandler())
    article: str | None = trafilatura.extract(
        page,
        output_format="json",
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},  # stated, not guessed
    )
    return article


def _decoded(data: bytes, where: str) -> str:
    declared = _CHARSET.search(data[:_CHARSET_WITHIN])
    name = (declared[1] or declared[2]).decode("ascii") if declared else ""
    if _is_utf8(data) or not _is_another(name):
        return decode(data, where)
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        what = f"a page that is not in {name}, as it says,"
        raise problem(where, what, "its real encoding", "save it again as UTF-8") from error


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_another(name: str) -> bool:
    """Whether ``name`` is an encoding that a meta tag can state, and none that `decode` finds itself.

    Latin-1 and ASCII are left to `decode`: where a page states them, browsers read Windows-1252.
    """
    try:
        known = codecs.lookup(name).name not in ("utf-8", "iso8859-1", "ascii")
        return known and b"<meta>".decode(name) == "<meta>"
    except (LookupError, UnicodeError):
        return False

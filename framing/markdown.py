"""Markdown in, the plain text of its article out.

In: the text of a Markdown file. Out: its paragraphs with a blank line between them, and the fields of
its front matter under their own names. Used by `reading`, which imports it only for such a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

# Every line of front matter is a key, goes on below one, or is blank; prose below a rule is neither.
_FRONT_MATTER = re.compile(
    r"(---|\+\+\+)[ \t]*\n((?:(?:[\w.-]+[ \t]*[:=]|[ \t#\[\]{}-]).*\n|\n)*?)\1[ \t]*(?:\n|\Z)"
)
_FIELD = re.compile(r"""^([\w-]+)[ \t]*[:=][ \t]*(["']?)(\S.*?)\2[ \t]*$""", re.MULTILINE)
_FENCED = re.compile(
    r"^ {0,3}(`{3,}|~{3,})(?![`~])[^\n]*\n(?:.*?^ {0,3}\1[`~]*[ \t]*$|.*\Z)", re.DOTALL | re.MULTILINE
)
_HIDDEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)

_RULE = re.compile(r" {0,3}([-*_=])(?:[ \t]*\1)+[ \t]*|[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+[ \t:-]*")
_REFERENCE = re.compile(r""" {0,3}\[(?!\^)[^\]]+\]:\s*<?\S*(?:[/#]|\w\.\w)\S*(?:\s+["'(].*)?\s*""")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*")
_ROW = re.compile(r"[ \t]*\|(.*)\|[ \t]*")
_OPENING = re.compile(r"\s*(?:>|([-*+][ \t]+(?:\[[ xX]\][ \t])?|\[\^[^\]]+\]:))\s*")
_NUMBERED = re.compile(r"\d{1,9}[.)][ \t]")
_HARD_BREAK = re.compile(r"(?: {2,}|\\)$")

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_KEPT = 0x10FF00  # in the last private plane: escaped marks wait there while the others go
_UNESCAPED = re.compile(f"[{chr(_KEPT)}-{chr(_KEPT + 127)}]")
_LABEL = r"\[([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]"
_TARGET = r"(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])"
_INLINE = (
    (re.compile(r"(?<!`)(`{1,3})(?!`)([^`]+)\1(?!`)"), r"\2"),
    (re.compile(f"!{_LABEL}{_TARGET}"), ""),
    (re.compile(r"\[\^[^\[\]]+\]"), ""),
    (re.compile(f"{_LABEL}{_TARGET}"), r"\1"),
    (re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>]*>"), ""),
)
_EMPHASIS = (
    (re.compile(r"(\*{1,3})(?=[^\s*])([^*]*[^\s*])\1"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^_]*[^\s_])\1(?!\w)"), r"\2"),
    (re.compile(r"~~(?=\S)([^~]*[^\s~])~~"), r"\1"),
)


def plain_text(text: str) -> tuple[str, dict[str, str]]:
    """The plain text of Markdown, and the simple ``key: value`` fields of its front matter.

    Marks of headings, emphasis, bullets, quotations and tables go; links leave their text; pictures,
    code blocks, rules and comments are dropped; the lines of a paragraph become one line.

    >>> plain_text("# Rain\\n\\nIt *rained* on\\n[Quito](https://example.org).")
    ('Rain\\n\\nIt rained on Quito.', {})
    """
    fields: dict[str, str] = {}
    front = _FRONT_MATTER.match(text)
    if front:
        fields = {name: value for name, _, value in _FIELD.findall(front[2])}
        text = text[front.end() :]
    text = _HIDDEN.sub("", _FENCED.sub("", text))
    return "\n\n".join(filter(None, map(_plain, _blocks(text)))), fields


def _blocks(text: str) -> Iterator[str]:
    """The blocks of Markdown (heading, paragraph, list item, table row), the lines of each put together."""
    block: list[str] = []
    for line in text.split("\n"):
        begins, ends, content = _line(line)
        if begins or not content:
            yield "".join(block)
            block = []
        hard = _HARD_BREAK.search(content)
        block += [content[: hard.start()], "\n"] if hard else [content.rstrip(), " "]
        if ends:
            yield "".join(block)
            block = []
    yield "".join(block)


def _line(line: str) -> tuple[bool, bool, str]:
    """Whether ``line`` begins a block, whether it ends one, and what it says without its block marks."""
    if _RULE.fullmatch(line) or _REFERENCE.fullmatch(line):
        return True, True, ""
    if heading := _HEADING.fullmatch(line):
        return True, True, heading[1] or ""
    if row := _ROW.fullmatch(line):
        return True, True, "  ".join(cell.strip() for cell in row[1].split("|"))
    begins, start = False, 0
    while opening := _OPENING.match(line, start):
        begins = begins or bool(opening[1])
        start = opening.end()
    content = line[start:].lstrip()
    return begins or bool(_NUMBERED.match(content)), False, content


def _plain(block: str) -> str:
    """One block without the marks inside its lines."""
    block = _ESCAPED.sub(lambda match: chr(_KEPT + ord(match[1])), block)
    for mark, kept in (*_INLINE, *_EMPHASIS, *_EMPHASIS):  # twice: emphasis stands within emphasis
        block = mark.sub(kept, block)
    block = _UNESCAPED.sub(lambda match: chr(ord(match[0]) - _KEPT), block)
    return unescape(block).strip()

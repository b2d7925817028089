"""Where a text quotes: spans of direct speech in the styles of English and Spanish papers.

In: the text of one article. Out: `Quotation` spans in order, without overlaps. `attribution` looks
for their speakers. Known styles: “ ”, „ “, " ", « », ‹ ›, ‘ ’, ' ' and the raya (—Ya está —dijo Vera—).
A quotation inside another is part of it.

A quotation that nothing closes runs to the end of its paragraph; where the next paragraph opens with
a quotation mark, that quotation carries on the first. Single quotes must close in their paragraph,
since most of them are apostrophes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from framing import wordlists

Span = tuple[int, int]


class Quotation(NamedTuple):
    """Direct speech ``text[start:end]``, its marks included.

    ``continues``: it carries on the quotation before, which its own paragraph left open.
    """

    start: int
    end: int
    continues: bool


#: What closes each opening mark.
_CLOSERS = {"“": '”"', "„": '“”"', '"': '"”', "«": "»", "‹": "›", "‘": "’", "'": "'’"}
_STOPS = {mark: re.compile(f"[{mark}{closers}]") for mark, closers in _CLOSERS.items()}
_DOUBLE = '“„"«‹'
_LONGEST_SINGLE = 1000  # characters in which a single quotation mark must close
# A straight mark opens only before a word and not after one; so does a single one.
_OPENER = re.compile(r"[“„«‹\"‘'](?:(?<=[“„«‹])|(?<![\w.,!?…][\"‘'])(?=[\w¿¡(\[…“«]))")
# A paragraph may carry on a quotation with the mark that would close it: » and ” do so in Spanish.
_CARRIER = re.compile(r"[“„\"«»”]")
_RAYA = re.compile(r"\s*[—–―]\s?(?=[\w¿¡…])")
_RAYAS = re.compile(r"\s[—–―](?=\w)|[—–―](?=[\s.,;:!?…]|$)")
_SENTENCE_RAYA = re.compile(r"[—–―](?<=[.!?…]\s[—–―])(?=\s?[\w¿¡])")
_ASIDE = re.compile(r"[—–―](?<=\s[—–―])(\w+)[^—–―\n]{0,200}[—–―][,.;:]?\s?")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END = re.compile(r"\n\s*")


def find(text: str) -> list[Quotation]:
    """The quotations of ``text`` in order.

    >>> text = "«Basta», dijo Vera. Calló."
    >>> [text[q.start : q.end] for q in find(text)]
    ['«Basta»']
    """
    found: list[Quotation] = []
    is_open = False
    for start, end in _blocks(text):
        carried = is_open and _CARRIER.match(text, start, end) is not None
        raya = _RAYA.match(text, start, end)
        if raya:
            found += [Quotation(*span, False) for span in _dialogue(text, raya.end(), end)]
            is_open = False
            continue
        is_open = False
        for span in _quoted(text, start, end, carried):
            found += _without_asides(text, span, carried and span[0] == start)
            is_open = span[1] == end and not _is_closed(text, *span)
    return found


def _blocks(text: str) -> Iterator[Span]:
    """The paragraphs, cut where a raya opens a sentence."""
    for start, end in paragraphs(text):
        for raya in _SENTENCE_RAYA.finditer(text, start, end):
            yield start, raya.start() - 1
            start = raya.start()
        yield start, end


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of ``text``: parted by blank lines where there are any, else by line ends."""
    breaks = list(_BLANK_LINE.finditer(text)) or list(_LINE_END.finditer(text))
    starts = [0, *(b.end() for b in breaks)]
    return list(zip(starts, [*(b.start() for b in breaks), len(text)], strict=True))


def _quoted(text: str, start: int, end: int, carried: bool) -> Iterator[Span]:
    """The quoted spans of one paragraph; ``carried``: its first character carries on a quotation."""
    at = start
    while at < end:
        opener = None if carried else _OPENER.search(text, at, end)
        if opener is None and not carried:
            return
        begin = opener.start() if opener else start
        mark = {"»": "«", "”": "“"}.get(text[begin], text[begin])
        stop = end if mark in _DOUBLE else min(end, begin + _LONGEST_SINGLE)
        close = _closing(text, begin + 1, stop, mark)
        if close < 0 and mark not in _DOUBLE:
            at = begin + 1
            continue
        carried = False
        at = end if close < 0 else close + 1
        yield begin, at


def _without_asides(text: str, span: Span, carried: bool) -> list[Quotation]:
    """A quotation, cut where rayas hold who speaks: «Basta —dijo Vera—, me voy»."""
    start, end = span
    parts: list[Quotation] = []
    for aside in _ASIDE.finditer(text, start, end):
        verb = aside.group(1)
        if verb.endswith("ó") or verb in _saying():
            parts.append(Quotation(start, aside.start() - 1, carried and not parts))
            start = aside.end()
    return [*parts, Quotation(start, end, carried and not parts)]


@lru_cache(maxsize=1)
def _saying() -> frozenset[str]:
    return frozenset(wordlists.read("es/saying"))


def _closing(text: str, start: int, end: int, mark: str) -> int:
    """Where the quotation that ``mark`` opened before ``start`` closes, or -1."""
    depth = 1
    for match in _STOPS[mark].finditer(text, start, end):
        if match.group() in _CLOSERS[mark] and _may_close(text, match.start(), mark):
            depth -= 1
            if not depth:
                return match.start()
        elif match.group() == mark and mark in "“«‹„":
            depth += 1
    return -1


def _may_close(text: str, i: int, mark: str) -> bool:
    """Whether the mark at ``i`` can close: a single one is often an apostrophe, a straight one may open."""
    after = text[i + 1 : i + 2]
    if mark in "‘'":
        possessive = text[i - 1] == "s" and after == " " and text[i + 2 : i + 3].islower()
        return not after.isalnum() and not text[i - 1].isspace() and not possessive
    return text[i] != '"' or not text[i - 1].isspace()


def _is_closed(text: str, start: int, end: int) -> bool:
    mark = {"»": "«", "”": "“"}.get(text[start], text[start])
    return end - start > 1 and text[end - 1] in _CLOSERS.get(mark, "")


def _dialogue(text: str, start: int, end: int) -> Iterator[Span]:
    """The spoken parts of a paragraph of dialogue: between rayas speech and what is told take turns."""
    marks = list(_RAYAS.finditer(text, start, end))
    for i in range(0, len(marks) + 1, 2):
        begin = marks[i - 1].end() if i else start
        stop = marks[i].start() if i < len(marks) else end
        while begin < stop and not text[begin].isalnum() and text[begin] not in "¿¡":
            begin += 1
        if begin < stop:
            yield begin, stop

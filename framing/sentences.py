"""Where each sentence of an article begins and ends, as exact character offsets, and its language.

In: the text of one article. Out: `Sentence` records in reading order; only white space lies between
them. Used by `scoring`, which scores one sentence at a time.

Lines come first: a paragraph never shares a sentence with the next, while hard-wrapped lines are one
paragraph. Inside a paragraph every full stop, question or exclamation mark and ellipsis before white
space is a candidate, accepted or refused by a few rules for news in English and Spanish; their word
lists stand in `wordlists/`. Both languages' lists always apply: an English article may well quote
"el Gral. Vera". All work is linear in the length of the text.
"""

from __future__ import annotations

import re
from itertools import pairwise

from framing import wordlists
from framing.language import article_language, sentence_languages
from framing.records import Sentence

__all__ = ["article_language", "split"]

Span = tuple[int, int]


def _words(name: str) -> frozenset[str]:
    """The words of ``en/NAME.txt`` and ``es/NAME.txt`` together, comments left out."""
    return frozenset(word for language in ("en", "es") for word in wordlists.read_lines(f"{language}/{name}"))


_TITLES = _words("titles")  # never end a sentence
_NUMBERED = _words("numbered")  # go on where a number follows
_SHORTENED = _words("shortened")  # end a sentence where a typical opener follows
_LETTERED = _words("lettered")  # take a letter as their name: "plan B."
_OPENERS = _words("openers")
_AFTER_CLOCK = _words("after_clock")  # go on after "5 p.m."
_KNOWN = _TITLES | _NUMBERED | _SHORTENED

# A final mark and what closes with it; white space; then, only looked at, the marks and word that follow.
_CANDIDATE = re.compile(
    r"""[.!?…]
        (?: ["'”’»›)\]*] | [ ]?\[\d+\] | [ \u00a0\u202f][»›](?!\w) )*
        ( \s+ )
        (?= ([^\w\s]*\s?[^\w\s]*) (\w*) )""",
    re.VERBOSE,
)
_ENUMERATOR = re.compile(r"[(\[]?(?:\d{1,2}(?:\.\d{1,2})*|[^\W\d_]|[IVXLC]{1,4})")
_ACRONYM = re.compile(r"(?:[^\W\d_]{1,2}\.)*[^\W\d_]{1,2}")  # U.S   EE.UU   Ph.D
_CLOCK = re.compile(r"[ap]\.m", re.IGNORECASE)
_SPACED_DASH = re.compile(r"[-–—]\s")
_ROMAN = re.compile(r"[IVX]{2,}|[VX]")
# "Quito, 13 abr": with a place in capitals, what stands before a report's first sentence.
_DATED = re.compile(
    r"[^.!?:;]{2,40},\s\d{1,2}\s(?:de\s)?"
    r"(?:ene|feb|mar|abr|may|jun|jul|ago|sep|set|oct|nov|dic|jan|apr|aug|dec)\w*",
    re.IGNORECASE,
)
_LONGEST_DATELINE = 60
_WINDOW = 32  # characters before a full stop in which an abbreviation is looked for
_SHORTEST_WRAPPED, _LONGEST_WRAPPED = 30, 120  # characters in a line that was wrapped by hand


def split(text: str) -> list[Sentence]:
    """Split ``text`` into sentences, each with its own language.

    Parameters
    ----------
    text : any string; white space is what `str.isspace` says.

    Returns
    -------
    Sentences in reading order. ``text[s.start:s.end]`` is never empty and neither begins nor ends
    with white space; sentences do not overlap and only white space lies around them. A blank text
    gives an empty list. ``language`` is "en", "es" or "other" (see `framing.language`).

    >>> text = "Dr. Vera spoke at 5 p.m. Nobody asked why."
    >>> [text[s.start : s.end] for s in split(text)]
    ['Dr. Vera spoke at 5 p.m.', 'Nobody asked why.']
    """
    spans = [span for block in _blocks(text) for span in _cut(text, *block)]
    languages = sentence_languages(text, spans)
    return [Sentence(start, end, language) for (start, end), language in zip(spans, languages, strict=True)]


def _blocks(text: str) -> list[Span]:
    """The stretches that no sentence leaves: paragraphs and headlines, trimmed of white space."""
    lines = _lines(text)
    width = _wrap_width(text, lines)
    blocks: list[Span] = []
    last: Span | None = None  # the line before, unless blank
    for line in lines:
        if line[0] == line[1]:
            last = None
            continue
        if last and _goes_on(text, last, line, width):
            blocks[-1] = (blocks[-1][0], line[1])
        else:
            blocks.append(line)
        last = line
    return blocks


def _lines(text: str) -> list[Span]:
    """Every line as a span trimmed of white space; a blank line is an empty span."""
    spans, position = [], 0
    for line in text.splitlines(keepends=True):
        start = position + len(line) - len(line.lstrip())
        spans.append((start, max(start, position + len(line.rstrip()))))
        position += len(line)
    return spans


def _wrap_width(text: str, lines: list[Span]) -> int:
    """The width at which ``text`` was hard-wrapped, or 0 if it was not.

    It was when most lines that stop without a final mark go on in lower case on the next line.
    """
    votes = 0
    for last, (after, after_end) in pairwise(lines):
        if _SHORTEST_WRAPPED <= last[1] - last[0] <= _LONGEST_WRAPPED and after < after_end:
            votes += 0 if _is_closed(text, last) else 1 if text[after].islower() else -1
    if votes <= 0:
        return 0
    return max(end - start for start, end in lines if end - start <= _LONGEST_WRAPPED)


def _goes_on(text: str, last: Span, line: Span, width: int) -> bool:
    """Whether ``line`` carries on the paragraph of the line ``last`` right above it.

    It does in lower case after an unfinished line, and, in a hard-wrapped text, wherever its first
    word would not have fitted on the line above.
    """
    length = last[1] - last[0]
    if length < _SHORTEST_WRAPPED:
        return False
    if text[line[0]].islower() and not _is_closed(text, last):
        return True
    first_word = text[line[0] : min(line[1], line[0] + width)].split(maxsplit=1)[:1]
    return bool(first_word) and length <= width < length + 1 + len(first_word[0])


def _is_closed(text: str, line: Span) -> bool:
    """Whether ``line`` ends in a final mark, a colon or a semicolon, whatever closes with it."""
    return text[max(line[0], line[1] - 4) : line[1]].rstrip("\"'”’»›)]")[-1:] in tuple(".!?…:;")


def _cut(text: str, start: int, end: int) -> list[Span]:
    """The sentences of the block ``text[start:end]``."""
    spans, first = [], start
    for match in _CANDIDATE.finditer(text, start, end):
        if _ends_sentence(text, start, match, start == first):
            spans.append((start, match.start(1)))
            start = match.end()
    spans.append((start, end))
    return spans


def _ends_sentence(text: str, start: int, match: re.Match[str], opens_block: bool) -> bool:
    """Whether the sentence that began at ``start`` ends at the candidate ``match``."""
    _, marks, word = match.groups()
    if word[:1].islower() and not (len(word) == 1 and text.startswith(")", match.end(3))):
        return False  # but "b) ..." may begin a sentence
    if not word and (marks[:1] == "." or match.end(3) == match.endpos):
        return False  # spaced dots, or nothing but marks up to the block's end
    stop = match.start()
    if text[stop] != ".":
        return True
    if stop - start <= _LONGEST_DATELINE and _leads_in(text[start:stop], marks, word, opens_block):
        return False
    before = text[max(start, stop - _WINDOW) : stop].split()
    token = before[-1].lstrip("([\"'“‘«¿¡—–-") if before else ""
    if token.isupper() and word.isupper() and token.capitalize() in _KNOWN:
        token = token.capitalize()  # "ST. PAUL"
    if len(token) > 2 and token not in _KNOWN and "." not in token:
        return True
    return not _goes_on_after(token, before[-2] if len(before) > 1 else "", match)


def _leads_in(head: str, marks: str, word: str, opens_block: bool) -> bool:
    """Whether ``head``, all there is so far, only leads in: an enumerator or a dateline."""
    if _ENUMERATOR.fullmatch(head):
        return True
    if not opens_block:
        return False
    if head.isupper():
        return len(word) == 1 or not word.isupper()
    return bool(_SPACED_DASH.match(marks) or _DATED.fullmatch(head))


def _goes_on_after(token: str, previous: str, match: re.Match[str]) -> bool:
    """Whether the sentence goes on after ``token``, which may be an abbreviation, and its full stop.

    ``previous`` is the word before the token.
    """
    _, marks, word = match.groups()
    if token in _TITLES:
        return True
    if token in _NUMBERED:
        dated = marks == "(" and previous.isdigit()  # "13 abr. (EFE)"
        return dated or word[:1].isdigit() or bool(_ROMAN.fullmatch(word))
    if token.isdigit():
        return previous[-1:] == ";" or (previous[-1:] == ":" and token == "1")
    if _CLOCK.fullmatch(token) or (token in "mM" and previous.lower() in ("a.", "p.")):
        return word in _AFTER_CLOCK
    if token not in _SHORTENED and not _is_acronym(token):
        return False
    if len(token) == 1 and previous.lower() in _LETTERED:
        return False
    if len(word) == 1 and match.string.startswith((".", "'", "’"), match.end(3)):
        return True  # "J. A. Vera", "Kevin C. O'Hara"
    return word not in _OPENERS and not set(marks) & set("¿¡\"'“‘«")


def _is_acronym(token: str) -> bool:
    """Whether ``token`` is an initial, letters between stops ("U.S", "Ph.D") or doubled ("UU")."""
    if len(token) == 2:
        return token.isupper() and token[0] == token[1] and not _ROMAN.fullmatch(token)
    return token[:1].isupper() and bool(_ACRONYM.fullmatch(token.rpartition("-")[2]))

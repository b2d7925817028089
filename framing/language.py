"""Which language an article and each of its sentences are in: "en", "es" or "other".

In: a text and, for sentences, their spans. Out: one of `records.LANGUAGES` each. Used by `sentences`.

A sentence is taken to be in its article's language unless its own words say otherwise. Six words or
more say it with any best guess; fewer must leave no doubt and be more than a name, since "Luisa
González" or "No comment." are at home in both languages. So a Spanish quotation in an English article
is "es", a French one "other", and a headline of three words keeps the article's language. A piece
without letters takes the article's language; an article without letters is "other".

Detection is by `eldc`, which knows 60 languages. It does not know Galician or Kichwa: Galician reads
as Spanish or Portuguese, Kichwa mostly as "other".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import eldc

from framing.records import LANGUAGES

eldc.init()
# Own instances, set in full: what a caller sets on the eldc module changes nothing here. Detection
# keeps its state per thread, so the instances may be shared.
_ANY = eldc.instance()
_ANY.set_languages([])
_ANY.set_scheme("iso639-1")
_ANY.set_scores(20)
_PAIR = eldc.instance()
_PAIR.set_languages(["en", "es"])
_PAIR.set_scheme("iso639-1")

_PREFIX = 80  # characters that suffice to see the language expected; eldc's cost grows with length
_SAMPLE = 200  # characters from an article's beginning, middle and end
_TELLING_WORDS = 6
_CLEAR_GAP = 0.3  # between the scores (0 to 1) of the language seen and the one expected
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_WORD = re.compile(r"[^\W\d_]{2,}|[a-zà-ÿ]")  # initials tell nothing
_UNDETECTABLE = re.compile("[\0\ud800-\udfff]")


def article_language(text: str) -> str:
    """The language of ``text`` as a whole: "en", "es" or "other".

    Parameters
    ----------
    text : any string. Long ones are judged by their beginning, middle and end. Of a word or two that
        could be either language, the likelier one is named; without any letter it is "other".
    """
    return _label(_article_code(_detectable(text)))


def sentence_languages(text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    """The language of each of the ``spans`` (start, end) of ``text``: "en", "es" or "other"."""
    text = _detectable(text)
    expected = _article_code(text)
    usual = _label(expected)
    detect = _ANY.detect
    return [
        usual
        if detect(text[start : min(end, start + _PREFIX)]) == expected
        else _label(_code(text[start:end], expected))
        for start, end in spans
    ]


def _detectable(text: str) -> str:
    """``text`` at the same length without what eldc stops at or refuses: NUL and lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _UNDETECTABLE.sub(" ", text)
    return text.replace("\0", " ")


def _label(code: str) -> str:
    return code if code in LANGUAGES else "other"


def _article_code(text: str) -> str:
    """The code of the language of ``text`` ("pt"), or "und" where there are no words to go by."""
    if len(text) > 3 * _SAMPLE:
        middle = len(text) // 2
        text = f"{text[:_SAMPLE]} {text[middle : middle + _SAMPLE]} {text[-_SAMPLE:]}"
    seen = _ANY.detect_details(text)
    if seen.language in LANGUAGES or seen.reliable:
        return str(seen.language)
    return _code(text, _PAIR.detect(text))


def _code(piece: str, expected: str) -> str:
    """The code of the language of ``piece``: ``expected`` unless its own words speak against that."""
    if not _LATIN.search(piece):
        return "other" if any(map(str.isalpha, piece)) else expected
    seen = _ANY.detect_details(piece)
    code = str(seen.language)
    if code == "und":
        return expected
    if len(_WORD.findall(piece)) >= _TELLING_WORDS:
        return code
    gap = seen.scores[code] - seen.scores.get(expected, 0.0)
    return code if seen.reliable and gap >= _CLEAR_GAP and _says_something(piece) else expected


def _says_something(piece: str) -> bool:
    """Whether ``piece`` holds an ordinary word, not only names, particles and numbers."""
    return any(word.islower() and len(word) > 3 for word in _WORD.findall(piece))

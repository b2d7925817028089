"""The words that the cues of reported speech know, for one language, read once from `wordlists/`.

In: "en" or "es". Out: `SpeechWords`, sets of folded words and the phrases such as "according to *".
Used by `speech` and `attribution`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from framing import wordlists
from framing.actors import fold

#: A word, a possessive 's, or a mark. Applied to text and to phrases alike.
WORD = re.compile(r"['’]s\b|n['’]t\b|[^\W_]+(?:[-’'](?!s\b)[^\W_]+)*|[^\w\s]")


@dataclass(frozen=True)
class SpeechWords:
    """The word lists of one language, folded.

    Attributes
    ----------
    saying : forms of verbs of saying and of taking a position.
    participles : those of them that are never a past tense (Spanish ones).
    roles : words that introduce a person: offices, titles, callings.
    proxies : what speaks for a person: "government", "vocera".
    related : who or what merely belongs to a person: "mother", "ciudad".
    determiners : articles, possessives, demonstratives.
    grammar : small words by kind, as `wordlists/en/grammar.txt` names the kinds.
    phrases : words before and after the person in phrases that name whose view it is.
    spanish : whether a subject may follow its verb anywhere.
    """

    saying: frozenset[str]
    participles: frozenset[str]
    roles: frozenset[str]
    proxies: frozenset[str]
    related: frozenset[str]
    determiners: frozenset[str]
    grammar: dict[str, frozenset[str]]
    phrases: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    spanish: bool


@lru_cache(maxsize=2)
def speech_words(language: str) -> SpeechWords:
    """The words for "es", or for English whatever else ``language`` says."""
    folder = "es" if language == "es" else "en"
    spanish = folder == "es"
    saying = wordlists.read(f"{folder}/saying")
    kinds = (line.partition(":") for line in wordlists.read_lines(f"{folder}/grammar"))
    phrases = (line.partition("*") for line in wordlists.read_lines(f"{folder}/according"))
    return SpeechWords(
        saying=frozenset(map(fold, saying)),
        participles=frozenset(v for v in saying if spanish and v.endswith(("ado", "ido", "to", "cho"))),
        roles=_listed(f"{folder}/roles"),
        proxies=_listed(f"{folder}/proxies"),
        related=_listed(f"{folder}/related"),
        determiners=_listed(f"{folder}/determiners"),
        grammar={kind: frozenset(fold(rest).split()) for kind, _, rest in kinds},
        phrases=tuple((_words(before), _words(after)) for before, _, after in phrases),
        spanish=spanish,
    )


def _listed(name: str) -> frozenset[str]:
    return frozenset(map(fold, wordlists.read(name)))


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(WORD.findall(fold(phrase)))

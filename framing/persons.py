"""A person of an article: gender, and what the article calls the person.

In: nouns, titles and their kinds. Out: `Person`, and `Naming`, the words that name one. Used by all
that finds who is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from framing.actors import fold
from framing.word_kinds import (
    CALLING,
    CANDIDATE,
    MAN,
    OFFICE,
    PERSON,
    PREMIER,
    PRESIDENT,
    RIVAL,
    TITLE,
    WOMAN,
    words_of,
)  # fmt: skip

#: Kinds of nouns that tell an actor from others: no "man", no "neighbour".
OF_ACCOUNT = PRESIDENT | PREMIER | CANDIDATE | RIVAL | OFFICE | CALLING
#: Words that make an office one of the past.
FORMER = frozenset(["former", "ex", "entonces", "exlider", "onetime", "one-time", "then"])
#: What titles are short for.
_TITLES = dict(
    pair.split("=")
    for pair in [
        "dr=doctor",
        "dra=doctora",
        "gen=general",
        "gral=general",
        "col=colonel",
        "cnel=coronel",
        "capt=captain",
        "sen=senator",
        "rep=representative",
        "gov=governor",
        "prof=professor",
        "profa=profesora",
        "ing=ingeniero",
        "econ=economista",
        "abg=abogado",
        "lic=licenciado",
        "lcda=licenciada",
    ]
)
_FEMININE = ("la", "una", "esta", "esa")
_MASCULINE = ("el", "un", "este", "ese", "al", "del")


class Person:
    """Somebody in an article.

    Attributes
    ----------
    name : an actor's full name, "" for anybody else.
    gender : "f", "m", or "" where nothing tells.
    is_named : whether the article names the person.
    roles : nouns that the article uses for the person, without their ending of gender.
    kinds : the kinds of these nouns (see `word_kinds`).
    words : other words of the person's descriptions: "opposition", "revolucion".
    """

    __slots__ = ("gender", "is_named", "kinds", "name", "roles", "words")

    def __init__(self, name: str = "", gender: str = "", is_named: bool = True) -> None:
        self.name, self.gender, self.is_named = name, gender, is_named
        self.roles: set[str] = set()
        self.words: set[str] = set()
        self.kinds = 0

    def describe(self, noun: str, kinds: int, words: Sequence[str] = ()) -> None:
        """Note that the article calls the person ``noun``, of ``kinds``, with ``words`` around it."""
        if self.name and not kinds & (OF_ACCOUNT | TITLE):
            return
        self.roles.add(stem(_TITLES.get(noun, noun)))
        self.words.update(words)
        if not FORMER.intersection(words):
            self.kinds |= kinds & (PERSON | MAN | WOMAN)

    def learn_gender(self, noun: str, kinds: int, spanish: bool, words: Sequence[str] = ()) -> None:
        """Take the gender from a noun such as "congresswoman" or "senadora", or from its article."""
        if not self.gender:
            self.gender = noun_gender(noun, kinds, spanish, words)

    def fits(self, gender: str) -> bool:
        """Whether a word of ``gender`` ("" for any) can mean the person."""
        return not gender or not self.gender or self.gender == gender

    def __repr__(self) -> str:
        return f"<{self.name or 'somebody'} {self.gender} {' '.join(sorted(self.roles))}>"


class Naming(NamedTuple):
    """The tokens ``first`` to ``last`` name ``person``."""

    first: int
    last: int
    person: Person


def stem(noun: str) -> str:
    """A folded noun without the ending that tells its gender: "candidata" and "candidato" are one.

    >>> stem("candidata") == stem("candidato")
    True
    """
    return noun[:-1] if noun[-1:] in "oae" and len(noun) > 4 else noun


def noun_gender(noun: str, kinds: int, spanish: bool, words: Sequence[str] = ()) -> str:
    """ "f", "m" or "" for a noun of ``kinds``; a Spanish one shows it by an article among ``words`` or its ending."""
    if kinds & WOMAN and not kinds & MAN:
        return "f"
    if kinds & MAN and not kinds & WOMAN:
        return "m"
    if not spanish:
        return ""
    for word in words:
        if word in _FEMININE:
            return "f"
        if word in _MASCULINE:
            return "m"
    return {"a": "f", "o": "m"}.get(noun[-1:], "") if not noun.endswith("ista") else ""


def name_gender(name: str) -> tuple[str, str]:
    """The gender of a full name: as its first name is listed, and as its ending suggests; "" where it is neither."""
    first, _, rest = name.partition(" ")
    table, word = words_of(""), fold(first).partition("-")[0]
    if not rest:
        return "", ""
    return (table.gender(word), "") if word in table.first_names else ("", table.gender(word))

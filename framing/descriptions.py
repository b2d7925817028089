"""Descriptions of persons: "the leftist candidate", "su principal rival", "the president of the court".

In: the words of a sentence with their kinds, and the place of a noun for a person. Out: a
`Description`. Used by `epithets` and `references`; whom it means is for `cast` to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from framing.persons import noun_gender
from framing.word_kinds import (
    AUXILIARY,
    BE,
    BREAK,
    CALLING,
    CANDIDATE,
    CAPITAL,
    CLITIC,
    CONTENT,
    DETERMINER,
    FINITE,
    HER,
    HIS,
    JOIN,
    MARK,
    MODIFIER,
    NAME,
    NUMBER,
    PERSON,
    PREMIER,
    PREPOSITION,
    PRESIDENT,
    RELATIVE,
    SAYING,
    TITLE,
)  # fmt: skip

_LONGEST = 6  # words before or after the noun
_HEADS = frozenset(["head", "chief", "jefe", "jefa", "leader", "lider", "lideresa"])
_STATE = frozenset(["state", "estado", "government", "gobierno", "ejecutivo", "executive"])
_JOINS = ("de", "del", "of", "for", "en", "por")
_ENDS = MARK | PREPOSITION | BE | AUXILIARY | RELATIVE | JOIN | CONTENT | BREAK | NUMBER


class Description(NamedTuple):
    """Tokens ``first`` to ``last`` describe a person.

    ``noun``, ``kinds``: the noun and its kinds; ``determiner``: the token that opens it, or -1;
    ``owner``: the token of the possessive, "his" or 's, or -1; ``words``: all other words before and
    right behind the noun; ``complement``: those that follow "of"; ``gender``: "f", "m" or "".
    """

    first: int
    last: int
    noun: str
    kinds: int
    determiner: int
    owner: int
    words: tuple[str, ...]
    complement: tuple[str, ...]
    gender: str


def parse(words: Sequence[str], kinds: Sequence[int], j: int, spanish: bool) -> Description:
    """The description whose noun is token ``j``."""
    first, determiner, owner, before = _before(words, kinds, j, spanish)
    last, after = _adjectives(words, kinds, j, spanish)
    end, complement = _complement(words, kinds, last)
    kind = kinds[j]
    if words[j] in _HEADS and _STATE.intersection(complement):
        kind |= PRESIDENT | PREMIER
    article = (words[determiner],) if determiner >= 0 else ()
    gender = noun_gender(words[j], kinds[j], spanish, article)
    return Description(first, end, words[j], kind, determiner, owner, (*before, *after), complement, gender)


def is_possessive(words: Sequence[str], k: int) -> bool:
    """Whether token ``k`` is an English possessive, 's or the apostrophe behind an s."""
    word = words[k]
    return word in ("'s", "’s") or (word in ("'", "’") and k > 0 and words[k - 1][-1:] == "s")


def _before(
    words: Sequence[str], kinds: Sequence[int], j: int, spanish: bool
) -> tuple[int, int, int, list[str]]:
    """Where the description begins, its determiner and owner (-1 without), the words between."""
    between: list[str] = []
    for k in range(j - 1, max(-1, j - 1 - _LONGEST), -1):
        kind = kinds[k]
        if is_possessive(words, k) and not spanish:
            if not kinds[k - 1] & CAPITAL:
                break
            if kinds[k - 1] & NAME and any(kinds[i] & DETERMINER for i in range(max(0, k - 3), k)):
                between.append(words[k - 1])  # "the Citizens' Revolution candidate"
                continue
            return k, -1, k, between
        if kind & DETERMINER:
            owner = k if kind & (HIS | HER) or words[k] in ("my", "mi") else -1
            return k, k, owner, between
        if kind & _ENDS or (kind & SAYING and not kind & MODIFIER):
            break
        if spanish and (kind & (FINITE | CLITIC) or not _may_precede(kind)):
            break
        between.append(words[k])
    return j, -1, -1, []


def _may_precede(kind: int) -> bool:
    """Whether a Spanish word can stand between the article and its noun."""
    return bool(kind & TITLE or (kind & (MODIFIER | PERSON) and not kind & CAPITAL))


def _adjectives(words: Sequence[str], kinds: Sequence[int], j: int, spanish: bool) -> tuple[int, list[str]]:
    """Where the adjectives behind a Spanish noun end, and they: "la candidata opositora"."""
    found: list[str] = []
    for k in range(j + 1, min(len(words), j + 3)) if spanish else ():
        if not kinds[k] & (MODIFIER | CALLING | CANDIDATE | PRESIDENT) or kinds[k] & DETERMINER:
            break
        found.append(words[k])
    return j + len(found), found


def _complement(words: Sequence[str], kinds: Sequence[int], last: int) -> tuple[int, tuple[str, ...]]:
    """Where what "of" joins to the noun ends, and its words: "de la Revolución Ciudadana", "of the court"."""
    if last + 1 >= len(words) or words[last + 1] not in _JOINS:
        return last, ()
    found: list[str] = []
    end = last
    for k in range(last + 2, min(len(words), last + _LONGEST + 2)):
        kind, word = kinds[k], words[k]
        if kind & DETERMINER and not found:
            continue
        if kind & (CAPITAL | NUMBER):
            found.append(word)
            end = k
        elif not found:
            verbal = (
                word.endswith(("ar", "er", "ir", "ing")) and k == last + 2
            )  # "acusó al alcalde de mentir"
            if verbal or kind & (MARK | PREPOSITION | BE | AUXILIARY | SAYING):
                return last, ()
            return k, (word,)
        elif word not in ("de", "del", "y", "of", "la", "los") or not _is_capital(kinds, k + 1):
            break
    return end, tuple(found)


def _is_capital(kinds: Sequence[int], k: int) -> bool:
    return k < len(kinds) and bool(kinds[k] & CAPITAL)

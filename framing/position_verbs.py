"""Positions told without a verb of saying: "is against", "would keep", "prohibiría", "…", bromeó Vera.

In: a `Scene` whose references are read. Out: the token of the verb whose subject speaks, or None. Used
by `speech`.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from framing import wordlists
from framing.actors import fold
from framing.scenes import Scene
from framing.subjects import Subjects
from framing.word_kinds import (
    BE,
    BREAK,
    CANNOT,
    CLITIC,
    CONTENT,
    DETERMINER,
    DOING,
    FINITE,
    LIGHT,
    MARK,
    NAME,
    PERFECT,
    PREPOSITION,
    QUOTED,
    RELATIVE,
    SAYING,
    STOP,
)  # fmt: skip

_LONGEST_CLAUSE = 80
_SHOWN = frozenset(["mostro", "declaro", "manifesto", "muestra", "declara"])  # "se mostró partidario"
_THROWN = frozenset(
    ["echa", "echo", "echaba", "echado", "saca", "saco", "sacaba", "sacado"]
)  # "le echó en cara"
_BEHIND_IN = frozenset(["favour", "favor", "contra", "cara"])  # positions only behind "in", "en", "a"


def stance(scene: Scene, j: int) -> int | None:
    """The verb of "is against", "está a favor", "se mostró partidario", whose last word is token ``j``."""
    word = scene.words[j]
    if word in _BEHIND_IN and scene.word(j - 1) not in ("in", "en", "a"):
        return None
    for k in range(j - 1, max(-1, j - 5), -1):
        is_verb = (
            scene.words[k] in _THROWN if word == "cara" else scene.kinds[k] & BE or scene.words[k] in _SHOWN
        )
        if is_verb:
            return k
        if scene.kinds[k] & MARK:
            return None
    return None


def is_pledge(scene: Scene, subjects: Subjects, speaking: Collection[int], j: int) -> bool:
    """Whether "would" at token ``j``, with a verb of doing in a main clause, tells a plan."""
    if scene.words[j] not in ("would", "'d"):
        return False
    k = j + 1
    while scene.kind(k) & LIGHT and not scene.kind(k) & (CANNOT | BE | PERFECT):
        k += 1
    if k >= scene.size or scene.kinds[k] & (CANNOT | BE | PERFECT | MARK | PREPOSITION | DETERMINER):
        return False
    return _in_main_clause(scene, subjects, speaking, j)


def is_spanish_pledge(scene: Scene, subjects: Subjects, speaking: Collection[int], j: int) -> bool:
    """Whether the conditional at token ``j`` tells a plan: "prohibiría", not "ganaría"."""
    if scene.words[j] in _unpledging() or scene.kind(j - 1) & (DETERMINER | PREPOSITION):
        return False
    return _in_main_clause(scene, subjects, speaking, j)


def _in_main_clause(scene: Scene, subjects: Subjects, speaking: Collection[int], j: int) -> bool:
    """Whether nothing before token ``j`` subordinates it, reports it as somebody else's words, or asks."""
    words = scene.words
    if "?" in words or "¿" in words:
        return False
    for k in range(j - 1, max(-1, j - _LONGEST_CLAUSE), -1):
        kind = scene.kinds[k]
        if kind & STOP:
            return True
        closed = (kind & BREAK and "," in words[k:j]) or (not k and words[0] == "what")
        if kind & (CONTENT | RELATIVE) and not kind & LIGHT and not closed:
            return False
        if kind & SAYING and k in speaking and subjects.known.get(k) is None:
            return False
    return True


@lru_cache(maxsize=1)
def _unpledging() -> frozenset[str]:
    """Spanish conditionals that tell no plan: "sería", "ganaría"."""
    return frozenset(map(fold, wordlists.read_kinds("es/grammar")["unpledging"]))


def aside(scene: Scene, first: int, last: int) -> int | None:
    """The verb of "…, he submitted, …" behind the reference from token ``first`` to ``last``."""
    if scene.word(last + 1) in ("went", "goes") and scene.word(last + 2) == "on":
        return last + 2 if scene.word(last + 3) in (",", ".", ";") else None
    plain = scene.word(last + 1).endswith("ed") and not scene.kind(last + 1) & (SAYING | MARK | NAME)
    between = scene.word(first - 1) == "," and scene.word(last + 2) in (",", ".", ";")
    return last + 1 if plain and between else None


def beside_quote(scene: Scene, q: int) -> int | None:
    """The verb, of saying or not, that stands beside the quotation at token ``q`` with its subject."""
    j = q + 2 if scene.word(q + 1) in (",", "—", "–") else q + 1
    if j >= scene.size:
        return None
    if scene.spanish:
        return _spanish_beside(scene, q, j)
    reference = scene.by_start.get(j)
    if reference is not None and reference.free:
        j = reference.last + 1  # "…", Vera quipped
        fits = _looks_like_verb(scene, j) or scene.kind(j) & DOING
        return (
            j
            if fits and not scene.kind(j) & (SAYING | MARK | BE) and scene.word(j) not in ("'s", "was")
            else None
        )
    inverted = j + 1 in scene.by_start and not scene.kinds[j] & (SAYING | MARK)  # "…", quipped Vera
    return j if inverted and _looks_like_verb(scene, j) else None


def _looks_like_verb(scene: Scene, j: int) -> bool:
    return scene.word(j).endswith(("ed", "s"))


def _spanish_beside(scene: Scene, q: int, j: int) -> int | None:
    while scene.kind(j) & CLITIC and not scene.kind(j) & FINITE:
        j += 1
    kind = scene.kind(j)
    if kind & FINITE and not kind & SAYING:
        return j  # "…", bromeó
    follows = scene.by_start.get(j + 1)
    unlisted = scene.word(j)[-1:] in ("a", "e", "o") and not kind & (
        MARK | DETERMINER | SAYING | NAME | QUOTED
    )
    return j if unlisted and j > q + 1 and follows is not None and follows.free else None

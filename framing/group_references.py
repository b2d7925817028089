"""Words for both actors as references: "both candidates", "the two", "ambos", "neither", "they".

In: a `Scene` and the token of the word. Out: the `Reference`, or None where things or others are meant.
Used by `references`.
"""

from __future__ import annotations

from framing.persons import Person
from framing.scenes import Reference, Scene
from framing.word_kinds import (
    ADVERB,
    AUXILIARY,
    BE,
    BOTH,
    BREAK,
    CLITIC,
    CONTENT,
    CONTEST,
    DETERMINER,
    DOING,
    FINITE,
    INDEFINITE,
    LIGHT,
    MARK,
    PLURAL,
    PREPOSITION,
    RELATIVE,
    SAYING,
    THEY,
    TWO,
)  # fmt: skip

_TOGETHER = 6  # sentences in which a quotation's "both" still means those mentioned together
_SINGLES = frozenset(["cada", "each", "either", "neither", "ninguno", "ninguna"])
_NEITHER = frozenset(["either", "neither", "ninguno", "ninguna"])
_LOOSE = frozenset(["men", "women", "teams"])  # words for a contest's sides only where "two" counts them
_BETWEEN = frozenset(["of", "de", "the", "los", "las", "main"])
_VERBAL = AUXILIARY | SAYING | FINITE | DOING | BE
_OPEN = MARK | PLURAL | PREPOSITION | ADVERB | LIGHT | CONTENT | BREAK | RELATIVE | CLITIC
_NO_THINGS = CONTEST | MARK | PREPOSITION | AUXILIARY | RELATIVE | SAYING | DOING | FINITE | PLURAL | LIGHT


def note_things(scene: Scene, j: int) -> None:
    """Remember that "two" at token ``j`` counts things: a "both" that follows means them."""
    if j + 1 < scene.size and not scene.kinds[j + 1] & _NO_THINGS and not scene.words[j + 1].endswith("ed"):
        scene.memory.things_line = scene.memory.line


def read(scene: Scene, j: int) -> Reference | None:
    """The reference of the group whose word is token ``j``."""
    kind = scene.kinds[j]
    if kind & THEY:
        return _they(scene, j)
    if not kind & (BOTH | TWO):
        return _contest(scene, j)
    if kind & TWO and not scene.kind(j - 1) & DETERMINER:
        return None
    last = _contest_end(scene, j)
    if last is not None:
        of_things = scene.word(last + 1) == "of"
        return None if of_things else _group(scene, j, last, scene.memory.pair())
    if kind & TWO and scene.spanish and scene.kind(j + 1) & RELATIVE:
        return _group(scene, j, j, scene.memory.pair())  # "los dos que quieren gobernar"
    return _bare(scene, j)


def _group(scene: Scene, j: int, last: int, persons: tuple[Person, ...]) -> Reference | None:
    first = j - 1 if scene.kind(j - 1) & DETERMINER else j
    return scene.refer(first, last, persons, "group") if persons else None


def _they(scene: Scene, j: int) -> Reference | None:
    """ "They", where this sentence or the last mentioned several persons together."""
    memory = scene.memory
    return _group(scene, j, j, memory.group) if memory.line - memory.group_line <= 1 else None


def _contest(scene: Scene, j: int) -> Reference | None:
    """ "The finalists", "two candidates", "whose candidates": without a word that counts them at its side."""
    before = scene.kind(j - 1)
    if scene.word(j + 1) == "of":
        return None
    counted = any(scene.kinds[k] & (TWO | BOTH) for k in range(max(0, j - 3), j))
    definite = before & DETERMINER and (not before & INDEFINITE or scene.word(j - 1) == "whose")
    if not counted and not (definite and scene.words[j].endswith("s") and scene.words[j] not in _LOOSE):
        return None
    memory = scene.memory
    pair = memory.pair()
    started = memory.last_two() or not any(map(memory.knows, pair))
    return _group(scene, j, j, pair) if counted or started else None


def _contest_end(scene: Scene, j: int) -> int | None:
    """The token of the word for the contest's sides behind "both" or "the two"."""
    for k in range(j + 1, min(j + 4, scene.size)):
        if scene.kinds[k] & CONTEST:
            return k
        if scene.words[k] not in _BETWEEN and not scene.kinds[k] & (TWO | DETERMINER):
            return None
    return None


def _bare(scene: Scene, j: int) -> Reference | None:
    """ "Both", "the two", "neither" without a noun."""
    memory = scene.memory
    if scene.kind(j - 1) & THEY:  # "they both"
        pair = memory.pair()
        persons = pair if all(map(memory.knows, pair)) else ()
    else:
        persons = memory.last_two()
        if scene.quoted and memory.line - memory.group_line > _TOGETHER:
            return None
    last = _bare_end(scene, j)
    if not persons or last is None or memory.line - memory.things_line <= 1:
        return None
    return _group(scene, j, last, persons)


def _bare_end(scene: Scene, j: int) -> int | None:
    """The last token of a bare group, None where a noun follows that is no side of a contest."""
    word, after = scene.words[j], scene.kind(j + 1)
    if scene.word(j + 1) in ("of", "de"):
        if scene.kind(j + 3) & TWO:  # "ninguno de los dos"
            return j + 3
        them = scene.word(j + 2) == "them" or scene.kind(j + 2) & (THEY | TWO)
        return min(scene.size - 1, j + 2) if them else None
    verbal = bool(after & _VERBAL) or (not scene.spanish and scene.word(j + 1).endswith("ed"))
    if word in _SINGLES:
        joined = scene.word(j - 1) in ("and", ",") or scene.kind(j - 1) & PREPOSITION
        if word in _NEITHER and joined:
            return None
        if scene.word(j + 1) == "uno":
            return j + 1
        return j if verbal else None
    return j if j + 1 >= scene.size or after & _OPEN or verbal else None

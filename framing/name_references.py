"""Names as references: with titles, with what speaks for or belongs to the person behind a 's.

In: a `Scene` and a naming in it. Out: the `Reference`. Used by `references`.
"""

from __future__ import annotations

from framing import descriptions
from framing.persons import Naming, Person
from framing.scenes import Reference, Scene
from framing.word_kinds import (
    AUXILIARY,
    BREAK,
    CONTENT,
    DETERMINER,
    FINITE,
    HE,
    JOIN,
    MARK,
    PERSON,
    PREPOSITION,
    PROXY,
    RELATED,
    RELATIVE,
    SAYING,
    SHE,
    TITLE,
)  # fmt: skip

_LONGEST_APPOSITION = 6  # words before the noun of a description behind a name
_ENDS = MARK | RELATIVE | AUXILIARY | HE | SHE | BREAK | JOIN | CONTENT


def read(scene: Scene, naming: Naming) -> Reference:
    """The reference of a name."""
    if descriptions.is_possessive(scene.words, naming.last + 1) if naming.last + 1 < scene.size else False:
        return _owner(scene, naming)
    first = _with_title(scene, naming.first)
    if not naming.person.name:
        spoken = _speaks_for(scene, naming.last)
        if spoken is not None:
            return scene.refer(first, spoken.last, (spoken.person,), "proxy")
    return scene.refer(first, naming.last, (naming.person,), "name")


def apposition_end(scene: Scene, last: int) -> int:
    """Where the description in apposition behind a name ends, which points at nobody else; else ``last``."""
    if scene.word(last + 1) != ",":
        return last
    for k in range(last + 2, min(last + 2 + _LONGEST_APPOSITION, scene.size)):
        kind = scene.kinds[k]
        if k in scene.named:
            return last
        if kind & (PERSON | RELATED) and not kind & (DETERMINER | SAYING):
            return descriptions.parse(scene.words, scene.kinds, k, scene.spanish).last
        if kind & _ENDS or (scene.spanish and kind & FINITE and not kind & DETERMINER):
            return last
    return last


def _with_title(scene: Scene, start: int) -> int:
    """Where the title before a name begins, with its article: "la Dra. Vera"."""
    first = start
    while first and (scene.kinds[first - 1] & TITLE or scene.words[first - 1] == "."):
        first -= 1
    return first - 1 if first < start and scene.kind(first - 1) & DETERMINER else first


def _owner(scene: Scene, naming: Naming) -> Reference:
    """ "Vera's spokesman" speaks for her, "Vera's mother" merely belongs to her; else Vera before her 's."""
    after = naming.last + 1
    owner: tuple[Person, ...] = (naming.person,)
    for k in range(after + 1, min(after + 5, scene.size)):
        kind = scene.kinds[k]
        if kind & (PROXY | RELATED) and not scene.kind(k + 1) & (PROXY | RELATED | PERSON):
            named = scene.name_behind(k)
            if kind & PROXY:
                return scene.refer(naming.first, named.last if named else k, owner, "proxy")
            if named:
                return Reference(
                    naming.first, after, owner, "related", False
                )  # "Vera's mother, Rosa Paz": she
            return scene.refer(naming.first, k, owner, "related")
        if kind & (PERSON | MARK | PREPOSITION | DETERMINER | AUXILIARY):
            break
    return Reference(naming.first, after, owner, "owner", False)


def _speaks_for(scene: Scene, last: int) -> Naming | None:
    """For whom the person speaks whose name ends at ``last``: "Rosa Paz, vocera de Vera"."""
    if scene.word(last + 1) != ",":
        return None
    for k in range(last + 2, min(last + 5, scene.size)):
        if scene.kinds[k] & PROXY and scene.word(k + 1) in ("de", "del", "of", "for"):
            named = scene.named.get(k + 2) or scene.named.get(k + 3)
            return named if named and named.person.name else None
        if scene.kinds[k] & MARK:
            return None
    return None

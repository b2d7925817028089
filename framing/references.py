"""Every place in a sentence that points at a person: names, descriptions, pronouns, "both candidates".

In: a `Scene`. Out: its `Reference`s from left to right, each with the persons it points at; the
article's memory is told of each. Used by `attribution`; `subjects` finds subjects among them.
"""

from __future__ import annotations

from framing import group_references, name_references, noun_references, pronoun_references
from framing.coreference import FREE, OBJECT, OWNER, SUBJECT
from framing.scenes import Reference, Scene
from framing.word_kinds import (
    ANYONE,
    BOTH,
    CONTEST,
    DETERMINER,
    HE,
    HER,
    HERS,
    HIM,
    HIS,
    IT,
    PERSON,
    PERSONAL,
    PROXY,
    RELATED,
    RELATIVE,
    SAYING,
    SHE,
    THEY,
    TWO,
)  # fmt: skip

_GROUPS = BOTH | TWO | CONTEST | THEY
_NOUNS = PERSON | PROXY | RELATED
_PRONOUNS = IT | HE | SHE | HIM | HER | HIS | HERS
_POINTERS = _GROUPS | _NOUNS | _PRONOUNS
_SPANISH_POINTERS = _POINTERS | PERSONAL | SAYING


def read(scene: Scene) -> list[Reference]:
    """The references of the line, in order."""
    pointers = _SPANISH_POINTERS if scene.spanish else _POINTERS
    places = [j for j, kind in enumerate(scene.kinds) if kind & pointers]
    if scene.named:
        places = sorted({*places, *scene.named})
    done = -1
    for j in places:
        if j <= done:
            continue
        reference = _at(scene, j)
        if reference is None:
            continue
        done = reference.last
        if reference.kind == "predicate":
            continue
        scene.found.append(reference)
        _remember(scene, reference)
        if reference.kind == "name":
            done = name_references.apposition_end(scene, done)
    if scene.found:
        scene.close()
    return scene.found


def _at(scene: Scene, j: int) -> Reference | None:
    """The reference at token ``j``, by the first reading that finds one."""
    kind = scene.kinds[j]
    if kind & TWO:
        group_references.note_things(scene, j)
    naming = scene.named.get(j)
    if naming is not None:
        return name_references.read(scene, naming)
    reference = None
    if kind & _GROUPS:
        reference = group_references.read(scene, j)
    if reference is None and kind & ANYONE:
        reference = pronoun_references.pointed(scene, j)
    if reference is not None:
        return reference
    if kind & _NOUNS and not kind & DETERMINER:
        return noun_references.read(scene, j)
    if kind & _PRONOUNS:
        return pronoun_references.read(scene, j)
    return pronoun_references.clitic(scene, j) if scene.spanish else None


def _remember(scene: Scene, reference: Reference) -> None:
    """Tell the memory who is mentioned, and how prominently."""
    if not reference.persons:
        return
    memory = scene.memory
    if reference.kind == "proxy" and reference.free and not scene.quoted and len(scene.found) == 1:
        memory.body, memory.body_line = reference.persons, memory.line
    if reference.kind in ("related", "possessive"):
        weight = OWNER
    elif not reference.free:
        weight = OBJECT
    else:
        weight = FREE if scene.has_subject or _is_subordinate(scene, reference.first) else SUBJECT
        scene.has_subject = True
    memory.note(reference.persons, weight, scene.quoted)


def _is_subordinate(scene: Scene, first: int) -> bool:
    """Whether token ``first`` stands in a relative clause."""
    kinds = scene.kinds
    return any(kinds[k] & RELATIVE and scene.opens_clause(k, first) for k in range(max(0, first - 80), first))

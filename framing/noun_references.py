"""Nouns for persons as references: "the president", "su rival", "a spokeswoman for Vera", "a nurse".

In: a `Scene` and the token of the noun. Out: the `Reference`, or None where the noun points at nobody.
Used by `references`.
"""

from __future__ import annotations

from framing import descriptions
from framing.descriptions import Description
from framing.persons import Naming, Person, stem
from framing.scenes import Reference, Scene
from framing.word_kinds import (
    BE,
    CALLING,
    CANDIDATE,
    CAPITAL,
    DETERMINER,
    GOVERNMENT,
    HE,
    HER,
    HIS,
    INDEFINITE,
    MARK,
    OFFICE,
    PERSON,
    PREMIER,
    PRESIDENT,
    PROXY,
    RELATED,
    RIVAL,
    SHE,
    TITLE,
)  # fmt: skip

_CAPITALISED = OFFICE | PRESIDENT | PREMIER | PROXY | TITLE | CALLING
_BECOMING = ("as", "como", "become", "became", "en")
_LEADING_IN = 4  # words before a description that opens its sentence


def read(scene: Scene, j: int) -> Reference | None:
    """The reference whose noun is token ``j``."""
    kind, after = scene.kinds[j], scene.kind(j + 1)
    if not scene.spanish and after & PERSON and not after & (DETERMINER | MARK):
        return None  # "the opposition leader": the last noun is the head
    if j and kind & CAPITAL and not kind & _CAPITALISED:
        return None  # "la Policía"
    what = descriptions.parse(scene.words, scene.kinds, j, scene.spanish)
    named = scene.name_behind(what.last) or scene.name_behind(j)
    owners = _owners(scene, what)
    if what.kinds & PROXY and owners and not (named and named.person.name):
        return scene.refer(what.first, named.last if named else what.last, owners, "proxy")
    if named and _introduces(scene, what, j, named):
        return scene.refer(what.first, named.last, (named.person,), "name")
    if what.determiner < 0 and what.owner < 0:
        return None
    if what.kinds & (PROXY | RELATED) and (owner := _of_whom(scene, what)):
        kind_of = "proxy" if what.kinds & PROXY else "related"
        return scene.refer(what.first, owner.last, (owner.person,), kind_of)
    if what.kinds & GOVERNMENT and not what.kinds & PERSON:
        return _government(scene, what)
    if what.owner >= 0:
        return _owned(scene, what, owners)
    return _definite(scene, what) if what.kinds & PERSON else None


def _introduces(scene: Scene, what: Description, j: int, named: Naming) -> bool:
    """Whether the description belongs to the name behind it: "President Vera", "su rival, Vera"."""
    if named.first > j + 1 and not what.kinds & PERSON:
        return False
    opened = what.determiner >= 0 or what.owner >= 0
    return opened or named.first == j + 1 or scene.word(j + 1) == "."


def _owners(scene: Scene, what: Description) -> tuple[Person, ...]:
    """Who owns what a description with "his", "su", "my" or 's describes."""
    if what.owner < 0:
        return ()
    kind = scene.kinds[what.owner]
    if scene.words[what.owner] in ("my", "mi"):
        return scene.speakers
    if not kind & (HIS | HER):
        held = [r.persons for r in scene.found if r.last in (what.owner, what.owner - 1)]
        return held[-1] if held else ()
    memory = scene.memory
    if scene.spanish:
        here = [r.persons for r in scene.found if r.free and r.persons]
        if here or memory.thing_line > memory.subject_line:
            return here[-1] if here else ()
    gender = "" if scene.spanish else "f" if kind & HER else "m"
    person = memory.antecedent(gender, scene.speakers)
    return (person,) if person else ()


def _of_whom(scene: Scene, what: Description) -> Naming | None:
    """Whose spokeswoman or mother it is: "a spokeswoman for Vera", "la madre de la alcaldesa Vera"."""
    for naming in scene.named.values():
        if naming.first > what.first and naming.first <= what.last <= naming.last:
            return naming
    for k in (what.last + 1, what.last + 2):
        if scene.word(k) in ("de", "del", "of", "for", "to"):
            beside = scene.named.get(k + 1)
            if beside is None and scene.kind(k + 1) & (DETERMINER | PERSON):
                beside = scene.named.get(k + 2)
            if beside is not None:
                return beside
    return None


def _government(scene: Scene, what: Description) -> Reference | None:
    """ "The government" speaks and acts for the actor who holds the office."""
    holder = scene.cast.holder()
    if holder is None or what.words or what.complement or scene.kinds[what.determiner] & INDEFINITE:
        return None
    reference = scene.refer(what.first, what.last, (holder,), "proxy")
    seat = what.noun.startswith("presiden")  # "runs for the presidency"
    return None if seat and not reference.free else reference


def _owned(scene: Scene, what: Description, owners: tuple[Person, ...]) -> Reference:
    """ "His rival" is the other actor; "her mentor" is somebody of no account."""
    cast = scene.cast
    if what.kinds & (RIVAL | CANDIDATE) and (owners or not what.complement):
        last = scene.memory.last_actor()
        owner = owners[0] if owners else last if len(cast.actors) == 2 else None
        others = [actor for actor in cast.actors if actor is not owner]
        if owner is not None and owner.name and len(others) == 1:
            return scene.refer(what.first, what.last, (others[0],), "description")
    if not what.kinds & PERSON:
        return Reference(what.first, what.last, owners, "related", False)
    known = None if what.kinds & RELATED else cast.known(what, owners)
    if known is None or not known.name or stem(what.noun) not in known.roles:
        known = cast.add(what)
    return scene.refer(what.first, what.last, (known,), "description")


def _definite(scene: Scene, what: Description) -> Reference:
    """ "The president", "la candidata", "a nurse"."""
    cast = scene.cast
    predicate = Reference(what.first, what.last, (), "predicate", False)
    said_of = scene.kind(what.first - 1) & BE or scene.word(what.first - 1) in _BECOMING
    if said_of and cast.known(what) is None:
        return predicate
    indefinite = scene.kinds[what.determiner] & INDEFINITE
    person = None if indefinite else cast.meant(what)
    if person is None:
        if _leads_to_subject(scene, what):
            return predicate
        person = cast.add(what)
    elif person.name:
        person.describe(what.noun, what.kinds & (OFFICE | CALLING))
    return scene.refer(what.first, what.last, (person,), "description")


def _leads_to_subject(scene: Scene, what: Description) -> bool:
    """Whether the description opens the sentence and is of its subject: "A judge by training, she"."""
    if what.first > _LEADING_IN:
        return False
    for k in range(what.last + 1, min(what.last + 8, scene.size - 1)):
        if scene.words[k] == ",":
            return bool(scene.kinds[k + 1] & (HE | SHE)) or k + 1 in scene.named
    return False

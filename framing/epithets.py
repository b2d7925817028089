"""Descriptions that an article uses without saying whose they are: "the incumbent", "la abogada manabita".

In: a `Passage` and its `People`. Out: nothing; each person learns the nouns that most likely mean
them. A description means somebody named shortly before it, of its gender, and hardly ever somebody
named in the same sentence; what its sentences say together decides. All that means the holder of the
highest office, the government too, is decided as one, and the challenger likewise. Used by
`attribution`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from framing import descriptions
from framing.descriptions import Description
from framing.passages import Passage
from framing.people import People
from framing.persons import Person, stem
from framing.word_kinds import (
    BE,
    CALLING,
    CANDIDATE,
    DETERMINER,
    GOVERNMENT,
    HE,
    HER,
    HIM,
    HIS,
    INDEFINITE,
    MARK,
    OFFICE,
    PERSON,
    PREMIER,
    PRESIDENT,
    RIVAL,
    SHE,
)  # fmt: skip

_HEADS = PRESIDENT | PREMIER | CANDIDATE | RIVAL | OFFICE | CALLING | GOVERNMENT
_HIGHEST = PRESIDENT | PREMIER
_REACH = {1: 1.0, 2: 0.6, 3: 0.3, 4: 0.15, 5: 0.15, -1: 0.4}  # weights of sentences before, and of the next
_ENOUGH, _AHEAD, _CLEAR = 0.9, 0.2, 0.8
_OPPOSED = frozenset(
    ["opposition", "oposicion", "opositor", "opositora", "oposit", "challenger", "challeng", "leftist"]
)
#: Offices of which there are many: "the minister of health" is somebody else's business.
_OF_A_BODY = frozenset(
    [
        "minister",
        "ministro",
        "ministra",
        "secretary",
        "secretario",
        "secretaria",
        "director",
        "directora",
        "judge",
        "juez",
        "jueza",
        "fiscal",
        "prosecutor",
        "vocero",
        "vocera",
        "portavoz",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "jefe",
        "jefa",
        "head",
        "chief",
        "leader",
        "lider",
        "dirigente",
        "representative",
    ]
)


class Place(NamedTuple):
    """A description in the passage; ``token`` is its noun."""

    token: int
    what: Description


def read(passage: Passage, people: People) -> None:
    """Let the persons learn the descriptions that mean them."""
    groups: dict[str, list[Place]] = {}
    known = {root for person in people.everybody for root in person.roles}
    _read_governments(passage, people)
    holder = any(person.kinds & _HIGHEST for person in people.actors.values())
    indefinite: set[str] = set()
    for place in _places(passage, people):
        what = place.what
        root = stem(what.noun)
        if what.kinds & (_HIGHEST | GOVERNMENT) and not what.kinds & OFFICE:
            if not holder:
                groups.setdefault("", []).append(place)
        elif what.determiner >= 0 and passage.kinds[place.token - 1] & INDEFINITE:
            indefinite.add(root)
        elif root not in known and root not in indefinite:
            groups.setdefault(root, []).append(place)
    named = _named(passage, people)
    for found in groups.values():
        _settle(passage, people, named, found)


def _read_governments(passage: Passage, people: People) -> None:
    """ "The government of Vera", "Vera's administration": Vera holds the office."""
    for naming in people.namings:
        if not naming.person.name:
            continue
        k, words = naming.first - 1, passage.words
        if k > 0 and words[k] in ("de", "of", "del") and passage.kinds[k - 1] & GOVERNMENT:
            naming.person.kinds |= PRESIDENT
        after = passage.kinds[naming.last + 2 : naming.last + 3]
        if after and words[naming.last + 1] in ("'s", "’s") and after[0] & GOVERNMENT:
            naming.person.kinds |= PRESIDENT


def _places(passage: Passage, people: People) -> Iterator[Place]:
    """The descriptions with an article that stand for somebody by themselves."""
    words, kinds = passage.words, passage.kinds
    for j in [j for j, kind in enumerate(kinds) if kind & _HEADS and not kind & DETERMINER]:
        what = descriptions.parse(words, kinds, j, passage.is_spanish(j))
        if what.determiner < 0 or what.owner >= 0 or _is_of_a_body(what):
            continue
        if not _is_predicate(words, kinds, what.first) and not _is_named(people, what.last):
            yield Place(j, what)


def _is_predicate(words: Sequence[str], kinds: Sequence[int], first: int) -> bool:
    """Whether a description says what somebody is or becomes: "as the candidate", "is the favourite"."""
    before = words[first - 1] if first else ""
    return bool(first and kinds[first - 1] & BE and words[first - 2] != "it") or before in (
        "as",
        "como",
        "en",
        "become",
        "became",
    )


def _is_of_a_body(what: Description) -> bool:
    """Whether the complement makes an office one of many: "the president of the chamber"."""
    if what.kinds & GOVERNMENT and not what.kinds & PERSON:
        return bool(what.words or what.complement)
    if not what.complement or (what.kinds & PREMIER and what.kinds & PRESIDENT):
        return False
    return bool(what.kinds & _HIGHEST) or what.noun in _OF_A_BODY


def _is_named(people: People, last: int) -> bool:
    """Whether a name stands right behind token ``last``."""
    k = bisect_right(people.starts, last)
    return k < len(people.starts) and people.starts[k] - last <= 2


def _settle(passage: Passage, people: People, named: dict[int, list[Person]], found: list[Place]) -> None:
    """Give a noun to the person whom its places speak for, if they speak for one."""
    kinds = found[0].what.kinds
    gender = next((p.what.gender for p in found if p.what.gender and p.what.kinds & PERSON), "")
    gender = gender or _gender_behind(passage, people, found)
    votes = {person: _prior(person, people, kinds) for person in people.actors.values()}
    for place in found:
        _vote(named, passage.sentence_of(place.token), place, votes)
    ranked = sorted(
        (
            (score, i, p)
            for i, (p, score) in enumerate(votes.items())
            if not (gender and p.gender and p.gender != gender)
        ),
        key=lambda ranking: -ranking[0],
    )
    if not ranked:
        return
    score, _, best = ranked[0]
    ahead = score - ranked[1][0] if len(ranked) > 1 else _AHEAD
    rivals = [
        p
        for p in people.actors.values()
        if p is not best and not (gender and p.gender and p.gender != gender)
    ]
    alone = bool(gender and best.name and best.gender and not rivals and len(people.actors) > 1 and score > 0)
    if alone or (score >= _ENOUGH and ahead >= _AHEAD) or (best.name and score > 0 and ahead >= _CLEAR):
        for place in found:
            what = place.what
            if what.kinds & PERSON:
                best.describe(what.noun, what.kinds, (*what.words, *what.complement))
            else:
                best.kinds |= PRESIDENT


def _prior(person: Person, people: People, kinds: int) -> float:
    """What is known of an actor speaks for or against a kind of noun."""
    others = [p for p in people.actors.values() if p is not person]
    if kinds & (_HIGHEST | GOVERNMENT):
        return -2.0 if _is_opposed(person) else 1.0 if any(map(_is_opposed, others)) else 0.4
    if kinds & RIVAL:
        held = any(p.kinds & _HIGHEST for p in others)
        return -2.0 if person.kinds & _HIGHEST else 1.0 if held else 0.4
    return 0.6 if kinds & CANDIDATE else 0.3


def _is_opposed(person: Person) -> bool:
    return bool((person.words | person.roles) & _OPPOSED)


def _vote(named: dict[int, list[Person]], i: int, place: Place, votes: dict[Person, float]) -> None:
    """What one place of a description, in sentence ``i``, says of the persons named near it."""
    actors_only = bool(place.what.kinds & (_HIGHEST | GOVERNMENT | RIVAL | CANDIDATE))
    here = named.get(i, ())
    for person in here:
        votes[person] = votes.get(person, 0.0) - (1.0 if place.what.kinds & PERSON else 0.5)
    seen = set(here)
    for back, weight in _REACH.items():
        for k, person in enumerate(named.get(i - back, ())):
            if person not in seen and (person.name or not actors_only):
                seen.add(person)
                votes[person] = votes.get(person, 0.0) + weight * (1.0 if k == 0 else 0.5)


def _named(passage: Passage, people: People) -> dict[int, list[Person]]:
    """Who is named in each sentence, in order."""
    named: dict[int, list[Person]] = {}
    for naming in people.namings:
        persons = named.setdefault(passage.sentence_of(naming.first), [])
        if naming.person not in persons:
            persons.append(naming.person)
    return named


def _gender_behind(passage: Passage, people: People, found: list[Place]) -> str:
    """The gender of an English description, from the pronouns nearest behind it."""
    vote = 0
    for place in found:
        if not place.what.kinds & PERSON:
            continue
        k = bisect_right(people.starts, place.token)
        stop = min(people.starts[k] if k < len(people.starts) else place.token + 50, place.token + 50)
        for j in range(place.token + 1, min(stop, len(passage.kinds))):
            kind = passage.kinds[j]
            if kind & (HE | SHE | HIS | HER) and not (kind & HIS and kind & HER):
                object_ = kind & HER and passage.kinds[j + 1 : j + 2] and passage.kinds[j + 1] & MARK
                vote += 0 if object_ else 1 if kind & (SHE | HER) else -1
                break
            if kind & HIM:
                vote += 1 if j - place.token < 4 else 0  # "the challenger reproached him"
                break
    return "f" if vote > 0 else "m" if vote < 0 else ""

"""Everybody in an article, by what they are called: whom a description means.

In: the persons whom the article names, then whoever it describes without a name. Out: for a
`Description` the person, or None for somebody of whom the article has not spoken. Used by `references`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from framing.coreference import Memory
from framing.descriptions import Description
from framing.persons import FORMER, Person, stem
from framing.word_kinds import CALLING, CANDIDATE, OFFICE, PREMIER, PRESIDENT, RIVAL

HIGHEST = PRESIDENT | PREMIER
_CONTEST = HIGHEST | RIVAL | CANDIDATE
_OTHERS = 4  # of the persons who are not followed, how many with one noun come into question
_ENOUGH = 2.0  # of points that a description must have to mean somebody known by it
#: Words that make the present holder somebody else.
_NOT_NOW = frozenset(["entonces", "then", "next", "proximo", "proxima", "futuro", "futura", "future"])


class Cast:
    """The persons of an article.

    Parameters
    ----------
    persons : those whom the article names, actors first.
    memory : of what was read so far.
    """

    def __init__(self, persons: Iterable[Person], memory: Memory) -> None:
        self.memory = memory
        self.actors = memory.actors
        self._by_role: dict[str, list[Person]] = {}
        self._contestants: list[Person] = []
        for person in persons:
            if not person.name:
                self._file(person)

    def _file(self, person: Person) -> None:
        for role in sorted(person.roles):
            self._by_role.setdefault(role, []).append(person)
        if person.kinds & _CONTEST:
            self._contestants.append(person)

    def add(self, what: Description) -> Person:
        """Somebody new, described by ``what``."""
        person = Person("", what.gender, is_named=False)
        person.describe(what.noun, what.kinds, (*what.words, *what.complement))
        self._file(person)
        return person

    def holder(self) -> Person | None:
        """The actor who heads the government."""
        holders = [actor for actor in self.actors if actor.kinds & HIGHEST]
        return holders[0] if len(holders) == 1 else None

    def meant(self, what: Description) -> Person | None:
        """Whom a definite description means."""
        if _NOT_NOW.intersection(what.words):
            return None
        return self.known(what) or self._guess(what)

    def known(self, what: Description, without: Sequence[Person] = ()) -> Person | None:
        """Whom the article has described like this before."""
        others = self._by_role.get(stem(what.noun), [])[-_OTHERS:]
        if what.kinds & _CONTEST:
            others = [*others, *(p for p in self._contestants[-_OTHERS:] if p not in others)]
        scored = [(_fit(what, p, self.memory), p) for p in (*self.actors, *others) if p not in without]
        best = max((score for score, _ in scored), default=0.0)
        if best < _ENOUGH:
            return None
        fitting = [person for score, person in scored if score == best]
        return fitting[0] if len(fitting) == 1 else self.memory.antecedent(what.gender, among=fitting)

    def _guess(self, what: Description) -> Person | None:
        """An actor whom a description may mean though the article has not said so before."""
        actors = [actor for actor in self.actors if actor.fits(what.gender)]
        if what.kinds & HIGHEST:
            held = any(p.kinds & what.kinds & HIGHEST for p in (*self.actors, *self._contestants))
            left = [a for a in actors if not a.kinds & (RIVAL | HIGHEST)]
            return left[0] if len(left) == 1 and not held and not what.complement else None
        if what.kinds & RIVAL and what.owner < 0:
            left = [a for a in actors if not a.kinds & HIGHEST]
            return left[0] if len(left) == 1 and self.holder() else None
        if what.kinds & (CANDIDATE | OFFICE | CALLING) and not what.complement:
            return self._topic(what, actors)
        return None

    def _topic(self, what: Description, actors: Sequence[Person]) -> Person | None:
        """The actor who was the last subject, or the only one of the description's gender."""
        memory = self.memory
        subject = memory.subject
        if subject is not None and subject in actors and memory.line - memory.subject_line <= 2:
            other = what.kinds & OFFICE and subject.kinds & (OFFICE | HIGHEST)
            if not other:
                return subject
        if len(actors) == 1 and what.gender and actors[0].gender and memory.recently(actors[0], 4):
            return actors[0]
        return None


def _fit(what: Description, person: Person, memory: Memory) -> float:
    """How well ``what`` fits ``person``, in points."""
    if not person.fits(what.gender):
        return 0
    former = FORMER.intersection(what.words)
    if former and person.kinds & HIGHEST:
        return 0
    root = stem(what.noun)
    points = _fit_of_noun(what, person, root)
    if not points:
        return 0
    told = person.words | person.roles
    stems = {stem(word) for word in told}
    for word in (*what.words, *what.complement):
        if word in told or stem(word) in stems:
            points += 1
        elif word in what.complement:
            points -= 0.6 if what.kinds & CANDIDATE else 1.2
        elif word in former:
            points -= 0.5
    return points + (0.3 if memory.recently(person, 2) else 0)


def _fit_of_noun(what: Description, person: Person, root: str) -> float:
    if root in person.roles:
        return 1 if what.kinds & PRESIDENT and not person.kinds & PRESIDENT else 3  # 1: a former one
    if what.kinds & person.kinds & (HIGHEST | RIVAL):
        return 2.5
    if what.kinds & person.kinds & CANDIDATE:
        return 2
    return 1.5 if what.kinds & CANDIDATE and person.name else 0

"""Who was mentioned last: whom a pronoun, a dropped subject or "both" can point at.

In: the references of each sentence in reading order. Out: for a gender, the likeliest person; for
"both", the persons meant. Used by `references`, which asks and tells, and by `attribution`.

A mention weighs by its place in its sentence, loses weight with each sentence and paragraph that
follows, and more outside the quotation in which it stands; the heaviest of the right gender is meant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from framing.persons import Person

#: Weights of a mention, by its place in its sentence.
SUBJECT, FREE, OBJECT, OWNER = 2.2, 1.2, 1.0, 0.6
_PER_SENTENCE, _PER_PARAGRAPH, _ACROSS_QUOTE = 0.8, 0.5, 1.0  # what a mention loses
_UNSURE_GENDER = 0.45  # what it loses where a gender is asked for and the person's is unknown
_FOLLOWED = 0.5  # an actor is likelier meant than somebody in passing
_MOST = 14  # mentions looked at
_REACH = 5  # sentences back that a pronoun reaches
_FAR = 9  # sentences back that it reaches an actor where it fits nobody nearer
_PAIR_REACH = 10  # sentences back that "both" reaches two actors
_NEVER = -99


_HEAVIEST = SUBJECT + _FOLLOWED
#: Who is mentioned, in which sentence and paragraph, its weight, whether in a quotation.
_Mention = tuple[Person, int, int, float, bool]


class Memory:
    """What a reader has in mind at a place of the article.

    Attributes
    ----------
    actors : those whom the article names, in an order that does not depend on the caller's.
    line, paragraph : numbers of the sentence that is being read.
    subject, subject_line : the last person who was a subject, and where.
    thing_line : the last sentence whose subject was no person.
    body, body_line : whose government or campaign was a subject last, and where.
    group, group_line : the last persons mentioned together, and where.
    things_line : the last sentence that spoke of two things.
    """

    def __init__(self, actors: Sequence[Person]) -> None:
        self.actors = sorted(actors, key=lambda person: person.name)
        self.line = self.paragraph = 0
        self.subject: Person | None = None
        self.body: tuple[Person, ...] = ()
        self.group: tuple[Person, ...] = ()
        self.subject_line = self.body_line = self.thing_line = self.things_line = self.group_line = _NEVER
        self._mentions: list[_Mention] = []
        self._last: dict[Person, tuple[int, int]] = {}  # the sentence and rank of each person's last mention
        self._genders: set[str] = set()

    def note(self, persons: Sequence[Person], weight: float, quoted: bool = False) -> None:
        """``persons`` are mentioned here."""
        for person in persons:
            self._mentions.append((person, self.line, self.paragraph, weight, quoted))
            self._last[person] = (self.line, len(self._mentions))
            self._genders.add(person.gender)
        if len(persons) > 1:
            self.group, self.group_line = tuple(persons), self.line

    def note_subject(self, person: Person) -> None:
        """The subject of this sentence is ``person``."""
        self.note((person,), SUBJECT)
        self.subject, self.subject_line = person, self.line

    def antecedent(
        self,
        gender: str,
        without: Collection[Person] = (),
        quoted: bool = False,
        earlier: bool = False,
        among: Collection[Person] | None = None,
    ) -> Person | None:
        """Whom a word of ``gender`` ("" for any) stands for, None where nobody fits.

        ``quoted``: the word stands in a quotation; ``earlier``: only sentences before this one count;
        ``among``: nobody else is meant.
        """
        best, most = None, -9.0
        for person, line, paragraph, weight, within in self._mentions[: -_MOST - 1 : -1]:
            away = self.line - line
            if away > _REACH or most >= _HEAVIEST - _PER_SENTENCE * away:
                break  # nobody further back can weigh more
            if (earlier and not away) or person in without or (among is not None and person not in among):
                continue
            if gender and person.gender and person.gender != gender:
                continue
            score = weight - _PER_SENTENCE * away
            if paragraph != self.paragraph:
                score -= _PER_PARAGRAPH
            if within and not quoted:
                score -= _ACROSS_QUOTE
            if person.name:
                score += _FOLLOWED
            if gender and not person.gender:
                score -= _UNSURE_GENDER
            if score > most:
                best, most = person, score
        if best is None and among is not None:
            return self.latest(among)
        return best or (self._only_actor(gender, without, _FAR) if gender else None)

    def named_later(self, gender: str) -> Person | None:
        """Whom "he" or "she" means at the start of an article, before anybody of the gender was mentioned."""
        fits = not self._genders & {gender, ""}
        return self._only_actor(gender, (), _NEVER) if fits else None

    def _only_actor(self, gender: str, without: Collection[Person], reach: int) -> Person | None:
        fitting = [
            a
            for a in self.actors
            if a.gender == gender and a not in without and (reach == _NEVER or self.recently(a, reach))
        ]
        return fitting[0] if len(fitting) == 1 else None

    def knows(self, person: Person) -> bool:
        """Whether ``person`` was mentioned before."""
        return person in self._last

    def recently(self, person: Person, reach: int) -> bool:
        """Whether ``person`` was mentioned in this sentence or the last ``reach``."""
        return self.line - self._last.get(person, (_NEVER, 0))[0] <= reach

    def last_actor(self) -> Person | None:
        """The actor mentioned last."""
        return self.latest(self.actors)

    def latest(self, persons: Iterable[Person]) -> Person | None:
        """Who of ``persons`` was mentioned last."""
        known = [person for person in persons if person in self._last]
        return max(known, key=lambda person: self._last[person][1], default=None)

    def pair(self) -> tuple[Person, ...]:
        """Whom "both candidates" means: the two actors; of more than two those mentioned last."""
        if len(self.actors) <= 2:
            return tuple(self.actors)
        known = [a for a in self.actors if a in self._last]
        return tuple(sorted(known, key=lambda a: -self._last[a][1])[:2])

    def last_two(self) -> tuple[Person, ...]:
        """Whom "both" alone means: the two actors if they were mentioned, else the two persons named last."""
        near = [person for person, line, *_ in self._mentions[: -_MOST - 1 : -1] if self.line - line <= 2]
        last = list(dict.fromkeys(person for person in near if person.is_named))
        pair = self.pair()
        if len(last) < 2 or all(person in last for person in pair):
            return pair if all(self.recently(person, _PAIR_REACH) for person in pair) else ()
        return tuple(last[:2])

"""The persons whom an article names: the actors and everybody else.

In: a `Passage`, the actors, the places that name them. Out: `People`: for each naming, in order, the
`Person`, who knows from `introductions` what the article calls them. Used by `attribution`.

A name beside an actor's that is not the actor's own makes another bearer ("Álvaro Noboa", "Mrs. Noboa"
for a man), who keeps the surname for the next sentences. Of other names those are persons' that have a
known first name, a title, an age or description behind them, or a verb of saying beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from framing import introductions
from framing.actors import Mention, fold
from framing.passages import Passage
from framing.persons import Naming, Person, name_gender, noun_gender
from framing.records import Actor
from framing.word_kinds import (
    BE,
    CAPITAL,
    DETERMINER,
    FINITE,
    FIRST_NAME,
    GERUND,
    INDEFINITE,
    MARK,
    MAYBE_NAME,
    NAME,
    NUMBER,
    PERSON,
    PLURAL,
    PREPOSITION,
    RELATIVE,
    SAYING,
    TITLE,
    words_of,
)  # fmt: skip

_PARTICLES = frozenset(
    ["de", "del", "la", "las", "los", "von", "van", "der", "den", "di", "da", "dos", "al", "bin", "el"]
)
_NEAR = 60  # tokens in which another bearer keeps the surname


class People:
    """Everybody whom a passage names.

    Attributes
    ----------
    actors : one `Person` an actor that the passage names, by full name.
    everybody : these and all others.
    namings : where they are named, in order.
    starts : the first token of each naming.
    """

    def __init__(self, passage: Passage, actors: Sequence[Actor], named: Sequence[Mention]) -> None:
        self.passage, self.words, self.kinds = passage, passage.words, passage.kinds
        self.actors = {m.actor: Person(m.actor, name_gender(m.actor)[0]) for m in named}
        self.everybody = list(self.actors.values())
        self._by_word: dict[str, Person] = {}
        self._bearers: dict[str, tuple[int, Person]] = {}
        self._parts = {name: {fold(part) for part in name.split()} for name in self.actors}
        token_at = passage.token_at
        given = {token_at(m.start): (token_at(m.end - 1), m.actor) for m in named}
        self.namings = sorted(self._namings(given), key=lambda naming: naming.first)
        self.starts = [naming.first for naming in self.namings]
        for actor in actors:
            for alias in actor.aliases if actor.name in self.actors else ():
                introductions.read_alias(self.actors[actor.name], alias)
        introductions.read(passage, self.namings)
        introductions.read_pronouns(passage, self.namings, self.everybody)

    def _namings(self, given: dict[int, tuple[int, str]]) -> Iterator[Naming]:
        """Every name, of an actor or of somebody else; ``given``: where actors are named, to which token, who."""
        covered = {k for j, (end, _) in given.items() for k in range(j + 1, end + 1)}
        done = -1
        for i in [i for i, kind in enumerate(self.kinds) if kind & (NAME | MAYBE_NAME)]:
            if i < done or i in covered:
                continue
            last = self._run_end(i)
            inside = [j for j in range(i, last + 1) if j in given]
            done = max([last, *(given[j][0] for j in inside)]) + 1
            if inside:
                yield from self._with_actors(i, last, inside, given)
            elif person := self._somebody(i, last):
                yield Naming(i, last, person)
        for j, (end, actor) in given.items():
            yield Naming(j, end, self.actors[actor])

    def _run_end(self, i: int) -> int:
        """The last token of the run of names that begins at ``i``."""
        kinds, words = self.kinds, self.words
        last, j = i, i + 1
        while j < len(kinds) and j - last <= 3:
            if kinds[j] & (NAME | MAYBE_NAME):
                last = j
            elif words[j] not in _PARTICLES and not (words[j] == "." and len(words[j - 1]) == 1):
                break
            j += 1
        return last

    def _with_actors(
        self, i: int, last: int, inside: Sequence[int], given: dict[int, tuple[int, str]]
    ) -> Iterator[Naming]:
        """The namings of a run of names in which actors' names begin at the tokens ``inside``."""
        for j in inside:
            end, actor = given.pop(j)
            surname = self.words[end]
            if self._is_other_bearer(i, j, end, last, actor):
                far = last + 1 if last == end and self._kind(last + 1) & CAPITAL else last
                other = self._new(self.words[far], self.words[i])
                self._bearers[surname] = (j, other)
                yield Naming(i, far, other)
                return
            near = self._bearers.get(surname)
            if j == end and near is not None and j - near[0] < _NEAR:
                yield Naming(j, end, near[1])  # "Rigoberto Vera, the cobbler … said Vera"
                continue
            self._bearers.pop(surname, None)
            yield Naming(
                i if j == inside[0] else j, max(end, last) if j == inside[-1] else end, self.actors[actor]
            )

    def _is_other_bearer(self, first: int, start: int, end: int, last: int, actor: str) -> bool:
        """Whether what stands around an actor's name makes it somebody else's."""
        if self._is_titled_otherwise(first, actor):
            return True
        own, kinds, words = self._parts[actor], self.kinds, self.words
        opens = first and words[first - 1] in (".", "“", '"', "«")
        verbal = FINITE | GERUND | PLURAL  # a verb that only looks like a name, first in its sentence
        before = [words[j] for j in range(first, start) if not (j == first and opens and kinds[j] & verbal)]
        if (
            before
            and own.isdisjoint(before)
            and any(kinds[j] & (NAME | FIRST_NAME) for j in range(first, start))
        ):
            return len(before[0]) > 1 or not any(part.startswith(before[0]) for part in own)
        if len(own) > 1 and start == end and words[start] == fold(actor.split()[0]):  # a first name alone
            follows = range(end + 1, min(max(end + 2, last + 1), len(words)))
            return any(kinds[j] & CAPITAL and words[j] not in own for j in follows)
        return False

    def _is_titled_otherwise(self, first: int, actor: str) -> bool:
        """Whether the title before a name is one for the other gender, or has "a" before it: "a Mr. Vera"."""
        j = self._title(first)
        if j is None:
            return False
        article = self.words[j - 1] if j else ""
        if self.kinds[j] & TITLE and j and self.kinds[j - 1] & INDEFINITE:
            return True
        gender = noun_gender(self.words[j], self.kinds[j], self.passage.is_spanish(j), (article,))
        return not self.actors[actor].fits(gender)

    def _title(self, i: int) -> int | None:
        """The token of the title or noun for a person right before token ``i``."""
        short = i > 1 and self.words[i - 1] == "."
        j = i - 2 if short else i - 1
        return j if j >= 0 and self.kinds[j] & (TITLE if short else TITLE | PERSON) else None

    def _kind(self, j: int) -> int:
        return self.kinds[j] if j < len(self.kinds) else 0

    def _somebody(self, i: int, last: int) -> Person | None:
        """Whom the names from ``i`` to ``last`` name, None where they name no person."""
        known = self._by_word.get(self.words[last])
        if known is not None:
            first = self._by_word.get(self.words[i])
            if i == last or first is known or not self.kinds[i] & FIRST_NAME:
                return known
        is_person = (self.kinds[i] & FIRST_NAME and last > i) or self._title(i) is not None
        if is_person or self._speaks(i, last) or self._is_introduced(last):
            return self._new(self.words[last], self.words[i])
        return None

    def _speaks(self, i: int, last: int) -> bool:
        """Whether a verb of saying or "who" stands beside the name, as beside a person's."""
        before = self.kinds[i - 1] if i else 0
        is_long = last > i or self.kinds[i] & FIRST_NAME
        if before & DETERMINER:
            return False  # "the Lipa Institute"
        if before & SAYING and (is_long or self.words[last + 1 : last + 2] == (",",)):
            return True
        return bool(is_long) and (
            bool(self._kind(last + 1) & SAYING)
            or (self.words[last + 1 : last + 2] == (",",) and bool(self._kind(last + 2) & RELATIVE))
        )

    def _is_introduced(self, last: int) -> bool:
        """Whether an age or a description of a person follows the name: "Samia, 41", "Samia, a cleaner"."""
        kinds, words = self.kinds, self.words
        if words[last + 1 : last + 2] != (",",) or not words[last].isalpha():
            return False
        for k in range(last + 2, min(last + 6, len(words))):
            if kinds[k] & PERSON and not kinds[k] & DETERMINER:
                return True
            if kinds[k] & NUMBER and k == last + 2:
                return words[k + 1 : k + 2] in ((",",), (".",))
            if kinds[k] & (MARK | PREPOSITION | BE | RELATIVE | SAYING | NAME):
                return False
        return False

    def _new(self, surname: str, first: str) -> Person:
        """The person of these names, known already or not."""
        known = self._by_word.get(surname)
        if known is not None and self._by_word.get(first) is known:
            return known
        person = Person("", words_of("").gender(first))
        self.everybody.append(person)
        self._by_word[surname] = person
        self._by_word.setdefault(first, person) if first != surname else None
        return person

"""Who speaks in a sentence: verbs of saying and of taking a position, and phrases that name whose view it is.

In: a `Scene` whose references are read. Out: `Voice`s, each a reference (or a dropped subject) and the
cue that showed that it speaks. Used by `attribution`.

The cues: a verb with its subject, found by `saying_verbs`, `position_verbs` and `subjects`; a phrase
("according to Vera", "a su juicio"); a colon ("Vera: …"); a position told by its name ("her answer
is"); a clause that leaves out the verb of the one before.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from framing import position_verbs, wordlists
from framing.actors import fold
from framing.saying_verbs import is_saying
from framing.scenes import Reference, Scene
from framing.subjects import Subjects
from framing.word_kinds import (
    AUXILIARY,
    BE,
    BREAK,
    CONDITIONAL,
    CONTENT,
    EXPERIENCE,
    FINITE,
    HER,
    HIS,
    JOIN,
    MARK,
    MODAL,
    NOUN,
    PLURAL,
    POSITION,
    QUOTED,
    SAYING,
    SELFSAYING,
    STANCE,
    STOP,
    VIEW,
)  # fmt: skip

_LONGEST_REPORT = 80  # tokens over which a verb of saying reports
_LONGEST_GAP = 40  # tokens of a clause without a verb
_QUESTIONED = SAYING | SELFSAYING | STANCE | MODAL | CONDITIONAL | QUOTED
#: Words before "que" that make it no report: "mientras que", "más que".
_NO_CONTENT = frozenset(
    ["mientras", "ya", "puesto", "sino", "asi", "para", "sin", "dado", "mejor", "peor", "mas", "menos", "lo"]
)


class Cue(NamedTuple):
    """What showed that a person speaks: its kind and its place in the article."""

    kind: str
    start: int
    end: int


class Voice(NamedTuple):
    """``reference`` speaks, by ``cue``; ``place`` is the cue's token in the line."""

    reference: Reference
    cue: Cue
    place: int


class Speech:
    """The voices of one line.

    Attributes
    ----------
    speaking : the tokens of the verbs by which anybody speaks, an actor or not.
    voices : by whom, where that is a reference of the line or a dropped subject.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene, self.words, self.kinds = scene, scene.words, scene.kinds
        self.subjects = Subjects(scene)
        self.speaking: dict[int, None] = {}
        self.voices: list[Voice] = []
        for j in self._verbs():
            self.speaking[j] = None
            subject = self.subjects.of(j)
            if subject is not None and subject.kind != "related" and not self._is_reported(j, subject):
                self._add(subject, "verb", j)
        if scene.found:
            self._phrases()
            self._views()
            self._positions()
            self._gaps()
        self._colons()

    def _add(self, reference: Reference, kind: str, first: int, last: int | None = None) -> None:
        start = self.scene.line.start(first)
        end = self.scene.line.end(first if last is None else last)
        self.voices.append(Voice(reference, Cue(kind, start, end), first))

    def _verbs(self) -> Iterator[int]:
        """The verbs of saying and of taking a position, from left to right."""
        scene = self.scene
        places = {j: j for j, kind in enumerate(self.kinds) if kind & _QUESTIONED}
        if not scene.spanish:
            for reference in scene.found:
                verb = (
                    position_verbs.aside(scene, reference.first, reference.last) if reference.free else None
                )
                if verb is not None:
                    places[verb] = -1
        for j in sorted(places):
            verb = j if places[j] < 0 else self._verb_at(j)
            if verb is not None:
                yield verb

    def _verb_at(self, j: int) -> int | None:
        """The verb that the word or quotation at token ``j`` shows, None where it shows none."""
        scene, kind = self.scene, self.kinds[j]
        if kind & (SAYING | SELFSAYING) and is_saying(scene, self.subjects, j):
            return j
        if kind & STANCE:
            return position_verbs.stance(scene, j)
        if kind & MODAL and position_verbs.is_pledge(scene, self.subjects, self.speaking, j):
            return j
        if kind & QUOTED:
            return position_verbs.beside_quote(scene, j)
        if scene.spanish and kind & CONDITIONAL and not kind & SAYING:
            pledges = position_verbs.is_spanish_pledge(scene, self.subjects, self.speaking, j)
            return j if pledges else None
        return None

    def _is_reported(self, j: int, subject: Reference) -> bool:
        """Whether what ``subject`` says at ``j`` is what somebody else says: "Vera claims that Ruiz promised"."""
        for k in range(j - 1, max(-1, j - _LONGEST_REPORT), -1):
            if self.kinds[k] & (STOP | QUOTED):
                return False
            if self.kinds[k] & SAYING and k in self.speaking:
                first = self.subjects.of(k)
                same = first is subject or (first is not None and first.persons == subject.persons)
                return not same and subject.first > k and self._reaches(k, subject.first)
        return False

    def _reaches(self, verb: int, end: int) -> bool:
        """Whether what the ``verb`` of saying reports goes on up to token ``end``."""
        opened = False
        for i in range(verb + 1, end):
            kind, word = self.kinds[i], self.words[i]
            if word in ("that", "que", "whether") and i - verb <= 8 and self.words[i - 1] not in _NO_CONTENT:
                opened = True
            elif (
                opened and self.words[i - 1] == "," and (kind & JOIN or (kind & BREAK and not kind & CONTENT))
            ):
                return False
        return opened

    def _phrases(self) -> None:
        """ "According to Vera", "in Vera's view", "a juicio de Vera", "para Vera,"."""
        phrases, words = _according(self.scene.spanish), self.words
        for reference in self.scene.found:
            first = reference.first
            end = reference.last if reference.kind == "owner" else reference.last + 1
            for before, after in phrases.get(self.scene.word(first - 1), ()):
                begin = first - len(before)
                if reference.kind == "related" or begin < 0 or tuple(words[begin:first]) != before:
                    continue
                if tuple(w.replace("’", "'") for w in words[end : end + len(after)]) != after:
                    continue
                if after != (",",) or not begin or self.kinds[begin - 1] & MARK:
                    self._add(reference, "phrase", begin, first - 1)
                    break

    def _views(self) -> None:
        """ "In her view", "a su juicio"; "a Vera le parece"."""
        for j in [j for j, kind in enumerate(self.kinds) if kind & (VIEW | EXPERIENCE)]:
            before = self.scene.kind(j - 1)
            if self.kinds[j] & VIEW and before & (HIS | HER):
                if self.scene.word(j - 2) in ("in", "a", "en", "to", "by"):
                    self._add(Reference(j - 1, j - 1, (), "view", False), "phrase", j - 2, j)
            elif self.kinds[j] & EXPERIENCE and self.scene.word(j - 1) in ("le", "les"):
                for reference in self.scene.found:
                    to = self.words[reference.first] == "al" or self.scene.word(reference.first - 1) == "a"
                    if to and not reference.free and reference.last < j:
                        self._add(reference, "verb", j)

    def _colons(self) -> None:
        """ "Vera: …", "word from Vera: …", or a clause of Vera's that leads to a quotation by a colon."""
        if ":" not in self.words:
            return
        for j in [j for j, word in enumerate(self.words) if word == ":" and j + 1 < len(self.words)]:
            before = self.scene.by_end.get(j - 1)
            opening = self.scene.found[0] if self.scene.found else None
            if (before is not None and before.first <= 1 and before.free) or (
                before is not None and before.kind in ("name", "description") and self._tells(j)
            ):
                self._add(before, "colon", j)
            elif self.kinds[j + 1] & QUOTED:
                if opening is not None and opening.first <= 1 and opening.kind in ("possessive", "owner"):
                    self._add(opening, "colon", j)  # "Her answer came at noon: …"
                elif not any(verb < j for verb in self.speaking):
                    subject = self.subjects.of_clause(j)
                    if subject is not None:
                        self._add(subject, "colon", j)

    def _tells(self, j: int) -> bool:
        """Whether a word for what somebody says stands before token ``j``: "word", "message"."""
        return any(kind & POSITION for kind in self.kinds[max(0, j - _LONGEST_GAP) : j])

    def _positions(self) -> None:
        """ "Her answer is", "Vera's plan would": a position told by its name."""
        for reference in self.scene.found:
            if reference.kind not in ("possessive", "owner", "proxy") or not reference.persons:
                continue
            first = reference.last if reference.kind == "proxy" else reference.last + 1
            for k in range(first, min(reference.last + 4, len(self.words) - 1)):
                verb = self.kinds[k + 1] & BE or self.words[k + 1] in ("would", "'d")
                if self.kinds[k] & POSITION and verb:
                    self._add(reference, "position", k)

    def _gaps(self) -> None:
        """A clause that leaves out the verb of the one before: "Vera promises bread; Ruiz, work"."""
        if ";" not in self.words:
            return
        verbs = [voice for voice in self.voices if voice.cue.kind == "verb"]
        for reference in self.scene.found:
            j = reference.last + 1
            behind = self.scene.word(reference.first - 1) == ";"
            if not (behind and reference.free and self.scene.word(j) == ","):
                continue
            before = next((voice for voice in verbs if voice.place < reference.first), None)
            acting = SAYING | FINITE | AUXILIARY | PLURAL
            lacking = not any(k & acting and not k & NOUN for k in self.kinds[j : j + _LONGEST_GAP])
            if before is not None and (lacking or self.scene.spanish):
                self.voices.append(Voice(reference, before.cue, before.place))


@lru_cache(maxsize=2)
def _according(spanish: bool) -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """The words before and after the person in each phrase that names whose view it is, by the last word before."""
    phrases: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for line in wordlists.read_lines(f"{'es' if spanish else 'en'}/according"):
        before, _, after = line.partition("*")
        words = _split(before)
        phrases.setdefault(words[-1], []).append((words, _split(after)))
    return phrases


def _split(phrase: str) -> tuple[str, ...]:
    return tuple(fold(phrase).replace("'s", " 's").replace(",", " ,").split())

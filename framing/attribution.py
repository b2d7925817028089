"""Who speaks and who is spoken of: for each sentence of an article the actors' roles in it.

In: a text, its sentences, the actors. Out: for each sentence {actor: "voice" | "about"}, and with
`findings` the trace: which mention and which cue led to it. `scoring` is the caller.

The article is read once, from its first sentence to its last. In each sentence the references to
persons are found and resolved by what came before (`references`), then who speaks (`speech`), then
whose the quotations are (`speakers`). The reduction comes last: voice counts before about.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from framing import epithets, naming, quotations, references
from framing.cast import Cast
from framing.coreference import Memory
from framing.findings import Attribution, about, about_reference, spoken
from framing.passages import Line, Passage
from framing.people import People
from framing.persons import Naming, Person
from framing.records import Actor, Sentence
from framing.scenes import Reference, Scene
from framing.speakers import Speakers
from framing.speech import Speech, Voice
from framing.subjects import DROPPED
from framing.word_kinds import COMING, CONTENT, COPULA, HER, HOLDING, RELATIVE

__all__ = ["Attribution", "attribute", "findings"]

_SHORT = 8  # tokens of "He said." and the like
_NO_OBJECT = ("segun", "para", "de")  # prepositions whose person can still be the dropped subject

#: A voice and who it is.
Spoken = tuple[Voice, tuple[Person, ...]]


def attribute(text: str, sentences: Sequence[Sentence], actors: Sequence[Actor]) -> list[dict[str, str]]:
    """Each sentence's actors and whether they speak or are spoken of.

    Parameters
    ----------
    text : the article.
    sentences : its sentences in reading order, as `framing.sentences.split` gives them.
    actors : as `framing.actors.check_actors` gives them.

    Returns
    -------
    One mapping a sentence, full name to "voice" (own words or stated position) or "about"; actors that
    are absent are left out.
    """
    roles: list[dict[str, str]] = [{} for _ in sentences]
    for found in findings(text, sentences, actors):
        if found.role == "voice" or found.actor not in roles[found.sentence]:
            roles[found.sentence][found.actor] = found.role
    order = [actor.name for actor in actors]
    return [{name: role[name] for name in order if name in role} if len(role) > 1 else role for role in roles]


def findings(text: str, sentences: Sequence[Sentence], actors: Sequence[Actor]) -> list[Attribution]:
    """Every finding that `attribute` reduces."""
    if not sentences or not actors:
        return []
    named = naming.named(text, actors)
    if not named:
        return []
    passage = Passage(text, sentences, quotations.find(text))
    return _Reading(passage, People(passage, actors, named)).findings()


class _Reading:
    """One article under attribution."""

    def __init__(self, passage: Passage, people: People) -> None:
        epithets.read(passage, people)
        self.passage, self.people = passage, people
        self.memory = Memory(list(people.actors.values()))
        self.cast = Cast(people.everybody, self.memory)
        self.found: list[Attribution] = []
        breaks = [start for start, _ in quotations.paragraphs(passage.text)]
        self.paragraphs = [bisect_right(breaks, s.start) for s in passage.sentences]
        self.speakers = Speakers(passage, self.paragraphs, self.found)

    def findings(self) -> list[Attribution]:
        for i in range(len(self.passage.sentences)):
            self.memory.line, self.memory.paragraph = i, self.paragraphs[i]
            self._read(self.passage.line(i))
        return self.found

    def _read(self, line: Line) -> None:
        """Read one sentence."""
        before = len(self.found)
        scene = Scene(line, self._namings(line), self.cast)
        references.read(scene)
        speech = Speech(scene)
        voices = [(voice, self._who(voice, scene)) for voice in speech.voices]
        self._note_subject(scene, speech, voices)
        self._record(scene, voices)
        if line.quoted:
            self._read_quotations(line, speech, voices)
        elif self.speakers.is_waiting:
            if voices and len(line.words) <= _SHORT:
                self.speakers.name_waiting(line.number, _followed(line, voices[0]))
            self.speakers.end_waiting()
        i = line.number + 1
        if self.speakers.is_waiting and (
            i >= len(self.paragraphs) or self.paragraphs[i] != self.paragraphs[i - 1]
        ):
            self.speakers.end_waiting()
        self._note_topic(line.number, before)

    def _namings(self, line: Line) -> list[Naming]:
        """The namings within a line, with places in it."""
        tokens, starts = line.tokens, self.people.starts
        if not tokens:
            return []
        low, high = bisect_left(starts, tokens[0]), bisect_right(starts, tokens[-1])
        local = []
        for first, last, person in self.people.namings[low:high]:
            j = bisect_left(tokens, first)
            if tokens[j] == first and j not in line.quoted:
                local.append(Naming(j, min(j + last - first, len(tokens) - 1), person))
        return local

    def _who(self, voice: Voice, scene: Scene) -> tuple[Person, ...]:
        """Who speaks: whom the reference points at, or whom "in her view" or a dropped subject means."""
        reference = voice.reference
        if reference.persons:
            return reference.persons
        person: Person | None = None
        if reference is DROPPED:
            before = [r for r in scene.found if r.last < voice.place and r.persons]
            acting = [r for r in before if r.free and r.kind not in ("related", "owner")]
            topic = acting[0] if acting else next((r for r in before if _is_dative(scene, r)), None)
            if topic is not None:
                return topic.persons
            person = self._dropped(scene, voice.place)
        elif reference.kind == "view":
            gender = "" if scene.spanish else "f" if scene.kinds[reference.first] & HER else "m"
            here = [
                r.persons for r in scene.found if r.free and r.last < reference.first and r.kind != "related"
            ]
            if here and len(here[-1]) == 1 and here[-1][0].fits(gender):
                return here[-1]
            person = self.memory.antecedent(gender)
        return (person,) if person else ()

    def _dropped(self, scene: Scene, verb: int) -> Person | None:
        """Whom the dropped subject of ``verb`` means: somebody of the sentences before who is no object here."""
        objects: set[Person] = set()
        for reference in scene.found:
            if any(kind & (CONTENT | RELATIVE) for kind in scene.kinds[verb + 1 : reference.first]):
                break
            behind = verb < reference.first and not reference.free and reference.kind != "possessive"
            if behind and scene.word(reference.first - 1) not in _NO_OBJECT:
                objects.update(reference.persons)
        return self.memory.antecedent("", objects, earlier=True)

    def _note_subject(self, scene: Scene, speech: Speech, voices: Sequence[Spoken]) -> None:
        """Remember who the sentence is about: the subject of its verb of saying, a dropped one, the first free one."""
        memory, line = self.memory, scene.line
        for voice, persons in voices:
            inside = any(kind & RELATIVE for kind in scene.kinds[: max(voice.reference.first, 0)])
            if len(persons) == 1 and voice.cue.kind == "verb" and not inside:
                memory.note_subject(persons[0])
                return
        dative = next((r for r in scene.found[:1] if _is_dative(scene, r)), None)
        verb = speech.subjects.dropping
        if verb >= 0 and dative is None:
            human = not scene.kinds[verb] & (COMING | COPULA) or memory.thing_line < memory.subject_line
            person = self._dropped(scene, verb) if human else None
            if person is not None:
                if person.name:
                    self.found.append(about(line, person, verb, verb))
                memory.note_subject(person)
                return
        free = [r for r in scene.found if r.free and len(r.persons) == 1 and r.kind != "related"]
        if free or (dative and len(dative.persons) == 1):
            memory.note_subject((free[0] if free else dative or free[0]).persons[0])
        elif not line.quoted or line.is_framed:
            memory.thing_line = memory.line

    def _record(self, scene: Scene, voices: Sequence[Spoken]) -> None:
        """Put down who is spoken of and who speaks in a line."""
        for reference in scene.found:
            for person in reference.persons:
                if person.name and reference.kind != "related" and person not in scene.speakers:
                    self.found.append(about_reference(scene.line, person, reference))
        for voice in voices:
            self.found += _followed(scene.line, voice)

    def _note_topic(self, i: int, before: int) -> None:
        """Tell the speakers whom the sentence is about, where that is an actor."""
        person = self.memory.subject
        if person is not None and person.name and self.memory.subject_line == i:
            topics = [found for found in self.found[before:] if found.actor == person.name]
            if topics:
                self.speakers.note_topic(topics[-1])

    def _read_quotations(self, line: Line, speech: Speech, voices: Sequence[Spoken]) -> None:
        """Whose the quotations of a sentence are, and who is spoken of in them."""
        by_place = {voice.place: (voice, persons) for voice, persons in voices}
        places = sorted({*speech.speaking, *by_place})
        framed = bool(places) or line.is_framed
        for q, quote in line.quoted.items():
            others: tuple[Person, ...] = ()
            if places:
                voice = by_place.get(_nearest(places, q))
                self.speakers.say(line.number, quote, _followed(line, voice) if voice else [])
                others = tuple(p for p in voice[1] if not p.name) if voice else ()
            elif framed:
                known = self.speakers.of.get(quote, [])
                self.speakers.say(line.number, quote, known, sure=bool(known))
            else:
                self.speakers.go_on(line.number, quote)
            said = tuple(self.people.actors[s.actor] for s in self.speakers.of.get(quote, ()))
            self._read_within(line.within(q), (*others, *said))

    def _read_within(self, line: Line, speakers: tuple[Person, ...]) -> None:
        """Whom a quotation names is spoken of; who is said there to have said something speaks."""
        scene = Scene(line, self._namings(line), self.cast, True, speakers)
        if references.read(scene):
            voices = [
                (voice, voice.reference.persons) for voice in Speech(scene).voices if _is_report(scene, voice)
            ]
            self._record(scene, voices)


def _followed(line: Line, voice: Spoken) -> list[Attribution]:
    """The findings of a voice: one an actor."""
    return [spoken(line, voice[0], person) for person in voice[1] if person.name]


def _nearest(places: Sequence[int], q: int) -> int:
    """Which of ``places``, in order, is nearest to ``q``; of two as near the one before."""
    k = bisect_left(places, q)
    if k == len(places) or (k and q - places[k - 1] <= places[k] - q):
        return places[k - 1]
    return places[k]


def _is_dative(scene: Scene, reference: Reference) -> bool:
    """Whether a Spanish sentence opens with the reference behind "a": "A Vera no le gusta"."""
    first = reference.first
    if not scene.spanish or first > 1:
        return False
    return scene.words[0] == ("a" if first else "al")


def _is_report(scene: Scene, voice: Voice) -> bool:
    """Whether words within a quotation report what somebody said: "Vera said that"."""
    return not scene.kinds[voice.place] & HOLDING and scene.word(voice.place + 1) in ("que", "that")

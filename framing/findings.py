"""What attribution finds: in which sentence an actor speaks or is spoken of, and what showed it.

In: references and voices of a line. Out: `Attribution`s. Used by `speakers` and `attribution`.
"""

from __future__ import annotations

from typing import NamedTuple

from framing.actors import Mention
from framing.passages import Line
from framing.persons import Person
from framing.scenes import Reference
from framing.speech import Cue, Voice


class Attribution(NamedTuple):
    """One finding: in the sentence numbered ``sentence`` the actor has ``role``, "voice" or "about".

    ``mention`` is the place that points at the actor (a name, a description, a pronoun, or the verb of a
    dropped subject) and ``cue`` what showed that the actor speaks. Both stand in the sentence numbered
    ``source``, which is another one where a quotation runs over several sentences.
    """

    sentence: int
    actor: str
    role: str
    mention: Mention
    cue: Cue | None
    source: int


def about(line: Line, person: Person, first: int, last: int) -> Attribution:
    """The person is spoken of, at the tokens ``first`` to ``last``."""
    mention = Mention(person.name, line.start(first), line.end(last))
    return Attribution(line.number, person.name, "about", mention, None, line.number)


def about_reference(line: Line, person: Person, reference: Reference) -> Attribution:
    """The person is spoken of by a reference."""
    return about(line, person, reference.first, reference.last)


def spoken(line: Line, voice: Voice, person: Person) -> Attribution:
    """The person speaks; where the subject is dropped, its verb stands for the mention."""
    reference = voice.reference
    places = (voice.place, voice.place) if reference.first < 0 else (reference.first, reference.last)
    found = about(line, person, *places)
    return found._replace(role="voice", cue=voice.cue)

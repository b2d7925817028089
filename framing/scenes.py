"""One line while its references to persons are being read: what is known, what was found so far.

In: a `Line`, the namings in it, the cast and memory of the article. Out: a `Scene`, which the modules
that read names, nouns, pronouns and groups ask and fill with `Reference`s. Used by `references`.
"""

from __future__ import annotations

from collections.abc import Sequence

from framing.cast import Cast
from framing.passages import Line
from framing.persons import Naming, Person
from framing.word_kinds import BREAK, CAPITAL, CONTENT, PREPOSITION, RELATIVE, SAYING, STOP, TITLE

_LONGEST_CLAUSE = 80  # tokens in which the beginning of a clause is looked for


class Reference:
    """Tokens ``first`` to ``last`` of a line point at ``persons``.

    ``kind``: "name", "description", "pronoun", "group", "proxy" (what speaks for the person), "related"
    (who or what merely belongs to the person), "owner" (before a 's), "possessive" ("her" before a
    noun), "dropped", or "predicate" (says what somebody is, points at nobody and is not kept).
    ``free``: not behind a preposition, so that it can be a subject.
    """

    __slots__ = ("first", "free", "kind", "last", "persons")

    def __init__(self, first: int, last: int, persons: tuple[Person, ...], kind: str, free: bool) -> None:
        self.first, self.last, self.persons, self.kind, self.free = first, last, persons, kind, free

    @property
    def can_act(self) -> bool:
        """Whether it can be the subject of a verb."""
        return self.free and self.kind not in ("owner", "possessive")

    def __repr__(self) -> str:
        return f"<{self.kind} {self.first}-{self.last} {self.persons}{' free' if self.free else ''}>"


class Scene:
    """A line under reading.

    Parameters
    ----------
    line : the sentence, or what it holds of a quotation.
    namings : the namings in it, with places in the line.
    cast : everybody in the article; its memory is told of each reference.
    quoted : whether the line is the inside of a quotation.
    speakers : who speaks the quotation: no pronoun in it means them.

    Attributes
    ----------
    found : the references so far.
    has_subject : whether one of them can be a subject.
    by_start, by_end : the references by their first and last tokens, once all are found.
    """

    def __init__(
        self,
        line: Line,
        namings: Sequence[Naming],
        cast: Cast,
        quoted: bool = False,
        speakers: tuple[Person, ...] = (),
    ) -> None:
        self.line, self.words, self.kinds, self.spanish = line, line.words, line.kinds, line.spanish
        self.size = len(line.words)
        self.named = {naming.first: naming for naming in namings}
        self.cast, self.memory = cast, cast.memory
        self.quoted, self.speakers = quoted, speakers
        self.found: list[Reference] = []
        self.by_start: dict[int, Reference] = {}
        self.by_end: dict[int, Reference] = {}
        self.has_subject = False

    def close(self) -> None:
        """All references are found: index them."""
        self.by_start = {reference.first: reference for reference in self.found}
        self.by_end = {reference.last: reference for reference in self.found}

    def word(self, j: int) -> str:
        """Token ``j``, "" outside the line."""
        return self.words[j] if 0 <= j < self.size else ""

    def kind(self, j: int) -> int:
        """The kinds of token ``j``, 0 outside the line."""
        return self.kinds[j] if 0 <= j < self.size else 0

    def is_free(self, first: int) -> bool:
        """Whether what begins at token ``first`` stands behind no preposition."""
        if self.spanish and self.words[first] in ("al", "del"):
            return False
        before = self.kind(first - 1)
        return not before & PREPOSITION or bool(before & BREAK and not self.spanish)

    def refer(self, first: int, last: int, persons: tuple[Person, ...], kind: str) -> Reference:
        """A reference that is free where it stands behind no preposition."""
        return Reference(first, last, persons, kind, self.is_free(first))

    def name_behind(self, k: int) -> Naming | None:
        """The name behind token ``k`` in apposition: at once, or over a comma, a full stop, a title."""
        if not self.named:
            return None
        marked = self.word(k + 1) in (",", ".")
        for gap in (1, 2, 3):
            naming = self.named.get(k + gap)
            if naming is not None:
                beside = gap == 1 + marked or bool(self.kinds[k + gap - 1] & TITLE)
                return naming if beside and self.kinds[k + gap] & CAPITAL else None
        return None

    def opens_clause(self, k: int, j: int) -> bool:
        """Whether token ``k`` opens a clause in which token ``j`` stands."""
        kind = self.kinds[k]
        if kind & RELATIVE and not self.kind(k - 1) & SAYING:
            return "," not in self.words[k:j]
        return bool(kind & (BREAK | CONTENT | STOP))

    def subject_before(self, j: int) -> tuple[Person, ...]:
        """The subject so far of the clause in which token ``j`` stands: an object there is somebody else."""
        if not self.found:
            return ()
        near = range(max(0, j - _LONGEST_CLAUSE), j)
        last = max((k for k in near if self.opens_clause(k, j)), default=-1)
        return next((r.persons for r in reversed(self.found) if r.free and r.first > last), ())

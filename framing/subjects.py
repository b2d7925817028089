"""Whose predicate a verb is: the subject before it, behind it, or dropped.

In: a `Scene` whose references are read, the token of a verb. Out: the reference that is its subject,
`DROPPED` where Spanish leaves the subject out, or None where somebody or something else is the subject.
Used by `saying_verbs` and `speech`.
"""

from __future__ import annotations

from framing.dropped import dropping_verb
from framing.scenes import Reference, Scene
from framing.word_kinds import (
    ADVERB,
    BE,
    BREAK,
    CAPITAL,
    CLITIC,
    COMING,
    CONTENT,
    DETERMINER,
    FINITE,
    GERUND,
    HIS,
    INFINITIVE,
    JOIN,
    LEADING,
    LIGHT,
    MARK,
    MODIFIER,
    NAME,
    NUMBER,
    PERSON,
    PLURAL,
    PREPOSITION,
    QUOTED,
    RELATIVE,
    SAYING,
    STOP,
    TIME,
    TITLE,
)  # fmt: skip

_LONGEST_GAP = 12  # words between a verb and a subject that follows it
_LONGEST_ASIDE = 26  # words of an aside between commas
_LONGEST_PHRASE = 9  # words of a phrase between the subject and its verb
_LONGEST_CLAUSE = 150  # tokens in which the subject of a clause under way is looked for
_LONGEST_DESCRIPTION = 9  # words of an apposition before "who"
_ASIDE = frozenset((",", "—", "–", ")", "-"))
_BY = frozenset(["by", "after", "before", "in", "for", "of"])
_SKIPPED = LIGHT | CLITIC | TIME | NUMBER | ADVERB | BE
_NO_PHRASE = MARK | SAYING | BE | BREAK | JOIN | RELATIVE
_ENDS_BEHIND = frozenset((":", "(", ".", "!", "?", "…"))

#: A subject that Spanish leaves out.
DROPPED = Reference(-1, -1, (), "dropped", True)


class Subjects:
    """The subjects of the verbs of one line.

    Attributes
    ----------
    dropping : the verb whose subject the sentence drops, -1 without one.
    known : the subjects asked for so far, by the verbs' tokens.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene, self.words, self.kinds = scene, scene.words, scene.kinds
        self.by_start, self.by_end = scene.by_start, scene.by_end
        self.known: dict[int, Reference | None] = {}
        dropping = dropping_verb(scene) if scene.spanish else None
        self.dropping = -1 if dropping is None else dropping

    def of(self, verb: int) -> Reference | None:
        """The subject of the verb at token ``verb``."""
        if verb not in self.known:
            lead = self.lead(verb)
            acting = verb if lead is None else lead
            drops = self.dropping in (verb, acting)
            self.known[verb] = self._behind(acting, True) if drops else self._before(acting)
        return self.known[verb]

    def lead(self, verb: int) -> int | None:
        """The verb before an infinitive of saying: "llegó a decir", "salió el martes a decir", "had to say"."""
        if verb < 2 or not (self.kinds[verb] & INFINITIVE or self.words[verb - 1] == "to"):
            return None
        for j in range(verb - 2, max(-1, verb - 6), -1):
            if self.kinds[j] & LEADING or self.words[j] in ("had", "has", "have"):
                return j
            if not (self.scene.spanish and self.kinds[j] & (TIME | LIGHT | DETERMINER)):
                return None
        return None

    def of_clause(self, j: int) -> Reference | None:
        """The subject of the clause that is under way at token ``j``."""
        best: Reference | None = None
        for k in range(j - 1, max(-1, j - _LONGEST_CLAUSE), -1):
            kind = self.kinds[k]
            if k in self.known and kind & (SAYING | FINITE):
                return self.known[k]
            if kind & STOP or (kind & BREAK and not kind & (PREPOSITION | LIGHT) and best is not None):
                break
            reference = self.by_start.get(k)
            if reference is not None and reference.can_act and reference.kind != "related":
                best = reference
        return best or (DROPPED if self.dropping >= 0 else None)

    def _before(self, verb: int) -> Reference | None:
        """Look leftwards from ``verb`` for its subject."""
        j: int | None = verb - 1
        while j is not None and j >= 0:
            kind, word = self.kinds[j], self.words[j]
            reference = self.by_end.get(j)
            if reference is not None and not (kind & CLITIC and reference.kind == "pronoun"):
                if reference.can_act or self._acts_for(reference, verb):
                    return reference
                if reference.kind in ("owner", "possessive"):
                    return None
                j = self._phrase_start(reference.first)
            elif reference is not None:
                j -= 1
            elif kind & (QUOTED | STOP) or word in "(¿¡…:":
                return self._behind(verb, bool(kind & QUOTED) or word == ":")
            elif word in _ASIDE:
                return self._over_aside(verb, j)
            elif kind & JOIN:
                return self._joined(verb, j)
            elif kind & RELATIVE and not self._opens_content(j):
                return self._antecedent(j)
            elif kind & (CONTENT | BREAK) and not kind & (LIGHT | PREPOSITION):
                return self._behind(verb, False)
            elif kind & _SKIPPED or word.endswith(("mente", "ly")):
                j -= 1
            elif self.kinds[verb] & GERUND and word in _BY:
                return self.of_clause(j)
            else:
                j = self._phrase_start(j + 1)
        return None if j is None else self._behind(verb, False)

    def _acts_for(self, reference: Reference, verb: int) -> bool:
        """ "Desde el despacho de Vera aseguran": who speaks for her stands behind a preposition."""
        return reference.kind == "proxy" and self.scene.spanish and bool(self.kinds[verb] & PLURAL)

    def _opens_content(self, j: int) -> bool:
        """Whether "que" at ``j`` opens what somebody says, and not a relative clause."""
        return bool(self.kinds[j] & CONTENT and self.scene.kind(j - 1) & (SAYING | STOP | MARK)) and (
            j - 1 not in self.by_end
        )

    def _phrase_start(self, end: int) -> int | None:
        """The token before the preposition of the phrase that ends before ``end``; None where it is none."""
        for j in range(end - 1, max(-1, end - 1 - _LONGEST_PHRASE), -1):
            kind, word = self.kinds[j], self.words[j]
            if kind & PREPOSITION or word in ("al", "del"):
                joined = word in ("de", "del", "of") and j and not self.kinds[j - 1] & (MARK | TIME | NUMBER)
                if not joined or j - 1 in self.by_end:
                    return j - 1
            elif kind & _NO_PHRASE and not kind & DETERMINER and word not in ("'s", "’s"):
                return None
        return None

    def _over_aside(self, verb: int, comma: int) -> Reference | None:
        """The subject of a verb that follows an aside, or opens its clause."""
        closing = self.words[comma]
        inner = self.by_end.get(comma - 1)
        if inner is not None and inner.free and "," in self.words[inner.first : inner.last]:
            return inner  # "el ministro de Defensa, Hugo Paz, dijo"
        opening = self._aside_start(comma, closing)
        if opening is not None:
            reference = self.by_end.get(opening - 1)
            if reference is not None and reference.can_act:
                return reference
            after_saying = self.scene.kind(opening - 1) & (SAYING | QUOTED)
            if inner is not None and inner.first == opening + 1 and not after_saying:
                return inner
            if closing == "," and reference is None:
                start = self._phrase_start(opening)
                if start is not None and start in self.by_end:
                    return self.by_end[start]
                if self.scene.kind(opening - 1) & CAPITAL and start is None:
                    return None  # somebody or something else: "Manta, con el 75 %, dijo no"
                if self.scene.kind(opening - 1) & HIS:
                    return self.of_clause(opening)  # "Vera y los suyos, en cambio,"
        return self.of_clause(comma) if self.kinds[verb] & GERUND else self._behind(verb, True)

    def _aside_start(self, comma: int, closing: str) -> int | None:
        """The mark that opens the aside which the mark at ``comma`` closes."""
        opening = {")": "("}.get(closing, closing)
        for j in range(comma - 1, max(-1, comma - _LONGEST_ASIDE), -1):
            if self.kinds[j] & STOP or (self.kinds[j] & QUOTED and closing == ","):
                return None
            if self.words[j] == opening or (closing in "—–" and self.words[j] in ("—", "–")):
                return j
        return None

    def _antecedent(self, j: int) -> Reference | None:
        """Whom the relative pronoun at ``j`` stands for."""
        before = j - 2 if self.scene.word(j - 1) in (",", "—", "–", "(") else j - 1
        reference = self.by_end.get(before)
        if reference is not None:
            return reference if reference.kind not in ("owner", "possessive") else None
        if self.scene.word(before) in ("la", "el", "lo", "los", "las") or not (
            self.scene.spanish or self.words[j] == "who"
        ):
            return None
        described = False
        for k in range(before, max(-1, before - _LONGEST_DESCRIPTION), -1):  # "Vera, the mayor of Aral, who"
            kind = self.kinds[k]
            described = described or bool(kind & PERSON and not kind & CAPITAL)
            if self.words[k] == ",":
                return self.by_end.get(k - 1) if described else None
            if kind & (SAYING | STOP | BREAK):
                break
        return None

    def _joined(self, verb: int, j: int) -> Reference | None:
        """The subject of a verb behind "and": its own behind it, or that of the predicate before."""
        behind = self._behind(verb, True) if self.scene.spanish else DROPPED
        return self.of_clause(j) if behind is DROPPED else behind

    def _behind(self, verb: int, inverted: bool) -> Reference | None:
        """The subject behind ``verb``; in English only where the order is ``inverted``."""
        spanish = self.scene.spanish
        if not spanish and not inverted and verb:
            return None
        j, passed = verb + 1, False  # passed: a phrase, behind which a comma does not end the search
        while j < min(len(self.words), verb + 1 + _LONGEST_GAP):
            kind, word = self.kinds[j], self.words[j]
            reference = self.by_start.get(j)
            if reference is not None:
                if reference.can_act:
                    return reference
                j = reference.last + 1
            elif kind & (CONTENT | STOP | QUOTED) or word in _ENDS_BEHIND:
                break
            elif kind & PREPOSITION and not kind & LIGHT:
                j, passed = self._phrase_end(j), True
            elif word in (",", "—", "–"):
                if not passed or word != ",":
                    break
                j += 1
            elif kind & CAPITAL and kind & NAME:
                return None
            elif kind & DETERMINER and self.scene.kind(j + 1) & TIME:
                j, passed = j + 2, True
            elif kind & TITLE or (word == "." and self.kinds[j - 1] & TITLE):
                j += 1
            elif kind & DETERMINER and not (kind & LIGHT and not kind & CLITIC):
                return self._noun_behind(verb, j)
            elif kind & (_SKIPPED & ~BE) or word.endswith("mente") or self._is_chained(verb, j):
                j += 1
            elif spanish:
                break
            else:
                return None
        return DROPPED if spanish and not self.kinds[verb] & PLURAL else None

    def _is_chained(self, verb: int, j: int) -> bool:
        """Whether an infinitive that ``verb`` governs stands at ``j``: "no quiere ni oír hablar Vera"."""
        word = self.words[j]
        return self.scene.spanish and j < verb + 4 and (word == "ni" or word.endswith(("ar", "er", "ir")))

    def _noun_behind(self, verb: int, j: int) -> Reference | None:
        """What the noun phrase at ``j`` behind a Spanish verb leaves: it is the object, or another subject."""
        if not self.scene.spanish:
            return None
        before = verb - 1
        while before >= 0 and self.kinds[before] & CLITIC:
            before -= 1
        if before >= 0 and (self.kinds[before] & QUOTED or self.words[before] == "," or self._asks(before)):
            return None  # "…, dijo el ciego", "¿qué dice el papel?"
        for k in range(j + 1, min(j + 4, len(self.words))):
            if self.kinds[k] & (CAPITAL | PERSON):
                return None  # "pidió la Fiscalía"
            if self.kinds[k] & (PREPOSITION | MARK | CONTENT):
                break
        return None if self.kinds[verb] & COMING else DROPPED

    def _asks(self, j: int) -> bool:
        """Whether "qué" stands at token ``j``."""
        line = self.scene.line
        return self.words[j] == "que" and line.passage.text[line.start(j) : line.end(j)].lower() == "qué"

    def _phrase_end(self, j: int) -> int:
        """The token behind the prepositional phrase that begins at ``j``."""
        size = len(self.words)
        inside = DETERMINER | MODIFIER | NUMBER | CAPITAL | PREPOSITION | LIGHT
        for k in range(j + 1, min(size, j + 1 + _LONGEST_PHRASE)):
            kind = self.kinds[k]
            if k in self.by_start:
                return self.by_start[k].last + 1
            if kind & (MARK | CONTENT | RELATIVE | SAYING) and not kind & DETERMINER:
                return k
            if not kind & inside:
                k += 1
                while k < size and self.kinds[k] & CAPITAL and k not in self.by_start:
                    k += 1
                adjective = self.scene.word(k + 1) == "," and not self.scene.kind(k) & MARK
                return k + 1 if adjective and k not in self.by_start else k
        return min(size, j + 1 + _LONGEST_PHRASE)

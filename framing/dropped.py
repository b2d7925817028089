"""Spanish sentences that drop their subject: "Aseguró que…", "En las plazas promete…", "Es abogada".

In: a `Scene` whose references are read. Out: the token of the verb that has no subject of its own, or
None. Used by `subjects`, and by `attribution`, which says who is meant.

The sentence is read from its beginning: phrases, adverbs and subordinate clauses are passed over. A
noun phrase before the first finite verb is its subject; behind the verb a person, a name or what a verb
of coming and going brings ("llegó el barco") is. Where neither is, the subject is dropped.
"""

from __future__ import annotations

from framing.scenes import Reference, Scene
from framing.word_kinds import (
    ADVERB,
    BREAK,
    CAPITAL,
    CLITIC,
    COMING,
    CONTENT,
    COPULA,
    DETERMINER,
    EXPERIENCE,
    FINITE,
    GERUND,
    IMPERSONAL,
    JOIN,
    LIGHT,
    MARK,
    MODIFIER,
    NAME,
    NOUN,
    NUMBER,
    PERFECT,
    PERSON,
    PLURAL,
    PREPOSITION,
    QUOTED,
    REFLEXIVE,
    RELATIVE,
    SAYING,
    TIME,
)  # fmt: skip

_CLAUSE_STARTS = frozenset(("¿", "¡", "—", "–", ",", "«", '"', "“", "-", "…"))
_CLAUSE_ENDS = frozenset((":", ";", "(", "."))
_PARTICIPLE = ("do", "to", "cho")
_VERBAL_SIGNS = frozenset(
    ["no", "se", "le", "les", "me", "nos"]
)  # an unlisted word behind one of these is a verb
_NO_VERB = (
    CAPITAL | MARK | DETERMINER | PREPOSITION | LIGHT | ADVERB | CLITIC | TIME | NUMBER | SAYING | FINITE
)


def dropping_verb(scene: Scene) -> int | None:
    """The verb of a Spanish sentence that drops its subject."""
    j, in_phrase, has_noun, in_relative = 0, False, False, False
    while j < scene.size:
        kind, word = scene.kinds[j], scene.words[j]
        reference = scene.by_start.get(j)
        if reference is not None:
            if reference.free and not in_phrase and reference.kind != "possessive":
                return None
            j = reference.last
        elif kind & QUOTED or word in _CLAUSE_STARTS:
            in_phrase = has_noun = in_relative = False
        elif word in _CLAUSE_ENDS:
            return None
        elif kind & RELATIVE and in_phrase:
            in_relative = True
        elif (kind & BREAK and not kind & PREPOSITION) or _opens_phrase(kind, in_phrase):
            has_noun = has_noun and word in ("al", "del")
            in_phrase = True
        elif _is_finite(scene, j):
            if not in_relative:
                return j if _drops(scene, j) else None
            in_relative = False
        elif kind & PLURAL and in_relative:
            in_relative = False
        elif _is_light(scene, j):
            pass
        elif _is_time(scene, j):
            in_phrase = True
        elif not in_phrase or (
            kind & DETERMINER and has_noun and not scene.kind(j - 1) & (PREPOSITION | JOIN)
        ):
            return None  # a noun phrase begins: the subject
        elif not kind & (DETERMINER | MODIFIER):
            has_noun = True
        j += 1
    return None


def _opens_phrase(kind: int, in_phrase: bool) -> bool:
    return bool(kind & PREPOSITION) and not (kind & LIGHT and not in_phrase)


def _is_finite(scene: Scene, j: int) -> bool:
    """Whether a finite verb in the singular, or the "ha" of one, stands at ``j``."""
    kind = scene.kinds[j]
    if kind & FINITE and not kind & (IMPERSONAL | DETERMINER) and is_verb(scene, j):
        return True
    if kind & PERFECT and not kind & PLURAL and scene.words[j][:2] == "ha":
        return scene.word(j + 1).endswith(_PARTICIPLE)
    word = scene.words[j]
    return not kind & _NO_VERB and len(word) > 3 and word[-1] in "ae" and scene.word(j - 1) in _VERBAL_SIGNS


def is_verb(scene: Scene, j: int) -> bool:
    """Whether a Spanish word that can be a verb is one at ``j``: no article or preposition stands before it."""
    before, kind = scene.kind(j - 1), scene.kinds[j]
    if before & CLITIC and before & DETERMINER:  # "la": her, or the
        return scene.line.is_accented(j) or bool(kind & SAYING and not kind & NOUN)
    return not before & (DETERMINER | PREPOSITION) or bool(before & LIGHT and not before & DETERMINER)


def _is_light(scene: Scene, j: int) -> bool:
    """Whether an adverb or a clitic stands at ``j``."""
    kind = scene.kinds[j]
    if scene.words[j].endswith("mente"):
        return True
    if not kind & (ADVERB | CLITIC):
        return False
    after = scene.kind(j + 1)
    before_verb = after & (CLITIC | PERFECT) or (after & FINITE and is_verb(scene, j + 1))
    return not kind & DETERMINER or bool(before_verb)


def _is_time(scene: Scene, j: int) -> bool:
    """Whether a time, a number or a participle opens a phrase at ``j``: "el jueves", "subida al andén"."""
    kind = scene.kinds[j]
    if kind & DETERMINER and scene.kind(j + 1) & TIME:
        return True
    return bool(kind & (TIME | NUMBER | GERUND)) or scene.words[j].endswith(("ado", "ido", "ada", "ida"))


def _drops(scene: Scene, verb: int) -> bool:
    """Whether the clause of ``verb``, before which no subject stands, has none behind it either."""
    kind, before = scene.kinds[verb], scene.word(verb - 1)
    if before == "se" and not kind & (SAYING | REFLEXIVE):
        return False
    j = verb + 1
    if kind & PERFECT and scene.word(j).endswith(_PARTICIPLE):
        kind |= scene.kinds[j] & COMING
        j += 1
    if before in ("le", "les") and (kind & (EXPERIENCE | COMING) or scene.word(j) in ("a", "al")):
        return False
    while j < scene.size and (_is_adverb(scene.kinds[j]) or scene.words[j].endswith("mente")):
        j += 1
    if j >= scene.size:
        return True
    if scene.kinds[j] & PREPOSITION and not kind & SAYING and _acts(_behind_phrase(scene, j)):
        return False  # "ganó en febrero Vera"
    if j in scene.by_start:
        return not scene.by_start[j].can_act
    return _drops_before(scene, scene.kinds[verb], j)


def _drops_before(scene: Scene, verb: int, j: int) -> bool:
    """Whether what begins at token ``j`` behind a verb of kinds ``verb`` is no subject."""
    kind, after = scene.kinds[j], scene.kind(j + 1)
    if verb & COPULA:
        if kind & DETERMINER:
            return any(k & PERSON for k in scene.kinds[j + 1 : j + 3])
        return not kind & (MARK | CONTENT | PREPOSITION) and not after & DETERMINER
    if kind & CAPITAL and kind & NAME:
        return False
    if kind & DETERMINER and not after & TIME:
        somebody = any(k & (CAPITAL | PERSON | NUMBER) for k in scene.kinds[j + 1 : j + 3])
        return not somebody and not verb & COMING
    return True


def _is_adverb(kind: int) -> bool:
    return bool(kind & (ADVERB | CLITIC)) and not kind & DETERMINER


def _acts(reference: Reference | None) -> bool:
    return reference is not None and reference.free and reference.kind in ("name", "description")


def _behind_phrase(scene: Scene, j: int) -> Reference | None:
    """The reference right behind the prepositional phrase at ``j``."""
    for k in range(j + 1, min(j + 5, scene.size)):
        if k in scene.by_start:
            return scene.by_start[k]
        if scene.kinds[k] & (MARK | CONTENT | RELATIVE | FINITE):
            return None
    return None

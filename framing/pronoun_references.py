"""Pronouns as references: he, her, "her plan", "lo acusó", "that man".

In: a `Scene` and the token of the pronoun. Out: the `Reference`, or None where the word is no pronoun
for a person there. Used by `references`.
"""

from __future__ import annotations

from framing.scenes import Reference, Scene
from framing.word_kinds import (
    ANYONE,
    AUXILIARY,
    BREAK,
    CONTENT,
    DETERMINER,
    FINITE,
    HE,
    HER,
    HERS,
    HIM,
    HIS,
    IT,
    JOIN,
    MAN,
    MARK,
    NAME,
    PERSON,
    PERSONAL,
    PLURAL,
    PREPOSITION,
    PROXY,
    RELATED,
    RELATIVE,
    SHE,
    TIME,
    WOMAN,
)  # fmt: skip

_POINTING = frozenset(
    ["that", "this", "ese", "esa", "este", "esta", "aquel", "aquella"]
)  # "that man", "esa señora"
_AND = frozenset(["ni", "y", "o", "and", "nor", "or"])
_NO_NOUN = MARK | PREPOSITION | DETERMINER | AUXILIARY | JOIN | BREAK | CONTENT | RELATIVE | HE | SHE | TIME
_NOUN_FAR = MARK | PREPOSITION | AUXILIARY | CONTENT | DETERMINER | FINITE | PLURAL


def read(scene: Scene, j: int) -> Reference | None:
    """The reference of the pronoun at token ``j``."""
    kind = scene.kinds[j]
    if kind & IT:
        return _it(scene, j)
    if kind & (HE | SHE):
        other = scene.kind(j + 2) & (HE | SHE)
        if scene.word(j + 1) in _AND and other and not other & kind:
            return scene.refer(j, j + 2, scene.memory.pair(), "group")
        return _pronoun(scene, j, j, "f" if kind & SHE else "m", True)
    if kind & (HIM | HERS) or (kind & HER and not _is_before_noun(scene, j)):
        return _pronoun(scene, j, j, "m" if kind & HIM else "f", False)
    return _possessive(scene, j) if kind & (HER | HIS) else None


def pointed(scene: Scene, j: int) -> Reference | None:
    """ "That man", "esa señora", whose noun is token ``j``: as good as a pronoun."""
    kind = scene.kinds[j]
    if kind & ANYONE and kind & (MAN | WOMAN) and scene.word(j - 1) in _POINTING:
        return _pronoun(scene, j - 1, j, "f" if kind & WOMAN else "m", True)
    return None


def _it(scene: Scene, j: int) -> Reference | None:
    """ "It" first in a sentence, where the one before was of an actor's government or campaign."""
    memory = scene.memory
    if scene.found or not memory.body or memory.line - memory.body_line != 1:
        return None
    return Reference(j, j, memory.body, "proxy", True)


def _pronoun(scene: Scene, first: int, last: int, gender: str, subject: bool) -> Reference:
    free = subject and scene.is_free(first)
    without = scene.speakers if free else (*scene.speakers, *scene.subject_before(first))
    person = scene.memory.antecedent(gender, without, scene.quoted)
    if person is None and free:
        person = scene.memory.named_later(gender)
    return Reference(first, last, (person,) if person else (), "pronoun", free)


def _is_before_noun(scene: Scene, j: int) -> bool:
    """Whether "her" at token ``j`` is a possessive."""
    if j + 1 >= scene.size:
        return False
    return not scene.kinds[j + 1] & _NO_NOUN or scene.words[j + 1] in ("“", "‘", '"', "'", "")


def _possessive(scene: Scene, j: int) -> Reference | None:
    """A possessive before a noun that is no person: "her plan"; in Spanish where it opens a clause."""
    for k in range(j + 1, min(j + 5, scene.size)):
        if scene.kinds[k] & (PERSON | PROXY | RELATED) and not scene.kinds[k] & DETERMINER:
            return None  # read with its noun
        if scene.kinds[k] & _NOUN_FAR:
            break
    memory = scene.memory
    if not scene.spanish:
        person = memory.antecedent("f" if scene.kinds[j] & HER else "m", scene.speakers)
    elif (j > 1 and scene.words[j - 1] != ",") or memory.thing_line > memory.subject_line:
        return None
    else:
        person = memory.subject
    return Reference(j, j, (person,), "possessive", False) if person else None


def clitic(scene: Scene, j: int) -> Reference | None:
    """A Spanish object before its verb, which is token ``j``: "lo acusó", "le gritó un vecino".

    Where one actor addresses the other ("Vera le respondió") the sentence is the speaker's alone.
    """
    kind, before = scene.kinds[j], scene.word(j - 1)
    if before not in ("lo", "la", "le") or not kind & (FINITE | PLURAL):
        return None
    if (before != "le" and not kind & PERSONAL) or scene.word(j + 1) in ("a", "al"):
        return None
    here = scene.subject_before(j)
    if before == "le" and (any(p.name for p in here) or not (here or _is_inverted(scene, j))):
        return None
    gender = {"lo": "m", "la": "f"}.get(before, "")
    person = scene.memory.antecedent(gender, (*scene.speakers, *here))
    if person is None or not person.name:
        return None
    return Reference(j - 1, j - 1, (person,), "pronoun", False)


def _is_inverted(scene: Scene, verb: int) -> bool:
    """Whether a name, or a person with an article, follows the verb: its subject."""
    behind = scene.kinds[verb + 1 : verb + 4]
    if not behind:
        return False
    return bool(behind[0] & NAME) or (
        bool(behind[0] & DETERMINER) and any(kind & (PERSON | NAME) for kind in behind)
    )

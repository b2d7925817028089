"""Which words of a sentence are verbs of saying or of taking a position whose subject speaks.

In: a `Scene` whose references are read, its `Subjects`. Out: for a token of the kind SAYING, whether it
is such a verb there: no noun, no passive, no infinitive, no deed. Used by `speech`.
"""

from __future__ import annotations

from functools import lru_cache

from framing import wordlists
from framing.actors import fold
from framing.scenes import Scene
from framing.subjects import Subjects
from framing.word_kinds import (
    ADVERB,
    AMBITION,
    AUXILIARY,
    BE,
    CAPITAL,
    CLITIC,
    DECLARING,
    DECREEING,
    DETERMINER,
    FINITE,
    GERUND,
    HE,
    HOLDING,
    INFINITIVE,
    JOIN,
    LEADING,
    LIGHT,
    MARK,
    NEGATION,
    NOUN,
    NUMBER,
    PERFECT,
    PLURAL,
    PREPOSITION,
    QUOTED,
    REFLEXIVE,
    RELATIVE,
    SELFSAYING,
    SHE,
    TALKING,
    UNTO,
)  # fmt: skip

#: Verbs that say something only with their other half: "holds him responsible", "means to".
_HALVES = {
    verb: halves
    for verbs, halves in (
        ("hold holds held holding", ("responsible", "accountable")),
        ("put puts putting", ("at",)),
        ("present presents presented presenting", ("as",)),
        ("point points pointed pointing", ("to", "out")),
        ("mean means meant meaning", ("to",)),
    )
    for verb in verbs.split()
}
_NEGATING_OPENERS = frozenset(["nor", "neither", "never", "tampoco", "nunca", "jamas"])
_ABOUT = frozenset(["of", "about", "against", "out", "up", "de", "sobre", "contra"])
_TELLING = frozenset(["told", "tells", "conto", "cuenta", "contaba"])
_TALES = frozenset(["joke", "story", "lie"])


def is_saying(scene: Scene, subjects: Subjects, j: int) -> bool:
    """Whether token ``j``, of the kind SAYING or SELFSAYING, is a verb whose subject speaks."""
    kind, before = scene.kinds[j], scene.kind(j - 1)
    if (kind & CAPITAL and j and not before & MARK) or before & NUMBER:
        return False
    if not kind & HOLDING and _is_negated(scene, j):
        return False
    if not _is_about_words(scene, j):
        return False
    if scene.words[j] in _TELLING and scene.word(j + 1) in ("a", "un", "una"):
        return not scene.spanish and scene.word(j + 2) not in _TALES
    return _is_spanish_verb(scene, subjects, j) if scene.spanish else _is_english_verb(scene, subjects, j)


def _is_negated(scene: Scene, j: int) -> bool:
    """Whether the verb is denied: who does not answer says nothing, while who does not want takes a position."""
    if scene.words[0] in _NEGATING_OPENERS and "," not in scene.words[:j]:
        return True
    for k in range(j - 1, max(-1, j - 5), -1):
        if scene.kinds[k] & NEGATION:
            return True
        if not scene.kinds[k] & (LIGHT | CLITIC | HE | SHE | PERFECT):
            return False
    return False


def _is_about_words(scene: Scene, j: int) -> bool:
    """Whether the verb is of words here, and not of deeds and wishes: "declared war", "expects to win"."""
    kind, word, after = scene.kinds[j], scene.words[j], scene.word(j + 1)
    if kind & UNTO and after in ("to", "a"):
        return False
    if kind & TALKING and after not in _ABOUT:
        return False
    if kind & HOLDING and _is_ambition(scene, j):
        return False
    if word in _HALVES and not any(w in _HALVES[word] for w in scene.words[j + 1 : j + 7]):
        return False
    if kind & (DECLARING | DECREEING) and not _has_content(scene, j):
        return False
    waited_for = scene.word(j - 1) in ("lo", "la", "los", "las")  # "lo esperaban"
    return not (word.startswith("espera") and waited_for)


def _is_ambition(scene: Scene, j: int) -> bool:
    """Whether somebody only wants to win or to govern: no position."""
    k = j + 1
    while k < scene.size and (scene.words[k] in ("to", "de") or scene.kinds[k] & ADVERB):
        k += 1
    return bool(scene.kind(k) & AMBITION) and scene.word(j + 1) != "that"


def _has_content(scene: Scene, j: int) -> bool:
    """Whether words stand beside a verb such as "declared": "declared that", "…, declared Vera"."""
    declared = scene.kinds[j] & DECLARING
    if scene.line.quoted or (declared and (j + 1 >= scene.size or j + 1 in scene.by_start)):
        return True
    return not {"que", "that", ":"}.isdisjoint(scene.words[j + 1 : j + (6 if declared else 3)])


def _is_english_verb(scene: Scene, subjects: Subjects, j: int) -> bool:
    kind, before, before_word = scene.kinds[j], scene.kind(j - 1), scene.word(j - 1)
    if before_word == "to" and (scene.word(j - 2) in ("had", "has", "have") or scene.kind(j - 2) & LEADING):
        return True
    if kind & GERUND:
        accused = before_word == "of"  # "accused of hiding"
        return bool(before & (MARK | BE | PREPOSITION | JOIN) and not accused) or before_word in (
            "also",
            "then",
        )
    if before & BE or scene.word(j + 1) == "by" or before & PREPOSITION:
        return False  # a passive, an infinitive
    if kind & NOUN and (before & (DETERMINER | NOUN) or before_word in ("'s", "’s")):
        return False
    if before & DETERMINER and j - 1 not in scene.by_end:
        return False
    return scene.words[j] not in _bases() or _is_base_verb(scene, j)


def _is_base_verb(scene: Scene, j: int) -> bool:
    """Whether a form such as "say" has an auxiliary or a plural before it."""
    k = j - 1
    while k >= 0 and scene.kinds[k] & LIGHT and not scene.kinds[k] & AUXILIARY:
        k -= 1
    kind = scene.kind(k)
    if kind & (AUXILIARY | JOIN) and not kind & PREPOSITION:
        return True
    reference = scene.by_end.get(k)
    return reference is not None and (len(reference.persons) > 1 or reference.kind == "proxy")


@lru_cache(maxsize=1)
def _bases() -> frozenset[str]:
    """Forms of English verbs of saying that are no past tense and no third person."""
    lines = [line.split() for line in wordlists.read_lines("en/saying")]
    return frozenset(fold(line[0]) for line in lines if line[0] not in line[1:])


def _is_spanish_verb(scene: Scene, subjects: Subjects, j: int) -> bool:
    kind, before = scene.kinds[j], scene.kind(j - 1)
    if kind & GERUND:
        return not before & DETERMINER
    if kind & INFINITIVE:
        return scene.word(j - 1) in ("a", "de") and subjects.lead(j) is not None
    if not kind & (FINITE | PLURAL):  # a participle
        return bool(before & PERFECT or (before & LIGHT and scene.kind(j - 2) & PERFECT))
    if not _is_reflexive_rightly(scene, j) or (before & PREPOSITION and not before & LIGHT):
        return False
    if before & DETERMINER:
        return bool(before & CLITIC) and (scene.line.is_accented(j) or not kind & NOUN)
    return not kind & NOUN or _stands_as_verb(scene, j)


def _is_reflexive_rightly(scene: Scene, j: int) -> bool:
    """Whether "se" stands before the verb only where its subject says something of itself: "se opone"."""
    kind, k = scene.kinds[j], j - 1
    while k >= 0 and scene.kinds[k] & CLITIC and scene.words[k] != "se":
        k -= 1
    if k >= 0 and scene.words[k] == "se":
        return bool(kind & (REFLEXIVE | SELFSAYING)) and k == j - 1
    return not kind & SELFSAYING


def _stands_as_verb(scene: Scene, j: int) -> bool:
    """Whether a word that is a noun as well ("demanda") stands where a verb stands."""
    before, before_word, after = scene.kind(j - 1), scene.word(j - 1), scene.word(j + 1)
    if after in ("que", "si") or (not j and after.endswith(("ar", "er", "ir"))):
        return True
    if before & (CLITIC | NEGATION | QUOTED | RELATIVE) and not before & DETERMINER:
        return True
    reference = scene.by_end.get(j - 1)
    return (reference is not None and reference.free) or before_word in (",", "tambien", "y")

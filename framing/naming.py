"""Where an article names an actor: by the forms that the user gave, and by those that papers make of a name.

In: a text and actors. Out: `Mention`s in order. Of "Luisa González Alcívar" papers make "González",
"Luisa González" and "Luisa". Such a form counts only in an article that gives the whole name or an
alias as well, or the surnames of two actors or more; a form that two actors share counts for neither.
Used by `attribution`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from framing import wordlists
from framing.actors import Mention, fold, mentions
from framing.records import Actor


def named(text: str, actors: Sequence[Actor]) -> list[Mention]:
    """Where ``text`` names any of ``actors``, in order, without overlaps."""
    extended, surnames, others = _extended(tuple(actors))
    found = mentions(text, extended)
    if not found:
        return []
    forms = [_folded(text[m.start : m.end]) for m in found]
    known = {m.actor for m, form in zip(found, forms, strict=True) if form not in surnames | others}
    by_surname = {m.actor for m, form in zip(found, forms, strict=True) if form in surnames}
    if len(by_surname | known) > 1:
        known |= by_surname
    return [m for m in found if m.actor in known]


@lru_cache(maxsize=1024)
def _folded(form: str) -> str:
    return fold(" ".join(form.split()))


@lru_cache(maxsize=64)
def _extended(actors: tuple[Actor, ...]) -> tuple[tuple[Actor, ...], frozenset[str], frozenset[str]]:
    """The actors with the forms that papers make of their names; folded, the surnames and the other forms."""
    given = {fold(form) for actor in actors for form in (actor.name, *actor.aliases)}
    made = [_forms(actor.name) for actor in actors]
    owners = Counter(form for forms in made for form in {fold(f) for kind in forms for f in kind})
    taken = given | {form for form, count in owners.items() if count > 1}
    free = [tuple([f for f in kind if fold(f) not in taken] for kind in forms) for forms in made]
    extended = tuple(
        Actor(actor.name, (*actor.aliases, f"{actor.name}s", *surnames, *others))
        for actor, (surnames, others) in zip(actors, free, strict=True)
    )
    return (
        extended,
        frozenset(fold(form) for surnames, _ in free for form in surnames),
        frozenset(fold(form) for _, others in free for form in others),
    )


def _forms(name: str) -> tuple[list[str], list[str]]:
    """The surnames of ``name``, and the other short forms, as papers use them."""
    words = name.split()
    if len(words) < 2:
        return [], []
    first_names = _first_names()
    middle = 1
    while middle < len(words) - 1 and fold(words[middle]) in first_names:
        middle += 1
    groups = _grouped(words[middle:])
    surnames = list(dict.fromkeys([" ".join(words[middle:]), groups[0], groups[-1]]))
    given = " ".join(words[:middle])
    others = [f"{first} {surname}" for surname in surnames for first in (given, words[0])]
    return surnames, [*others, given, words[0]]


def _grouped(words: Sequence[str]) -> list[str]:
    """Surnames with the particles before them: "de la Torre" is one."""
    groups, small = [], []
    particles = set(wordlists.read("particles"))
    for word in words:
        small.append(word)
        if fold(word) not in particles:
            groups.append(" ".join(small))
            small = []
    return groups or [" ".join(words)]


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    return frozenset(name for names in wordlists.read_kinds("first_names").values() for name in names)

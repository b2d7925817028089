"""An actor's mentions in a text, and the words of actors' names that a model must not read.

In: texts and `Actor`s. Out: character spans, and the set of words for the mask. `attribution` looks
for who speaks among the mentions; `scoring` masks the words.

A form (the name or an alias) matches as whole words, with or without accents, over any white space.
A word that the form writes with a capital needs a capital in the text, so that the alias "Paz" leaves
"paz" alone while "PAZ" is found; articles, possessives and particles match in any case, and a Spanish
"el" at the start stands for "al" and "del" too. The 's of a possessive and what a hyphen joins
("Noboa-led") stay outside the span but do not hide the mention.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from framing import wordlists
from framing.errors import ActorError, one_line
from framing.records import Actor

_MARKS = "\u0300-\u036f"  # accents written as characters of their own
# What asks for the wide pattern, whose character classes are slow to compile: accents beyond Latin-1.
_WIDE = re.compile(f"[\u0100-\u017f{_MARKS}]")
_HYPHENS = "-\u2010\u2011\u2013"
_APOSTROPHES = "'\u2019\u02bc"


class Mention(NamedTuple):
    """A place in a text, ``text[start:end]``, that names ``actor`` (the actor's full name)."""

    actor: str
    start: int
    end: int


def check_actors(actors: Iterable[Actor | str]) -> tuple[Actor, ...]:
    """Return ``actors`` as a tuple of `Actor`; a string is taken as a full name.

    Raises
    ------
    ActorError : ``actors`` is no collection, one of them is neither an `Actor` nor a name, a name is
        given twice, or two actors share a form (accents and case aside).
    """
    if isinstance(actors, (str, Actor)) or not isinstance(actors, Iterable):
        raise ActorError(
            f"{one_line(repr(actors), 60)} found, a list of actors wanted: write actors=[Actor('Luisa González')]"
        )
    checked = tuple(_as_actor(actor) for actor in actors)
    owners: dict[str, int] = {}
    for i, actor in enumerate(checked):
        for form in (actor.name, *actor.aliases):
            if owners.setdefault(fold(form), i) != i:
                other = checked[owners[fold(form)]].name
                raise ActorError(
                    f"{one_line(repr(form), 60)} found for both {one_line(repr(other), 60)} and "
                    f"{one_line(repr(actor.name), 60)}, one actor for each name and alias wanted: "
                    "give it to one of them"
                )
    return checked


def _as_actor(actor: object) -> Actor:
    if isinstance(actor, Actor):
        return actor
    if isinstance(actor, str):
        return Actor(actor)
    raise ActorError(
        f"{one_line(repr(actor), 60)} found among the actors, an Actor or a full name wanted: "
        "write Actor('Luisa González', aliases=['González'])"
    )


def fold(text: str) -> str:
    """``text`` in lower case without accents: what counts when names and words are compared.

    >>> fold("González")
    'gonzalez'
    """
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in parts if not unicodedata.combining(c))


def find_mentions(text: str, actor: Actor) -> list[tuple[int, int]]:
    """Where ``text`` names ``actor``, as (start, end) in characters, in order, without overlaps.

    >>> find_mentions("Noboa's rival spoke. NOBOA did not.", Actor("Daniel Noboa", ["Noboa"]))
    [(0, 5), (21, 26)]
    """
    return [(m.start, m.end) for m in mentions(text, (actor,))]


def mentions(text: str, actors: Sequence[Actor]) -> list[Mention]:
    """Where ``text`` names any of ``actors``, in order, without overlaps.

    Where the forms of two actors begin at the same place the longer form counts; ``actors`` as
    `check_actors` returns them.
    """
    if not actors:
        return []
    pattern, owners = _pattern(tuple(actors), _WIDE.search(text) is not None)
    return [Mention(owners[m.lastindex or 0], m.start(), m.end()) for m in pattern.finditer(text)]


@lru_cache(maxsize=64)
def _pattern(actors: tuple[Actor, ...], wide: bool) -> tuple[re.Pattern[str], list[str]]:
    """One pattern for all forms, one group a form, and the actor's name for each group's number.

    ``wide``: accents beyond Latin-1 and accents as characters of their own are known too.
    """
    forms = [(form, actor.name) for actor in actors for form in dict.fromkeys((actor.name, *actor.aliases))]
    forms.sort(key=lambda form: -len(form[0]))
    starts = [_form_pattern(form, wide) for form, _ in forms]
    # The first character stands first, outside the groups: so the search skips what cannot begin a form.
    first = "".join(dict.fromkeys(start for start, _ in starts))
    either = "|".join(f"((?<=[{start}]){rest})" for start, rest in starts)
    after = rf"(?![\w{_MARKS}])" if wide else r"(?!\w)"
    pattern = rf"[{first}](?<!\w[{first}])(?:{either}){after}"
    return re.compile(pattern), ["", *(name for _, name in forms)]


def _form_pattern(form: str, wide: bool) -> tuple[str, str]:
    """What can be the first character of ``form``, for a character class, and a pattern for the rest."""
    words = form.split()
    later = "".join(r"\s+" + _word_pattern(word, wide) for word in words[1:])
    if fold(words[0]) == "el" and later:
        return "EeAaDd", rf"(?:(?<=[Ee])[Ll]|(?<=[Aa])[Ll]|(?<=[Dd])[Ee][Ll]){later}"
    first, rest = _parts(_letters(words[0], wide))
    return first, rest + later


def _word_pattern(word: str, wide: bool) -> str:
    """A pattern for ``word``: accents optional, and case free but for a capital at the start."""
    return "".join(_letters(word, wide))


def _letters(word: str, wide: bool) -> list[str]:
    """A pattern for each character of ``word``."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)) or word
    capital = plain[0].isupper() and plain.lower() not in _small_words()
    return [_letter(c, capital and i == 0, wide) for i, c in enumerate(plain)]


def _parts(letters: Sequence[str]) -> tuple[str, str]:
    """The characters that the first pattern of ``letters`` allows, and the pattern of all that follows it."""
    first = letters[0]
    if not first.startswith("["):
        return first, "".join(letters[1:])
    close = first.index("]", 2)
    return first[1:close], first[close + 1 :] + "".join(letters[1:])


@lru_cache(maxsize=512)
def _letter(letter: str, capital: bool, wide: bool) -> str:
    """A pattern for one character with or without accents; ``capital``: as a capital letter only."""
    for alike in (_HYPHENS, _APOSTROPHES):
        if letter in alike:
            return f"[{re.escape(alike)}]"
    if not letter.isalpha():
        return re.escape(letter)
    cases = {letter.upper()} if capital else {letter.upper(), letter.lower()}
    characters = "".join(c + _accented(wide).get(c, "") for c in sorted(cases) if len(c) == 1) or letter
    return f"[{characters}][{_MARKS}]*" if wide else f"[{characters}]"


@lru_cache(maxsize=2)
def _accented(wide: bool) -> dict[str, str]:
    """The accented Latin letters of each plain one: {"a": "àáâã…"}."""
    found: dict[str, str] = {}
    for character in map(chr, range(0xC0, 0x180 if wide else 0x100)):
        base = unicodedata.normalize("NFD", character)[0]
        if base != character:
            found[base] = found.get(base, "") + character
    return found


@lru_cache(maxsize=1)
def _small_words() -> frozenset[str]:
    """Words of a form whose capital means nothing: articles, possessives, particles of names."""
    return frozenset(_words("determiners") + wordlists.read("particles"))


@lru_cache(maxsize=1)
def _introductions() -> frozenset[str]:
    """Words before a name that are no part of it: titles, offices, callings."""
    return frozenset(fold(word) for word in _words("titles") + _words("roles"))


def _words(name: str) -> list[str]:
    return wordlists.read(f"en/{name}") + wordlists.read(f"es/{name}")


def name_words(actors: Iterable[Actor]) -> frozenset[str]:
    """The words of the actors' names in lower case, with and without accents, for the mask.

    They come from names and from aliases written like names: after its title every word has a capital.
    Titles, articles and particles are left out, and so is an alias such as "the lawyer from Manabí".

    >>> sorted(name_words([Actor("Luisa González", ["la candidata", "Presidenta González"])]))
    ['gonzalez', 'gonzález', 'luisa']
    """
    forms = [(form, 0) for actor in actors for form in actor.aliases] + [(actor.name, 1) for actor in actors]
    words = {word for form, least in forms for word in _name_part(form, least)}
    return frozenset(words | {fold(word) for word in words})


def _name_part(form: str, least: int) -> list[str]:
    """The words of ``form`` that are a name, in lower case; none where the form is a description.

    At least ``least`` words are kept: a full name is never all title ("King").
    """
    words = form.split()
    while len(words) > least and (
        fold(words[0].rstrip(".")) in _introductions() or fold(words[0]) in _small_words()
    ):
        words = words[1:]
    words = [word for word in words if fold(word) not in _small_words()]
    if not all(word[0].isupper() for word in words):
        return []
    parts = re.split(rf"[{_HYPHENS}\s]+", unicodedata.normalize("NFC", " ".join(words)).lower())
    return [stripped for part in parts if len(stripped := part.strip(".,;:()\"'’“”")) > 1]

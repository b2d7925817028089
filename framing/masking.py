"""Read a text's words, with every person's name masked, so that no score depends on who is named.

In: raw text. Out: words in lower case without accents, and for each how it stands to names; `mask`
shows the result as text. `features` is the caller. Nothing here is learnt: the mask is a fixed
function of the text and of `wordlists/`, the same for every model.

A capitalised word is a name unless it is known in lower case (`common.txt`) or as a place, people,
institution or acronym (`proper.txt`, `acronyms.txt`). Words that are both (`names.txt`) are always
names when capitalised; those of `maybe_names.txt`, and initials, only beside another name, or beside a first name
that is a word as well ("Rosa Luna").
A run of names, with the small words inside it (`particles.txt`), counts as one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from framing import wordlists

#: How a word stands to names. SMALL and CAPITAL_SMALL are particles as written in the text; FIRST is a MAYBE that is a
#: first name.
WORD, NAME, MAYBE, SMALL, CAPITAL_SMALL, FIRST = range(6)
#: How much each of them adds to a run of names: a name, or a first name and one of the others, makes it sure.
_SURE = np.array([0.0, 1e6, 1.0, 0.0, 0.0, 1e3])
#: Added to a word's standing where punctuation follows it: no name goes on beyond.
CLOSES = 8

NAME_FORM = "@name"
NUMBER_FORM = "@number"
ADDRESS_FORM = "@address"
#: What stands for every name in a text that is given to a sentence encoder: a first name of any gender.
COVER = "Alex"

_TOKEN = re.compile(
    r"""(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?          # U.S. and EE.UU., with or without a last full stop
      | \d[\d.,:/]*[^\W_]*                         # 1.526,40  14:30  2024  14th
      | [^\W_]+(?:['-][^\W_]+)*                    # words, with what hyphens and apostrophes join to them
      | [?!¿¡…]""",
    re.VERBOSE,
)
#: Punctuation around a word that says nothing by itself.
QUIET = '.,;:()[]"“”«»—–'
_ADDRESS = re.compile(r"://|^www\.|\w@\w+\.\w")
_FOLD = str.maketrans("áàâäéèêëíìîïóòôöúùûü", "aaaaeeeeiiiioooouuuu")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "\u00ad": "", "\u200b": ""})


class Token(NamedTuple):
    """A word of a piece of text: its place there, its form for the features, its standing to names."""

    start: int
    end: int
    form: str
    kind: int


@lru_cache(maxsize=1)
def _standing() -> dict[str, int]:
    """How each listed word stands to names when it is capitalised; unlisted words are names."""
    standing: dict[str, int] = {}
    for kind, name in (
        (WORD, "common"),
        (WORD, "proper"),
        (WORD, "acronyms"),
        (MAYBE, "maybe_names"),
        (NAME, "names"),
    ):
        for language in ("en", "es"):
            standing.update(dict.fromkeys(wordlists.read(f"{language}/{name}"), kind))
    first = {name for names in wordlists.read_kinds("first_names").values() for name in names}
    return standing | {word: FIRST for word in first if standing.get(word) in (WORD, MAYBE)}


@lru_cache(maxsize=1)
def _acronyms() -> frozenset[str]:
    return frozenset(wordlists.read("en/acronyms") + wordlists.read("es/acronyms"))


@lru_cache(maxsize=1)
def _particles() -> frozenset[str]:
    return frozenset(wordlists.read("particles"))


def tokens(chunk: str, names: frozenset[str] = frozenset(), read_names: bool = False) -> list[Token]:
    """Read the words of ``chunk``, a piece of text without white space.

    ``names`` (lower case) are masked in addition, a user's actors: "noboa" too, but "paz" only as "Paz". With
    ``read_names`` these alone are masked, and other names are words like any other.
    """
    core = chunk.strip(QUIET)
    if core.isalpha():  # most chunks: a word, and perhaps punctuation
        form, kind = _form_and_kind(core, names, read_names)
        start = chunk.index(core) if len(core) < len(chunk) else 0
        end = start + len(core)
        if (
            len(core) == 1 and core.isupper() and chunk[end : end + 1] == "."
        ):  # an initial, which closes nothing
            return [Token(start, end, core.lower(), MAYBE)]
        return [Token(start, end, form, kind if end == len(chunk) else kind + CLOSES)]
    if _ADDRESS.search(chunk):
        return [Token(0, len(chunk), ADDRESS_FORM, WORD)]
    plain = chunk.translate(_PLAIN)
    if len(plain) != len(chunk) or not unicodedata.is_normalized("NFC", plain):
        return _token_of_odd_chunk(chunk, names, read_names)
    if chunk in (NUMBER_FORM, ADDRESS_FORM):
        return [Token(0, len(chunk), chunk, WORD)]
    if chunk.startswith("@") and len(chunk) > 2:  # a handle, or a name that is masked already
        closes = CLOSES if chunk[-1] in QUIET else 0
        return [Token(0, len(chunk.rstrip(QUIET)), NAME_FORM, NAME + closes)]
    found = [
        token
        for match in _TOKEN.finditer(plain)
        for token in _read(match.group(), match.start(), names, read_names)
    ]
    if found and found[-1].end < len(plain):
        found[-1] = found[-1]._replace(kind=found[-1].kind + CLOSES)
    return found


def _token_of_odd_chunk(chunk: str, names: frozenset[str], read_names: bool) -> list[Token]:
    """Words whose characters must be composed or dropped first: places in the chunk are lost, so each spans it."""
    plain = unicodedata.normalize("NFC", chunk.translate(_PLAIN))
    if plain == chunk or not unicodedata.is_normalized("NFC", plain.translate(_PLAIN)):
        return []
    return [Token(0, len(chunk), t.form, t.kind) for t in tokens(plain, names, read_names)]


def _read(word: str, start: int, names: frozenset[str], read_names: bool) -> list[Token]:
    end = start + len(word)
    if word[0].isdigit():
        return [Token(start, end, NUMBER_FORM, WORD)]
    if "." in word:
        return [_simple(word.replace(".", ""), start, end, names, read_names)]
    stem = word[:-2] if word[-2:] in ("'s", "'S") else word
    if "-" not in stem:
        return [_simple(stem, start, end, names, read_names)]
    parts = []
    for part in stem.split("-"):
        parts.append(_simple(part, start, start + len(part), names, read_names))
        start += len(part) + 1
    if any(p.kind == NAME for p in parts):  # al-Sisi, Kim Jong-un, Noboa-led: one name, whatever hangs on it
        return [Token(parts[0].start, end, NAME_FORM, NAME)]
    return parts


def _simple(word: str, start: int, end: int, names: frozenset[str], read_names: bool) -> Token:
    return Token(start, end, *_form_and_kind(word, names, read_names))


def _form_and_kind(word: str, names: frozenset[str], read_names: bool) -> tuple[str, int]:
    """A single word's form for the features, and its standing to names."""
    lower = word.lower()
    capitalised = word[:1].isupper()
    if lower in names and (capitalised or _standing().get(lower, NAME) == NAME):
        return NAME_FORM, NAME
    if lower in _particles() and not (len(word) > 1 and word.isupper()):
        return lower, CAPITAL_SMALL if capitalised else SMALL
    if not capitalised:
        return lower.translate(_FOLD), WORD
    if len(word) > 1 and word.isupper() and lower in _acronyms():
        return lower.upper(), WORD
    if read_names:
        return lower.translate(_FOLD), WORD
    kind = _standing().get(lower, MAYBE if len(word) == 1 else NAME)
    return (NAME_FORM if kind == NAME else lower.translate(_FOLD)), kind


def merge_names(
    kinds: npt.NDArray[np.int8], first: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Find the names in a sequence of words: runs that hold a sure name, or a first name and one word more.

    Parameters
    ----------
    kinds : how each word stands to names, with CLOSES added where punctuation follows, shape (n_words,).
    first : whether a word opens its text; runs do not cross from text to text, shape (n_words,).

    Returns
    -------
    name : whether each word is part of a name, shape (n_words,).
    kept : False for every word of a run of names but its first, shape (n_words,).
    """
    closes, kinds = kinds >= CLOSES, kinds % CLOSES
    inside = kinds != WORD
    name, kept = np.zeros(len(kinds), dtype=np.bool_), np.ones(len(kinds), dtype=np.bool_)
    if not ((kinds == NAME) | (kinds == FIRST)).any():
        return name, kept
    starts = inside.copy()
    starts[1:] &= first[1:] | ~inside[:-1] | closes[:-1]
    starts = np.flatnonzero(starts)
    places = np.flatnonzero(inside)
    run_of = np.searchsorted(starts, places, side="right") - 1
    sure = np.bincount(run_of, _SURE[kinds[places]], minlength=len(starts)) > _SURE[FIRST]
    # small words at the ends of a run are not part of the name: "de Noboa", but "De la Torre" is one
    bounds = np.searchsorted(places, starts)
    low = np.minimum.reduceat(np.where(kinds[places] != SMALL, places, len(kinds)), bounds)
    high = np.maximum.reduceat(np.where(_SURE[kinds[places]] > 0, places, -1), bounds)
    name[places] = sure[run_of] & (places >= low[run_of]) & (places <= high[run_of])
    kept[places] = ~name[places] | (places == low[run_of])
    return name, kept


def spans(text: str, names: frozenset[str] = frozenset(), read_names: bool = False) -> list[Token]:
    """All words of ``text`` in order, with their places in it; a run of names is one word."""
    found: list[Token] = []
    for chunk in re.finditer(r"\S+", text):
        found += [
            Token(t.start + chunk.start(), t.end + chunk.start(), t.form, t.kind)
            for t in tokens(chunk.group(), names, read_names)
        ]
    if not found:
        return []
    kinds = np.array([t.kind for t in found], dtype=np.int8)
    first = np.zeros(len(found), dtype=np.bool_)
    first[0] = True
    name, kept = merge_names(kinds, first)
    merged: list[Token] = []
    for token, is_name, is_kept in zip(found, name, kept, strict=True):
        closes = token.kind // CLOSES * CLOSES
        if not is_kept:
            merged[-1] = merged[-1]._replace(end=token.end, kind=NAME + closes)
        elif is_name:
            merged.append(token._replace(form=NAME_FORM, kind=NAME + closes))
        else:
            merged.append(token)
    return merged


def cover(text: str, names: frozenset[str] = frozenset()) -> str:
    """Return ``text`` as it was written, each run of names as one and the same first name; for sentence encoders.

    >>> cover("Ayer Rafael Correa habló de Quito.")
    'Ayer Alex habló de Quito.'
    """
    pieces, at = [], 0
    for token in spans(text, names):
        if token.kind % CLOSES == NAME and token.form == NAME_FORM:
            pieces += [text[at : token.start], COVER]
            at = token.end
    return " ".join("".join([*pieces, text[at:]]).split())


def mask(text: str, names: Iterable[str] = ()) -> str:
    """Return ``text`` as a model reads it: lower case, no accents, each run of names as ``@name``.

    Punctuation goes, but for a comma where a name ends before another word that could carry it on.

    >>> mask("Ayer Rafael Correa habló de los EE. UU.")
    'ayer @name hablo de los EE UU'
    """
    lowered = frozenset(part.lower() for name in names for part in name.split())
    commas = (NAME + CLOSES, SMALL + CLOSES, CAPITAL_SMALL + CLOSES)  # where a name ends, or could go on
    return " ".join(t.form + ("," if t.kind in commas else "") for t in spans(text, lowered))

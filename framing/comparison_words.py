"""A comparison in words: who is named how, what a difference says, the answer in two sentences.

In: a `Comparison`. Out: words, English if no other language is asked for. Used by `report_comparison` and
`comparison_page`; whoever draws a comparison says the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from framing.compared import Compared, Comparison, Difference
from framing.phrases import name_of, say
from framing.records import Actor
from framing.terminal import percent

#: How the sentences of a role are called.
ROLE_WORDS = {"voice": "Voice: the actor speaks", "about": "About: is spoken of"}


def short_names(actors: Sequence[Actor]) -> dict[str, str]:
    """A short name for each actor: the shortest alias that is a part of the full name, else the full name.

    >>> short_names([Actor("Luisa González", ["González", "the lawyer"])])
    {'Luisa González': 'González'}
    """
    found = {}
    for actor in actors:
        parts = [alias for alias in actor.aliases if f" {alias} " in f" {actor.name} "]
        found[actor.name] = min(parts, key=len, default=actor.name)
    return found if len(set(found.values())) == len(found) else {actor.name: actor.name for actor in actors}


def points(value: float, language: str = "en") -> str:
    """A difference of shares in points, never "0 points" for what is not quite that.

    >>> points(0.112), points(-0.004), points(0.01)
    ('11 points', 'under 1 point', '1 point')
    """
    rounded = round(abs(value) * 100)
    if not rounded:
        return say(language, "under 1 point" if value else "0 points")
    return say(language, "1 point" if rounded == 1 else "points", n=rounded)


def difference_words(name: str, found: Difference, names: Mapping[str, str], language: str = "en") -> str:
    """What a difference says: "fear: Noboa more than González by 11 points", or "fear: no difference shown"."""
    first, second = (names[actor] for actor in found.actors)
    value = found.best.estimate
    if value is None:
        return say(language, "not compared", what=name, first=first, second=second)
    if value < 0:
        first, second = second, first
    if found.p is None:
        return say(language, "not tested", what=name)
    if not found.shown:
        return say(language, "no difference", what=name)
    more = points(value, language)
    return say(language, "more than", what=name, first=first, second=second, points=more)


def answer(comparison: Comparison, language: str = "en") -> list[str]:
    """Two sentences: what differs, and how far that can be trusted."""
    return [_what_differs(comparison, language), _how_sure(comparison, language)]


def _what_differs(comparison: Comparison, language: str) -> str:
    names = short_names(comparison.actors)
    pairs = [(t, d) for t in comparison.targets for d in t.differences["all"]]
    shown = [(target, found) for target, found in pairs if found.shown]
    if not any(found.p is not None for _, found in pairs):
        return say(language, "nothing yet")
    if not shown:
        return say(language, "none shown", actors=listed(list(names.values()), language))
    said = "; ".join(_shares_words(target, found, names, language) for target, found in shown)
    return f"{said[0].upper()}{said[1:]}."


def _shares_words(target: Compared, found: Difference, names: Mapping[str, str], language: str) -> str:
    first, second = found.actors if (found.best.estimate or 0) > 0 else found.actors[::-1]
    shares = [target.shares["all"][actor].best.estimate or 0.0 for actor in (first, second)]
    what = name_of(language, target.name)
    if target.kind != "frame":
        what = say(language, "tone of", name=what)
    said = difference_words(what, found, names, language)
    high, low = (percent(max(share, 0)) for share in shares)
    return say(language, "of their sentences", difference=said, high=high, low=low)


def _how_sure(comparison: Comparison, language: str) -> str:
    sentences = [f"{share.sentences:,}" for share in comparison.targets[0].shares["all"].values()]
    number = len(comparison.articles)
    articles = say(language, "1 article" if number == 1 else "articles", n=number)
    basis = say(language, "basis", sentences=listed(sentences, language), articles=articles)
    if not comparison.corrected:
        return say(language, "counted", basis=basis)
    coded = [f"{share.gold_sentences:,}" for share in comparison.targets[0].shares["all"].values()]
    return say(language, "corrected by", basis=basis, coded=listed(coded, language))


def counted(number: int, what: str) -> str:
    """A number of things, in the plural unless it is 1.

    >>> counted(1, "article"), counted(1200, "article")
    ('1 article', '1,200 articles')
    """
    return f"{number:,} {what}{'s' * (number != 1)}"


def listed(words: Sequence[str], language: str = "en") -> str:
    """Words in a row: "a, b and c"."""
    return f" {say(language, 'and')} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)

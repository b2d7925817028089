"""A comparison in words: who is named how, what a difference says, the answer in two sentences.

In: a `Comparison`. Out: English words. Used by `report_comparison`; whoever draws a comparison says the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from framing.compared import Compared, Comparison, Difference
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


def points(value: float) -> str:
    """A difference of shares in points, never "0 points" for what is not quite that.

    >>> points(0.112), points(-0.004), points(0.01)
    ('11 points', 'under 1 point', '1 point')
    """
    rounded = round(abs(value) * 100)
    if not rounded:
        return "under 1 point" if value else "0 points"
    return f"{rounded} point{'s' * (rounded != 1)}"


def difference_words(name: str, found: Difference, names: Mapping[str, str]) -> str:
    """What a difference says: "fear: Noboa more than González by 11 points", or "fear: no difference shown"."""
    first, second = (names[actor] for actor in found.actors)
    value = found.best.estimate
    if value is None:
        return f"{name}: {first} and {second} cannot be compared"
    if value < 0:
        first, second = second, first
    if found.p is None:
        return f"{name}: not tested"
    return (
        f"{name}: {first} more than {second} by {points(value)}"
        if found.shown
        else f"{name}: no difference shown"
    )


def answer(comparison: Comparison) -> list[str]:
    """Two sentences: what differs, and how far that can be trusted."""
    return [_what_differs(comparison), _how_sure(comparison)]


def _what_differs(comparison: Comparison) -> str:
    names = short_names(comparison.actors)
    pairs = [(t, d) for t in comparison.targets for d in t.differences["all"]]
    shown = [(target, found) for target, found in pairs if found.shown]
    if not any(found.p is not None for _, found in pairs):
        return "Nothing can be said yet: there are too few articles, or too few coded sentences, to compare."
    if not shown:
        return f"No difference is shown between {_listed(list(names.values()))} in any frame or in sentiment."
    said = "; ".join(_shares_words(target, found, names) for target, found in shown)
    return f"{said[0].upper()}{said[1:]}."


def _shares_words(target: Compared, found: Difference, names: Mapping[str, str]) -> str:
    first, second = found.actors if (found.best.estimate or 0) > 0 else found.actors[::-1]
    shares = [target.shares["all"][actor].best.estimate or 0.0 for actor in (first, second)]
    what = target.name if target.kind == "frame" else f"{target.name} sentiment"
    return (
        f"{what}: {names[first]} more than {names[second]} by {points(found.best.estimate or 0)} "
        f"({percent(max(shares[0], 0))} and {percent(max(shares[1], 0))} of their sentences)"
    )


def _how_sure(comparison: Comparison) -> str:
    sentences = [f"{share.sentences:,}" for share in comparison.targets[0].shares["all"].values()]
    basis = f"{_listed(sentences)} sentences in {counted(len(comparison.articles), 'article')}"
    if not comparison.corrected:
        return f"Counted on {basis} from predicted labels, not corrected: the model's errors are in these figures."
    coded = [f"{share.gold_sentences:,}" for share in comparison.targets[0].shares["all"].values()]
    return f"Predicted on {basis}, corrected by {_listed(coded)} coded ones."


def counted(number: int, what: str) -> str:
    """A number of things, in the plural unless it is 1.

    >>> counted(1, "article"), counted(1200, "article")
    ('1 article', '1,200 articles')
    """
    return f"{number:,} {what}{'s' * (number != 1)}"


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)

"""A comparison's articles in groups: shares of each actor's sentences by time and by outlet.

In: scored articles with dates and outlets, names of actors. Out: `Group`s with counts of predicted labels. Used by
the page of a comparison.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from framing.records import ScoredArticle

#: More periods than this are drawn in coarser ones.
MOST_PERIODS = 8
_UNITS = ("day", "week", "month", "quarter", "year")


@dataclass(frozen=True)
class Group:
    """The articles of one period or outlet: for each actor its sentences, and how many carry each frame."""

    name: str
    sentences: Mapping[str, int]
    frames: Mapping[str, Mapping[str, int]]

    @property
    def total(self) -> int:
        """Sentences of all actors; one of two actors counts for both."""
        return sum(self.sentences.values())

    def share(self, actor: str, frame: str) -> float | None:
        """Share of an actor's sentences that carry ``frame``; None where it has none."""
        return self.frames[actor].get(frame, 0) / self.sentences[actor] if self.sentences[actor] else None


def by_outlet(articles: Iterable[ScoredArticle], actors: Sequence[str]) -> list[Group]:
    """One group an outlet, those with most sentences first; articles without an outlet are left out."""
    groups = defaultdict(list)
    for article in articles:
        if outlet := article.meta.get("outlet", "").strip():
            groups[outlet].append(article)
    made = [_group(name, members, actors) for name, members in groups.items()]
    return sorted((group for group in made if group.total), key=lambda group: (-group.total, group.name))


def by_period(articles: Iterable[ScoredArticle], actors: Sequence[str]) -> list[Group]:
    """One group a day, week, month, quarter or year, in order, empty ones between others included.

    The finest unit that gives at most `MOST_PERIODS`; years where none does. Articles without a date are left out.
    """
    dated = [(day, article) for article in articles if (day := date_of(article))]
    if not dated:
        return []
    first, last = min(day for day, _ in dated), max(day for day, _ in dated)
    for unit in _UNITS:
        names = _periods(first, last, unit)
        if len(names) <= MOST_PERIODS:
            break
    groups: dict[str, list[ScoredArticle]] = {name: [] for name in names}
    for day, article in dated:
        groups[_period(day, unit)].append(article)
    return [_group(name, members, actors) for name, members in groups.items()]


def date_of(article: ScoredArticle) -> date | None:
    """The day in the article's ``date``, if it begins with one as 2025-04-13."""
    try:
        return date.fromisoformat(article.meta.get("date", "").strip()[:10])
    except ValueError:
        return None


def _periods(first: date, last: date, unit: str) -> list[str]:
    if unit in ("day", "week") and (last - first).days > 7 * MOST_PERIODS:
        return [""] * (MOST_PERIODS + 1)  # too many to be written out
    days = (first + timedelta(step) for step in range((last - first).days + 1))
    return list(dict.fromkeys(_period(day, unit) for day in days))


def _period(day: date, unit: str) -> str:
    if unit == "week":
        return (day - timedelta(day.weekday())).isoformat()
    if unit == "quarter":
        return f"{day.year} Q{(day.month + 2) // 3}"
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[unit]]


def _group(name: str, articles: Iterable[ScoredArticle], actors: Sequence[str]) -> Group:
    sentences = dict.fromkeys(actors, 0)
    frames: dict[str, dict[str, int]] = {actor: defaultdict(int) for actor in actors}
    for article in articles:
        for sentence in article:
            for actor in sentence.actors.keys() & sentences.keys() if sentence.probabilities else ():
                sentences[actor] += 1
                for frame in sentence.frames:
                    frames[actor][frame] += 1
    return Group(name, sentences, frames)

"""What a comparison of actors comes to: shares, differences, and how they were found.

In: figures, as `comparison` computes them. Out: frozen records and their JSON form. Used by the reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from framing.records import Actor, ScoredArticle

Explain = Callable[[str], Mapping[str, Sequence[tuple[int, int, float]]]]

#: Adjusted p-values below which a difference counts as shown.
LEVEL = 0.05


@dataclass(frozen=True)
class Figure:
    """A share, or a difference of shares, with its 95% limits; None is what cannot be given."""

    estimate: float | None
    low: float | None = None
    high: float | None = None

    def to_dict(self) -> dict[str, float | None]:
        """The three numbers, rounded to 4 places."""
        return {name: _rounded(value) for name, value in vars(self).items()}


@dataclass(frozen=True)
class Share:
    """How many of an actor's sentences carry a target, from 0 to 1.

    Attributes
    ----------
    sentences, clusters : what it rests on; copies of an article are one cluster.
    gold_sentences : how many of the sentences are coded.
    uncorrected : counted from predicted labels, the model's errors included.
    corrected, gold : with gold: predictions corrected by it, and gold alone; else None.
    tuning : how far the predictions are used: 0 is gold alone, 1 as they are; None without gold.
    """

    sentences: int
    clusters: int
    gold_sentences: int
    uncorrected: Figure
    corrected: Figure | None = None
    gold: Figure | None = None
    tuning: float | None = None

    @property
    def best(self) -> Figure:
        """The corrected figure where there is gold, else the uncorrected one."""
        return self.uncorrected if self.corrected is None else self.corrected

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready mapping; estimate, low and high are those of `best`."""
        counts = {"sentences": self.sentences, "clusters": self.clusters}
        if self.corrected is None:
            return {**counts, **self.best.to_dict()}
        counts["gold_sentences"] = self.gold_sentences
        return {**counts, **self.best.to_dict(), **_side_by_side(self), "tuning": _rounded(self.tuning)}


@dataclass(frozen=True)
class Difference:
    """One actor's share minus another's, from -1 to 1.

    Attributes
    ----------
    p : two-sided, for no difference; of the corrected figure where there is gold. None if not to be trusted.
    p_adjusted : by Holm over all targets and pairs of actors.
    """

    actors: tuple[str, str]
    uncorrected: Figure
    corrected: Figure | None = None
    gold: Figure | None = None
    p: float | None = None
    p_adjusted: float | None = None

    @property
    def best(self) -> Figure:
        """The corrected figure where there is gold, else the uncorrected one."""
        return self.uncorrected if self.corrected is None else self.corrected

    @property
    def shown(self) -> bool:
        """Whether the data show a difference."""
        return self.p_adjusted is not None and self.p_adjusted < LEVEL

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready mapping; estimate, low and high are those of `best`."""
        p = {"p": _rounded(self.p, 6), "p_adjusted": _rounded(self.p_adjusted, 6)}
        other = {} if self.corrected is None else _side_by_side(self)
        return {"actors": list(self.actors), **self.best.to_dict(), **p, **other}


@dataclass(frozen=True)
class Compared:
    """One target: its ``kind`` ("frame" or "sentiment"), its ``name``, and by role ("all", "voice", "about")
    the actors' shares and the differences of all pairs of actors, in the actors' order."""

    kind: str
    name: str
    shares: Mapping[str, Mapping[str, Share]]
    differences: Mapping[str, tuple[Difference, ...]]

    def to_dict(self) -> dict[str, Any]:
        """Shares by actor, then ``difference`` (the first two actors) and ``differences`` (all pairs)."""
        found: dict[str, Any] = {
            actor: {**share.to_dict(), **self._by_role(lambda role, a=actor: self.shares[role][a].to_dict())}
            for actor, share in self.shares["all"].items()
        }
        pairs = [
            {**pair.to_dict(), **self._by_role(lambda role, k=k: self.differences[role][k].to_dict())}
            for k, pair in enumerate(self.differences["all"])
        ]
        return {**found, "difference": pairs[0], "differences": pairs}

    def _by_role(self, of: Any) -> dict[str, Any]:
        return {role: of(role) for role in self.shares if role != "all"}


@dataclass(frozen=True)
class Comparison:
    """Actors side by side.

    Attributes
    ----------
    actors : in the order asked for.
    articles : all articles compared, scored.
    explain : a sentence in, ``{frame: [(start, end, contribution), ...]}`` out: the words behind each frame, by the
        model at hand; else None.
    targets : frames, then sentiments.
    method : how the figures were found: "estimate" is "corrected" or "uncorrected".
    notes : what a reader must know before quoting a figure.
    """

    actors: tuple[Actor, ...]
    targets: tuple[Compared, ...]
    method: Mapping[str, Any]
    notes: tuple[str, ...]
    articles: tuple[ScoredArticle, ...] = field(repr=False, default=())
    explain: Explain | None = field(repr=False, compare=False, default=None)

    @property
    def corrected(self) -> bool:
        """Whether gold corrects the figures."""
        return bool(self.method["estimate"] == "corrected")

    def of_kind(self, kind: str) -> Iterator[Compared]:
        """The targets of one kind."""
        return (target for target in self.targets if target.kind == kind)

    def to_dict(self) -> dict[str, Any]:
        """One JSON-ready mapping: shares of the actor's sentences, 0 to 1, rounded to 4 places."""
        return {
            "actors": [actor.name for actor in self.actors],
            "articles": len(self.articles),
            "method": dict(self.method),
            "notes": list(self.notes),
            "frames": {target.name: target.to_dict() for target in self.of_kind("frame")},
            "sentiment": {target.name: target.to_dict() for target in self.of_kind("sentiment")},
        }

    def to_html(self, language: str = "en") -> str:
        """One page with the answer, charts, all figures and the articles; it asks nothing of any server.

        Parameters
        ----------
        language : "en" or "es", of the page's own words.

        Raises
        ------
        ValueError : another language.
        """
        # By name, because a record lies far below the page that draws it.
        return str(import_module("framing.comparison_page").page(self, language))


def _side_by_side(found: Share | Difference) -> dict[str, Any]:
    """The three numbers under their names."""
    figures = {"corrected": found.corrected, "gold": found.gold, "uncorrected": found.uncorrected}
    return {name: figure.to_dict() for name, figure in figures.items() if figure is not None}


def _rounded(value: float | None, places: int = 4) -> float | None:
    return None if value is None else round(value, places)

"""What a scored article comes to: how many of its sentences carry each frame, sentiment and actor.

In: a `ScoredArticle`. Out: a `Summary`, the same one in every form of the report. Only sentences in a
language of the model are scored, and shares are of those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from framing.records import ScoredArticle, ScoredSentence

#: What an actor can be in a sentence: its voice is heard, or it is spoken of.
ROLES = ("voice", "about")


@dataclass(frozen=True)
class RoleCount:
    """The sentences in which an actor has one role, and how many of them carry each frame."""

    sentences: int
    frames: Mapping[str, int]


@dataclass(frozen=True)
class Summary:
    """Counts of sentences.

    Attributes
    ----------
    sentences, scored : all of them, and those in a language of the model.
    frames : scored sentences that carry each frame, in column order; frames that none carries included.
    no_frame : scored sentences that carry none.
    sentiment : scored sentences of each sentiment; empty where the model has none.
    actors : for each actor, what it is in how many sentences, by `ROLES`.
    """

    sentences: int
    scored: int
    frames: Mapping[str, int]
    no_frame: int
    sentiment: Mapping[str, int]
    actors: Mapping[str, Mapping[str, RoleCount]]

    def share(self, count: int) -> float:
        """``count`` as a share of the scored sentences, 0 to 1; 0 where none is scored."""
        return count / self.scored if self.scored else 0.0

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready mapping: counts with their shares, rounded to 4 places."""
        return {
            "sentences": self.sentences,
            "scored": self.scored,
            "frames": {name: self._counted(n) for name, n in self.frames.items()},
            "no_frame": self._counted(self.no_frame),
            "sentiment": {name: self._counted(n) for name, n in self.sentiment.items()},
            "actors": {
                actor: {
                    role: {"sentences": count.sentences, "frames": dict(count.frames)}
                    for role, count in roles.items()
                }
                for actor, roles in self.actors.items()
            },
        }

    def _counted(self, count: int) -> dict[str, float]:
        return {"sentences": count, "share": round(self.share(count), 4)}


def summarise(article: ScoredArticle, actors: Iterable[str] = ()) -> Summary:
    """Count an article's sentences.

    Parameters
    ----------
    actors : names that are listed even where the article has nothing of them.
    """
    scored = [s for s in article if s.probabilities]
    frames = list(scored[0].probabilities) if scored else []
    tones = list(scored[0].sentiment_probabilities) if scored else []
    tone = Counter(s.sentiment for s in scored)
    names = dict.fromkeys([*actors, *(name for s in article for name in s.actors)])
    return Summary(
        sentences=len(article),
        scored=len(scored),
        frames=_count_frames(scored, frames),
        no_frame=sum(not s.frames for s in scored),
        sentiment={name: tone[name] for name in tones},
        actors={name: {role: _role(article, name, role, frames) for role in ROLES} for name in names},
    )


def _role(article: ScoredArticle, actor: str, role: str, frames: Iterable[str]) -> RoleCount:
    found = [s for s in article if s.actors.get(actor) == role]
    return RoleCount(len(found), _count_frames(found, frames))


def _count_frames(sentences: Iterable[ScoredSentence], frames: Iterable[str]) -> dict[str, int]:
    said = Counter(name for s in sentences for name in s.frames)
    return {name: said[name] for name in frames}

"""The frozen things that travel between modules: actors, articles, labelled and scored sentences.

In: plain values, checked when a record is made. Out: immutable records that every other module
reads and none changes; `to_dict` gives the JSON form that callers rely on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from framing.errors import ActorError, one_line

#: The frames of the codebook, in column order.
FRAMES = ("fear", "hope", "sovereignty", "cooperation")
SENTIMENTS = ("negative", "neutral", "positive")
#: What a sentence's language can be: English, Spanish, or anything else (flagged, never scored as English).
LANGUAGES = ("en", "es", "other")


@dataclass(frozen=True)
class Actor:
    """A person whose voice and image are followed.

    Parameters
    ----------
    name : the full name, as results report it.
    aliases : other words the articles use for this person ("Noboa", "the incumbent").

    Raises
    ------
    ActorError : the name or an alias is empty or not a string.
    """

    name: str
    aliases: tuple[str, ...] = ()

    def __init__(self, name: str, aliases: Iterable[str] = ()) -> None:
        if isinstance(aliases, str):
            aliases = [aliases]
        if not isinstance(aliases, Iterable):
            raise ActorError(f"aliases {one_line(repr(aliases), 40)} found, a list wanted: leave them out")
        aliases = tuple(aliases)
        for value in (name, *aliases):
            if not isinstance(value, str) or not value.strip():
                raise ActorError(
                    f"actor name or alias {one_line(repr(value))} found, words wanted: "
                    "give a full name such as 'Luisa González'"
                )
        object.__setattr__(self, "name", " ".join(name.split()))
        object.__setattr__(self, "aliases", tuple(dict.fromkeys(" ".join(a.split()) for a in aliases)))


@dataclass(frozen=True)
class Article:
    """One text to score: ``name`` (file name or id), ``text``, and what else its source says of it.

    ``meta`` holds strings under the field's own names ("title", "date", "outlet", "url") where the
    input has them.
    """

    name: str
    text: str
    meta: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sentence:
    """A sentence's place in its article: ``text[start:end]`` in characters, and its language."""

    start: int
    end: int
    language: str


#: Kinds of labelled text of which the project keeps codes, pointers and figures, and no sentence.
REAL_KINDS = ("real", "statement")


@dataclass(frozen=True)
class LabelledSentence:
    """One coded sentence. ``text`` is None where the project may not hold it (then ``sha1`` is set)."""

    text: str | None
    frames: tuple[str, ...]
    language: str = ""
    sentiment: str = ""
    article: str = ""
    source: str = ""
    kind: str = ""
    position: int | None = None
    sha1: str = ""
    coders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    coders_sentiment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ScoredSentence:
    """One scored sentence, with its exact place in the article (``text`` is ``article[start:end]``)."""

    text: str
    start: int
    end: int
    language: str
    frames: tuple[str, ...]
    probabilities: Mapping[str, float]
    sentiment: str
    sentiment_probabilities: Mapping[str, float]
    actors: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The sentence as one JSON-ready mapping, probabilities rounded to 4 places."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "language": self.language,
            "frames": list(self.frames),
            "probabilities": {k: round(v, 4) for k, v in self.probabilities.items()},
            "sentiment": self.sentiment,
            "sentiment_probabilities": {k: round(v, 4) for k, v in self.sentiment_probabilities.items()},
            "actors": dict(self.actors),
        }


@dataclass(frozen=True)
class ScoredArticle:
    """One scored article: its ``name``, ``language`` ("en", "es" or "other"), ``sentences`` in reading order."""

    name: str
    language: str
    sentences: tuple[ScoredSentence, ...]
    meta: Mapping[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[ScoredSentence]:
        return iter(self.sentences)

    def __len__(self) -> int:
        return len(self.sentences)

    def to_dicts(self) -> list[dict[str, Any]]:
        """One mapping a sentence, as ``framing score --format jsonl`` prints them."""
        return [{"article": self.name, "index": i, **s.to_dict()} for i, s in enumerate(self.sentences)]

"""The sentences of actors as columns: who is in them, what they carry, which cluster they belong to.

In: scored articles and the names of actors. Out: a `Table` of arrays with one row a sentence, and its sums
by cluster. Used by `gold`, `comparison`, `sampling` and `power`. Sentences that no actor is in, and those
in a language that the model does not know, have no row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from framing.arrays import Floats, Ints
from framing.clusters import Clusters, find_clusters
from framing.errors import ActorError, InputError, one_line
from framing.estimators import Sums
from framing.records import Actor, ScoredArticle, ScoredSentence

#: Which of an actor's sentences: all of them, or those in which it speaks or is spoken of.
ROLES = ("all", "voice", "about")

Rows = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Target:
    """What shares are taken of: a ``kind`` ("frame" or "sentiment") and its ``name``."""

    kind: str
    name: str


@dataclass(frozen=True)
class Table:
    """Sentences with at least one actor, in reading order.

    Attributes
    ----------
    articles : all articles, those without a row too.
    article, index : of each row, the number of its article and of the sentence in it.
    role : shape (n_actors, n_rows), 0 where the actor is absent, else its place in `ROLES`.
    targets : frames, then sentiments.
    label, probability : shape (n_rows, n_targets).
    clusters : of the articles.
    """

    articles: tuple[ScoredArticle, ...]
    actors: tuple[Actor, ...]
    targets: tuple[Target, ...]
    article: Ints
    index: Ints
    role: Ints
    label: Floats
    probability: Floats
    clusters: Clusters

    def __len__(self) -> int:
        return len(self.article)

    @property
    def cluster(self) -> Ints:
        """The cluster of each row."""
        return self.clusters.number[self.article]

    def sentence(self, row: int) -> ScoredSentence:
        """The sentence of a row."""
        return self.articles[int(self.article[row])].sentences[int(self.index[row])]

    def of(self, actor: int, role: str = "all") -> Rows:
        """The rows in which an actor has a role, as a mask."""
        wanted = ROLES.index(role)
        return np.asarray(self.role[actor] == wanted if wanted else self.role[actor] > 0)

    def sums(self, rows: Rows, values: Floats, weights: Floats | None = None) -> Sums:
        """``values``, shape (n_rows, n_targets), of ``rows`` summed by cluster: shapes (n_targets, n_clusters)."""
        chosen = np.flatnonzero(rows)
        weight = np.ones((len(chosen), values.shape[1])) if weights is None else weights[chosen]
        return Sums(self._by_cluster(chosen, weight), self._by_cluster(chosen, weight * values[chosen]))

    def _by_cluster(self, rows: Ints, values: Floats) -> Floats:
        found = np.zeros((len(self.clusters), values.shape[1]))
        np.add.at(found, self.cluster[rows], values)
        return np.ascontiguousarray(found.T)


def make_table(articles: Sequence[ScoredArticle], actors: Sequence[Actor]) -> Table:
    """The sentences of ``actors`` in ``articles`` that were scored with these actors.

    Raises
    ------
    ActorError : no sentence of an actor is there.
    InputError : the articles were scored by models of different frames.
    """
    names = [actor.name for actor in actors]
    places, sentences, roles = [], [], []
    for i, article in enumerate(articles):
        for k, sentence in enumerate(article):
            own = [ROLES.index(sentence.actors.get(name, "all")) for name in names]
            if sentence.probabilities and any(own):
                places.append((i, k))
                sentences.append(sentence)
                roles.append(own)
    role = np.array(roles, np.int64).reshape(-1, len(names)).T
    for name, own_row in zip(names, role, strict=True):
        if not own_row.any():
            raise ActorError(
                f"no scored sentence of {one_line(name, 60)!r} found in {len(articles):,} articles, at least "
                "one wanted: check the name, or give the words that the articles use as aliases"
            )
    targets = _targets(sentences[0])
    if any(_targets(sentence) != targets for sentence in sentences):
        raise InputError(
            "articles scored for different frames found, the same frames in all wanted: score them by one model"
        )
    place = np.array(places, np.int64)
    label = np.array([[_carries(s, t) for t in targets] for s in sentences], np.float64)
    probability = np.array([[_probability(s, t) for t in targets] for s in sentences], np.float64)
    clusters = find_clusters(articles)
    return Table(
        tuple(articles), tuple(actors), targets, place[:, 0], place[:, 1], role, label, probability, clusters
    )


def _targets(sentence: ScoredSentence) -> tuple[Target, ...]:
    frames = [Target("frame", name) for name in sentence.probabilities]
    return (*frames, *(Target("sentiment", name) for name in sentence.sentiment_probabilities))


def _carries(sentence: ScoredSentence, target: Target) -> bool:
    if target.kind == "frame":
        return target.name in sentence.frames
    return sentence.sentiment == target.name


def _probability(sentence: ScoredSentence, target: Target) -> float:
    kind = sentence.probabilities if target.kind == "frame" else sentence.sentiment_probabilities
    return kind[target.name]

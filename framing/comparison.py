"""Actors side by side: `framing.compare`.

In: articles (texts, files, scored ones) and actors; a coded sample if there is one. Out: a `Comparison`. Used
by `framing compare`. The figures' errors are by article (see `estimators`); what belongs to whom is taken
from the attribution as it is.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from framing.actor_sentences import ROLES, Table, make_table
from framing.actors import check_actors
from framing.arrays import Floats
from framing.compared import Compared, Comparison, Difference, Figure, Share
from framing.errors import ActorError, FramingError, InputError, one_line
from framing.estimators import LEAST_FREEDOM, Estimate, Interval, corrected, difference, holm, mean, share
from framing.gold import TOO_FEW, Gold, lay
from framing.gold_files import GoldRow, read_gold
from framing.phrases import phrase
from framing.reading import ENDINGS, read_articles
from framing.records import Actor, Article, LabelledSentence, ScoredArticle
from framing.scoring import Model, load

Path = str | os.PathLike[str]
Given = str | os.PathLike[str] | Article | ScoredArticle


def compare(
    articles: Iterable[Given],
    actors: Iterable[Actor | str],
    *,
    gold: Path | Sequence[GoldRow] | None = None,
    gold_design: str | None = None,
    trained_on: Sequence[LabelledSentence] | None = None,
    model: Model | Path = "small",
    jobs: int = 1,
    progress: Callable[[int], object] = int,
) -> Comparison:
    """Compare what is said by and about actors.

    Parameters
    ----------
    articles : texts, paths, `Article`s, or `ScoredArticle`s that were scored with these actors. A string is
        a path if there is such a file or folder, if it ends like an article file, or if it has no space.
    actors : at least two, as `Actor` or full names. Differences are the first minus the second, and so on.
    gold : a random sample of the corpus, coded: a file as `framing sample` draws it (see
        `framing.gold_files`), or its rows. Figures are then corrected by it.
    gold_design : "random" states that a sample whose rows do not say so was drawn so.
    trained_on : the labelled sentences that the model was trained on, if gold is among them: the
        predictions are then made anew by models that have not seen what they predict (slow).
    model : what articles that are not scored yet are scored with. With a `Model` given, the page (`to_html`)
        also shows which words carried the frames of articles that were scored before.
    jobs : processes that score side by side, as for `Model.score_many`.
    progress : called with the percentage of cross-fitting done.

    Returns
    -------
    comparison : for each frame and sentiment the share of each actor's sentences that carry it, in all and
        by voice and about, with intervals; all differences between actors, with p-values.

    Raises
    ------
    ActorError : fewer than two actors, one given twice, or one that is in no article.
    InputError : an article cannot be read, or ``articles`` is a lone string.
    LabelError : the gold cannot be used; the message says why.
    """
    followed = check_actors(actors)
    if len(followed) < 2:
        raise ActorError(f"{len(followed)} actor found, at least two wanted: name those to compare")
    loaded = model if isinstance(model, Model) else None

    def the_model() -> Model:
        nonlocal loaded
        loaded = loaded or load(model)  # type: ignore[arg-type]
        return loaded

    scored = _scored(articles, followed, the_model, jobs)
    table = make_table(scored, followed)
    laid, unread = None, 0
    if gold is not None:
        rows, unread = read_gold(gold) if isinstance(gold, (str, os.PathLike)) else (list(gold), 0)
        laid = lay(rows, table, gold_design)
        if trained_on is not None:
            from framing.crossfit import cross_fitted

            anew = cross_fitted(table, the_model(), trained_on, progress)
            table = replace(table, probability=anew)
    found = _compared(table, laid, unread, trained_on is not None)
    return replace(found, explain=None if loaded is None else loaded.frames.explain)


def _scored(
    articles: Iterable[Given], actors: Sequence[Actor], model: Callable[[], Model], jobs: int
) -> list[ScoredArticle]:
    """All articles scored, in their order; those that are already are taken as they are."""
    if isinstance(articles, (str, bytes, os.PathLike, Article, ScoredArticle)):
        found = one_line(repr(articles), 40)
        raise InputError(f"{found} found, a list of articles wanted: put it in brackets")
    given = list(articles)
    waiting = [found for place, item in enumerate(given) for found in _articles(item, place)]
    fresh = [item for item in waiting if isinstance(item, Article)]
    made = iter(model().score_many(fresh, actors, jobs) if fresh else ())
    scored = [item if isinstance(item, ScoredArticle) else next(made) for item in waiting]
    for item in scored:
        if isinstance(item, FramingError):
            raise item
    if not scored:
        raise InputError("no article found, some wanted: give texts, files or scored articles")
    return [item for item in scored if isinstance(item, ScoredArticle)]


def _articles(item: object, place: int) -> list[Article | ScoredArticle]:
    """What one of the articles given stands for: itself, a text, or the articles of a path."""
    if isinstance(item, (Article, ScoredArticle)):
        return [item]
    if not isinstance(item, (str, os.PathLike)):
        found = one_line(repr(item), 40)
        raise InputError(f"{found} found among the articles, a text, a path or an article wanted: convert it")
    if isinstance(item, str) and not _is_path(item):
        return [Article(f"text {place + 1}", item)]
    read: list[Article | ScoredArticle] = []
    for article in read_articles([item]):
        if isinstance(article, InputError):
            raise article
        read.append(article)
    return read


def _is_path(text: str) -> bool:
    if not text.strip() or "\n" in text or len(text) > 1000:
        return False
    return not any(map(str.isspace, text)) or text.lower().endswith(tuple(ENDINGS)) or os.path.exists(text)


def _compared(table: Table, gold: Gold | None, uncoded: int, refitted: bool) -> Comparison:
    """The records of all roles and targets."""
    shares: dict[str, list[list[Share]]] = {}
    differences: dict[str, list[list[Difference]]] = {}
    freedom: dict[str, Floats] = {}
    pairs = list(combinations(range(len(table.actors)), 2))
    for role in ROLES:
        sides = [_Side(table, gold, actor, role) for actor in range(len(table.actors))]
        shares[role] = [side.shares() for side in sides]
        differences[role] = _adjusted([_differences(sides[a], sides[b]) for a, b in pairs])
        freedom[role] = np.array([share(side.counted).freedom[0] for side in sides])
    names = [actor.name for actor in table.actors]
    targets = [
        Compared(
            target.kind, target.name,
            {role: dict(zip(names, (column[k] for column in shares[role]), strict=True)) for role in ROLES},
            {role: tuple(column[k] for column in differences[role]) for role in ROLES},
        )
        for k, target in enumerate(table.targets)
    ]  # fmt: skip
    notes = _notes(table, gold, uncoded, freedom["all"])
    return Comparison(
        table.actors, tuple(targets), _method(table, gold, refitted), tuple(notes), table.articles
    )


class _Side:
    """One actor in one role: its estimates for all targets side by side."""

    def __init__(self, table: Table, gold: Gold | None, actor: int, role: str) -> None:
        rows = table.of(actor, role)
        self.name = table.actors[actor].name
        self.sentences = int(rows.sum())
        self.clusters = len(np.unique(table.cluster[rows]))
        size = np.full(len(table.targets), float(self.sentences))
        self.counted = mean(table.sums(rows, table.label), size)
        self.corrected: Estimate | None = None
        self.alone: Estimate | None = None
        self.coded = self.tuning = np.zeros(len(table.targets))
        if gold is not None:
            self.coded = (gold.weight[rows] > 0).sum(axis=0).astype(np.float64)
            coded = table.sums(rows, gold.value, gold.weight)
            guessed = table.sums(rows, table.probability, gold.weight)
            self.alone = mean(coded, self.coded)
            whole = table.sums(rows, table.probability)
            self.corrected, self.tuning = corrected(whole, coded, guessed, self.coded)

    def shares(self) -> list[Share]:
        """One record a target."""
        counted = _figures(share(self.counted))
        if self.corrected is None or self.alone is None:
            return [Share(self.sentences, self.clusters, 0, figure) for figure in counted]
        columns = zip(
            counted, _figures(share(self.corrected)), _figures(share(self.alone)), self.coded, self.tuning,
            strict=True,
        )  # fmt: skip
        return [
            Share(self.sentences, self.clusters, int(coded), plain, fixed, alone, _number(tuning))
            for plain, fixed, alone, coded, tuning in columns
        ]


def _differences(first: _Side, second: _Side) -> list[Difference]:
    """One record a target; p-values not adjusted yet."""
    names = (first.name, second.name)
    plain = difference(first.counted, second.counted)
    if first.corrected is None or second.corrected is None or first.alone is None or second.alone is None:
        return [
            Difference(names, figure, p=_number(p))
            for figure, p in zip(_figures(plain), plain.p, strict=True)
        ]
    fixed = difference(first.corrected, second.corrected)
    enough = np.minimum(first.coded, second.coded) >= TOO_FEW
    columns = zip(
        _figures(plain), _figures(fixed), _figures(difference(first.alone, second.alone)),
        np.where(enough, fixed.p, np.nan), strict=True,
    )  # fmt: skip
    return [Difference(names, a, b, c, _number(p)) for a, b, c, p in columns]


def _adjusted(by_pair: list[list[Difference]]) -> list[list[Difference]]:
    """Holm's p-values, over all pairs and targets together."""
    flat = [found for row in by_pair for found in row]
    adjusted = iter(holm(np.array([math.nan if d.p is None else d.p for d in flat])))
    return [[replace(found, p_adjusted=_number(next(adjusted))) for found in row] for row in by_pair]


def _figures(interval: Interval) -> list[Figure]:
    columns = zip(interval.value, interval.low, interval.high, strict=True)
    return [Figure(*map(_number, column)) for column in columns]


def _number(value: Any) -> float | None:
    return None if math.isnan(value) else float(value)


def _method(table: Table, gold: Gold | None, refitted: bool) -> dict[str, Any]:
    copies = [[table.articles[i].name for i in group] for group in table.clusters.copies]
    found: dict[str, Any] = {
        "estimate": "uncorrected" if gold is None else "corrected",
        "interval": "95%, CR2 by article, Satterthwaite t",
        "tests": "two-sided t, Holm over frames, sentiments and pairs of actors",
        "clusters": len(table.clusters),
        "copies": copies,
    }
    if gold is not None:
        found["correction"] = "PPI++ on probabilities, power-tuned by actor and target, inclusion-weighted"
        found["gold_design"] = gold.design
        found["cross_fitted"] = refitted
    return found


def _notes(table: Table, gold: Gold | None, uncoded: int, freedom: Floats) -> list[str]:
    notes: list[str] = []
    if gold is None:
        notes.append(phrase("uncorrected note"))
    else:
        notes += gold.notes
        if uncoded:
            notes.append(phrase("uncoded", n=uncoded))
    copies = sum(len(group) - 1 for group in table.clusters.copies)
    if copies:
        groups = len(table.clusters.copies)
        stories = phrase("1 story" if groups == 1 else "stories", n=groups)
        notes.append(phrase("copies", n=copies, stories=stories))
    for actor, degrees in zip(table.actors, freedom, strict=True):
        if degrees < LEAST_FREEDOM:
            least = LEAST_FREEDOM + 1
            notes.append(phrase("few articles", actor=actor.name, n=float(degrees) + 1, least=least))
    return notes

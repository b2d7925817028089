"""The spine: article to sentences to scores to actors, for one article and for many.

In: texts or articles, and the actors to follow. Out: `ScoredArticle`s. Only this module knows the
whole order, so that the API, the command line and the report give the same numbers.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from framing.actors import check_actors, name_words
from framing.attribution import attribute
from framing.classifier import FrameClassifier, SentimentClassifier
from framing.errors import FramingError, ModelMissingError, one_line
from framing.model_card import model_card
from framing.model_file import read_model, write_model
from framing.records import Actor, Article, ScoredArticle, ScoredSentence, Sentence
from framing.sentences import article_language, split
from framing.text_classifier import TextClassifier

#: Articles handed to a worker at a time.
_BATCH = 32
_HERE = Path(__file__).parent

Item = TypeVar("Item")


class Model:
    """Fitted classifiers and what the model says of itself.

    Attributes
    ----------
    frames : the fitted `FrameClassifier`.
    sentiment : the fitted `SentimentClassifier`, or None for a model trained without sentiment.
    facts : the manifest: training data, versions, scores, languages.
    """

    def __init__(
        self, frames: FrameClassifier, sentiment: SentimentClassifier | None, facts: dict[str, Any]
    ) -> None:
        self.frames = frames
        self.sentiment = sentiment
        self.facts = facts

    @property
    def card(self) -> str:
        """The model card, as Markdown."""
        return model_card(self.facts)

    def __repr__(self) -> str:
        return f"<framing.Model {self.facts.get('name', '')!r}: {', '.join(map(str, self.frames.classes_))}>"

    def score(self, text: str, actors: Iterable[Actor | str] = ()) -> ScoredArticle:
        """Score one article.

        Parameters
        ----------
        text : the article; sentences are found in it, each with its language.
        actors : persons to follow, as `Actor` or full names. Their names are masked like all others.

        Returns
        -------
        article : sentences in reading order, ``text[s.start:s.end] == s.text``. A sentence in a language
            that is neither English nor Spanish is flagged "other" and carries no frames, no sentiment
            ("") and no probabilities.

        Raises
        ------
        TypeError : ``text`` is not a string.
        ActorError : an actor is empty or given twice.
        """
        if not isinstance(text, str):
            raise TypeError(f"{one_line(repr(text), 40)} found, a string wanted: pass the article's text")
        return self.score_article(Article("", text), check_actors(actors))

    def score_article(self, article: Article, actors: Sequence[Actor] = ()) -> ScoredArticle:
        """Score one `Article`; ``actors`` as `framing.actors.check_actors` returns them."""
        text = article.text
        sentences = split(text)
        roles = attribute(text, sentences, actors)
        scores = self._scores([text[s.start : s.end] for s in sentences], sentences, name_words(actors))
        scored = tuple(
            ScoredSentence(text[s.start : s.end], s.start, s.end, s.language, *score, role)
            for s, score, role in zip(sentences, scores, roles, strict=True)
        )
        return ScoredArticle(article.name, article_language(text), scored, article.meta)

    def _scores(
        self, texts: list[str], sentences: Sequence[Sentence], names: frozenset[str]
    ) -> list[tuple[tuple[str, ...], dict[str, float], str, dict[str, float]]]:
        """(frames, probabilities, sentiment, sentiment probabilities) of each sentence."""
        if not texts:
            return []
        scorer = self.frames.scorer_
        figures = scorer.read(texts, names)
        frames = scorer.probabilities(figures)
        said = frames >= scorer.thresholds
        tone = None
        if self.sentiment is not None:
            other = self.sentiment.scorer_
            tone = other.probabilities(
                figures if other.options == scorer.options else other.read(texts, names)
            )
        languages = self.facts.get("languages") or ["en", "es"]
        scores: list[tuple[tuple[str, ...], dict[str, float], str, dict[str, float]]] = []
        for i, sentence in enumerate(sentences):
            if sentence.language not in languages:
                scores.append(((), {}, "", {}))
                continue
            named = dict(zip(scorer.classes, frames[i].tolist(), strict=True))
            chosen = tuple(c for c, yes in zip(scorer.classes, said[i], strict=True) if yes)
            tones = {} if tone is None else dict(zip(other.classes, tone[i].tolist(), strict=True))
            scores.append((chosen, named, max(tones, key=tones.__getitem__) if tones else "", tones))
        return scores

    def score_many(
        self, articles: Iterable[Article | FramingError], actors: Iterable[Actor | str] = (), jobs: int = 1
    ) -> Iterator[ScoredArticle | FramingError]:
        """Score articles as they come, in order; errors among them are passed on at their place.

        ``jobs`` processes work side by side (joblib; -1 for all cores); with 1 nothing is started.
        """
        followed = check_actors(actors)
        if jobs == 1:
            yield from (self._score_or_pass(article, followed) for article in articles)
            return
        from joblib import Parallel, delayed

        parallel = Parallel(n_jobs=jobs, return_as="generator")
        source = iter(articles)
        batches = iter(lambda: list(islice(source, _BATCH)), [])
        for batch in parallel(delayed(self._score_batch)(batch, followed) for batch in batches):
            yield from batch

    def _score_batch(self, batch: list[Article | FramingError], actors: Sequence[Actor]) -> list[Any]:
        return [self._score_or_pass(article, actors) for article in batch]

    def _score_or_pass(
        self, article: Article | FramingError, actors: Sequence[Actor]
    ) -> ScoredArticle | FramingError:
        return article if isinstance(article, FramingError) else self.score_article(article, actors)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the model folder (see `framing.model_file`); the same model gives the same bytes.

        Raises
        ------
        ModelForeignError : ``path`` holds something that is not a model; it is left alone.
        """
        classifiers: dict[str, TextClassifier] = {"frames": self.frames}
        if self.sentiment is not None:
            classifiers["sentiment"] = self.sentiment
        own = ("kind", "format", "parts", "sha256")
        write_model(path, classifiers, {k: v for k, v in self.facts.items() if k not in own}, self.card)


def load(model: str | os.PathLike[str] = "small") -> Model:
    """Load a model; nothing is ever downloaded.

    Parameters
    ----------
    model : "small", the bundled model, or the folder of one's own. A folder named like a bundled model
        is reached as "./small".

    Raises
    ------
    ModelMissingError, ModelForeignError, ModelDamagedError, ModelNewerError : see `framing.errors`.
    """
    classifiers, facts = read_model(bundled(model) if model in ("small", "encoder") else model)
    frames, sentiment = classifiers["frames"], classifiers.get("sentiment")
    assert isinstance(frames, FrameClassifier)
    assert sentiment is None or isinstance(sentiment, SentimentClassifier)
    return Model(frames, sentiment, facts)


def bundled(name: str | os.PathLike[str]) -> Path:
    """The folder of a bundled model: inside the installed package, or `models/` of a checkout."""
    for folder in (_HERE / "models" / str(name), _HERE.parent / "models" / str(name)):
        if folder.is_dir():
            return folder
    raise ModelMissingError(
        f"model {str(name)!r} found nowhere, a bundled model or a model folder wanted: "
        "use 'small', or the path of a folder saved by framing"
    )

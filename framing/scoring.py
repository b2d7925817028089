"""The spine: article to sentences to scores to actors, for one article and for many.

In: texts or articles, and the actors to follow. Out: `ScoredArticle`s. Only this module knows the
whole order, so that the API, the command line and the report give the same numbers.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, cast

from framing.actors import check_actors, name_words
from framing.classifier import FrameClassifier, SentimentClassifier
from framing.errors import FramingError, MissingExtraError, ModelMissingError, one_line
from framing.model_card import model_card
from framing.model_file import read_model, write_model
from framing.records import Actor, Article, ScoredArticle, ScoredSentence, Sentence
from framing.sentences import article_language, split
from framing.text_classifier import TextClassifier

#: Articles scored, or handed to a worker, at a time.
_BATCH = 32
_HERE = Path(__file__).parent

#: Frames, probabilities, sentiment, its probabilities: of one sentence.
Score = tuple[tuple[str, ...], dict[str, float], str, dict[str, float]]


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
        """The model card, as Markdown; empty for a model that was not made by `framing.train`."""
        return model_card(self.facts) if "training" in self.facts else ""

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
        return self._score_articles([article], actors)[0]

    def _score_articles(self, articles: Sequence[Article], actors: Sequence[Actor]) -> list[ScoredArticle]:
        """Score articles in one pass over all their sentences."""
        places = [split(article.text) for article in articles]
        sentences = [
            (article.text[s.start : s.end], s.language)
            for article, found in zip(articles, places, strict=True)
            for s in found
        ]
        scores = iter(self._scores(sentences, name_words(actors)))
        scored = []
        for article, found in zip(articles, places, strict=True):
            roles = _roles(article.text, found, actors)
            rows = tuple(
                ScoredSentence(article.text[s.start : s.end], s.start, s.end, s.language, *next(scores), role)
                for s, role in zip(found, roles, strict=True)
            )
            scored.append(ScoredArticle(article.name, article_language(article.text), rows, article.meta))
        return scored

    def _scores(self, sentences: Sequence[tuple[str, str]], names: frozenset[str]) -> list[Score]:
        """The scores of sentences, given as text and language."""
        if not sentences:
            return []
        texts = [text for text, _ in sentences]
        scorer = cast(Any, self.frames.scorer_)  # what one kind of scorer reads is for that kind alone
        figures = scorer.read(texts, names)
        frames = scorer.probabilities(figures)
        said = scorer.said(frames).tolist()
        tone: list[list[float]] | None = None
        if self.sentiment is not None:
            other = cast(Any, self.sentiment.scorer_)
            same = other.options == scorer.options
            tone = other.probabilities(figures if same else other.read(texts, names)).tolist()
        languages = self.facts.get("languages") or ["en", "es"]
        scores: list[Score] = []
        for i, (row, (_, language)) in enumerate(zip(frames.tolist(), sentences, strict=True)):
            if language not in languages:
                scores.append(((), {}, "", {}))
                continue
            chosen = tuple(c for c, yes in zip(scorer.classes, said[i], strict=True) if yes)
            tones = {} if tone is None else dict(zip(other.classes, tone[i], strict=True))
            best = max(tones, key=tones.__getitem__) if tones else ""
            scores.append((chosen, dict(zip(scorer.classes, row, strict=True)), best, tones))
        return scores

    def score_many(
        self, articles: Iterable[Article | FramingError], actors: Iterable[Actor | str] = (), jobs: int = 1
    ) -> Iterator[ScoredArticle | FramingError]:
        """Score articles as they come, in order; errors among them are passed on at their place.

        ``jobs`` processes work side by side (joblib; -1 for all cores); with 1 nothing is started.
        """
        followed = check_actors(actors)
        source = iter(articles)
        batches = iter(lambda: list(islice(source, _BATCH)), [])
        if jobs == 1:
            scored: Iterable[list[Any]] = (self._score_batch(batch, followed) for batch in batches)
        else:
            from joblib import Parallel, delayed

            parallel = Parallel(n_jobs=jobs, return_as="generator")
            scored = parallel(delayed(self._score_batch)(batch, followed) for batch in batches)
        for batch in scored:
            yield from batch

    def _score_batch(
        self, batch: list[Article | FramingError], actors: Sequence[Actor]
    ) -> list[ScoredArticle | FramingError]:
        for item in batch:
            if not isinstance(item, (Article, FramingError)):
                raise TypeError(
                    f"{one_line(repr(item), 40)} found, an Article wanted: use framing.read_articles"
                )
        good = iter(self._score_articles([item for item in batch if isinstance(item, Article)], actors))
        return [next(good) if isinstance(item, Article) else item for item in batch]

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


def _roles(text: str, sentences: Sequence[Sentence], actors: Sequence[Actor]) -> list[dict[str, str]]:
    """Each sentence's actors; what finds them is imported only where there are some, as it costs a cold start."""
    if not actors:
        return [{} for _ in sentences]
    from framing.attribution import attribute

    return attribute(text, sentences, actors)


def load(model: str | os.PathLike[str] = "small") -> Model:
    """Load a model; nothing is ever downloaded.

    Parameters
    ----------
    model : "small", the bundled model; "encoder", the accurate one (extra ``newsframing[encoder]``); or the
        folder of one's own. A folder named like a bundled model is reached as "./small".

    Raises
    ------
    ModelMissingError, ModelForeignError, ModelDamagedError, ModelNewerError : see `framing.errors`.
    MissingExtraError : the model needs a package that is not installed; the message has the pip line.
    """
    classifiers, facts = read_model(bundled(model) if model in ("small", "encoder") else model)
    frames, sentiment = classifiers["frames"], classifiers.get("sentiment")
    assert isinstance(frames, FrameClassifier)
    assert sentiment is None or isinstance(sentiment, SentimentClassifier)
    return Model(frames, sentiment, facts)


def bundled(name: str | os.PathLike[str]) -> Path:
    """The folder of a bundled model: inside the installed package, or `models/` of a checkout.

    Raises
    ------
    ModelMissingError : no such model. MissingExtraError : it is a package of its own, which is not installed.
    """
    for folder in (_HERE / "models" / str(name), _HERE.parent / "models" / str(name)):
        if (folder / "manifest.json").is_file():
            return folder
    if str(name) == "encoder":
        return _encoder_folder()
    raise ModelMissingError(
        f"model {str(name)!r} found nowhere, a bundled model or a model folder wanted: "
        "use 'small', or the path of a folder saved by framing"
    )


def _encoder_folder() -> Path:
    """The model in the package `framing_encoder`, or in the checkout that builds this package."""
    from importlib.util import find_spec

    found = find_spec("framing_encoder")
    packages = [Path(place) for place in found.submodule_search_locations or ()] if found else []
    for package in [*packages, _HERE.parent / "models" / "encoder" / "framing_encoder"]:
        if (package / "model").is_dir():
            return package / "model"
    raise MissingExtraError(
        "no package framing_encoder found, it is wanted for the model 'encoder': "
        'pip install "newsframing[encoder]", or from a checkout pip install ./models/encoder ".[encoder]"'
    )

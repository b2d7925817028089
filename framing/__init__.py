"""Frames, sentiment and voices in news sentences, English and Spanish.

    import framing
    model = framing.load()
    article = model.score(text, actors=["Daniel Noboa", "Luisa González"])

Names are imported when first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from framing._version import __version__

if TYPE_CHECKING:
    from framing.classifier import FrameClassifier, SentimentClassifier
    from framing.compared import Comparison
    from framing.comparison import compare
    from framing.errors import (
        ActorError,
        FramingError,
        InputError,
        LabelError,
        MissingExtraError,
        ModelDamagedError,
        ModelError,
        ModelForeignError,
        ModelMissingError,
        ModelNewerError,
        NotEnoughDataError,
    )
    from framing.evaluation import evaluate
    from framing.labelling import read_labelled
    from framing.reading import read_articles
    from framing.records import Actor, Article, LabelledSentence, ScoredArticle, ScoredSentence
    from framing.scoring import Model, load
    from framing.training import train

_HOMES = {
    "classifier": ["FrameClassifier", "SentimentClassifier"],
    "compared": ["Comparison"],
    "comparison": ["compare"],
    "errors": [
        "ActorError", "FramingError", "InputError", "LabelError", "MissingExtraError", "ModelDamagedError",
        "ModelError", "ModelForeignError", "ModelMissingError", "ModelNewerError", "NotEnoughDataError",
    ],
    "evaluation": ["evaluate"],
    "labelling": ["read_labelled"],
    "reading": ["read_articles"],
    "records": ["Actor", "Article", "LabelledSentence", "ScoredArticle", "ScoredSentence"],
    "scoring": ["Model", "load"],
    "training": ["train"],
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Actor", "ActorError", "Article", "Comparison", "FrameClassifier", "FramingError", "InputError",
    "LabelError", "LabelledSentence", "MissingExtraError", "Model", "ModelDamagedError", "ModelError",
    "ModelForeignError", "ModelMissingError", "ModelNewerError", "NotEnoughDataError", "ScoredArticle",
    "ScoredSentence", "SentimentClassifier", "__version__", "compare", "evaluate", "load", "read_articles",
    "read_labelled", "train",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'framing' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"framing.{_HOME_OF[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)

"""Scored articles made up for the tests: any frames, any actors, no model needed.

In: for each sentence its actors, frames and probabilities. Out: `ScoredArticle`s, as a model would give them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from framing.records import Actor, ScoredArticle, ScoredSentence

ANA, LUIS = Actor("Ana Torres", ["Torres"]), Actor("Luis Vega", ["Vega"])
WORDS = ("ship", "river", "stone", "cloud", "lamp", "road", "bread", "field", "tower", "glass")


def sentence(
    text: str,
    actors: Mapping[str, str],
    fear: bool = False,
    probability: float | None = None,
    language: str = "en",
    tone: str = "neutral",
) -> ScoredSentence:
    """One sentence that carries fear or nothing."""
    sure = float(fear) if probability is None else probability
    tones = {name: 0.8 if name == tone else 0.1 for name in ("negative", "neutral", "positive")}
    frames = {"fear": sure, "hope": 0.1}
    return ScoredSentence(
        text, 0, len(text), language, ("fear",) if fear else (), frames, tone, tones, actors
    )


def article(name: str, sentences: Sequence[ScoredSentence]) -> ScoredArticle:
    """An article of these sentences."""
    return ScoredArticle(name, "en", tuple(sentences))


def text(rng: np.random.Generator, name: str, number: int) -> str:
    """A sentence that no other is like."""
    return f"{' '.join(rng.choice(WORDS, 8))} {name} {number}."


def corpus(
    articles: int = 24, shares: tuple[float, float] = (0.6, 0.2), seed: int = 0
) -> tuple[list[ScoredArticle], dict[tuple[str, int], bool]]:
    """Articles that name Ana, Luis or both in both roles, and which sentences truly carry fear.

    The labels miss a third of it; probabilities follow the truth loosely.
    """
    rng = np.random.default_rng(seed)
    made, truth = [], {}
    for i in range(articles):
        rows = []
        for k in range(6):
            who = int(rng.integers(2)) if i % 3 == 2 else i % 3
            actors = {(ANA, LUIS)[who].name: ("voice", "about")[int(rng.integers(2))]}
            if k == 5:
                actors = {}
            carries = bool(rng.random() < shares[who])
            sure = float(np.clip((0.65 if carries else 0.2) + rng.normal(0, 0.12), 0.01, 0.99))
            truth[f"a{i}", k] = carries
            rows.append(sentence(text(rng, f"a{i}", k), actors, sure > 0.6, sure, ("en", "es")[i % 2]))
        made.append(article(f"a{i}", rows))
    return made, truth

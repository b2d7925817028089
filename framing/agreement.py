"""How far coders agree: Krippendorff's alpha per frame, for frame sets and for sentiment.

In: labelled sentences with `coders`. Out: an `Agreement` record. Used by `checking` (`framing check`)
and by the scripts that take in new codes. The measures are nltk's, which is imported on the first use.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from framing.records import LabelledSentence

Distance = Callable[[Any, Any], float]
#: One coder's label of one item: (coder, item, label), as nltk takes them.
Judgement = tuple[str, int, Hashable]


@dataclass(frozen=True)
class Agreement:
    """Krippendorff's alphas: 1 is perfect, 0 is what chance alone would give.

    ``frames`` has an alpha for each frame (coded or not), ``frame_sets`` the alpha of whole sets of
    frames at MASI's distance, ``sentiment`` the nominal alpha. None means that it cannot be said:
    nothing was coded twice, or nobody ever used more than one label. ``sentences`` and
    ``sentiment_sentences`` count what two or more coders coded.
    """

    sentences: int
    coders: tuple[str, ...]
    frames: Mapping[str, float | None]
    frame_sets: float | None
    sentiment_sentences: int
    sentiment: float | None

    def lines(self) -> list[str]:
        """The figures as lines of text."""
        if not self.sentences and not self.sentiment_sentences:
            return ["agreement: no sentence was coded by two coders"]
        names = ", ".join(self.coders)
        rows = [(frame, alpha, self.sentences) for frame, alpha in self.frames.items()]
        rows += [("sets of frames (MASI)", self.frame_sets, self.sentences)]
        rows += [("sentiment", self.sentiment, self.sentiment_sentences)]
        return [f"agreement of {names} (Krippendorff's alpha, sentences coded twice)"] + [
            f"  {name:22} {'   –' if alpha is None else f'{alpha:4.2f}'}  {n:6,}" for name, alpha, n in rows
        ]


def agreement(sentences: Iterable[LabelledSentence]) -> Agreement:
    """Measure how far the coders of ``sentences`` agree.

    Sentences with fewer than two coders are left out; the coders need not be the same everywhere.
    """
    coded = list(sentences)
    framed = [s.coders for s in coded if len(s.coders) > 1]
    toned = [s.coders_sentiment for s in coded if len(s.coders_sentiment) > 1]
    names = sorted({frame for codes in framed for frames in codes.values() for frame in frames})
    return Agreement(
        sentences=len(framed),
        coders=tuple(sorted({coder for codes in [*framed, *toned] for coder in codes})),
        frames={name: _alpha(_judgements(framed, _holds(name))) for name in names},
        frame_sets=_alpha(_judgements(framed, _as_set), _masi()) if framed else None,
        sentiment_sentences=len(toned),
        sentiment=_alpha(_judgements(toned, str)),
    )


def _judgements(coded: Sequence[Mapping[str, Any]], label: Callable[[Any], Hashable]) -> list[Judgement]:
    return [(coder, item, label(code)) for item, codes in enumerate(coded) for coder, code in codes.items()]


def _holds(frame: str) -> Callable[[Sequence[str]], bool]:
    return lambda frames: frame in frames


def _as_set(frames: Sequence[str]) -> Hashable:
    """The set of ``frames``; MASI is undefined for two empty sets, so no frame is a label of its own."""
    return frozenset(frames) or frozenset([""])


def _masi() -> Distance:
    from nltk.metrics.distance import masi_distance

    distance: Distance = masi_distance
    return distance


def _alpha(judgements: Sequence[Judgement], distance: Distance | None = None) -> float | None:
    """Krippendorff's alpha, nominal unless another ``distance`` is given; None where nothing varies."""
    if len({label for _, _, label in judgements}) < 2:
        return None
    from nltk.metrics.agreement import AnnotationTask
    from nltk.metrics.distance import binary_distance

    return float(AnnotationTask(judgements, distance or binary_distance).alpha())

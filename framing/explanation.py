"""Why a sentence is given its frames: the words that speak for and against each one.

In: a fitted `FrameClassifier` and a sentence. Out: an `Explanation`. Used by `framing explain`.
A frame's words and its intercept sum to its logit, from which the probability follows.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from framing.classifier import FrameClassifier


@dataclass(frozen=True)
class WordContribution:
    """A word (or whole name), ``sentence[start:end]``, and what it adds to a frame's logit."""

    start: int
    end: int
    text: str
    contribution: float


@dataclass(frozen=True)
class FrameExplanation:
    """One frame: ``intercept`` and the contributions of ``words`` sum to ``decision``, the logit of ``probability``.

    ``said`` is whether the probability reaches the ``threshold``.
    """

    frame: str
    probability: float
    threshold: float
    said: bool
    intercept: float
    decision: float
    words: tuple[WordContribution, ...]


@dataclass(frozen=True)
class Explanation:
    """A sentence and, in column order, every frame of the model."""

    text: str
    frames: tuple[FrameExplanation, ...]

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready mapping, nothing rounded, so that the sums hold."""
        frames = {f.frame: asdict(f) for f in self.frames}
        for values in frames.values():
            del values["frame"]
        return {"text": self.text, "frames": frames}


def explain(classifier: FrameClassifier, sentence: str) -> Explanation:
    """Explain what ``classifier`` makes of ``sentence``, frame by frame, words in reading order."""
    contributions = classifier.explain(sentence)
    decisions = classifier.decision_function([sentence])[0].tolist()
    probabilities = classifier.predict_proba([sentence])[0].tolist()
    frames = []
    for k, (frame, words) in enumerate(contributions.items()):
        threshold = float(classifier.thresholds_[k])
        frames.append(
            FrameExplanation(
                frame=frame,
                probability=probabilities[k],
                threshold=threshold,
                said=probabilities[k] >= threshold,
                intercept=float(classifier.intercept_[k]),
                decision=decisions[k],
                words=tuple(WordContribution(a, b, sentence[a:b], value) for a, b, value in words),
            )
        )
    return Explanation(sentence, tuple(frames))

"""What a trained model's user should be told: data too scarce to trust, and what training took for granted.

In: the sentences a model was trained on, its frames and its cross-validated scores. Out: sentences for people,
kept in the manifest and the model card and printed by `framing train`. Used by `training`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from framing.classifier import FrameClassifier
from framing.evaluation import LEAST_ARTICLES, Evaluation, Scores
from framing.records import LabelledSentence

#: Sentences, and sentences with a frame, under which figures are too rough to lean on.
LEAST_TO_TRUST, LEAST_OF_A_FRAME_TO_TRUST = 200, 30
#: The widest interval of macro-F1 that still says something.
_WIDEST = 0.2


def cautions(rows: Sequence[LabelledSentence], frames: FrameClassifier, evaluation: Evaluation) -> list[str]:
    """Sentences without their full stop, the gravest first; none where there is nothing to say."""
    return [*_scarce(rows, evaluation), *_weak(evaluation.frames), *_granted(rows, frames)]


def _scarce(rows: Sequence[LabelledSentence], evaluation: Evaluation) -> Iterator[str]:
    if len(rows) < LEAST_TO_TRUST:
        yield (
            f"Trained on {len(rows)} sentences: too few to trust its scores, thresholds or probabilities; "
            f"code {LEAST_TO_TRUST} at least"
        )
    few = [f"{s.label} ({s.there})" for s in evaluation.frames.labels if s.there < LEAST_OF_A_FRAME_TO_TRUST]
    if few:
        yield (
            f"Coded too seldom to trust their figures: {', '.join(few)}; "
            f"code {LEAST_OF_A_FRAME_TO_TRUST} sentences of each at least"
        )
    low, high = evaluation.frames.low, evaluation.frames.high
    if low is None or high is None:
        yield f"Fewer than {LEAST_ARTICLES} articles: how far the scores would move with others is unknown"
    elif high - low > _WIDEST:
        yield (
            f"Macro-F1 lies anywhere between {low:.2f} and {high:.2f}: code sentences of more articles before "
            "relying on it"
        )


def _weak(scores: Scores) -> Iterator[str]:
    """Frames that are found no better than by saying them everywhere."""
    weak = [s.label for s in scores.labels if s.f1 <= 2 * s.share / (1 + s.share)]
    if weak:
        yield f"Found no better than by chance: {', '.join(weak)}; do not use what the model says of them"


def _granted(rows: Sequence[LabelledSentence], frames: FrameClassifier) -> Iterator[str]:
    if not any(row.article for row in rows):
        yield (
            "No sentence names its article, so each was taken for an article of its own: where some share one, "
            "scores are too high"
        )
    if frames.decision_ == "one":
        yield "Every training sentence carries one frame, so each sentence is given one, the likeliest"
    elif frames.decision_ == "some":
        yield "Every training sentence carries a frame, so each sentence is given one at least"
    if frames.read_names:
        yield (
            "It reads names, so who is named can change a frame; only the actors that it is asked to follow "
            "are masked"
        )

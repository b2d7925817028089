"""What a model says of itself and of one sentence, as text for people.

In: an `Explanation`; the scores of an `Evaluation` or of a manifest, as mappings; a manifest. Out: lines
for a terminal. Used by the commands `explain`, `evaluate`, `train` and `info`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from framing.explanation import Explanation, FrameExplanation, WordContribution
from framing.terminal import COLOURS, Pen, bar, percent, printable, table

#: Words of a frame that are listed one by one, those with the largest contributions.
_LISTED = 12
_LEGEND = (
    "there: sentences coded so; said: sentences called so by the model; probability: the mean of its "
    "probabilities, to be held against share, the share of sentences coded so; ece: expected calibration error"
)


def explanation_lines(explanation: Explanation, pen: Pen) -> Iterator[str]:
    """The frames with their probabilities, then the words behind each frame said, or behind the likeliest."""
    frames = explanation.frames
    yield from pen.wrap(printable(explanation.text), "", bold=True)
    yield ""
    wide = max(len(printable(f.frame)) for f in frames)
    for place, f in enumerate(frames):
        drawn = pen(bar(f.probability, pen.bar_cells), fg=COLOURS[place % len(COLOURS)])
        verdict = pen("said", bold=True) if f.said else "not said"
        yield (
            f"  {printable(f.frame):{wide}}  {drawn} {percent(f.probability):>4}  "
            f"{verdict} (from {percent(f.threshold)})"
        )
    for f in [f for f in frames if f.said] or [max(frames, key=lambda f: f.probability)]:
        yield ""
        yield from _frame_lines(explanation.text, f, pen)


def _frame_lines(sentence: str, frame: FrameExplanation, pen: Pen) -> Iterator[str]:
    yield pen(f"Words for (+) and against (−) {printable(frame.frame)}", bold=True)
    if pen.colour:
        yield from pen.fill(_marked(sentence, frame), "  ")
        yield ""
    ranked = sorted(frame.words, key=lambda word: -abs(word.contribution))
    listed, others = ranked[:_LISTED], ranked[_LISTED:]
    most = max((abs(word.contribution) for word in listed), default=0) or 1
    rows = [(printable(word.text), word.contribution) for word in listed]
    if others:
        rows.append((f"{len(others)} other words", sum(word.contribution for word in others)))
    rows.append(("intercept", frame.intercept))
    wide = max(len("sum = logit"), *(len(name) for name, _ in rows))
    for place, (name, value) in enumerate(rows):
        drawn = bar(min(abs(value) / most, 1), pen.bar_cells).rstrip() if place < len(listed) else ""
        yield f"  {name:{wide}}  {_signed(value)}  {pen(drawn, fg=_side(value))}".rstrip()
    total = f"probability {percent(frame.probability)}"
    yield f"  {'sum = logit':{wide}}  {_signed(frame.decision)}  {total}"


def _signed(value: float) -> str:
    return f"{value:+7.2f}".replace("-", "−")


def _side(value: float) -> str:
    return "green" if value > 0 else "red"


def _marked(sentence: str, frame: FrameExplanation) -> Iterator[tuple[str, str]]:
    """The sentence word by word, what counts among its words in colour; each as (plain, written)."""
    most = max((abs(word.contribution) for word in frame.words), default=0)
    strong = [word for word in frame.words if abs(word.contribution) > most / 8]
    pen = Pen(colour=True)
    for chunk in re.finditer(r"\S+", sentence):
        written, at = "", chunk.start()
        for word in _within(strong, *chunk.span()):
            start, end = max(word.start, at), min(word.end, chunk.end())
            written += printable(sentence[at:start])
            written += pen(printable(sentence[start:end]), fg=_side(word.contribution), bold=True)
            at = end
        yield printable(chunk[0]), written + printable(sentence[at : chunk.end()])


def _within(words: Sequence[WordContribution], start: int, end: int) -> list[WordContribution]:
    return [word for word in words if word.start < end and word.end > start]


def scores_lines(scores: Mapping[str, Any], pen: Pen) -> Iterator[str]:
    """Scores as `framing.evaluation.Evaluation.to_dict` gives them."""
    yield f"on {scores['sentences']:,} sentences in {scores['articles']:,} articles"
    for title in ("frames", "sentiment"):
        if scores[title]:
            yield ""
            yield from _score_table(title, scores[title], pen)
    yield ""
    yield from pen.wrap(_LEGEND, "", dim=True)


def _score_table(title: str, scores: Mapping[str, Any], pen: Pen) -> Iterator[str]:
    line = f"{title}: macro-F1 {scores['macro_f1']:.3f}"
    if scores["low"] is not None:
        line += f" (95% interval by article {scores['low']:.3f} to {scores['high']:.3f})"
    yield pen(line, bold=True) + "".join(f", {name} {f1:.3f}" for name, f1 in scores["by_language"].items())
    rows = [["", "F1", "precision", "recall", "there", "said", "probability", "share", "ece"]]
    for s in scores["labels"]:
        ratios = [f"{s[key]:.3f}" for key in ("f1", "precision", "recall")]
        calibration = [f"{s[key]:.3f}" for key in ("mean_probability", "share", "ece")]
        rows.append([printable(s["label"]), *ratios, f"{s['there']:,}", f"{s['said']:,}", *calibration])
    head, *lines = table(rows)
    yield pen(head, dim=True)
    yield from lines


def info_lines(facts: Mapping[str, Any], pen: Pen) -> Iterator[str]:
    """The manifest of a model, as `framing.Model.facts` holds it."""
    yield pen(printable(str(facts.get("name") or "a model without a name")), bold=True)
    for name, value in _fact_rows(facts):
        first, *others = pen.wrap(printable(value), " " * 15) or [""]
        yield first.replace(" " * 15, f"  {name:13}", 1)
        yield from others
    if facts.get("scores"):
        yield ""
        yield pen("Cross-validated scores ", bold=True) + next(lines := scores_lines(facts["scores"], pen))
        yield from lines


def _fact_rows(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a manifest says, as (name, value); what it does not say is left out."""
    for name, part in facts.get("parts", {}).items():
        labels = part["classes"]
        if name == "frames":
            labels = [f"{c} (from {percent(t)})" for c, t in zip(labels, part["thresholds"], strict=True)]
        yield name, ", ".join(labels)
        of = {"weights": "features", "vectors": "dimensions of an encoder's vectors"}
        counted = [
            f"{part['arrays'][a]['shape'][0]:,} {what}" for a, what in of.items() if a in part["arrays"]
        ]
        yield "", f"by the weights of {' and '.join(counted)}"
    yield "languages", ", ".join(facts.get("languages", ()))
    training = facts.get("training")
    if training:
        yield "trained on", f"{training['sentences']:,} sentences in {training['articles']:,} articles"
        for key in ("by_language", "by_kind", "by_frame"):
            yield key.replace("_", " "), ", ".join(f"{k} {n:,}" for k, n in training[key].items())
        yield "data sha256", training["sha256"]
    versions = {"framing": facts.get("framing", "?"), **facts.get("versions", {})}
    yield "made with", ", ".join(f"{name} {number}" for name, number in versions.items())
    yield "format", str(facts.get("format", "?"))

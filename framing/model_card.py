"""The model card: what a model was trained on, how well it does, what it must not be used for.

In: the facts of a manifest. Out: Markdown for people (after Mitchell et al. 2019, "Model Cards for
Model Reporting", FAT*). Written by `training` beside the model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_LIMITS = """\
## Limits

- Labels and scores are those of the coders behind the training data. If coding was machine-assisted, as
  in the bundled data, agreement with people of another training can be lower.
- Scores fall on other outlets, subjects and times than the training data's. Code a random sample of the
  corpus at hand and run `framing evaluate` on it before a figure is printed.
- Shares counted from predicted labels carry the model's errors. Report them with their error.
- Not for decisions about persons, nor to call a single sentence, author or outlet biased.
- Languages other than those named above are flagged, not scored.
"""


def model_card(facts: Mapping[str, Any]) -> str:
    """The card as Markdown."""
    training, scores = facts["training"], facts["scores"]
    lines = [
        f"# Model card: {facts['name'] or 'a framing model'}",
        "",
        f"Labels the sentences of news articles by frame ({', '.join(facts['frames'])})"
        + (" and sentiment." if scores["sentiment"] else "."),
        "",
        "## Training data",
        "",
        f"{training['sentences']:,} sentences in {training['articles']:,} articles "
        f"(sha256 of the codes {training['sha256'][:16]}…).",
        "",
        *(f"- {title}: {_counted(training[key])}" for title, key in (
            ("by language", "by_language"), ("by kind", "by_kind"), ("by frame", "by_frame"))),
        *_transfer(facts),
        "",
        "## Cross-validated scores",
        "",
        f"On {scores['sentences']:,} sentences in {scores['articles']:,} articles, by models that had not seen "
        "them; articles are never split, and text written with the frames in mind is not counted where there is "
        "other. Of text of the project's own, only news on the subject sets calibration and thresholds: real articles "
        "of which a fifth of the sentences carry a frame, and invented ones by writers who knew no frames of which "
        "four tenths do, but no statements of a government. Scores count all articles, where mean probabilities are "
        "then high.",
        "",
        *_scores("Frames", scores["frames"]),
        *(_scores("Sentiment", scores["sentiment"]) if scores["sentiment"] else []),
        *_cautions(facts.get("cautions", ())),
        *_errors(facts.get("errors", ())),
        _LIMITS,
    ]  # fmt: skip
    return "\n".join(lines)


def _transfer(facts: Mapping[str, Any]) -> list[str]:
    if not facts.get("transfer"):
        return []
    return [
        "",
        "Beside words it reads what the network of framing's bundled model finds in neighbouring words, which has "
        "learnt fear, hope, sovereignty, cooperation and sentiment from other text.",
    ]


def _cautions(cautions: Sequence[str]) -> list[str]:
    return ["## Cautions", "", *(f"- {caution}." for caution in cautions), ""] if cautions else []


def _errors(errors: Sequence[Mapping[str, Any]]) -> list[str]:
    if not errors:
        return []
    return [
        "## Known errors",
        "",
        "Sentences of the training data on which models that had not seen them were surest and differed from the "
        "coders. They are quoted from that data: take this section out where it may not be published.",
        "",
        "| label | error | probability | sentence |",
        "|---|---|---|---|",
        *(
            f"| {_cell(e['label'])} | {'missed' if e['coded'] else 'wrongly said'} | {e['probability']:.3f} "
            f"| {_cell(e['text'])} |"
            for e in errors
        ),
        "",
    ]


def _cell(text: str) -> str:
    """``text`` as a cell of a Markdown table, marks that would change it escaped."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>|" else c for c in text)


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {n:,}" for name, n in counts.items())


def _scores(title: str, scores: Mapping[str, Any]) -> list[str]:
    interval = (
        f" (95% interval by article {scores['low']:.3f} to {scores['high']:.3f})"
        if scores["low"] is not None
        else ""
    )
    languages = "".join(f"; {name} {value:.3f}" for name, value in scores["by_language"].items())
    return [
        f"{title}: macro-F1 {scores['macro_f1']:.3f}{interval}{languages}.",
        "",
        "| label | F1 | precision | recall | sentences | mean probability | share | calibration error |",
        "|---|---|---|---|---|---|---|---|",
        *(
            f"| {s['label']} | {s['f1']:.3f} | {s['precision']:.3f} | {s['recall']:.3f} | {s['there']:,} "
            f"| {s['mean_probability']:.3f} | {s['share']:.3f} | {s['ece']:.3f} |"
            for s in scores["labels"]
        ),
        "",
    ]

"""A scored article as text for people: its sentences with what they carry, and what it comes to.

In: a `ScoredArticle` and its `Summary`. Out: lines for a terminal. Used by `report`. Every sign that
colour gives is there in words too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from framing.records import ScoredArticle, ScoredSentence
from framing.summary import RoleCount, Summary
from framing.terminal import COLOURS, Pen, bar, percent, printable, table

LANGUAGE_NAMES = {"en": "English", "es": "Spanish", "other": "another language"}
SIGNS = {"negative": "−", "neutral": "=", "positive": "+"}


def article_lines(article: ScoredArticle, frames: Sequence[str], summary: Summary, pen: Pen) -> Iterator[str]:
    """The lines of one article; ``frames`` in column order choose the colours."""
    colours = {frame: COLOURS[i % len(COLOURS)] for i, frame in enumerate(frames)}
    counted = f"{len(article):,} sentence{'s' * (len(article) != 1)}"
    language = LANGUAGE_NAMES.get(article.language, article.language)
    yield pen.ends(printable(article.name) or "article", f"{language}, {counted}")
    about = [printable(article.meta[key]) for key in ("title", "outlet", "date") if article.meta.get(key)]
    yield from pen.wrap(" · ".join(about), "")
    yield pen.rule()
    margin = len(str(len(article))) + 3
    for number, sentence in enumerate(article, 1):
        yield from _sentence_lines(number, sentence, colours, margin, pen)
        yield ""
    yield pen.rule()
    yield from _summary_lines(summary, colours, pen)


def _sentence_lines(
    number: int, sentence: ScoredSentence, colours: Mapping[str, str], margin: int, pen: Pen
) -> Iterator[str]:
    dim = not sentence.frames
    first, *others = pen.wrap(printable(sentence.text), " " * margin, dim=dim) or [" " * margin]
    yield first.replace(" " * margin, f"{number:>{margin - 2}}  ", 1)
    yield from others
    yield from pen.fill(_labels(sentence, colours, pen), " " * margin, "   ")


def _labels(sentence: ScoredSentence, colours: Mapping[str, str], pen: Pen) -> Iterator[tuple[str, str]]:
    """What a sentence carries, each as (plain, written)."""
    if not sentence.probabilities:
        plain = f"▸ {LANGUAGE_NAMES.get(sentence.language, sentence.language)}: not scored"
        yield plain, pen(plain, fg="yellow")
    elif not sentence.frames:
        yield "▸ no frame", pen("▸ no frame", dim=True)
    for place, frame in enumerate(sentence.frames):
        plain = f"{'' if place else '▸ '}{printable(frame)} {percent(sentence.probabilities[frame])}"
        yield plain, pen(plain, fg=colours[frame], bold=True)
    if sentence.sentiment:
        sure = percent(sentence.sentiment_probabilities[sentence.sentiment])
        plain = f"{SIGNS.get(sentence.sentiment, '')} {sentence.sentiment} {sure}".lstrip()
        yield plain, pen(plain, dim=not sentence.frames)
    for actor, role in sentence.actors.items():
        plain = f"{role}: {printable(actor)}"
        yield plain, pen(plain, bold=role == "voice")


def _summary_lines(summary: Summary, colours: Mapping[str, str], pen: Pen) -> Iterator[str]:
    names = [*summary.frames, *summary.sentiment, "no frame"]
    wide = max(map(len, names))
    if summary.scored < summary.sentences:
        unscored = summary.sentences - summary.scored
        found = (
            f"{unscored:,} of {summary.sentences:,} sentences not scored: their language is not the model's"
        )
        yield from pen.wrap(found, "", fg="yellow")
        yield ""
    if summary.scored:
        yield pen(f"Frames, share of {summary.scored:,} sentences", bold=True)
        for frame, count in summary.frames.items():
            yield _bar_line(frame, count, summary, wide, pen, fg=colours[frame])
        yield _bar_line("no frame", summary.no_frame, summary, wide, pen, dim=True)
    if summary.sentiment:
        yield ""
        yield pen("Sentiment", bold=True)
        for tone, count in summary.sentiment.items():
            yield _bar_line(tone, count, summary, wide, pen)
    if summary.actors:
        yield ""
        yield from _actor_lines(summary, pen)


def _bar_line(name: str, count: int, summary: Summary, wide: int, pen: Pen, **kind: object) -> str:
    share = summary.share(count)
    drawn = pen(bar(share, pen.bar_cells), **kind)
    return f"  {printable(name):{wide}}  {drawn} {percent(share):>4} {count:>5,}"


def _actor_lines(summary: Summary, pen: Pen) -> Iterator[str]:
    rows = [["Actors, sentences", "voice", "about"]]
    for actor, roles in summary.actors.items():
        rows.append([f"  {printable(actor)}", *(f"{count.sentences:,}" for count in roles.values())])
    head, *lines = table(rows, "")
    yield pen(head, bold=True)
    for line, roles in zip(lines, summary.actors.values(), strict=True):
        yield line
        for role, count in roles.items():
            yield from pen.wrap(_frames_of(role, count), "      ", dim=True)


def _frames_of(role: str, count: RoleCount) -> str:
    """The frames of an actor's sentences in one role; nothing where there is none."""
    said = [f"{printable(frame)} {n:,}" for frame, n in count.frames.items() if n]
    return f"{role}: {', '.join(said)}" if said else ""

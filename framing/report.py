"""Scored articles in, text of every format out, article by article as they come.

In: `ScoredArticle`s and the names of their columns. Out: pieces of text, which the caller writes one
after the other. Nothing is computed here, so all formats carry the same figures. Used by the commands.

    text    for people (see `report_text`)
    jsonl   one JSON object a sentence, one a line
    csv     one row a sentence, one column a figure
    json    one document: {"articles": [{"name", "language", "meta", "sentences", "summary"}, ...]}
    html    one page that needs nothing else (see `report_html`)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from framing.csv_lines import csv_line
from framing.records import ScoredArticle
from framing.summary import summarise
from framing.terminal import Pen

_PLAIN = Pen()


@dataclass(frozen=True)
class Columns:
    """What the articles were scored for, in column order: frames, sentiments, names of actors."""

    frames: tuple[str, ...]
    sentiments: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()


def render(
    articles: Iterable[ScoredArticle], form: str, columns: Columns, pen: Pen = _PLAIN
) -> Iterator[str]:
    """The pieces of a report.

    Parameters
    ----------
    articles : taken one at a time; a piece for each comes before the next is asked for.
    form : one of `FORMATS`.
    columns : what they were scored for.
    pen : colour and width of "text".
    """
    return FORMATS[form](articles, columns, pen)


def _text(articles: Iterable[ScoredArticle], columns: Columns, pen: Pen) -> Iterator[str]:
    from framing.report_text import article_lines

    for place, article in enumerate(articles):
        lines = article_lines(article, columns.frames, summarise(article, columns.actors), pen)
        yield "\n" * bool(place) + "\n".join([*lines, ""])


def _jsonl(articles: Iterable[ScoredArticle], columns: Columns, pen: Pen) -> Iterator[str]:
    for article in articles:
        yield "".join(f"{_json(row)}\n" for row in article.to_dicts())


def _json_document(articles: Iterable[ScoredArticle], columns: Columns, pen: Pen) -> Iterator[str]:
    yield '{"articles": ['
    for place, article in enumerate(articles):
        value = {
            "name": article.name,
            "language": article.language,
            "meta": dict(article.meta),
            "sentences": [{"index": i, **s.to_dict()} for i, s in enumerate(article)],
            "summary": summarise(article, columns.actors).to_dict(),
        }
        yield ("," if place else "") + "\n" + _json(value)
    yield "\n]}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _csv(articles: Iterable[ScoredArticle], columns: Columns, pen: Pen) -> Iterator[str]:
    tones = "p_sentiment_" if set(columns.sentiments) & set(columns.frames) else "p_"
    yield csv_line(
        [
            *("article", "index", "start", "end", "text", "language", "frames"),
            *(f"p_{name}" for name in columns.frames),
            "sentiment",
            *(f"{tones}{name}" for name in columns.sentiments),
            *(f"actor: {name}" for name in columns.actors),
        ]
    )
    for article in articles:
        yield "".join(csv_line(_csv_row(row, columns)) for row in article.to_dicts())


def _csv_row(row: dict[str, Any], columns: Columns) -> list[Any]:
    """The cells of one sentence; figures that it lacks are left empty."""
    return [
        *(row[name] for name in ("article", "index", "start", "end", "text", "language")),
        "|".join(row["frames"]),
        *(row["probabilities"].get(name, "") for name in columns.frames),
        row["sentiment"],
        *(row["sentiment_probabilities"].get(name, "") for name in columns.sentiments),
        *(row["actors"].get(name, "") for name in columns.actors),
    ]


def _html(articles: Iterable[ScoredArticle], columns: Columns, pen: Pen) -> Iterator[str]:
    from framing.report_html import article_html, foot, head

    yield head(columns.frames)
    for article in articles:
        yield article_html(article, columns.frames, summarise(article, columns.actors))
    yield foot()


Renderer = Callable[[Iterable[ScoredArticle], Columns, Pen], Iterator[str]]
FORMATS: dict[str, Renderer] = {
    "text": _text,
    "jsonl": _jsonl,
    "csv": _csv,
    "json": _json_document,
    "html": _html,
}

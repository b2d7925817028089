"""Scored articles as one HTML page that needs nothing else: no script, no request, no other file.

In: `ScoredArticle`s and their summaries. Out: pieces of HTML. Used by `report`. Everything that comes
from an article or a model is escaped; a class or a style never holds more than a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from framing._version import __version__
from framing.records import ScoredArticle, ScoredSentence
from framing.report_text import LANGUAGE_NAMES, SIGNS
from framing.summary import RoleCount, Summary
from framing.terminal import percent

#: Colours of the frames by column, on light and on dark ground; further frames begin again with the first.
_LIGHT = ("#b3261e", "#1b7f3b", "#7b3fa0", "#0b6e8a", "#8a5a00", "#3949ab")
_DARK = ("#ff8a80", "#7ddc9a", "#d3a4f0", "#7fd3ea", "#f0c060", "#a9b4ff")

_STYLE = """\
:root { color-scheme: light dark; --ground: #fdfdfc; --ink: #1d1d1f; --quiet: #63636b; --line: #e2e2e6; @LIGHT@ }
@media (prefers-color-scheme: dark) {
  :root { --ground: #16171a; --ink: #ececf0; --quiet: #a2a2ad; --line: #34353b; @DARK@ } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1rem; font-weight: 600; color: var(--quiet); margin: 0; }
h2 { font-size: 1.5rem; line-height: 1.25; margin: 2.5rem 0 .25rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
p { margin: 0; } .quiet { color: var(--quiet); font-size: .9rem; }
ol { list-style: none; margin: 2rem 0 0; padding: 0; }
li { border-left: .25rem solid var(--line); padding: .1rem 0 .1rem .9rem; margin: 0 0 1.1rem; }
li.none > p[lang] { color: var(--quiet); }
.tags { display: flex; flex-wrap: wrap; gap: .2rem .9rem; font-size: .85rem; color: var(--quiet); }
.tags b { font-weight: 600; }
.bars { display: grid; grid-template-columns: max-content 1fr max-content; gap: .3rem .8rem; align-items: center; }
.bars i { height: .7rem; border-radius: .2rem; background: var(--line); overflow: hidden; }
.bars i::before { content: ""; display: block; height: 100%; width: calc(var(--share) * 1%);
  background: var(--c, var(--quiet)); }
.bars span:nth-child(3n) { text-align: right; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
@RULES@
@media print { li { break-inside: avoid; } }
"""
_HEAD = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="framing @VERSION@">
<title>Frames, sentiment and voices</title>
<style>
@STYLE@</style>
</head>
<body>
<main>
<h1>Frames, sentiment and voices, sentence by sentence</h1>
"""


def head(frames: Sequence[str]) -> str:
    """The page up to the first article."""
    columns = range(len(frames))
    shades = {"@LIGHT@": _LIGHT, "@DARK@": _DARK}
    style = _STYLE.replace("@RULES@", "\n".join(f".c{i} {{ --c: var(--f{i}); }}" for i in columns))
    style += ".tags b[class], .key { color: var(--c); } li[class^=c] { border-color: var(--c); }\n"
    for mark, colours in shades.items():
        style = style.replace(mark, " ".join(f"--f{i}: {colours[i % len(colours)]};" for i in columns))
    return _HEAD.replace("@STYLE@", style).replace("@VERSION@", __version__)


def foot() -> str:
    """The page after the last article."""
    return "</main>\n</body>\n</html>\n"


def article_html(article: ScoredArticle, frames: Sequence[str], summary: Summary) -> str:
    """One article: what it comes to, then its sentences."""
    meta = article.meta
    about = [meta[key] for key in ("outlet", "date", "url") if meta.get(key)]
    about += [article.name] if meta.get("title") else []
    about += [LANGUAGE_NAMES.get(article.language, article.language), f"{len(article):,} sentences"]
    column = {frame: i for i, frame in enumerate(frames)}
    return "\n".join(
        [
            "<article>",
            f"<h2>{escape(meta.get('title') or article.name or 'Article')}</h2>",
            f'<p class="quiet">{escape(" · ".join(about))}</p>',
            *_summary_html(summary, column),
            "<ol>",
            *(_sentence_html(sentence, column) for sentence in article),
            "</ol>",
            "</article>",
            "",
        ]
    )


def _sentence_html(sentence: ScoredSentence, column: Mapping[str, int]) -> str:
    kind = f"c{column[sentence.frames[0]]}" if sentence.frames else "none"
    language = sentence.language if sentence.language in ("en", "es") else ""
    tags = "".join(f"<span>{tag}</span>" for tag in _tags(sentence, column))
    return f'<li class="{kind}"><p lang="{language}">{escape(sentence.text)}</p>\n<p class="tags">{tags}</p></li>'


def _tags(sentence: ScoredSentence, column: Mapping[str, int]) -> Iterable[str]:
    if not sentence.probabilities:
        yield f"{escape(LANGUAGE_NAMES.get(sentence.language, sentence.language))}: not scored"
    for frame in sentence.frames:
        sure = escape(percent(sentence.probabilities[frame]))
        yield f'<b class="c{column[frame]}">{escape(frame)} {sure}</b>'
    if sentence.probabilities and not sentence.frames:
        yield "no frame"
    if sentence.sentiment:
        sure = percent(sentence.sentiment_probabilities[sentence.sentiment])
        yield escape(f"{SIGNS.get(sentence.sentiment, '')} {sentence.sentiment} {sure}".lstrip())
    for actor, role in sentence.actors.items():
        yield f"{escape(role)}: <b>{escape(actor)}</b>"


def _summary_html(summary: Summary, column: Mapping[str, int]) -> Iterable[str]:
    if summary.scored < summary.sentences:
        unscored = summary.sentences - summary.scored
        yield f'<p class="quiet">{unscored:,} not scored: their language is not the model\'s</p>'
    if summary.scored:
        yield f"<h3>Frames, share of {summary.scored:,} sentences</h3>"
        yield '<div class="bars">'
        yield from (_bar(name, n, summary, f"c{column[name]}") for name, n in summary.frames.items())
        yield _bar("no frame", summary.no_frame, summary)
        yield "</div>"
    if summary.sentiment:
        yield '<h3>Sentiment</h3>\n<div class="bars">'
        yield from (_bar(name, n, summary) for name, n in summary.sentiment.items())
        yield "</div>"
    if summary.actors:
        yield "<h3>Actors</h3>\n<table>\n<tr><th>actor</th><th>voice</th><th>about</th></tr>"
        for actor, roles in summary.actors.items():
            cells = "".join(f"<td>{_role(count)}</td>" for count in roles.values())
            yield f"<tr><td>{escape(actor)}</td>{cells}</tr>"
        yield "</table>"


def _bar(name: str, count: int, summary: Summary, kind: str = "") -> str:
    share = summary.share(count)
    return (
        f'<span class="key {kind}">{escape(name)}</span>'
        f'<i class="{kind}" style="--share: {100 * share:.1f}"></i>'
        f"<span>{escape(percent(share))} · {count:,}</span>"
    )


def _role(count: RoleCount) -> str:
    """How many sentences, and the frames in them."""
    said = ", ".join(f"{escape(frame)} {n:,}" for frame, n in count.frames.items() if n)
    return f"{count.sentences:,}" + (f'<br><span class="quiet">{said}</span>' if said else "")

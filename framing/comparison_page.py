"""A comparison as one HTML page that needs nothing else: no request, no other file.

In: a `Comparison`. Out: the page, from `templates/`. Used by `Comparison.to_html` and so by
`framing compare --format html`; computes nothing but groups of counts (see `breakdown`).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template

from framing._version import __version__
from framing.breakdown import Group, by_outlet, by_period, date_of
from framing.charts import MARKS, dots, interval_rows, limits, lines, scale
from framing.compared import Compared, Comparison, Difference, Figure, Share
from framing.comparison_words import answer, difference_words, short_names
from framing.marked_articles import MarkedArticles
from framing.phrases import LANGUAGES, Phrase, name_of, say
from framing.terminal import percent

#: A page of articles is not longer than this, in bytes, but for its figures.
ROOM = 1_200_000
_MOST_OUTLETS = 12
_TEMPLATES = Path(__file__).parent / "templates"


def page(comparison: Comparison, language: str = "en", room: int = ROOM) -> str:
    """The whole page.

    Parameters
    ----------
    language : one of `LANGUAGES`, of the page's own words.
    room : bytes for the articles; where they need more, a random sample of sentences is shown.

    Raises
    ------
    ValueError : another language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r} found, one of {', '.join(LANGUAGES)} wanted: choose one")
    made = _Page(comparison, language)
    script = _read("comparison.js")
    parts = {
        **made.words(),
        "script": script,
        "style": _read("comparison.css"),
        "script_sum": b64encode(sha256(script.encode()).digest()).decode(),
        "version": __version__,
        "charts": made.charts(),
        "groups": made.groups(),
        "figures_open": " open" if comparison.corrected else "",
        "figures": made.figures(),
        "notes": made.notes(),
        **made.articles(room),
    }
    return Template(_read("comparison.html")).substitute(parts)


def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


class _Page:
    """The parts of a page, as HTML."""

    def __init__(self, comparison: Comparison, language: str) -> None:
        self.comparison, self.language = comparison, language
        self.names = short_names(comparison.actors)
        self.frames = [target.name for target in comparison.of_kind("frame")]

    def say(self, key: str, **values: object) -> str:
        return escape(say(self.language, key, **values))

    def name(self, name: str) -> str:
        return escape(name_of(self.language, name))

    def words(self) -> dict[str, str]:
        """What the template asks for by the key of a phrase, and the answer."""
        first, second = map(escape, answer(self.comparison, self.language))
        keys = ("comparison", "all figures", "the articles", "actor", "role", "frame", "everything", "any actor",
                "voice", "about", "no frame", "matching", "reset", "open", "what to know", "skip",
                "method", "shown")  # fmt: skip
        explained = self.comparison.explain is not None
        actors = " · ".join(actor.name for actor in self.comparison.actors)
        return {
            **{key.replace(" ", "_"): self.say(key) for key in keys},
            "language": self.language,
            "title": self.say("title", actors=actors),
            "heading": " <span>·</span> ".join(
                self._who(i, actor.name) for i, actor in enumerate(self.comparison.actors)
            ),
            "answer": first,
            "basis": second,
            "how_to_read": self.say("how to read" if explained else "how to read plain"),
            "made_by": self.say("made by", version=__version__),
            "corrected_method": self.say("corrected method") if self.comparison.corrected else "",
            "actor_options": "".join(
                f'<option value="{i}">{escape(n)}</option>' for i, n in enumerate(self.names.values())
            ),
            "frame_options": "".join(
                f'<option value="{i}">{self.name(f)}</option>' for i, f in enumerate(self.frames)
            ),
        }

    def _who(self, place: int, name: str) -> str:
        mark = MARKS[place % len(MARKS)]
        return f'<b class="who a{place % len(MARKS)}"><i aria-hidden="true">{mark}</i> {escape(name)}</b>'

    @property
    def _badge(self) -> str:
        which = "corrected" if self.comparison.corrected else "uncorrected"
        return f'<span class="badge {which}">{self.say(which)}</span>'

    # the first chart

    def charts(self) -> str:
        """Shares with intervals, and differences with their zero line, by frame and by sentiment."""
        return "\n".join(
            self._chart(kind, title)
            for kind, title in (("frame", "frames"), ("sentiment", "sentiment"))
            if any(self.comparison.of_kind(kind))
        )

    def _chart(self, kind: str, title: str) -> str:
        targets = list(self.comparison.of_kind(kind))
        high = scale(limits([share.best for t in targets for share in t.shares["all"].values()]))
        far = scale(limits([found.best for t in targets for found in t.differences["all"]]))
        rows = "\n".join(self._target(target, high, far) for target in targets)
        return (
            f'<section class="chart"><div class="row head"><h2>{self.say(title)} {self._badge}</h2>'
            f"<p>{self.say('share of sentences')}</p><p>{self.say('difference')}</p></div>\n{rows}\n"
            f'<div class="row axis" aria-hidden="true"><span></span>{_axis(["0", percent(high / 2), percent(high)])}'
            f"{_axis([_signed(-far), '0', _signed(far)])}</div></section>"
        )

    def _target(self, target: Compared, high: float, far: float) -> str:
        shares, found = target.shares["all"], target.differences["all"]
        said = [
            difference_words(name_of(self.language, target.name), gap, self.names, self.language)
            for gap in found
        ]
        left = interval_rows(
            [(share.best, i, True) for i, share in enumerate(shares.values())], 0, high,
            "; ".join(f"{self.names[actor]} {self._share(share.best)}" for actor, share in shares.items()),
        )  # fmt: skip
        right = interval_rows(
            [(gap.best, None, gap.shown) for gap in found], -far, far,
            "; ".join(f"{words}, {self._gap(gap.best)}" for words, gap in zip(said, found, strict=True)),
        )  # fmt: skip
        values = "".join(
            f'<li class="a{i % len(MARKS)}"><i aria-hidden="true">{MARKS[i % len(MARKS)]}</i> '
            f"{escape(self.names[actor])} <b>{escape(_percent(share.best))}</b></li>"
            for i, (actor, share) in enumerate(shares.items())
        )
        gaps = "".join(self._gap_words(gap, len(found) > 1) for gap in found)
        return (
            f'<div class="row"><h3>{self.name(target.name)}</h3><div class="cell">{left}<ul>{values}</ul></div>'
            f'<div class="cell">{right}<ul>{gaps}</ul></div></div>'
        )

    def _gap_words(self, found: Difference, named: bool) -> str:
        pair = f"{self._pair(found)} " if named else ""
        value = _signed(found.best.estimate)
        return f"<li>{escape(pair)}{f'<b>{value}</b>' if found.shown else value}</li>"

    def _pair(self, found: Difference) -> str:
        return " − ".join(self.names[actor] for actor in found.actors)

    def _share(self, figure: Figure) -> str:
        return self._limits(figure, _percent(figure), lambda value: f"{value * 100:.0f}")

    def _gap(self, figure: Figure) -> str:
        return self._limits(figure, _signed(figure.estimate), _signed)

    def _limits(self, figure: Figure, said: str, number: object) -> str:
        assert callable(number)
        if figure.estimate is None:
            return "–"
        if figure.low is None or figure.high is None:
            return f"{said}, {say(self.language, 'no limits')}"
        return f"{said}, {say(self.language, 'to', low=number(figure.low), high=number(figure.high))}"

    # over time, by outlet

    def groups(self) -> str:
        """Frames over time and by outlet, where the articles state dates and outlets that differ."""
        names = [actor.name for actor in self.comparison.actors]
        periods = by_period(self.comparison.articles, names)
        outlets = by_outlet(self.comparison.articles, names)
        drawn = [self._over_time(periods)] if len(periods) > 1 else []
        drawn += [self._by_outlet(outlets)] if len(outlets) > 1 else []
        return "\n".join(drawn)

    def _group_head(self, title: str) -> str:
        legend = " ".join(self._who(i, name) for i, name in enumerate(self.names.values()))
        return (
            f'<h2>{self.say(title)} <span class="badge uncorrected">{self.say("uncorrected")}</span></h2>'
            f'<p class="quiet">{legend} · {self.say("counted labels")}</p>'
        )

    def _over_time(self, periods: Sequence[Group]) -> str:
        shares = {f: [[g.share(actor, f) for g in periods] for actor in self.names] for f in self.frames}
        high = scale([value for series in shares.values() for values in series for value in values])
        scaled = f'<span class="quiet">0–{escape(percent(high))}</span>'
        panels = "".join(
            f"<figure><figcaption><b>{self.name(frame)}</b> {scaled}</figcaption>"
            f"{lines(series, high, self._series(frame, periods))}"
            f'<p class="ends"><span>{periods[0].name}</span><span>{periods[-1].name}</span></p></figure>'
            for frame, series in shares.items()
        )
        undated = sum(date_of(article) is None for article in self.comparison.articles)
        left = f'<p class="quiet">{self.say("undated", n=undated)}</p>' if undated else ""
        head = self._group_head("over time")
        return f'<section class="time">{head}<div class="panels">{panels}</div>{left}</section>'

    def _series(self, frame: str, periods: Sequence[Group]) -> str:
        return "; ".join(f"{group.name}: {self._actors_shares(group, frame)}" for group in periods)

    def _actors_shares(self, group: Group, frame: str) -> str:
        shares = ((name, group.share(actor, frame)) for actor, name in self.names.items())
        return ", ".join(f"{name} {'–' if share is None else percent(share)}" for name, share in shares)

    def _by_outlet(self, groups: Sequence[Group]) -> str:
        drawn = groups[:_MOST_OUTLETS]
        high = scale([g.share(actor, f) for g in drawn for actor in self.names for f in self.frames])
        scaled = f'<br><span class="quiet">0–{escape(percent(high))}</span>'
        heads = "".join(f'<th scope="col">{self.name(frame)}{scaled}</th>' for frame in self.frames)
        rows = "".join(
            f'<tr><th scope="row">{escape(g.name)} <span class="quiet">{self.say("n sentences", n=g.total)}</span></th>'
            + "".join(
                f"<td>{dots([g.share(a, f) for a in self.names], high, self._actors_shares(g, f))}</td>"
                for f in self.frames
            )
            + "</tr>"
            for g in drawn
        )
        rest = len(groups) - len(drawn)
        left = f'<p class="quiet">{self.say("others left", n=rest)}</p>' if rest else ""
        return (
            f'<section class="outlets">{self._group_head("by outlet")}<table><thead><tr><td></td>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table>{left}</section>"
        )

    # all figures, notes, articles

    def figures(self) -> str:
        """A table a role; for all sentences with gold the three numbers side by side."""
        return "\n".join(
            self._table(role, title)
            for role, title in (("all", "all"), ("voice", "voice table"), ("about", "about table"))
        )

    def _table(self, role: str, title: str) -> str:
        kinds = ["corrected", "gold alone", "uncorrected"] if self.comparison.corrected else ["uncorrected"]
        heads = "".join(f'<th scope="col">{self.say(kind)}</th>' for kind in kinds)
        rows = "".join(row for target in self.comparison.targets for row in self._rows(target, role))
        return (
            f'<div class="scroll" tabindex="0" role="region" aria-label="{self.say(title)}"><table class="figures">'
            f"<caption>{self.say(title)}</caption><thead><tr><td></td><td></td>{heads}"
            f'<th scope="col">{self.say("p")}</th></tr></thead>{rows}</table></div>'
        )

    def _rows(self, target: Compared, role: str) -> Iterator[str]:
        shares, found = target.shares[role], target.differences[role]
        first = f'<th scope="rowgroup" rowspan="{len(shares) + len(found)}">{self.name(target.name)}</th>'
        yield "<tbody>"
        for actor, share in shares.items():
            counts = self.say("n sentences", n=share.sentences)
            counts += f", {self.say('n coded', n=share.gold_sentences)}" if share.corrected else ""
            label = f'{escape(self.names[actor])} <span class="quiet">{counts}</span>'
            yield f'<tr>{first}<th scope="row">{label}</th>{self._cells(share)}<td></td></tr>'
            first = ""
        for gap in found:
            adjusted = "–" if gap.p is None else f"{_p(gap.p)}, {_p(gap.p_adjusted)}"
            kind = ' class="shown"' if gap.shown else ""
            label = escape(self._pair(gap))
            yield f'<tr{kind}><th scope="row">{label}</th>{self._cells(gap)}<td>{adjusted}{" *" * gap.shown}</td></tr>'
        yield "</tbody>"

    def _cells(self, found: Share | Difference) -> str:
        said = self._share if isinstance(found, Share) else self._gap
        figures = [
            figure for figure in (found.corrected, found.gold, found.uncorrected) if figure is not None
        ]
        return "".join(f"<td>{escape(said(figure))}</td>" for figure in figures)

    def notes(self) -> str:
        """What to know, in the page's language where it can be said in it."""
        said = (n.in_language(self.language) if isinstance(n, Phrase) else n for n in self.comparison.notes)
        return "".join(f"<li>{escape(note)}</li>" for note in said)

    def articles(self, room: int) -> dict[str, str]:
        made = MarkedArticles(self.comparison, self.language, room)
        sampled = ""
        if made.shown < made.total:
            sampled = f'<p class="sampled">{self.say("sampled", shown=made.shown, n=made.total)}</p>'
        return {"articles": made.html, "sampled": sampled}


def _axis(labels: Sequence[str]) -> str:
    return f'<p class="ends">{"".join(f"<span>{escape(label)}</span>" for label in labels)}</p>'


def _percent(figure: Figure) -> str:
    return "–" if figure.estimate is None else percent(figure.estimate)


def _signed(value: float | None) -> str:
    """Points with their sign."""
    if value is None:
        return "–"
    rounded = round(value * 100)
    return f"{rounded:+d}".replace("-", "−") if rounded else "0"


def _p(value: float | None) -> str:
    if value is None:
        return "–"
    return "&lt; .001" if value < 0.001 else f"{value:.3f}".lstrip("0") if value < 1 else "1"

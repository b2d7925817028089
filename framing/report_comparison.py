"""A comparison for people and for spreadsheets: words first, then a table with bars.

In: a `Comparison`, or what `power` found. Out: lines for a terminal, or of csv. Used by `framing compare` and
`framing power`; computes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from framing.compared import Compared, Comparison, Difference, Figure
from framing.comparison_words import ROLE_WORDS, answer, counted, difference_words, short_names
from framing.csv_lines import csv_line
from framing.gold import FEW
from framing.power import Need
from framing.terminal import COLOURS, Pen, bar, percent, printable, table

_PLAIN = Pen()
_LIMITS = ("estimate", "low", "high")
_CSV = (
    *("kind", "name", "role", "actor", "minus", "sentences", "clusters", "gold_sentences"),
    *_LIMITS,
    *("p", "p_adjusted"),
    *(f"{which}_{limit}" for which in ("corrected", "gold", "uncorrected") for limit in _LIMITS),
)


def render_comparison(
    comparison: Comparison, form: str, pen: Pen = _PLAIN, language: str = "en"
) -> Iterator[str]:
    """The pieces of a report in one of the forms "text", "json", "csv" and "html"; ``language`` is the page's."""
    if form == "html":
        yield comparison.to_html(language)
    elif form == "json":
        yield json.dumps(comparison.to_dict(), ensure_ascii=False, indent=2) + "\n"
    elif form == "csv":
        yield from _csv(comparison)
    else:
        yield "".join(f"{line}\n" for line in comparison_lines(comparison, pen))


def comparison_lines(comparison: Comparison, pen: Pen) -> Iterator[str]:
    """The answer in two sentences, every target with its bars, voice and about, and what to know."""
    yield pen.ends(
        " · ".join(printable(actor.name) for actor in comparison.actors),
        counted(len(comparison.articles), "article"),
    )
    yield pen.rule()
    first, second = map(printable, answer(comparison))
    yield from pen.wrap(first, "", bold=True)
    yield from pen.wrap(second, "")
    for kind, title in (("frame", "Frames"), ("sentiment", "Sentiment")):
        targets = list(comparison.of_kind(kind))
        if targets:
            yield ""
            yield from _block(title, targets, comparison, pen)
    for role in ("voice", "about"):
        yield ""
        yield from _role_table(role, comparison, pen)
    which = "corrected figures; " if comparison.corrected else ""
    yield pen(f"{which}* shown after Holm's adjustment, at 5%", dim=True)
    yield ""
    for note in comparison.notes:
        head, *others = pen.wrap(printable(note), "  ")
        yield from [f"–{head[1:]}", *others]


def _block(title: str, targets: list[Compared], comparison: Comparison, pen: Pen) -> Iterator[str]:
    names = _printed_names(comparison)
    wide = max(len("difference"), *map(len, names.values()))
    cells = pen.bar_cells // 2 if comparison.corrected else pen.bar_cells
    heads = ["corrected", "gold alone", "uncorrected"] if comparison.corrected else ["uncorrected"]
    title = f"{title}, shares"
    yield pen(f"{title:{wide + cells + 6}}", bold=True) + pen("".join(f"{h:>17}" for h in heads), dim=True)
    for place, target in enumerate(targets):
        for found in target.differences["all"]:
            words = difference_words(printable(target.name), found, names) + _p_words(found)
            yield from pen.wrap(words, "  ", bold=found.shown)
        for actor, share in target.shares["all"].items():
            drawn = bar(min(max(share.best.estimate or 0.0, 0), 1), cells)
            figures = [share.corrected, share.gold, share.uncorrected]
            columns = "".join(f"{_share_cell(figure):>17}" for figure in figures if figure is not None)
            yield f"    {names[actor]:{wide}}  {pen(drawn, fg=COLOURS[place % len(COLOURS)])}{columns}"
        for found in target.differences["all"]:
            label = (
                "difference" if len(comparison.actors) == 2 else " − ".join(names[a] for a in found.actors)
            )
            figures = [found.corrected, found.gold, found.uncorrected]
            columns = "".join(f"{_gap_cell(figure):>17}" for figure in figures if figure is not None)
            yield f"    {label:{wide + 2 + cells}}{columns}"


def _printed_names(comparison: Comparison) -> dict[str, str]:
    return {name: printable(short) for name, short in short_names(comparison.actors).items()}


def _p_words(found: Difference) -> str:
    if found.p is None or found.p_adjusted is None:
        return ""
    return f", p {_p(found.p)}, adjusted {_p(found.p_adjusted)}"


def _p(value: float) -> str:
    return "under .001" if value < 0.001 else f"{value:.3f}".lstrip("0") if value < 1 else "1"


def _share_cell(figure: Figure) -> str:
    """A share with its limits in percent."""
    if figure.estimate is None:
        return "–"
    if figure.low is None or figure.high is None:
        return f"{percent(figure.estimate)}, no limits"
    return f"{percent(figure.estimate)}, {figure.low * 100:.0f} to {figure.high:.0%}"


def _gap_cell(figure: Figure) -> str:
    """A difference with its limits in points, signs shown."""
    if figure.estimate is None:
        return "–"
    if figure.low is None or figure.high is None:
        return f"{_signed(figure.estimate)}, no limits"
    return f"{_signed(figure.estimate)}, {_signed(figure.low)} to {_signed(figure.high)}"


def _signed(value: float) -> str:
    rounded = round(value * 100)
    return f"{rounded:+d}".replace("-", "−") if rounded else "0"


def _role_table(role: str, comparison: Comparison, pen: Pen) -> Iterator[str]:
    """Shares of one role, one target a line; with two actors their difference too."""
    names = _printed_names(comparison)
    two = len(names) == 2
    counts = comparison.targets[0].shares[role]
    rows = [
        [
            ROLE_WORDS[role],
            *(f"{names[a]} ({s.sentences:,})" for a, s in counts.items()),
            *["difference"] * two,
        ]
    ]
    for target in comparison.targets:
        cells = [_share_cell(share.best) for share in target.shares[role].values()]
        found = target.differences[role][0]
        gap = [_gap_cell(found.best) + " *" * found.shown] if two else []
        rows.append([f"  {printable(target.name)}", *cells, *gap])
    head, *lines = table(rows, "")
    yield pen(head, bold=True)
    yield from lines


def need_lines(needs: Sequence[Need], half_width: float, pen: Pen) -> Iterator[str]:
    """What `framing.power.needs` found: gold sentences of each actor, a line a target."""
    wanted = f"Gold sentences of each actor for differences to within ±{half_width * 100:g} points"
    yield from pen.wrap(wanted, "", bold=True)
    rows = [["", "with correction", "gold alone", "correlation", "all coded"]]
    for need in needs:
        counts = ["too few sentences" if n is None else f"{n:,}" for n in (need.sentences, need.alone)]
        rows.append(
            [
                printable(need.target.name),
                *counts,
                f"{need.correlation:.2f}",
                f"±{need.best * 100:.1f} points",
            ]
        )
    head, *lines = table(rows)
    yield pen(head, dim=True)
    yield from lines
    told = (
        f"correlation: of codes and predicted probabilities; all coded: how exact the difference is when every "
        f"sentence is coded, which only more articles improve. Under {FEW} an actor intervals are not to be relied on"
    )
    yield from pen.wrap(told, "", dim=True)


def _csv(comparison: Comparison) -> Iterator[str]:
    yield csv_line(_CSV)
    for target in comparison.targets:
        for role, shares in target.shares.items():
            common = {"kind": target.kind, "name": target.name, "role": role}
            for actor, share in shares.items():
                yield _csv_row({**common, "actor": actor, **share.to_dict()})
            for found in target.differences[role]:
                actor, minus = found.actors
                yield _csv_row({**common, **found.to_dict(), "actor": actor, "minus": minus})


def _csv_row(values: Mapping[str, Any]) -> str:
    """One line; figures side by side are spread over columns, what is missing is empty."""
    flat = {k: v for k, v in values.items() if not isinstance(v, dict)}
    for which in ("corrected", "gold", "uncorrected"):
        side = values.get(which, values if which == "uncorrected" else {})
        flat.update({f"{which}_{limit}": side.get(limit) for limit in _LIMITS})
    return csv_line("" if flat.get(column) is None else flat[column] for column in _CSV)

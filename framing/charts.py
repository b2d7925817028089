"""Charts as inline SVG that keeps its line widths and type sizes at any width: places across are percentages.

In: figures. Out: SVG elements as strings. Used by the page of a comparison. Each actor has a colour and a shape of
its own, classes ``a0``, ``a1``…; whoever cannot see a chart is read its ``label``.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from framing.compared import Figure

#: The marks of actors, in text and in charts; further actors begin again with the first.
MARKS = ("●", "■", "◆", "▲")
_SHAPES = (
    '<circle r="5.5"/>',
    '<rect x="-5" y="-5" width="10" height="10"/>',
    '<path d="M0-7L7 0L0 7L-7 0Z"/>',
    '<path d="M0-7L6.5 5H-6.5Z"/>',
)
_ROW = 22
_STEPS = (0.1, 0.2, 0.3, 0.5, 1.0)


def scale(values: Sequence[float | None]) -> float:
    """A round number that no value exceeds, at most 1."""
    most = max((abs(value) for value in values if value is not None), default=0.0)
    return next((step for step in _STEPS if most <= step), 1.0)


def limits(figures: Sequence[Figure]) -> list[float | None]:
    """All numbers of ``figures``, for `scale`."""
    return [value for figure in figures for value in (figure.estimate, figure.low, figure.high)]


def interval_rows(
    rows: Sequence[tuple[Figure, int | None, bool]], low: float, high: float, label: str
) -> str:
    """Points with their intervals, a row each: (figure, number of the actor or None, drawn filled or hollow)."""
    height = _ROW * len(rows)
    drawn = [_grid(place, height) for place in (0, 25, 50, 75, 100)]
    if low < 0 < high:
        drawn.append(f'<line class="zero" x1="50%" x2="50%" y1="0" y2="{height}"/>')
    for place, (figure, actor, filled) in enumerate(rows):
        drawn.append(_interval(figure, actor, filled, low, high, _ROW * place + _ROW // 2))
    return _svg("rows", height, label, drawn)


def _interval(figure: Figure, actor: int | None, filled: bool, low: float, high: float, y: int) -> str:
    if figure.estimate is None:
        return ""
    line = ""
    if figure.low is not None and figure.high is not None:
        ends = f'x1="{_across(figure.low, low, high)}" x2="{_across(figure.high, low, high)}"'
        line = f'<line class="interval" {ends} y1="{y}" y2="{y}"/>'
    kind = "gap" if actor is None else f"a{actor % len(MARKS)}"
    shape = _SHAPES[0 if actor is None else actor % len(_SHAPES)]
    mark = _mark(shape, _across(figure.estimate, low, high), y)
    return f'<g class="{kind}{"" if filled else " hollow"}">{line}{mark}</g>'


def lines(series: Sequence[Sequence[float | None]], high: float, label: str) -> str:
    """One line an actor over points at equal distance; where a value is missing the line breaks."""
    height, top = 96, 10
    drawn = [
        f'<line class="grid" x1="0" x2="100%" y1="{y}" y2="{y}"/>' for y in (top, height // 2, height - 8)
    ]
    for actor, values in enumerate(series):
        step = 92 / max(len(values) - 1, 1)
        points = [
            None if value is None else (4 + step * i, height - 8 - (height - 8 - top) * value / high)
            for i, value in enumerate(values)
        ]
        parts = [
            f'<line class="path" x1="{a[0]:.1f}%" y1="{a[1]:.0f}" x2="{b[0]:.1f}%" y2="{b[1]:.0f}"/>'
            for a, b in pairwise(points)
            if a and b
        ]
        shape = _SHAPES[actor % len(_SHAPES)]
        parts += [_mark(shape, f"{point[0]:.1f}%", round(point[1])) for point in points if point]
        drawn.append(f'<g class="a{actor % len(MARKS)}">{"".join(parts)}</g>')
    return _svg("lines", height, label, drawn)


def dots(values: Sequence[float | None], high: float, label: str) -> str:
    """The actors' shares, close below each other so that none hides another."""
    height = _ROW // 2 * (len(values) + 1)
    drawn = [_grid(place, height) for place in (0, 50, 100)]
    for actor, value in enumerate(values):
        if value is not None:
            mark = _mark(_SHAPES[actor % len(_SHAPES)], _across(value, 0, high), _ROW // 2 * (actor + 1))
            drawn.append(f'<g class="a{actor % len(MARKS)}">{mark}</g>')
    return _svg("dots", height, label, drawn)


def _grid(place: int, height: int) -> str:
    return f'<line class="grid" x1="{place}%" x2="{place}%" y1="0" y2="{height}"/>'


def _mark(shape: str, x: str, y: int) -> str:
    return f'<svg x="{x}" y="{y}" overflow="visible">{shape}</svg>'


def _across(value: float, low: float, high: float) -> str:
    return f"{100 * (min(max(value, low), high) - low) / (high - low):.1f}%"


def _svg(kind: str, height: int, label: str, drawn: Sequence[str]) -> str:
    return f'<svg class="{kind}" role="img" aria-label="{escape(label)}" height="{height}">{"".join(drawn)}</svg>'

"""Small pictures of numbers, as SVG text that stands in a page by itself."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from vision.wilson import Interval, Rate

Line = tuple[str, Sequence[tuple[float, float]]]
"""A name and its points, both axes 0-1."""
COLOURS = ("#2f7fd1", "#d9622b", "#2f9e5b", "#9b59d0")
"""Middle tones: they stand out on white and on black."""
SIDE, LEFT, BOTTOM = 240, 34, 26
ROW, NAME, SCALE, NUMBER = 22, 160, 220, 120
"""Of a picture of intervals: height of a row, widths of its name, of the axis, and of the number behind it, px."""


def plot(title: str, across: str, up: str, lines: Sequence[Line], in_force: float | None = None) -> str:
    """Lines over two axes from 0 to 1, with their names; `in_force` is a place across that is marked."""
    drawn = "".join(_line(number, line) for number, line in enumerate(lines))
    drawn += "" if in_force is None else _mark(in_force)
    return _axes(title, across, up, drawn)


def calibration(title: str, across: str, up: str, bins: Sequence[tuple[float, Rate]]) -> str:
    """What was promised across, what was kept up, with intervals; the diagonal is honesty."""
    drawn = f'<line x1="0" y1="{SIDE}" x2="{SIDE}" y2="0" class="grid" stroke-dasharray="3 3"/>'
    kept = [(promised, one.rate, one.interval) for promised, one in bins if one.rate is not None]
    points = [(promised, rate) for promised, rate, _ in kept]
    whiskers = "".join(_whisker(promised, interval) for promised, _, interval in kept if interval is not None)
    dots = "".join(_dot(SIDE * promised, SIDE * (1 - rate), COLOURS[0]) for promised, rate in points)
    return _axes(title, across, up, drawn + whiskers + _line(0, ("", points)) + dots)


def intervals(title: str, rows: Sequence[tuple[str, Rate]]) -> str:
    """A row per rate: its name, a dot, its interval as a line, and the number."""
    height = 24 + ROW * len(rows) + 20
    ticks = "".join(_scale_tick(share, ROW * len(rows)) for share in (0.0, 0.25, 0.5, 0.75, 1.0))
    drawn = "".join(_interval(number, name, rate) for number, (name, rate) in enumerate(rows))
    return (
        f'<svg class="wide" viewBox="0 0 {NAME + SCALE + NUMBER} {height}" role="img" aria-label="{escape(title)}">'
        f'<text x="0" y="14" class="title">{escape(title)}</text>'
        f'<g transform="translate({NAME},24)">{ticks}{drawn}</g></svg>'
    )


def bar(share: float | None, interval: Interval | None) -> str:
    """A share as a bar with its interval, 120 px wide; a dash where there is none."""
    if share is None or interval is None:
        return "–"
    low, high = (100 * value for value in interval)
    return (
        f'<span class="bar" title="{low:.1f}–{high:.1f} %"><span class="fill" style="width:{100 * share:.1f}%"></span>'
        f'<span class="whisker" style="left:{low:.1f}%;width:{high - low:.1f}%"></span></span>'
        f"<b>{share:.3f}</b> <small>{interval[0]:.2f}–{interval[1]:.2f}</small>"
    )


def _axes(title: str, across: str, up: str, drawn: str) -> str:
    ticks = "".join(_tick(share) for share in (0.0, 0.25, 0.5, 0.75, 1.0))
    return (
        f'<svg viewBox="0 0 {SIDE + LEFT + 10} {SIDE + BOTTOM + 34}" role="img" aria-label="{escape(title)}">'
        f'<text x="{LEFT}" y="14" class="title">{escape(title)}</text><g transform="translate({LEFT},24)">'
        f'<rect width="{SIDE}" height="{SIDE}" class="frame" fill="none"/>{ticks}{drawn}'
        f'<text x="{SIDE / 2}" y="{SIDE + 30}" text-anchor="middle">{escape(across)}</text>'
        f'<text transform="translate(-26,{SIDE / 2}) rotate(-90)" text-anchor="middle">{escape(up)}</text></g></svg>'
    )


def _line(number: int, line: Line) -> str:
    name, points = line
    colour = COLOURS[number % len(COLOURS)]
    path = " ".join(f"{SIDE * x:.1f},{SIDE * (1 - y):.1f}" for x, y in points)
    label = f'<text x="8" y="{SIDE - 8 - 14 * number}" fill="{colour}">{escape(name)}</text>'
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.8"/>{label}'


def _mark(share: float) -> str:
    """Where the threshold stands."""
    place = SIDE * share
    end = place > SIDE / 2
    beside = f'x="{place - 4:.1f}" text-anchor="end"' if end else f'x="{place + 4:.1f}"'
    return (
        f'<line x1="{place:.1f}" x2="{place:.1f}" y1="0" y2="{SIDE}" stroke="currentColor" stroke-dasharray="4 3"/>'
        f'<text {beside} y="{SIDE - 44}">{share:g}</text>'
    )


def _whisker(share: float, interval: Interval) -> str:
    low, high = (SIDE * (1 - value) for value in interval)
    return f'<line x1="{SIDE * share:.1f}" x2="{SIDE * share:.1f}" y1="{low:.1f}" y2="{high:.1f}" class="whisker"/>'


def _dot(x: float, y: float, colour: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>'


def _interval(number: int, name: str, rate: Rate) -> str:
    middle = ROW * number + ROW / 2
    label = f'<text x="{-NAME}" y="{middle + 4}">{escape(name)}</text>'
    if rate.rate is None or rate.interval is None:
        return f'{label}<text x="{SCALE + 12}" y="{middle + 4}" class="dim">–</text>'
    low, high = (SCALE * value for value in rate.interval)
    return (
        f'{label}<line x1="{low:.1f}" x2="{high:.1f}" y1="{middle}" y2="{middle}" class="whisker"/>'
        f"{_dot(SCALE * rate.rate, middle, COLOURS[0])}"
        f'<text x="{SCALE + 12}" y="{middle + 4}">{rate.rate:.3f}'
        f'<tspan class="dim" dx="6">{rate.interval[0]:.2f}–{rate.interval[1]:.2f}</tspan></text>'
    )


def _scale_tick(share: float, height: float) -> str:
    place = SCALE * share
    return (
        f'<line x1="{place}" x2="{place}" y1="0" y2="{height}" class="grid"/>'
        f'<text x="{place}" y="{height + 14}" text-anchor="middle" class="dim">{share:g}</text>'
    )


def _tick(share: float) -> str:
    place = SIDE * share
    return (
        f'<line x1="{place}" x2="{place}" y1="0" y2="{SIDE}" class="grid"/>'
        f'<line y1="{place}" y2="{place}" x1="0" x2="{SIDE}" class="grid"/>'
        f'<text x="{place}" y="{SIDE + 14}" text-anchor="middle">{share:g}</text>'
        f'<text x="-4" y="{SIDE - place + 4}" text-anchor="end">{share:g}</text>'
    )

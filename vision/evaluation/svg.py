"""Small pictures of numbers, as SVG text that stands in a page by itself."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from vision.evaluation.wilson import Interval

Line = tuple[str, Sequence[tuple[float, float]]]
"""A name and its points, both axes 0-1."""
COLOURS = ("#1769aa", "#c2410c", "#15803d", "#7e22ce")
SIDE, LEFT, BOTTOM = 240, 34, 26


def plot(title: str, across: str, up: str, lines: Sequence[Line]) -> str:
    """Lines over two axes from 0 to 1, with their names."""
    drawn = "".join(_line(number, line) for number, line in enumerate(lines))
    ticks = "".join(_tick(share) for share in (0.0, 0.25, 0.5, 0.75, 1.0))
    return (
        f'<svg viewBox="0 0 {SIDE + LEFT + 10} {SIDE + BOTTOM + 34}" role="img" aria-label="{escape(title)}">'
        f'<text x="{LEFT}" y="14" class="title">{escape(title)}</text><g transform="translate({LEFT},24)">'
        f'<rect width="{SIDE}" height="{SIDE}" class="frame"/>{ticks}{drawn}'
        f'<text x="{SIDE / 2}" y="{SIDE + 34}" text-anchor="middle">{escape(across)}</text>'
        f'<text transform="translate(-26,{SIDE / 2}) rotate(-90)" text-anchor="middle">{escape(up)}</text></g></svg>'
    )


def bar(share: float | None, interval: Interval | None) -> str:
    """A share as a bar with its interval, 120 px wide; a dash where there is none."""
    if share is None or interval is None:
        return "–"
    low, high = (100 * value for value in interval)
    return (
        f'<span class="bar" title="{low:.1f}–{high:.1f} %"><span class="fill" style="width:{100 * share:.1f}%"></span>'
        f'<span class="whisker" style="left:{low:.1f}%;width:{high - low:.1f}%"></span></span>'
        f"<b>{share:.3f}</b> <small>{interval[0]:.3f}–{interval[1]:.3f}</small>"
    )


def _line(number: int, line: Line) -> str:
    name, points = line
    colour = COLOURS[number % len(COLOURS)]
    path = " ".join(f"{SIDE * x:.1f},{SIDE * (1 - y):.1f}" for x, y in points)
    label = f'<text x="8" y="{SIDE - 8 - 14 * number}" fill="{colour}">{escape(name)}</text>'
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.6"/>{label}'


def _tick(share: float) -> str:
    place = SIDE * share
    return (
        f'<line x1="{place}" x2="{place}" y1="0" y2="{SIDE}" class="grid"/>'
        f'<line y1="{place}" y2="{place}" x1="0" x2="{SIDE}" class="grid"/>'
        f'<text x="{place}" y="{SIDE + 14}" text-anchor="middle">{share:g}</text>'
        f'<text x="-4" y="{SIDE - place + 4}" text-anchor="end">{share:g}</text>'
    )

"""The tracker benchmark as a picture: a panel per scene, IDF1 over looks a second, a line per tracker. Plain SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Protocol

WIDTH, HEIGHT = 300, 200
"""Of a panel, px."""
LEFT, TOP, SIDE = 40, 30, 12
FOOT = 34
COLUMNS = 3
COLOURS = ("#1f6f4a", "#c1440e", "#2b59c3", "#8a6d00", "#7b3fa0", "#5a5a5a")


class Point(Protocol):
    """What is plotted of a row; IDF1 None: not measured."""

    @property
    def tracker(self) -> str:
        """Whose line."""
        ...

    @property
    def scene(self) -> str:
        """Whose panel."""
        ...

    @property
    def rate(self) -> float:
        """looks/s."""
        ...

    @property
    def idf1(self) -> float | None:
        """0-1."""
        ...


def plot(rows: Sequence[Point]) -> str:
    """An SVG document of the rows that were measured."""
    measured = [row for row in rows if row.idf1 is not None]
    trackers = list(dict.fromkeys(row.tracker for row in measured))
    scenes = list(dict.fromkeys(row.scene for row in measured))
    rates = sorted({row.rate for row in measured})
    height = -(-len(scenes) // COLUMNS) * HEIGHT + 30
    body = [_legend(number, name) for number, name in enumerate(trackers)]
    for number, scene in enumerate(scenes):
        here = [row for row in measured if row.scene == scene]
        x, y = number % COLUMNS * WIDTH, 30 + number // COLUMNS * HEIGHT
        body.append(f'<g transform="translate({x} {y})">{"".join(_panel(scene, here, trackers, rates))}</g>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{COLUMNS * WIDTH}" height="{height}" '
        f'font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="#fff"/>'
        + "\n".join(body)
        + "</svg>\n"
    )


def _panel(scene: str, rows: Sequence[Point], trackers: Sequence[str], rates: Sequence[float]) -> Iterator[str]:
    yield f'<text x="{LEFT}" y="{TOP - 10}" font-weight="bold">{escape(scene)}, IDF1</text>'
    for mark in (0.0, 0.5, 1.0):
        y = _y(mark)
        yield f'<line x1="{LEFT}" x2="{WIDTH - SIDE}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{mark:g}</text>'
    for rate in rates:
        yield f'<text x="{_x(rate, rates):.1f}" y="{HEIGHT - FOOT + 16}" text-anchor="middle">{rate:g}/s</text>'
    for number, tracker in enumerate(trackers):
        yield _curve([row for row in rows if row.tracker == tracker], rates, _colour(number))


def _curve(rows: Sequence[Point], rates: Sequence[float], colour: str) -> str:
    spots = [(_x(row.rate, rates), _y(row.idf1)) for row in rows if row.idf1 is not None]
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour}"/>' for x, y in spots)
    return f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="1.5"/>{dots}'


def _legend(number: int, name: str) -> str:
    return f'<text x="{LEFT + number * 150}" y="18" fill="{_colour(number)}">● {escape(name)}</text>'


def _colour(number: int) -> str:
    return COLOURS[number % len(COLOURS)]


def _x(rate: float, rates: Sequence[float]) -> float:
    """Rates stand at equal distances."""
    return LEFT + (WIDTH - LEFT - SIDE) * (rates.index(rate) + 0.5) / len(rates)


def _y(idf1: float) -> float:
    return TOP + (HEIGHT - TOP - FOOT) * (1 - idf1)

"""Which part of a picture is shown: all, or the zone of a stall; of it in a list, the flagged head. Plain numbers."""

from __future__ import annotations

import math

from records.pictures import Picture, Polygon
from vision.facts import Box

ROOM = 4.0
"""Height of the part, in longer sides of the head's box (both measured as shares of the picture)."""
LEAST = 0.25
"""Of the picture, that a part shows at least: of a tiny head one wants to see where it is."""


def window_of(cut: Polygon | None, size: tuple[int, int]) -> Box:
    """What is served of a picture of this (width, height), whole px: all of it, or the box round the polygon."""
    width, height = size
    if not cut:
        return Box(0.0, 0.0, width, height)
    xs, ys = [point.x * width for point in cut], [point.y * height for point in cut]
    left, top = max(math.floor(min(xs)), 0), max(math.floor(min(ys)), 0)
    return Box(left, top, min(math.ceil(max(xs)), width), min(math.ceil(max(ys)), height))


def served(picture: Picture) -> Picture:
    """The picture as it is served: where it is cut, its size and head are those of the cut."""
    if picture.cut is None:
        return picture
    window = window_of(picture.cut, (picture.width, picture.height))
    head = None if picture.head is None else _within(picture.head, window)
    return Picture(picture.id, round(window.width), round(window.height), head)


def part_of(picture: Picture) -> Box:
    """The part to show, px, in the picture's own shape; all of it where no look tells where the head is."""
    width, height, head = picture.width, picture.height, picture.head
    if head is None:
        return Box(0.0, 0.0, width, height)
    share = min(max(ROOM * max(head.width / width, head.height / height), LEAST), 1.0)
    return around(head, (width, height), (share * width, share * height))


def around(head: Box, picture: tuple[int, int], size: tuple[float, float]) -> Box:
    """A part of this (width, height) round the head that stays on the picture, px."""
    x0 = _start((head.x0 + head.x1) / 2, size[0], picture[0])
    y0 = _start((head.y0 + head.y1) / 2, size[1], picture[1])
    return Box(x0, y0, x0 + size[0], y0 + size[1])


def focus(picture: Picture) -> str:
    """CSS `object-position` of the part that shows the head where only a square of it fits."""
    part, head = part_of(picture), picture.head
    if head is None:
        return "50% 50%"
    side = min(part.width, part.height)
    x = _slide((head.x0 + head.x1) / 2 - part.x0, side, part.width)
    y = _slide((head.y0 + head.y1) / 2 - part.y0, side, part.height)
    return f"{x:.0%} {y:.0%}"


def _within(head: Box, window: Box) -> Box | None:
    """The head as seen from the window's corner; None where it lies beyond."""
    x0, x1 = (min(max(x, window.x0), window.x1) - window.x0 for x in (head.x0, head.x1))
    y0, y1 = (min(max(y, window.y0), window.y1) - window.y0 for y in (head.y0, head.y1))
    return Box(x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def _start(middle: float, size: float, whole: float) -> float:
    """Where a stretch round the middle begins, within the whole."""
    return min(max(middle - size / 2, 0.0), whole - size)


def _slide(middle: float, size: float, whole: float) -> float:
    """The same as a share of the room there is, 0-1."""
    return _start(middle, size, whole) / (whole - size) if whole > size else 0.5

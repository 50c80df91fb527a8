"""Which part of a picture a list shows: the flagged head and what is around it. Plain numbers, no pixels."""

from __future__ import annotations

from records.pictures import Picture
from vision.facts import Box

ROOM = 4.0
"""Height of the part, in longer sides of the head's box (both measured as shares of the picture)."""
LEAST = 0.25
"""Of the picture, that a part shows at least: of a tiny head one wants to see where it is."""


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


def _start(middle: float, size: float, whole: float) -> float:
    """Where a stretch round the middle begins, within the whole."""
    return min(max(middle - size / 2, 0.0), whole - size)


def _slide(middle: float, size: float, whole: float) -> float:
    """The same as a share of the room there is, 0-1."""
    return _start(middle, size, whole) / (whole - size) if whole > size else 0.5

"""What is served of an evidence picture, and to whom: decided here and nowhere else. Plain numbers, no pixels.

Heads outside staff areas are hidden whole, whoever asks. Heads in staff areas keep what is worn on them, for who judges
at the site; for everybody else they are hidden whole too. Where nobody knows the heads (evidence of an older program),
everything is made coarse but the flagged head. Photos that people took are hidden whole: they are taken from near, and
the detector of heads, which learned from ceilings, misses half of the faces there. Of a strip each cell is made as the
picture that it was cut from.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

import shapely

from api.evidence.part import part_of, served, window_of
from records.clips import ClipFile
from records.live import LivePicture
from records.pictures import Picture, Polygon
from records.violation_rows import EvidenceFile
from vision.facts import CELL_PX, Box, Cell, EvidenceKind, Point, ShownHead

EDITION = 2
"""Goes up whenever the same derivative would look another way, so that no browser keeps the old one."""
SMALL_PX = 480
CLIP_PX = 1280
WHOLE = Box(0.0, 0.0, 1.0, 1.0)
"""Of a frame."""


class Hide(StrEnum):
    """How much of a head is hidden."""

    HEAD = "head"
    EYES = "eyes"


@dataclass(frozen=True, slots=True)
class Hidden:
    """A head (px) of which something is hidden."""

    box: Box
    hide: Hide


@dataclass(frozen=True, slots=True)
class Derivative:
    """How a picture is made of a kept one, step by step.

    Attributes:
        size: width and height of the kept one, px: a picture of another size is not the one that was decided on.
        clear: boxes (px) outside which everything is made coarse; None where nothing is.
        hidden: heads that are hidden then.
        cut: the polygon, 0-1, outside which everything is black; None where nothing is.
        part: of the kept picture, whole px, that is left. width: to which that is narrowed, px; None: not at all.
        cells: what it is made of, from left to right, each by itself; empty where it is one picture.
    """

    size: tuple[int, int]
    clear: tuple[Box, ...] | None
    hidden: tuple[Hidden, ...]
    cut: Polygon | None
    part: Box
    width: int | None = None
    cells: tuple[Derivative, ...] = ()

    @property
    def tag(self) -> str:
        """Another one for every way to make a picture."""
        return sha256(f"{EDITION} {self!r}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Slide:
    """A picture of a clip as it may be seen; `at_ms`: when it is shown in the kept clip."""

    at_ms: int
    seen: Derivative


def derivative(found: EvidenceFile, flagged: Box | None) -> Derivative:
    """The picture itself, as it may be seen; `flagged` is the head it is about, px."""
    row = found.row
    if row.kind is EvidenceKind.STRIP:
        return _strip(found)
    size = row.width, row.height
    clear, hidden = _unknown(found, flagged) if row.heads is None else (None, _heads(found, size, row.heads))
    return Derivative(size, clear, hidden, found.cut, window_of(found.cut, size))


def small(found: EvidenceFile, flagged: Box | None) -> Derivative:
    """The flagged head and what is around it, for lists; a strip is small as it is."""
    whole = derivative(found, flagged)
    if found.row.kind is EvidenceKind.STRIP:
        return whole
    shown = served(Picture(found.row.id, found.row.width, found.row.height, flagged, found.cut))
    part, corner = part_of(shown), whole.part
    x0, y0 = round(corner.x0 + part.x0), round(corner.y0 + part.y0)
    x1, y1 = round(corner.x0 + part.x1), round(corner.y0 + part.y1)
    return Derivative(whole.size, whole.clear, whole.hidden, whole.cut, Box(x0, y0, x1, y1), SMALL_PX)


def of_photo(size: tuple[int, int]) -> Derivative:
    """What is served of a photo of this width and height, px: it may be one face from edge to edge."""
    whole = window_of(None, size)
    return Derivative(size, None, (Hidden(whole, Hide.HEAD),), None, whole, SMALL_PX)


def of_live(picture: LivePicture, *, judging: bool) -> Derivative:
    """What is served of a camera's newest picture, whole: nobody who may see less of it is served any."""
    size = picture.width, picture.height
    hidden = tuple(Hidden(head.box, Hide.EYES if judging and head.staff else Hide.HEAD) for head in picture.heads)
    return Derivative(size, None, hidden, None, window_of(None, size))


def slides(found: ClipFile) -> tuple[Slide, ...]:
    """What may be seen of a clip: the pictures on which heads were looked for."""
    size = found.row.width, found.row.height
    part = window_of(found.cut, size)
    return tuple(
        Slide(look.at_ms, Derivative(size, None, _heads(found, size, look.heads), found.cut, part, CLIP_PX))
        for look in found.row.looks
    )


def tag_of(wanted: tuple[Slide, ...]) -> str:
    """As Derivative.tag, of a clip."""
    return sha256(f"{EDITION} {wanted!r}".encode()).hexdigest()[:16]


def _strip(found: EvidenceFile) -> Derivative:
    """All of it, cell by cell; nothing where nobody knows what its cells show."""
    size = found.row.width, found.row.height
    cells = tuple(_cell(found, cell) for cell in found.row.cells)
    return Derivative(size, None, (), None if cells else (), window_of(None, size), size[0], cells)


def _cell(found: EvidenceFile, cell: Cell) -> Derivative:
    size, part = (CELL_PX, CELL_PX), cell.part
    cut = None if found.cut is None else tuple(_onto(point, part) for point in found.cut)
    return Derivative(size, None, _heads(found, size, cell.heads, part), cut, window_of(None, size))


def _onto(point: Point, part: Box) -> Point:
    """A point of the frame as a point of its part; both 0-1."""
    return Point((point.x - part.x0) / part.width, (point.y - part.y0) / part.height)


def _heads(
    found: EvidenceFile | ClipFile, size: tuple[int, int], heads: tuple[ShownHead, ...], part: Box = WHOLE
) -> tuple[Hidden, ...]:
    """Heads on a picture of this size, px, which shows this part of the frame, 0-1."""
    return tuple(
        Hidden(one.box, Hide.EYES if _judged(found, one, _middle(one, size, part)) else Hide.HEAD) for one in heads
    )


def _middle(head: ShownHead, size: tuple[int, int], part: Box) -> Point:
    """Of the head, 0-1 of the frame."""
    x, y = (head.box.x0 + head.box.x1) / 2 / size[0], (head.box.y0 + head.box.y1) / 2 / size[1]
    return Point(part.x0 + x * part.width, part.y0 + y * part.height)


def _judged(found: EvidenceFile | ClipFile, head: ShownHead, middle: Point) -> bool:
    """Whether what is worn on a head stays to be seen: of a stall's picture only on heads within the stall."""
    if not (found.judging and head.staff):
        return False
    return found.cut is None or bool(shapely.covers(shapely.Polygon(found.cut), shapely.Point(middle)))


def _unknown(found: EvidenceFile, flagged: Box | None) -> tuple[tuple[Box, ...], tuple[Hidden, ...]]:
    if flagged is None or not found.judging:
        return (), ()
    return (flagged,), (Hidden(flagged, Hide.EYES),)

"""What the upper middle of a head looks like, and the light it is seen in: pixels to a few numbers, no network.

Lightness is L of Lab, 0-100. A head with what is round it is brought to one small grid, of which every part is a slice.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, hypot

import cv2
import numpy as np
import numpy.typing as npt

from vision.facts import Box
from vision.frames import Image

CELLS = 20
"""Of the grid, per width and per height of the head box."""
ROWS_BEFORE, COLUMNS_BEFORE = 8, 14
"""Of the grid, above and left of the box."""
ALL = (slice(0, 40), slice(0, 48))
COVERING = (slice(8, 16), slice(18, 30))
OWN = (slice(16, 36), slice(18, 30))
ABOVE = (slice(1, 7), slice(20, 28))
BESIDE = (slice(1, 7), slice(2, 12)), (slice(1, 7), slice(36, 46))
"""Where a hat is; face, neck and chest; above the head, and left and right of that: rows and columns of the grid."""
FINE_PX = 2
"""Of a larger cell not every pixel is looked at."""
SAMPLES = 40
"""Rows looked at of a whole picture: enough for its brightest twentieth."""
WARM, COLD, STRETCH = 0.6, 0.3, 2.5
"""Lamps draw white to yellow and blue sky to blue, along Lab's b, with up to so much red; b itself counts less."""
CYAN = 2.0
"""No light draws white to cyan, the colour of blue disposable nets: that way counts more."""
SHADE = 25.0
"""Black differs from white as much as this tint does."""
LIGHTNESS, GREY = 100 / 255, 128
"""cv2 packs Lab into bytes: L as 0-255, a and b from 128."""

Bytes = npt.NDArray[np.uint8]
Part = tuple[slice, slice]


@dataclass(frozen=True, slots=True)
class Light:
    """What a whole picture is like.

    Attributes:
        bright: lightness that a twentieth of its pixels reach, 0-100.
        chroma: distance from grey that a tenth of its pixels reach, Lab units.
    """

    bright: float
    chroma: float


@dataclass(frozen=True, slots=True)
class Covering:
    """What the upper middle of a head is like.

    Attributes:
        tints: distance from what white may look like, Lab units, of its upper and its lower half.
        middle: its middle lightness. peak: that a tenth of it reaches.
        own: that a tenth of face, neck and chest reach. around: that a tenth of all round the head reach.
        stands_out: by how much lighter it is above the head than left and right of that: a tall hat outside the box.
    """

    tints: tuple[float, float]
    middle: float
    peak: float
    own: float
    around: float
    stands_out: float

    @property
    def least_difference(self) -> float:
        """From white, by its less tinted half and its brightest tenth: a net over dark hair has highlights."""
        return self._difference(min(self.tints), self.peak)

    @property
    def most_difference(self) -> float:
        """From white, by its more tinted half and its middle."""
        return self._difference(max(self.tints), self.middle)

    def _difference(self, tint: float, lightness: float) -> float:
        return hypot(tint, SHADE * max(1 - lightness / max(self.around, 1.0), 0.0))


def light_of(image: Image) -> Light:
    """What the picture (h, w, 3) uint8 BGR is like, from a grid of its pixels without those painted black."""
    step = max(min(image.shape[:2]) // SAMPLES, 1)
    lightness, a, b = cv2.split(cv2.cvtColor(np.ascontiguousarray(image[::step, ::step]), cv2.COLOR_BGR2LAB))
    seen = lightness > 0
    chroma = np.hypot(a[seen].astype(np.float32) - GREY, b[seen].astype(np.float32) - GREY)
    return Light(reached(lightness[seen], 0.05) * LIGHTNESS, reached(chroma, 0.1))


def covering_of(image: Image, box: Box) -> Covering | None:
    """What is on a head; None where less than half of the place for it is on the picture."""
    seen = round_head(image, box)
    on_top = seen.part(COVERING)
    if on_top.size < _size(COVERING) * 3 / 2:
        return None
    lightness = on_top[..., 0]
    return Covering(
        tints=(_tint_of(on_top[: len(on_top) // 2]), _tint_of(on_top[len(on_top) // 2 :])),
        middle=reached(lightness, 0.5) * LIGHTNESS,
        peak=reached(lightness, 0.1) * LIGHTNESS,
        own=reached(seen.part(OWN)[..., 0], 0.1) * LIGHTNESS,
        around=reached(seen.part(ALL)[..., 0], 0.1) * LIGHTNESS,
        stands_out=_stands_out(seen) * LIGHTNESS,
    )


@dataclass(frozen=True, slots=True)
class Round:
    """A head and what is round it on the grid of cells.

    Attributes:
        lab: (rows, columns, 3) uint8 of the cells that are on the picture, as cv2 packs Lab.
        top, left: row and column of the first of them.
    """

    lab: Bytes
    top: int
    left: int

    def part(self, part: Part) -> Bytes:
        """What of some rows and columns of the grid is on the picture, (rows, columns, 3); may be empty."""
        rows, columns = (
            slice(max(wanted.start - first, 0), max(wanted.stop - first, 0))
            for wanted, first in zip(part, (self.top, self.left), strict=True)
        )
        return self.lab[rows, columns]


def round_head(image: Image, box: Box) -> Round:
    """A head and what is round it; nothing where that is not on the picture."""
    across = _cells(box.x0, box.width, (COLUMNS_BEFORE, ALL[1].stop), image.shape[1])
    down = _cells(box.y0, box.height, (ROWS_BEFORE, ALL[0].stop), image.shape[0])
    if not (across.count and down.count):
        return Round(np.zeros((0, 0, 3), np.uint8), 0, 0)
    cells = cv2.resize(image[down.pixels, across.pixels], (across.count, down.count), interpolation=cv2.INTER_LINEAR)
    return Round(np.asarray(cv2.cvtColor(cells, cv2.COLOR_BGR2LAB), np.uint8), down.first, across.first)


@dataclass(frozen=True, slots=True)
class _Span:
    """Cells of the grid that are on the picture, along one side, and the pixels under them."""

    first: int
    count: int
    pixels: slice


def _cells(start: float, length: float, cells: tuple[int, int], limit: int) -> _Span:
    """Along one side of a box: `cells` are those before it and those in all; `limit` px is the picture's size."""
    before, count = cells
    cell = max(length, 1.0) / CELLS
    begin = start - before * cell
    first = max(ceil(-begin / cell - 0.5), 0)
    last = min(ceil((limit - begin) / cell - 0.5), count)
    from_px = min(max(round(begin + first * cell), 0), limit - 1)
    to_px = min(max(round(begin + last * cell), from_px + 1), limit)
    return _Span(first, max(last - first, 0), slice(from_px, to_px, max(int(cell) // FINE_PX, 1)))


def tint(a: float, b: float) -> float:
    """How far a colour of Lab is from what white may look like."""
    reddest = WARM * b if b > 0 else -COLD * b
    beyond = max(a - reddest, 0.0) if a > 0 else a * (CYAN if b < 0 else 1.0)
    return hypot(beyond, b / STRETCH)


def reached(values: npt.NDArray[np.generic], share: float) -> float:
    """What this share of the values reach; 0 where there are none."""
    if not values.size:
        return 0.0
    rank = int(values.size * (1 - share))
    return float(np.partition(values, rank, axis=None)[rank])


def _tint_of(part: Bytes) -> float:
    return tint(reached(part[..., 1], 0.5) - GREY, reached(part[..., 2], 0.5) - GREY)


def _stands_out(seen: Round) -> float:
    above = seen.part(ABOVE)[..., 0]
    if not above.size:
        return 0.0
    beside = [reached(side, 0.5) for part in BESIDE if (side := seen.part(part)[..., 0]).size]
    return reached(above, 0.5) - sum(beside) / len(beside) if beside else 0.0


def _size(part: Part) -> int:
    rows, columns = part
    return int((rows.stop - rows.start) * (columns.stop - columns.start))

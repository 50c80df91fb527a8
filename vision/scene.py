"""What a whole picture measures: how bright it is, how fine its detail, and which way its outlines run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from vision.facts import Point
from vision.frames import Image

WIDTH_PX = 320
COARSE_PX = (80, 45)
SOFTEST = 0.25
"""Fineness of a picture with no detail left: seen four times as coarsely, its slopes are four times as steep."""
FAINT = 8.0
"""Slopes well below this, grey levels, say nothing: noise."""
Grey = npt.NDArray[np.uint8]
"""(h, w) uint8."""
Mask = npt.NDArray[np.bool_]
"""(h, w): what of a picture is to be seen."""
Outlines = npt.NDArray[np.float32]
"""(2, 45, 80) float32, length 1 (0 where nothing has an outline)."""


class Light(NamedTuple):
    """Grey levels, 0-255, that 5 %, 95 % and 98 % of the picture stay below."""

    low: float
    high: float
    top: float


def reduced(image: Image) -> Grey:
    """About 320 px wide. Pixels are left out, not averaged: fine detail, which blur takes first, stays."""
    step = max(image.shape[1] // WIDTH_PX, 1)
    thinned = np.ascontiguousarray(image[::step, ::step])
    return np.asarray(cv2.cvtColor(thinned, cv2.COLOR_BGR2GRAY), np.uint8)


def visible(hidden: Sequence[Sequence[Point]], height: int, width: int) -> Mask:
    """Where a picture of this size is not painted over by the 0-1 polygons, nor next to them."""
    painted = np.zeros((height, width), np.uint8)
    for polygon in hidden:
        corners = np.round(np.array(polygon) * [width, height]).astype(np.int32)
        cv2.fillPoly(painted, [corners], 1)
    return np.asarray(cv2.dilate(painted, np.ones((5, 5), np.uint8)) == 0)


def light_of(grey: Grey, where: Mask | None = None) -> Light:
    """How bright it is, where it can be seen; there must be such a place."""
    pixels = grey.reshape(-1) if where is None else grey[where]
    below = np.cumsum(np.bincount(pixels, minlength=256))
    return Light(*(float(level) for level in np.searchsorted(below, np.array([0.05, 0.95, 0.98]) * pixels.size)))


def fineness_of(grey: Grey) -> float:
    """Slope between neighbours over slope seen four times as coarsely: the same in any light, SOFTEST when blurred."""
    height, width = grey.shape
    coarse = cv2.resize(grey, (max(width // 4, 2), max(height // 4, 2)), interpolation=cv2.INTER_AREA)
    return _slope(grey) / max(_slope(np.asarray(coarse, np.uint8)), 1e-3)


def outlines_of(grey: Grey, where: Mask | None = None) -> Outlines:
    """Where outlines are and which way they run; whichever side is brighter, however bright the light.

    Args:
        where: (45, 80), others do not count.
    """
    small = cv2.resize(grey, COARSE_PX, interpolation=cv2.INTER_AREA).astype(np.float32)
    x, y = cv2.Sobel(small, cv2.CV_32F, 1, 0), cv2.Sobel(small, cv2.CV_32F, 0, 1)
    weight = (np.sqrt(x * x + y * y) + FAINT) ** 1.5
    runs = np.stack([(x * x - y * y) / weight, 2 * x * y / weight])
    return normal(np.asarray(runs if where is None else runs * where, np.float32))


def normal(outlines: Outlines) -> Outlines:
    """The same at length 1."""
    length = float(np.linalg.norm(outlines))
    return np.asarray(outlines / length if length else outlines, np.float32)


def likeness(one: Outlines, other: Outlines) -> float:
    """How alike two pictures' outlines are: 1 the same, about 0 another place."""
    return float((one * other).sum())


def _slope(grey: Grey) -> float:
    return float(cv2.absdiff(grey[:, 1:], grey[:, :-1]).mean())

"""Hides heads on pictures, in place: coarse blocks of the head's own mean colours, from which no face comes back.

A block is the mean of everything under it, so what is left of a head is a handful of colours, whatever its size. Blur
is no substitute: it can be undone.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from vision.facts import Box
from vision.frames import Image

HEAD_CELLS = 4
"""Blocks across a hidden head, each way."""
HEAD_MARGIN = 0.15
"""How far a hidden head reaches beyond its box on each side, as a share of the box: boxes are not exact."""
EYES_FROM, EYES_TO = 0.30, 0.70
"""The part of a head's height where eyes may be: low under a camera that looks down, and under a high hat."""
EYES_CELLS = (3, 1)
"""Blocks across and down that part."""
REST_CELLS = 32
"""Blocks across a picture of which nobody knows where its heads are."""


def hide_head(image: Image, box: Box) -> None:
    """Leave of a head (px), and of a little round it, a few blocks."""
    _blocks(image, _grown(box, HEAD_MARGIN), HEAD_CELLS, HEAD_CELLS)


def hide_eyes(image: Image, box: Box) -> None:
    """Leave of a head (px) what is worn on it, and of the part with the eyes a few blocks."""
    top, bottom = box.y0 + EYES_FROM * box.height, box.y0 + EYES_TO * box.height
    _blocks(image, Box(box.x0, top, box.x1, bottom), *EYES_CELLS)


def hide_rest(image: Image, shown: Sequence[Box]) -> None:
    """Leave of everything outside these boxes (px) coarse blocks."""
    kept = [(_pixels(image, box), image[_pixels(image, box)].copy()) for box in shown]
    height, width = image.shape[:2]
    _blocks(image, Box(0, 0, width, height), REST_CELLS, max(round(REST_CELLS * height / width), 1))
    for where, pixels in kept:
        image[where] = pixels


def _blocks(image: Image, box: Box, across: int, down: int) -> None:
    part = image[_pixels(image, box)]
    if not part.size:
        return
    height, width = part.shape[:2]
    means = cv2.resize(part, (min(across, width), min(down, height)), interpolation=cv2.INTER_AREA)
    part[:] = cv2.resize(means, (width, height), interpolation=cv2.INTER_NEAREST)


def _grown(box: Box, share: float) -> Box:
    x, y = share * box.width, share * box.height
    return Box(box.x0 - x, box.y0 - y, box.x1 + x, box.y1 + y)


def _pixels(image: Image, box: Box) -> tuple[slice, slice]:
    """Every pixel the box touches."""
    height, width = image.shape[:2]
    x0, y0 = np.clip(np.floor([box.x0, box.y0]), 0, [width, height]).astype(int)
    x1, y1 = np.clip(np.ceil([box.x1, box.y1]), 0, [width, height]).astype(int)
    return slice(y0, max(y1, y0)), slice(x0, max(x1, x0))

"""Boxes and polygons. Boxes are full-frame px, polygons 0-1 of the frame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely

from vision.facts import Box, Point
from vision.frames import Boxes

Floats = npt.NDArray[np.float32]


def iou(a: Boxes, b: Boxes) -> Floats:
    """Intersection over union of every pair: (n, 4) and (m, 4) xyxy to (n, m) float32 in 0-1."""
    inter = intersection(a, b)
    union = area(a)[:, None] + area(b)[None, :] - inter
    shares: Floats = np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)
    return shares


def intersection(a: Boxes, b: Boxes) -> Floats:
    """Common area of every pair, px²: (n, 4) and (m, 4) to (n, m) float32."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    common: Floats = np.prod(np.clip(high - low, 0, None), axis=2, dtype=np.float32)
    return common


def area(boxes: Boxes) -> Floats:
    """Areas, px²: (n, 4) to (n,) float32; 0 for a box turned inside out."""
    areas: Floats = np.prod(np.clip(boxes[:, 2:] - boxes[:, :2], 0, None), axis=1, dtype=np.float32)
    return areas


def covered(boxes: Boxes) -> Floats:
    """Largest share of each box that one other box hides, 0-1: (n, 4) to (n,) float32.

    Of two overlapping heads the lower one on the picture is nearer to a camera that looks down,
    so only a box with a lower bottom edge can hide another.
    """
    if len(boxes) < 2:
        return np.zeros(len(boxes), np.float32)
    nearer = boxes[None, :, 3] > boxes[:, None, 3]
    hidden = np.where(nearer, intersection(boxes, boxes), 0)
    shares: Floats = np.divide(hidden.max(axis=1), np.maximum(area(boxes), 1e-6), dtype=np.float32)
    return shares


def cut_off(box: Box, width: int, height: int, margin_px: float = 1.0) -> bool:
    """Whether the box touches the edge of a width x height px frame."""
    inside = box.x0 > margin_px and box.y0 > margin_px and box.x1 < width - margin_px and box.y1 < height - margin_px
    return not inside


def anchor(box: Box, width: int, height: int) -> Point:
    """The point, 0-1, that decides in which zone a head is: the middle of the head."""
    return Point((box.x0 + box.x1) / 2 / width, (box.y0 + box.y1) / 2 / height)


def contains(polygon: Sequence[Point], point: Point) -> bool:
    """Whether the polygon holds the point; its edge counts as inside."""
    return bool(shapely.covers(shapely.Polygon(polygon), shapely.Point(point)))


def polygon_fault(polygon: Sequence[Point]) -> str | None:
    """What is wrong with a polygon, for people; None when it is sound."""
    if len(polygon) < 3:
        return f"expected at least 3 points, got {len(polygon)}"
    outside = [tuple(p) for p in polygon if not (0 <= p.x <= 1 and 0 <= p.y <= 1)]
    if outside:
        return f"expected coordinates between 0 and 1, got {outside[0]}"
    shape = shapely.Polygon(polygon)
    if not shape.is_valid:
        return f"its edges cross or touch each other: {shapely.is_valid_reason(shape)}"
    return None if shape.area > 0 else "it has no area"

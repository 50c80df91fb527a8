"""Keeping one box a thing: greedy non-maximum suppression, class by class."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vision.frames import Boxes
from vision.geometry import iou


def nms(
    boxes: Boxes, scores: npt.NDArray[np.float32], labels: npt.NDArray[np.int64], overlap: float, limit: int = 300
) -> npt.NDArray[np.int64]:
    """Indices of the boxes to keep, best score first; of equal scores the earlier.

    Args:
        boxes: (n, 4) float32 xyxy.
        scores: (n,) 0-1.
        labels: (n,); boxes of different labels never suppress each other.
        overlap: a box goes when a better one of its label has a larger IoU with it, 0-1.
        limit: how many to keep at most.
    """
    left = np.argsort(-scores, kind="stable")
    kept: list[int] = []
    while len(left) and len(kept) < limit:
        best, left = left[0], left[1:]
        kept.append(int(best))
        same = labels[left] == labels[best]
        near = iou(boxes[best : best + 1], boxes[left])[0] > overlap
        left = left[~(same & near)]
    return np.array(kept, np.int64)

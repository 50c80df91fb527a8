"""From a YOLO network's raw output to candidate boxes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vision.frames import Detections


def decode(output: npt.NDArray[np.float32], score: float) -> Detections:
    """Candidates of at least `score`, in px of the canvas, overlapping ones included, in the output's order.

    Args:
        output: (1, 4 + classes, n) float32: middle x, middle y, width, height in px, then a score 0-1 per class.
        score: 0-1.
    """
    middles, sizes, classes = output[0, :2].T, output[0, 2:4].T, output[0, 4:]
    scores = classes.max(axis=0)
    good = scores >= score
    boxes = np.concatenate([middles[good] - sizes[good] / 2, middles[good] + sizes[good] / 2], axis=1)
    return Detections(boxes.astype(np.float32), scores[good], classes[:, good].argmax(axis=0).astype(np.int64))

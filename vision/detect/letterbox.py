"""Bringing a picture to a network's fixed size without bending it, and its boxes back."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from vision.frames import Boxes, Image

Blob = npt.NDArray[np.float32]
"""(1, 3, h, w) float32 RGB, 0-1."""
GREY = (114, 114, 114)


@dataclass(frozen=True, slots=True)
class Letterbox:
    """Where a picture lies on the network's canvas.

    Attributes:
        scale: canvas px per picture px.
        left, top: canvas px in front of the picture.
    """

    scale: float
    left: int
    top: int

    def forward(self, boxes: Boxes) -> Boxes:
        """Boxes of the picture, (n, 4) xyxy, as px of the canvas."""
        return np.asarray(boxes * self.scale + self._shift(), np.float32)

    def inverse(self, boxes: Boxes, width: int, height: int) -> Boxes:
        """Boxes of the canvas, (n, 4) xyxy, as px of the width x height picture, clipped to it."""
        ends = np.array([width, height, width, height])
        return np.asarray(np.clip((boxes - self._shift()) / self.scale, 0, ends), np.float32)

    def _shift(self) -> npt.NDArray[np.float64]:
        return np.array([self.left, self.top, self.left, self.top], np.float64)


def fit(width: int, height: int, canvas_width: int, canvas_height: int) -> Letterbox:
    """How a width x height picture lies, as large as it can, in the middle of a canvas. All px."""
    scale = min(canvas_width / width, canvas_height / height)
    left = (canvas_width - _scaled(width, scale)) // 2
    top = (canvas_height - _scaled(height, scale)) // 2
    return Letterbox(scale, left, top)


def letterbox(image: Image, canvas_width: int, canvas_height: int) -> tuple[Blob, Letterbox]:
    """The picture, (h, w, 3) uint8 BGR, on a grey canvas ready for the network, and where it lies on it."""
    height, width = image.shape[:2]
    box = fit(width, height, canvas_width, canvas_height)
    size = (_scaled(width, box.scale), _scaled(height, box.scale))
    # Averaging when it shrinks: picking pixels makes small heads flicker.
    how = cv2.INTER_AREA if box.scale < 1 else cv2.INTER_LINEAR
    canvas = np.full((canvas_height, canvas_width, 3), GREY, np.uint8)
    canvas[box.top : box.top + size[1], box.left : box.left + size[0]] = cv2.resize(image, size, interpolation=how)
    return np.asarray(cv2.dnn.blobFromImage(canvas, 1 / 255, swapRB=True), np.float32), box


def _scaled(length: int, scale: float) -> int:
    return max(round(length * scale), 1)

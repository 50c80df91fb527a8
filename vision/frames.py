"""What carries pixels: frames and what a detector said of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
"""(h, w, 3) uint8 BGR."""
Boxes = npt.NDArray[np.float32]
"""(n, 4) float32 xyxy in full-frame px."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One decoded picture and when it was taken.

    Attributes:
        camera: camera id.
        render: converts the decoded picture to BGR; not called for frames nobody looks at.
        at: aware UTC.
        pts_s: seconds since the source's start.
        index: counts from 0 over the source's life.
        is_keyframe: decodable without its neighbours.
        ticks: when it is shown, by the stream's own clock; None where there is no stream.
    """

    camera: str
    render: Callable[[], Image]
    at: datetime
    pts_s: float
    index: int
    is_keyframe: bool
    ticks: int | None = None

    def image(self) -> Image:
        """The picture, (h, w, 3) uint8 BGR, converted at each call: call once and keep it."""
        return self.render()

    def showing(self, image: Image) -> Frame:
        """The same moment with another picture (privacy areas burnt in)."""
        return replace(self, render=lambda: image)


def no_boxes() -> Boxes:
    """(0, 4)."""
    return np.zeros((0, 4), np.float32)


@dataclass(frozen=True, slots=True)
class Detections:
    """What a detector said of one frame; checked once, here.

    Attributes:
        boxes: (n, 4) float32 xyxy in full-frame px.
        scores: (n,) float32, 0-1.
        labels: (n,) int64, index into the detector's labels.
        faint: (m, 4) float32 xyxy, what may be heads: too weak to be judged, enough to be hidden.

    Raises:
        ValueError: the arrays do not fit together.
    """

    boxes: Boxes
    scores: npt.NDArray[np.float32]
    labels: npt.NDArray[np.int64]
    faint: Boxes = field(default_factory=no_boxes)

    def __post_init__(self) -> None:
        n = len(self.boxes)
        expect(self.boxes, "boxes", (n, 4), np.float32)
        expect(self.scores, "scores", (n,), np.float32)
        expect(self.labels, "labels", (n,), np.int64)
        expect(self.faint, "faint", (len(self.faint), 4), np.float32)

    def __len__(self) -> int:
        return len(self.boxes)

    @classmethod
    def empty(cls) -> Detections:
        """Nothing seen."""
        return cls(no_boxes(), np.zeros(0, np.float32), np.zeros(0, np.int64))


def expect(array: np.ndarray, name: str, shape: tuple[int, ...], dtype: type[np.generic]) -> None:
    """Raise ValueError unless the array has this shape and dtype."""
    if array.shape != shape or array.dtype != dtype:
        raise ValueError(
            f"{name} must be {np.dtype(dtype)} of shape {shape}, but came as {array.dtype} of shape {array.shape}"
        )

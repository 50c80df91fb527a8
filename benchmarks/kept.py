"""Libraries that are kept by others, behind one shape; imported only when measured.

Their thresholds are the best of a sweep on walks of seed 11, where ours were tuned too: norfair's distance 1 to 4
heads, `trackers`' growth of boxes 0.3 to 2 and overlap 0.01 to 0.2. The run measures other seeds.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

import numpy as np
import numpy.typing as npt

from benchmarks.walks import START, SeenFrame
from vision.track.tracker import HeadTracker, Patience

LOST_AFTER_S = 30.0
Names = Sequence[Hashable | None]


class Candidate(Protocol):
    """Something that says, per detection of a frame, whom it takes it for; None for nobody yet."""

    def names(self, seen: SeenFrame) -> Names:
        """One per detection, in order."""
        ...


class Ours:
    """vision.track.HeadTracker."""

    def __init__(self, rate: float) -> None:  # noqa: ARG002 - it needs no pace
        self._tracker = HeadTracker("bench", patience=Patience(lost_after_s=LOST_AFTER_S))

    def names(self, seen: SeenFrame) -> Names:
        """Track ids."""
        return [track.id for track in self._tracker.update(seen.detections, seen.at)]


class _NorfairDetection(Protocol):
    points: npt.NDArray[np.float64]
    data: int


class _NorfairObject(Protocol):
    estimate: npt.NDArray[np.float64]
    last_detection: _NorfairDetection
    global_id: int


class Norfair:
    """norfair: Kalman filter on two corners, distance of the corners in heads; a look is its unit of time."""

    def __init__(self, rate: float, threshold: float = 4.0) -> None:
        self._norfair = import_module("norfair")
        self._tracker = self._norfair.Tracker(
            distance_function=_in_heads,
            distance_threshold=threshold,
            hit_counter_max=max(round(LOST_AFTER_S * rate), 2),
            initialization_delay=0,
            past_detections_length=0,
        )

    def names(self, seen: SeenFrame) -> Names:
        """Global ids of the objects met on this very frame."""
        corners = seen.detections.boxes.astype(np.float64).reshape(-1, 2, 2)
        said = [self._norfair.Detection(points=c, data=i) for i, c in enumerate(corners)]
        names: list[Hashable | None] = [None] * len(said)
        objects: Sequence[_NorfairObject] = self._tracker.update(said)
        for one in objects:
            row = one.last_detection.data
            if row < len(said) and one.last_detection is said[row]:
                names[row] = one.global_id
        return names


def _in_heads(detection: _NorfairDetection, tracked: _NorfairObject) -> float:
    corners = detection.points
    return float(np.linalg.norm(corners - tracked.estimate, axis=1).mean() / (corners[1] - corners[0]).mean())


class _Boxes(Protocol):
    xyxy: npt.NDArray[np.float32]
    tracker_id: npt.NDArray[np.int64] | None
    data: dict[str, npt.NDArray[np.int64]]


class _Follows(Protocol):
    def update(self, detections: _Boxes, timestamp: float) -> _Boxes: ...


@dataclass
class Roboflow:
    """roboflow `trackers`: boxes grown before their overlap is measured, frame times given."""

    rate: float
    kind: str = "ByteTrackTracker"
    buffer: float = 2.0
    overlap: float = 0.01
    _tracker: _Follows = field(init=False)

    def __post_init__(self) -> None:
        trackers = import_module("trackers")
        self._detections: Callable[..., _Boxes] = import_module("supervision").Detections
        self._tracker = getattr(trackers, self.kind)(
            lost_track_buffer=round(LOST_AFTER_S * 30),
            frame_rate=self.rate,
            minimum_consecutive_frames=1,
            minimum_iou_threshold=self.overlap,
            iou=trackers.BIoU(self.buffer),
        )

    def names(self, seen: SeenFrame) -> Names:
        """Tracker ids; -1 is nobody."""
        n = len(seen.detections)
        said = self._detections(
            xyxy=seen.detections.boxes,
            confidence=seen.detections.scores,
            class_id=seen.detections.labels,
            data={"row": np.arange(n)},
        )
        out = self._tracker.update(said, timestamp=(seen.at - START).total_seconds())
        names: list[Hashable | None] = [None] * n
        for row, name in zip(out.data.get("row", []), [] if out.tracker_id is None else out.tracker_id, strict=False):
            names[int(row)] = int(name) if name >= 0 else None
        return names


@dataclass(frozen=True, slots=True)
class Contender:
    """A candidate by name, with the module it needs (None: ours)."""

    name: str
    module: str | None
    make: Callable[[float], Candidate]

    @property
    def installed(self) -> bool:
        """Whether it can be measured in this environment."""
        return self.module is None or find_spec(self.module) is not None


CONTENDERS = (
    Contender("ours", None, Ours),
    Contender("norfair", "norfair", Norfair),
    Contender("trackers ByteTrack", "trackers", Roboflow),
    Contender("trackers SORT", "trackers", lambda rate: Roboflow(rate, "SORTTracker")),
    Contender("trackers OC-SORT", "trackers", lambda rate: Roboflow(rate, "OCSORTTracker")),
)

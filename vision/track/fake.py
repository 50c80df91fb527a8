"""Fake of the Tracker seam, for tests of what stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from vision.facts import Box, Track
from vision.frames import Detections


class FakeTracker:
    """The i-th detection of every frame is the i-th track: right as long as nobody comes, goes or is missed."""

    def __init__(self) -> None:
        self._first_seen: list[datetime] = []

    def update(self, detections: Detections, at: datetime) -> Sequence[Track]:
        """One track per detection, in the detections' order."""
        self._first_seen += [at] * (len(detections) - len(self._first_seen))
        return [
            Track(fake_id(i), "head", Box(*map(float, box)), self._first_seen[i], at)
            for i, box in enumerate(detections.boxes)
        ]


def fake_id(number: int) -> UUID:
    """The id of the number-th fake track."""
    return uuid5(NAMESPACE_OID, f"fake track {number}")

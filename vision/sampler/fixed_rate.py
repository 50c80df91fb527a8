"""A fixed number of looks a second."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from vision.facts import Look
from vision.frames import Frame

SLACK = timedelta(milliseconds=1)
"""Stream clocks round: a frame this little before its moment is on time."""


class FixedRate:
    """Looks at the first frame of every period, counted from the first frame seen: no drift, no bursts after gaps.

    Args:
        looks_per_s: above 0; frames that come more seldom are all looked at.

    Raises:
        ValueError: looks_per_s is not above 0.
    """

    keyframes_only = False

    def __init__(self, looks_per_s: float = 2.0) -> None:
        if not looks_per_s > 0:
            raise ValueError(f"looks_per_s must be above 0, but is {looks_per_s}")
        self._period = timedelta(seconds=1 / looks_per_s)
        self._first: datetime | None = None
        self._period_seen = -1

    def admits(self, frame: Frame) -> bool:
        """Whether this frame is the first of its period."""
        self._first = self._first or frame.at
        period = (frame.at - self._first + SLACK) // self._period
        if period <= self._period_seen:
            return False
        self._period_seen = period
        return True

    def heard(self, looks: Sequence[Look], at: datetime) -> None:
        """It looks as often whatever is seen."""

"""Stream times made fit for use: seconds since the start, strictly increasing."""

from __future__ import annotations


class Timeline:
    """Bridges missing times and jumps back with the length of one frame.

    Args:
        frame_s: length of one frame in seconds.
    """

    def __init__(self, frame_s: float) -> None:
        self._frame_s = frame_s
        self._shift_s = 0.0
        self._last_s: float | None = None

    def place(self, pts_s: float | None) -> float:
        """Where this frame stands; None where the stream does not say."""
        earliest = 0.0 if self._last_s is None else self._last_s + self._frame_s
        placed = earliest if pts_s is None else pts_s + self._shift_s
        if self._last_s is not None and placed <= self._last_s:
            self._shift_s += earliest - placed
            placed = earliest
        self._last_s = placed
        return placed

"""Stream times made fit for use: seconds since the start, strictly increasing."""

from __future__ import annotations

import heapq
from fractions import Fraction


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


class DecodeOrder:
    """Display times for containers that store none (avi): the n-th picture shown gets the n-th smallest decode time."""

    def __init__(self) -> None:
        self._waiting: list[int] = []

    def sent(self, dts: int | None) -> None:
        """A packet went into the decoder."""
        if dts is not None:
            heapq.heappush(self._waiting, dts)

    def restart(self) -> None:
        """The decoder begins anew: what it has not shown by now it never will."""
        self._waiting.clear()

    def shown(self, time_base: Fraction) -> float | None:
        """Time of the picture that came out, in seconds."""
        return float(heapq.heappop(self._waiting) * time_base) if self._waiting else None

"""The one place below the command that asks what time it is: live frames are stamped on receipt, replays are paced."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event


def utc_now() -> datetime:
    """The wall clock, aware UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """What a source may ask of time; tests give it another.

    Attributes:
        now: wall clock, aware UTC.
        monotonic: seconds that never run backwards.
        wait: waits for an event at most so many seconds; True when it came.
    """

    now: Callable[[], datetime] = utc_now
    monotonic: Callable[[], float] = time.monotonic
    wait: Callable[[Event, float], bool] = Event.wait


class ReceiptTime:
    """Stamps for live frames: the wall clock on receipt, strictly increasing.

    Where the wall clock was set back, time goes on by the monotonic clock until the wall clock has caught up.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: datetime | None = None
        self._last_ticks = 0.0

    def stamp(self) -> datetime:
        """Now, later than every stamp before."""
        now, ticks = self._clock.now(), self._clock.monotonic()
        if self._last is not None and now <= self._last:
            now = self._last + max(timedelta(seconds=ticks - self._last_ticks), timedelta(microseconds=1))
        self._last, self._last_ticks = now, ticks
        return now

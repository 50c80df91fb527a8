"""By what a violation was recorded: which clock, which program, which configuration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vision.facts import TimeQuality, TimeSource


@dataclass(frozen=True, slots=True)
class ClockReading:
    """How far a time can be trusted; `error_s` is the greatest error in seconds, None where nobody measured it."""

    quality: TimeQuality
    error_s: float | None = None


def unmeasured() -> ClockReading:
    """Somebody said what time it was, and nobody checked."""
    return ClockReading(TimeQuality.DEGRADED)


@dataclass(frozen=True, slots=True)
class Recorder:
    """Who records a run.

    Attributes:
        time_source: where the frames' times come from. clock: asked at every violation how far they can be trusted.
        software: version of the program. configuration: sha256 in hex of its configuration file; empty without one.
    """

    time_source: TimeSource
    clock: Callable[[], ClockReading] = unmeasured
    software: str = ""
    configuration: str = ""

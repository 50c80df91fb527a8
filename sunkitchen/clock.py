"""How far this box's clock can be trusted, as the kernel tells: it knows of a time service, and how well it does."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from dataclasses import dataclass

from records.provenance import ClockReading, unmeasured
from sunkitchen.config import load_casebook
from vision.facts import TimeQuality, TimeSource

UNSYNCHRONISED = 0x40
NEVER_SET_S = 1_735_689_600
"""2025-01-01: a clock that says earlier was never set."""


@dataclass(frozen=True, slots=True)
class KernelClock:
    """What the kernel knows: `synchronised` by a time service, and `error_s`, the most it can be off in seconds."""

    synchronised: bool
    error_s: float


class _Timex(ctypes.Structure):
    """Linux `struct timex`, the part that is read; the kernel fills more."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_char * 512),
    )


def kernel_clock() -> KernelClock | None:
    """Ask the kernel; None where it does not tell (no Linux, or a sandbox)."""
    ask = getattr(ctypes.CDLL(None), "adjtimex", None)
    told = _Timex()
    if ask is None or ask(ctypes.byref(told)) < 0:
        return None
    return KernelClock(not told.status & UNSYNCHRONISED, told.maxerror / 1e6)


def reading(clock: KernelClock | None, now_s: float, quality: Callable[[float], TimeQuality]) -> ClockReading:
    """What that makes of a live picture's time; `quality` judges a possible error in seconds.

    Without a time service nobody measured: degraded, unless the clock was evidently never set.
    """
    if now_s < NEVER_SET_S:
        return ClockReading(TimeQuality.BAD)
    if clock is None or not clock.synchronised:
        return unmeasured()
    return ClockReading(quality(clock.error_s), clock.error_s)


def clock_of(source: TimeSource) -> Callable[[], ClockReading]:
    """Whom to ask about the times of a source.

    A file's date says when it was copied, not when it was filmed; a start that a person or a recorder wrote down was
    never measured.
    """
    if source is TimeSource.LIVE:
        limits = load_casebook().clock
        return lambda: reading(kernel_clock(), time.time(), limits.quality)
    return unreliable if source is TimeSource.MTIME else unmeasured


def unreliable() -> ClockReading:
    """A time that must not be relied on."""
    return ClockReading(TimeQuality.BAD)

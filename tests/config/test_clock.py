"""What a time is worth: only a clock that was measured is good."""

from __future__ import annotations

import pytest

from records.provenance import ClockReading
from sunkitchen.clock import NEVER_SET_S, KernelClock, clock_of, kernel_clock, reading
from sunkitchen.config import load_casebook
from vision.facts import TimeQuality, TimeSource

NOW_S = NEVER_SET_S + 1e7
GOOD, DEGRADED, BAD = TimeQuality


@pytest.mark.parametrize(
    ("clock", "now_s", "expected"),
    [
        pytest.param(KernelClock(True, 0.02), NOW_S, ClockReading(GOOD, 0.02), id="kept by a time service"),
        pytest.param(KernelClock(True, 1.5), NOW_S, ClockReading(DEGRADED, 1.5), id="kept, long not corrected"),
        pytest.param(KernelClock(True, 10), NOW_S, ClockReading(BAD, 10), id="10 s off"),
        pytest.param(KernelClock(False, 16), NOW_S, ClockReading(DEGRADED), id="nobody keeps it"),
        pytest.param(None, NOW_S, ClockReading(DEGRADED), id="the kernel does not tell"),
        pytest.param(None, 0, ClockReading(BAD), id="never set"),
        pytest.param(KernelClock(True, 0.02), 0, ClockReading(BAD), id="kept, but never set"),
    ],
)
def test_a_live_clock(clock: KernelClock | None, now_s: float, expected: ClockReading) -> None:
    assert reading(clock, now_s, load_casebook().clock.quality) == expected


@pytest.mark.parametrize(
    ("source", "quality"),
    [
        pytest.param(TimeSource.OPTION, DEGRADED, id="somebody said"),
        pytest.param(TimeSource.METADATA, DEGRADED, id="the recorder said"),
        pytest.param(TimeSource.MTIME, BAD, id="the file's date"),
    ],
)
def test_a_recording_was_never_measured(source: TimeSource, quality: TimeQuality) -> None:
    assert clock_of(source)() == ClockReading(quality)


def test_the_clock_of_this_machine_is_asked() -> None:
    told = kernel_clock()
    assert clock_of(TimeSource.LIVE)().quality in TimeQuality
    assert told is None or 0 <= told.error_s < 3600

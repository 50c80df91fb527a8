"""Runs and their running totals.

A run is one pass over one source. Its counters only grow, so a stored total is only ever raised to the run's own, and
readers add up over runs. Analysing a recording again is the same run again and raises nothing; a live camera started
again is a new run and adds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from vision.camera_facts import Coverage
from vision.facts import Suppressed, WhyNot

REMEMBERED = timedelta(days=2)


class LedgerKey(NamedTuple):
    """What the why-not ledger counts by; zone is empty where there was none."""

    camera: str
    zone: str
    code: str
    why: WhyNot
    hour: datetime


class CoverageKey(NamedTuple):
    """What coverage counts by."""

    camera: str
    hour: datetime


class RunningTotals:
    """What one run has counted so far, per hour. Hours long past are forgotten here; the database has them."""

    def __init__(self) -> None:
        self._coverage: dict[CoverageKey, Coverage] = {}
        self._ledger: Counter[LedgerKey] = Counter()

    def cover(self, news: Coverage) -> Coverage:
        """Add what was watched; gives the hour's total."""
        key = CoverageKey(news.camera, hour_of(news.hour))
        total = added(self._coverage.get(key, Coverage(*key)), news)
        self._coverage[key] = total
        self._coverage = {k: v for k, v in self._coverage.items() if k.hour >= key.hour - REMEMBERED}
        return total

    def suppress(self, lines: Sequence[Suppressed]) -> dict[LedgerKey, int]:
        """Add lines; gives the totals of the keys they touched."""
        touched = set[LedgerKey]()
        for line in lines:
            key = LedgerKey(line.camera, line.zone or "", line.code, line.why, hour_of(line.at))
            self._ledger[key] += line.looks
            touched.add(key)
        totals = {key: self._ledger[key] for key in touched}
        if touched:
            newest = max(key.hour for key in touched)
            self._ledger = Counter({k: v for k, v in self._ledger.items() if k.hour >= newest - REMEMBERED})
        return totals


def added(one: Coverage, other: Coverage) -> Coverage:
    """Both together, under the first one's camera and hour."""
    return Coverage(
        camera=one.camera,
        hour=one.hour,
        watched_s=one.watched_s + other.watched_s,
        staffed_s=one.staffed_s + other.staffed_s,
        frames=one.frames + other.frames,
        dropped=one.dropped + other.dropped,
        corrupt=one.corrupt + other.corrupt,
        head_looks=one.head_looks + other.head_looks,
        judged=one.judged + other.judged,
        abstained=one.abstained + other.abstained,
    )


def recorded_run(first_frame_at: datetime) -> str:
    """Key of a run over a recording: a camera has one recording that begins at an instant, wherever the file lies."""
    return f"recorded {stamp(first_frame_at)}"


def live_run(started_at: datetime) -> str:
    """Key of a run over a live camera: every start is a run of its own."""
    return f"live {stamp(started_at)}"


def hour_of(at: datetime) -> datetime:
    """UTC start of the hour."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def stamp(at: datetime) -> str:
    """A time as text, the same text for the same instant."""
    return at.astimezone(UTC).isoformat()

"""How well violations are told: expected events against told ones, per code and of all codes together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import numpy as np
from scipy.optimize import linear_sum_assignment

from vision.wilson import Interval, ratio, wilson


@dataclass(frozen=True, slots=True)
class Expected:
    """An event a clip must give.

    Attributes:
        zone: None where any zone will do.
        earliest_s, latest_s: when it opens, s from the clip's beginning; the tolerance is in them.
        from_s: since when there was something to tell; None where nobody noted it.
    """

    code: str
    zone: str | None
    earliest_s: float
    latest_s: float
    from_s: float | None = None

    @property
    def since_s(self) -> float:
        """From when on its delay counts: from_s, else the earliest moment at which it could open."""
        return self.earliest_s if self.from_s is None else self.from_s


@dataclass(frozen=True, slots=True)
class Told:
    """An event that was told, opened so many s from the clip's beginning; picture: its annotated evidence."""

    code: str
    zone: str
    opened_s: float
    picture: Path | None = None


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip: what is expected of it, what was told of it; duration_s None where the file does not say."""

    name: str
    expected: tuple[Expected, ...]
    told: tuple[Told, ...]
    duration_s: float | None = None

    @property
    def missed(self) -> tuple[Expected, ...]:
        """What was expected and not told."""
        left = list(self.expected)
        for expected, _ in matched(self):
            left.remove(expected)
        return tuple(left)

    @property
    def false(self) -> tuple[Told, ...]:
        """What was told and not expected."""
        left = list(self.told)
        for _, told in matched(self):
            left.remove(told)
        return tuple(left)


@dataclass(frozen=True, slots=True)
class EventQuality:
    """How well one code, or all of them, are told.

    Attributes:
        expected, told, right: events. precision, recall: None where there is nothing to divide by.
        delay_median_s, delay_p90_s: from when there was something to tell (Expected.since_s) to when it was told.
    """

    expected: int
    told: int
    right: int
    precision: float | None
    precision_interval: Interval | None
    recall: float | None
    recall_interval: Interval | None
    delay_median_s: float | None
    delay_p90_s: float | None


NEVER_S = 1e9
"""Longer than any clip: the price of a pair that is none."""
Pair = tuple[Expected, Told]


def matched(clip: Clip) -> list[Pair]:
    """Expected events with the told ones that fulfil them, each used once: as many pairs as can be, the earliest."""
    waits = np.array(
        [[_wait_s(told, expected) for told in clip.told] for expected in clip.expected], np.float64
    ).reshape(len(clip.expected), len(clip.told))
    rows, columns = linear_sum_assignment(np.minimum(waits, NEVER_S))
    return [(clip.expected[i], clip.told[j]) for i, j in zip(rows, columns, strict=True) if waits[i, j] < NEVER_S]


def _wait_s(told: Told, expected: Expected) -> float:
    return told.opened_s - expected.earliest_s if fulfils(told, expected) else NEVER_S


def fulfils(told: Told, expected: Expected) -> bool:
    """Whether the told event is the expected one."""
    same = told.code == expected.code and expected.zone in (None, told.zone)
    return same and expected.earliest_s <= told.opened_s <= expected.latest_s


def by_code(clips: Sequence[Clip]) -> dict[str, EventQuality]:
    """Every code that is expected or told anywhere."""
    codes = sorted({e.code for clip in clips for e in clip.expected} | {t.code for clip in clips for t in clip.told})
    return {code: total([_only(clip, code) for clip in clips]) for code in codes}


def total(clips: Sequence[Clip]) -> EventQuality:
    """All codes together."""
    pairs = [pair for clip in clips for pair in matched(clip)]
    expected, told = sum(len(clip.expected) for clip in clips), sum(len(clip.told) for clip in clips)
    delays = sorted(told.opened_s - expected.since_s for expected, told in pairs)
    return EventQuality(
        expected=expected,
        told=told,
        right=len(pairs),
        precision=ratio(len(pairs), told),
        precision_interval=wilson(len(pairs), told),
        recall=ratio(len(pairs), expected),
        recall_interval=wilson(len(pairs), expected),
        delay_median_s=median(delays) if delays else None,
        delay_p90_s=quantiles(delays, n=10, method="inclusive")[-1] if len(delays) > 1 else next(iter(delays), None),
    )


def hours(clips: Sequence[Clip]) -> float | None:
    """How long all clips last; None where one does not say."""
    lengths = [clip.duration_s for clip in clips]
    return None if None in lengths else sum(length for length in lengths if length is not None) / 3600


def _only(clip: Clip, code: str) -> Clip:
    """The clip, as if there were only this code."""
    expected = tuple(one for one in clip.expected if one.code == code)
    return Clip(clip.name, expected, tuple(one for one in clip.told if one.code == code), clip.duration_s)

"""How well violations are told: expected events against told ones, per code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from vision.evaluation.wilson import Interval, ratio, wilson


@dataclass(frozen=True, slots=True)
class Expected:
    """An event a clip must give, opening between two times, s from the clip's beginning."""

    code: str
    zone: str
    earliest_s: float
    latest_s: float


@dataclass(frozen=True, slots=True)
class Told:
    """An event that was told, opened so many s from the clip's beginning."""

    code: str
    zone: str
    opened_s: float


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip: what is expected of it, what was told of it."""

    name: str
    expected: tuple[Expected, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class CodeQuality:
    """How well one code is told.

    Attributes:
        expected, told, right: events. precision, recall: None where there is nothing to divide by.
        delay_median_s, delay_p90_s: from the earliest moment at which an event could open to when it did.
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


Pair = tuple[Expected, Told]


def matched(clip: Clip) -> list[Pair]:
    """Each expected event with the told one that fulfils it, each told one used once; earliest first."""
    free = sorted(clip.told, key=lambda one: one.opened_s)
    pairs = []
    for expected in sorted(clip.expected, key=lambda one: one.latest_s):
        fits = [told for told in free if fulfils(told, expected)]
        if fits:
            free.remove(fits[0])
            pairs.append((expected, fits[0]))
    return pairs


def fulfils(told: Told, expected: Expected) -> bool:
    """Whether the told event is the expected one."""
    same = (told.code, told.zone) == (expected.code, expected.zone)
    return same and expected.earliest_s <= told.opened_s <= expected.latest_s


def by_code(clips: Sequence[Clip]) -> dict[str, CodeQuality]:
    """Every code that is expected or told anywhere."""
    codes = sorted({e.code for clip in clips for e in clip.expected} | {t.code for clip in clips for t in clip.told})
    pairs = [pair for clip in clips for pair in matched(clip)]
    return {code: _quality(code, clips, [pair for pair in pairs if pair[0].code == code]) for code in codes}


def _quality(code: str, clips: Sequence[Clip], pairs: Sequence[Pair]) -> CodeQuality:
    expected = sum(one.code == code for clip in clips for one in clip.expected)
    told = sum(one.code == code for clip in clips for one in clip.told)
    delays = sorted(told.opened_s - expected.earliest_s for expected, told in pairs)
    return CodeQuality(
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

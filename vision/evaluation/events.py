"""How well violations are told: expected events against told ones, per code and of all codes together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from vision.evaluation.wilson import Interval, ratio, wilson


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
        kept = [expected for expected, _ in matched(self)]
        return tuple(one for one in self.expected if one not in kept)

    @property
    def false(self) -> tuple[Told, ...]:
        """What was told and not expected."""
        used = [told for _, told in matched(self)]
        return tuple(one for one in self.told if one not in used)


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

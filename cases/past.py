"""What happened: sums of what a filter asks for, by day or week, by stall and site, and how far each was watched.

What was not watched is never a zero: a stretch without coverage has no figure, and below the least coverage nothing is
ranked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import reduce
from operator import add

from cases.reports.figures import rate
from cases.reports.watching import together
from cases.scores import Watched
from cases.watching import WatchedDays
from records.tallies import DayTally, Standing, Tallied

DAY = timedelta(days=1)
MOST_DAILY = 45
"""Days that are shown one by one; more of them are shown by the week."""


class Step(StrEnum):
    """How wide a bar of the trend is."""

    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Bucket:
    """Some days together, both ends included: what was found, and how far was watched."""

    first: date
    last: date
    tallied: Tallied
    watched: Watched

    @property
    def unwatched(self) -> bool:
        """Whether nobody watched: nothing can be said of it."""
        return not self.watched.watched_s

    def rate(self, among: Sequence[Standing]) -> float | None:
        """Per 100 observed staff-hours; None where no staff was seen."""
        return rate(self.tallied.among(among), self.watched.staff_hours)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A stall, or a site where merchant is None.

    Attributes:
        count: what is compared. place: from 1, the highest rate first; None for what is not compared.
        trend: count by bucket; None where nobody watched.
    """

    site: str
    merchant: str | None
    tallied: Tallied
    count: int
    watched: Watched
    place: int | None
    trend: tuple[int | None, ...]

    @property
    def rate(self) -> float | None:
        """Per 100 observed staff-hours."""
        return rate(self.count, self.watched.staff_hours)


@dataclass(frozen=True, slots=True)
class Past:
    """Everything that is told of some days.

    Attributes:
        among: what bars, heat and rates count: what stands against somebody, unless something else is asked for.
        codes: how many by code, the most frequent first. heat: how many by (weekday, hour); Monday is 0.
        hours_watched: seconds watched by the same; what is not in it was never watched then.
    """

    among: tuple[Standing, ...]
    step: Step
    tallied: Tallied
    watched: Watched
    buckets: tuple[Bucket, ...]
    codes: Mapping[str, int]
    heat: Mapping[tuple[int, int], int]
    hours_watched: Mapping[tuple[int, int], float]
    stalls: tuple[Ranked, ...]
    sites: tuple[Ranked, ...]

    @property
    def count(self) -> int:
        """How many of what is counted."""
        return self.tallied.among(self.among)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a ranking compares, with how far each was watched by the day."""

    site: str
    merchant: str | None
    watched: WatchedDays


def step_for(days: int) -> Step:
    """The step that leaves as many bars as can be told apart."""
    return Step.DAY if days <= MOST_DAILY else Step.WEEK


def stretches(first: date, last: date, step: Step) -> tuple[tuple[date, date], ...]:
    """First and last day of each bar: single days, or calendar weeks cut to what is asked for."""
    return tuple(_stretches(first, last, step))


def buckets(
    tallies: Iterable[DayTally], watched: WatchedDays, spans: Sequence[tuple[date, date]]
) -> tuple[Bucket, ...]:
    """What was found and how far was watched in each of these stretches."""
    by_day: dict[date, Tallied] = {}
    for one in tallies:
        by_day[one.day] = by_day.get(one.day, Tallied()) + one.tallied
    return tuple(_bucket(first, last, by_day, watched) for first, last in spans)


def ranking(
    subjects: Iterable[Subject],
    tallies: Sequence[DayTally],
    among: Sequence[Standing],
    spans: Sequence[tuple[date, date]],
    least_coverage: float,
) -> tuple[Ranked, ...]:
    """The highest rate first; at the end those watched too little to be compared.

    Args:
        tallies: of each subject its own, by site and merchant.
    """
    own: defaultdict[tuple[str, str | None], list[DayTally]] = defaultdict(list)
    for tally in tallies:
        own[tally.site, tally.merchant].append(tally)
    found = [_unplaced(one, own[one.site, one.merchant], among, spans) for one in subjects]
    compared = [one for one in found if (one.watched.coverage or 0.0) >= least_coverage and one.rate is not None]
    order = sorted(compared, key=lambda one: (-(one.rate or 0.0), one.merchant or one.site))
    places = {(one.site, one.merchant): place for place, one in enumerate(order, start=1)}
    rest = sorted((one for one in found if one not in compared), key=lambda one: (-one.count, one.merchant or one.site))
    return tuple(
        Ranked(
            one.site, one.merchant, one.tallied, one.count, one.watched, places.get((one.site, one.merchant)), one.trend
        )
        for one in (*order, *rest)
    )


def _unplaced(
    subject: Subject, own: Iterable[DayTally], among: Sequence[Standing], spans: Sequence[tuple[date, date]]
) -> Ranked:
    some = buckets(own, subject.watched, spans)
    tallied = reduce(add, (one.tallied for one in some), Tallied())
    return Ranked(
        subject.site,
        subject.merchant,
        tallied,
        tallied.among(among),
        together(one.watched for one in some),
        None,
        tuple(None if one.unwatched else one.tallied.among(among) for one in some),
    )


def _bucket(first: date, last: date, found: Mapping[date, Tallied], watched: WatchedDays) -> Bucket:
    days = [first + n * DAY for n in range((last - first).days + 1)]
    tallied = reduce(add, (found[day] for day in days if day in found), Tallied())
    return Bucket(first, last, tallied, together(watched[day] for day in days if day in watched))


def _stretches(first: date, last: date, step: Step) -> Iterator[tuple[date, date]]:
    while first <= last:
        end = first if step is Step.DAY else min(first + (6 - first.weekday()) * DAY, last)
        yield first, end
        first = end + DAY

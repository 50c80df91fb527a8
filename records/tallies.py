"""How many violations a filter asks for, without looking at each: sums of the tally, site by site.

The tally counts by UTC hours, so a local day is the late part of one UTC day and the early part of the next. In a zone
that is off by half an hour, days are counted to the full hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import reduce
from itertools import groupby
from operator import add
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, func, literal, select
from sqlalchemy.orm import Session

from records import tables
from records.scopes import site_in, tally_in
from records.states import ReviewState
from records.violation_rows import ViolationFilter

DAY = timedelta(days=1)
T = tables.TALLY.c


class Standing(StrEnum):
    """What a violation comes to, as far as it was handled."""

    COUNTED = "counted"
    PENDING = "pending"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    ADVISORY = "advisory"


ASIDE = {
    ReviewState.PENDING_REVIEW: Standing.PENDING,
    ReviewState.DISMISSED: Standing.DISMISSED,
    ReviewState.WITHDRAWN: Standing.WITHDRAWN,
    ReviewState.MERGED: Standing.MERGED,
}
"""States in which a violation does not stand against anybody; in every other one somebody confirmed it."""


def standing_of(state: ReviewState, *, advisory: bool) -> Standing:
    """What it comes to; advice is never counted, however it was handled."""
    return Standing.ADVISORY if advisory else ASIDE.get(state, Standing.COUNTED)


@dataclass(frozen=True, slots=True)
class Tallied:
    """How many, by what they come to."""

    counted: int = 0
    pending: int = 0
    dismissed: int = 0
    withdrawn: int = 0
    merged: int = 0
    advisory: int = 0

    def __add__(self, other: Tallied) -> Tallied:
        return Tallied(*(getattr(self, one) + getattr(other, one) for one in Standing))

    @property
    def all(self) -> int:
        """All of them."""
        return self.among(Standing)

    def among(self, some: Iterable[Standing]) -> int:
        """Those that come to one of these."""
        return sum(getattr(self, one) for one in some)


@dataclass(frozen=True, slots=True)
class DayTally:
    """How many of a merchant (None: nobody's) at a site opened on a local day."""

    site: str
    merchant: str | None
    day: date
    tallied: Tallied


@dataclass(frozen=True, slots=True)
class Days:
    """Whole local days of a zone, both ends included."""

    first: date
    last: date
    zone: ZoneInfo

    def __iter__(self) -> Iterator[date]:
        return (self.first + n * DAY for n in range((self.last - self.first).days + 1))

    @property
    def since(self) -> datetime:
        """The first moment, UTC."""
        return midnight(self.first, self.zone)

    @property
    def until(self) -> datetime:
        """The first moment after it, UTC."""
        return midnight(self.last + DAY, self.zone)

    def parts(self) -> Iterator[Days]:
        """Stretches in which every day begins at the same UTC hour as the next: one, but where a clock is changed."""
        cut = lambda day: (midnight(day, self.zone).hour, midnight(day + DAY, self.zone).hour)  # noqa: E731
        for _, days in groupby(self, cut):
            some = tuple(days)
            yield Days(some[0], some[-1], self.zone)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a local day, UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def by_day(session: Session, wanted: ViolationFilter, days: Days) -> tuple[DayTally, ...]:
    """Per site, merchant and local day; days without any are left out.

    Times, zone and severity of the filter are not asked, here and below.
    """
    found: dict[tuple[str, str, date], Tallied] = {}
    for site in _sites(session, wanted):
        for part in days.parts():
            for merchant, day, tallied in _part(session, wanted, site, part):
                key = site, merchant, day
                found[key] = found.get(key, Tallied()) + tallied
    return tuple(DayTally(site, merchant or None, day, one) for (site, merchant, day), one in found.items())


def by_code(session: Session, wanted: ViolationFilter, days: Days) -> dict[str, int]:
    """Per code how many opened on these days, the most frequent first."""
    found: dict[str, int] = {}
    for site in _sites(session, wanted):
        query = select(T.code, func.sum(_within(days))).where(*_conditions(wanted, site, days)).group_by(T.code)
        for code, count in session.execute(query):
            found[code] = found.get(code, 0) + count
    return dict(sorted(((code, n) for code, n in found.items() if n), key=lambda one: (-one[1], one[0])))


def by_hour(
    session: Session, wanted: ViolationFilter, days: Days, among: Sequence[Standing]
) -> dict[tuple[int, int], int]:
    """Per weekday (Monday is 0) and local hour how many opened that come to one of these."""
    found: dict[tuple[int, int], int] = {}
    sums = [func.sum(T[name]) for name in tables.HOURS]
    for site in _sites(session, wanted):
        asked = _conditions(wanted, site, days), _stands(among)
        for day, *counts in session.execute(select(T.day, *sums).where(*asked[0], asked[1]).group_by(T.day)):
            for hour, count in enumerate(counts):
                at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
                if count and days.since <= at < days.until:
                    local = at.astimezone(days.zone)
                    key = local.weekday(), local.hour
                    found[key] = found.get(key, 0) + count
    return found


def total(tallies: Iterable[DayTally]) -> Tallied:
    """All of them together."""
    return reduce(add, (one.tallied for one in tallies), Tallied())


def _part(session: Session, wanted: ViolationFilter, site: str, days: Days) -> Iterator[tuple[str, date, Tallied]]:
    """Of days that all begin at the same UTC hour."""
    since, until = days.since, days.until
    early, late = _hours(range(until.hour)), _hours(range(since.hour, 24))
    sums = [func.sum(case((_stands([one]), half), else_=0)) for half in (early, late) for one in Standing]
    query = select(T.day, T.merchant, *sums).where(*_conditions(wanted, site, days)).group_by(T.day, T.merchant)
    for day, merchant, *counts in session.execute(query):
        halves = counts[: len(Standing)], counts[len(Standing) :]
        if day > since.date() and any(halves[0]):
            yield merchant, _local(day, 0, days.zone) if until.hour else day, Tallied(*halves[0])
        if day < until.date() and any(halves[1]):
            yield merchant, _local(day, since.hour, days.zone), Tallied(*halves[1])


def _local(day: date, hour: int, zone: ZoneInfo) -> date:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC).astimezone(zone).date()


def _within(days: Days) -> ColumnElement[int]:
    """Of a row, those that opened on these days: all, but of the first and the last UTC day only a part."""
    since, until = days.since, days.until
    first = (T.day == since.date(), _hours(range(since.hour, 24)))
    last = (T.day == until.date(), _hours(range(until.hour)))
    return case(first, last, else_=T.n)


def _hours(hours: range) -> ColumnElement[int]:
    return reduce(add, (T[tables.HOURS[hour]] for hour in hours), literal(0))


def _stands(among: Sequence[Standing]) -> ColumnElement[bool]:
    """Whether a row comes to one of these."""
    states = [state for state in ReviewState if standing_of(state, advisory=False) in among]
    counts = and_(~T.advisory, T.state.in_(states))
    return counts | T.advisory if Standing.ADVISORY in among else counts


def _conditions(wanted: ViolationFilter, site: str, days: Days) -> list[ColumnElement[bool]]:
    same = {
        T.camera: wanted.camera,
        T.merchant: wanted.merchant,
        T.code: wanted.code,
        T.advisory: wanted.advisory,
        T.state: wanted.state,
        T.level: wanted.level,
        T.repeated: wanted.repeated,
    }
    asked = [column == value for column, value in same.items() if value is not None]
    between = T.site == site, T.day >= days.since.date(), T.day <= days.until.date()
    return [*between, *asked, tally_in(wanted.sight.within)]


def _sites(session: Session, wanted: ViolationFilter) -> tuple[str, ...]:
    """One by one: each is a single stretch of the tally, read in its order. A stall's is where it is registered."""
    chosen = select(tables.Site.id).where(site_in(wanted.sight.within)).order_by(tables.Site.id)
    return tuple(session.scalars(chosen if wanted.site is None else chosen.where(tables.Site.id == wanted.site)))

"""Which days a report is about. Days are those of Ningbo, wherever the reader is: from midnight to midnight there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
MOST_DAYS = 400


class Span(StrEnum):
    """The usual length of a report."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both ends included.

    Raises:
        ValueError: the last day lies before the first, or more than MOST_DAYS are asked for.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if not self.first <= self.last < self.first + MOST_DAYS * DAY:
            raise ValueError(
                f"period: expected first day ≤ last day and at most {MOST_DAYS} days, came {self.first} to {self.last}"
            )

    def __str__(self) -> str:
        return f"{self.first} 至 {self.last}"

    @property
    def begin(self) -> datetime:
        """The first moment."""
        return _midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first moment that does not belong to it."""
        return _midnight(self.last + DAY)

    def holds(self, at: datetime) -> bool:
        """Whether a moment belongs to it."""
        return self.begin <= at < self.end

    def weeks(self) -> tuple[Self, ...]:
        """The calendar weeks it touches, cut to it, the first one first."""
        parts, first = [], self.first
        while first <= self.last:
            last = min(first + (6 - first.weekday()) * DAY, self.last)
            parts.append(type(self)(first, last))
            first = last + DAY
        return tuple(parts)


def day_of(at: datetime) -> date:
    """The day of Ningbo a moment belongs to."""
    return at.astimezone(ZONE).date()


def usual(span: Span, now: datetime) -> Period:
    """Today for a day; else the last one that is over."""
    today = day_of(now)
    if span is Span.DAY:
        return Period(today, today)
    if span is Span.WEEK:
        monday = today - (today.weekday() + 7) * DAY
        return Period(monday, monday + 6 * DAY)
    months = 1 if span is Span.MONTH else 3
    end = today.replace(day=1, month=(today.month - 1) // months * months + 1) - DAY
    first = end.replace(day=1, month=(end.month - 1) // months * months + 1)
    return Period(first, end)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZONE).astimezone(UTC)

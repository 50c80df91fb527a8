"""Business hours and working days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cases.settings import Calendar

DAY = timedelta(days=1)


def after_open_time(start: datetime, span: timedelta, hours: tuple[str, str] | None, zone: ZoneInfo) -> datetime:
    """When `span` of business hours has passed since `start`, UTC. Hours (opens, closes) may pass midnight."""
    if hours is None or hours[0] == hours[1]:
        return start.astimezone(UTC) + span
    left, day = span, start.astimezone(zone).date() - DAY
    while True:
        opens, closes = window(day, hours, zone)
        began = max(start.astimezone(UTC), opens)
        if began < closes and began + left <= closes:
            return began + left
        left -= max(closes - began, timedelta(0))
        day += DAY


def window(day: date, hours: tuple[str, str], zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When a place opens on a day, and when it then closes, UTC."""
    opens, closes = (time.fromisoformat(text) for text in hours)
    last = day if opens < closes else day + DAY
    return (
        datetime.combine(day, opens, zone).astimezone(UTC),
        datetime.combine(last, closes, zone).astimezone(UTC),
    )


def end_of_working_day(start: datetime, days: int, zone: ZoneInfo, calendar: Calendar) -> datetime:
    """When the `days`-th working day after the day of `start` is over at the site, UTC."""
    day = start.astimezone(zone).date()
    for _ in range(days):
        day = _next_working_day(day, calendar)
    return datetime.combine(day + DAY, time.min, zone).astimezone(UTC)


def _next_working_day(day: date, calendar: Calendar) -> date:
    day += DAY
    while not calendar.works(day):
        day += DAY
    return day

"""Business hours and working days, over midnight, weekends, holidays and the odd clock change."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.settings import Calendar
from cases.working_time import after_open_time, end_of_working_day
from tests.cases.build import MINUTE, NINGBO, T0

DAY_HOURS, NIGHT_HOURS = ("05:30", "18:30"), ("22:00", "05:00")


def local(text: str, zone: ZoneInfo = NINGBO) -> datetime:
    """A time at the site."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "minutes", "hours", "expected"),
    [
        pytest.param("2026-06-03T10:00", 10, DAY_HOURS, "2026-06-03T10:10", id="by day"),
        pytest.param("2026-06-03T03:00", 10, DAY_HOURS, "2026-06-03T05:40", id="before it opens"),
        pytest.param("2026-06-03T18:25", 10, DAY_HOURS, "2026-06-04T05:35", id="over the night"),
        pytest.param("2026-06-03T18:20", 10, DAY_HOURS, "2026-06-03T18:30", id="to the last minute"),
        pytest.param("2026-06-03T20:00", 10, DAY_HOURS, "2026-06-04T05:40", id="after it closed"),
        pytest.param("2026-06-03T10:00", 1000, DAY_HOURS, "2026-06-04T13:40", id="longer than a day"),
        pytest.param("2026-06-03T23:55", 10, NIGHT_HOURS, "2026-06-04T00:05", id="past midnight"),
        pytest.param("2026-06-04T04:55", 10, NIGHT_HOURS, "2026-06-04T22:05", id="over the day"),
        pytest.param("2026-06-03T23:55", 10, None, "2026-06-04T00:05", id="always open"),
        pytest.param("2026-06-03T23:55", 10, ("00:00", "00:00"), "2026-06-04T00:05", id="midnight to midnight"),
    ],
)
def test_business_hours(start: str, minutes: int, hours: tuple[str, str] | None, expected: str) -> None:
    assert after_open_time(local(start), timedelta(minutes=minutes), hours, NINGBO) == local(expected)


def test_the_night_the_clocks_go_forward_is_an_hour_shorter() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    due = after_open_time(local("2026-03-28T23:00", berlin), timedelta(hours=3), ("22:00", "06:00"), berlin)
    assert due == local("2026-03-29T03:00", berlin)


@given(
    st.integers(0, 366 * 24 * 60),
    st.integers(1, 3000),
    st.integers(1, 3000),
)
def test_business_hours_add_up(minute: int, first: int, then: int) -> None:
    start = T0 + minute * MINUTE
    one, two = timedelta(minutes=first), timedelta(minutes=then)
    midway = after_open_time(start, one, DAY_HOURS, NINGBO)
    assert after_open_time(midway, two, DAY_HOURS, NINGBO) == after_open_time(start, one + two, DAY_HOURS, NINGBO)
    assert midway - start >= one


HOLIDAY = Calendar(frozenset({date(2026, 6, 19)}), frozenset({date(2026, 6, 21)}))


@pytest.mark.parametrize(
    ("start", "days", "calendar", "expected"),
    [
        pytest.param("2026-06-03T10:00", 1, Calendar(), "2026-06-05T00:00", id="tomorrow"),
        pytest.param("2026-06-03T10:00", 5, Calendar(), "2026-06-11T00:00", id="over a weekend"),
        pytest.param("2026-06-06T10:00", 1, Calendar(), "2026-06-09T00:00", id="from a Saturday"),
        pytest.param("2026-06-03T23:59", 1, Calendar(), "2026-06-05T00:00", id="late at night is still that day"),
        pytest.param("2026-06-18T10:00", 1, HOLIDAY, "2026-06-22T00:00", id="a holiday, and a Sunday worked for it"),
        pytest.param("2026-06-18T10:00", 2, HOLIDAY, "2026-06-23T00:00", id="and the Monday"),
    ],
)
def test_working_days(start: str, days: int, calendar: Calendar, expected: str) -> None:
    assert end_of_working_day(local(start), days, NINGBO, calendar) == local(expected)

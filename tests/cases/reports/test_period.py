"""Days are Ningbo's, wherever the clock is."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.reports.period import DAY, Period, Span, day_of, usual


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        pytest.param("2026-05-31T15:59:59", date(2026, 5, 31), id="a second before midnight there"),
        pytest.param("2026-05-31T16:00:00", date(2026, 6, 1), id="midnight there is four in the afternoon of UTC"),
        pytest.param("2026-06-01T15:59:59", date(2026, 6, 1), id="the same day's end"),
    ],
)
def test_which_day_a_moment_belongs_to(utc: str, day: date) -> None:
    at = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert day_of(at) == day
    assert Period(day, day).holds(at)
    assert not Period(day + DAY, day + DAY).holds(at)


@pytest.mark.parametrize(
    ("span", "now", "first", "last"),
    [
        pytest.param(Span.DAY, "2026-06-03T16:30:00", "2026-06-04", "2026-06-04", id="today, there it is tomorrow"),
        pytest.param(Span.WEEK, "2026-06-03T02:00:00", "2026-05-25", "2026-05-31", id="last week"),
        pytest.param(Span.WEEK, "2026-05-31T16:00:00", "2026-05-25", "2026-05-31", id="on Monday the week just over"),
        pytest.param(Span.MONTH, "2026-03-01T02:00:00", "2026-02-01", "2026-02-28", id="last month"),
        pytest.param(Span.MONTH, "2026-01-31T02:00:00", "2025-12-01", "2025-12-31", id="over the year"),
        pytest.param(Span.QUARTER, "2026-05-15T02:00:00", "2026-01-01", "2026-03-31", id="last quarter"),
        pytest.param(Span.QUARTER, "2026-02-15T02:00:00", "2025-10-01", "2025-12-31", id="last year's last quarter"),
    ],
)
def test_the_usual_period(span: Span, now: str, first: str, last: str) -> None:
    found = usual(span, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert (str(found.first), str(found.last)) == (first, last)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param(date(2026, 6, 2), date(2026, 6, 1), id="the wrong way round"),
        pytest.param(date(2025, 1, 1), date(2026, 6, 1), id="more than a year"),
    ],
)
def test_no_such_period(first: date, last: date) -> None:
    with pytest.raises(ValueError, match="expected first day"):
        Period(first, last)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 399))
def test_its_weeks_are_all_of_it_once(first: date, days: int) -> None:
    period = Period(first, first + days * DAY)
    weeks = period.weeks()
    assert (weeks[0].first, weeks[-1].last) == (period.first, period.last)
    assert all(one.last + DAY == after.first for one, after in itertools.pairwise(weeks))
    assert all(after.first.weekday() == 0 for after in weeks[1:])

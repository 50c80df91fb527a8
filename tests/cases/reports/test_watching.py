"""How far somebody was watched: within the hours only, and no night makes up for a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.reports.watching import Hours, Seen, joined, per_hour, shared_s, stretches, together, watched
from cases.scores import Watched

NINGBO, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
T0 = datetime(2026, 6, 1, 0, 0, tzinfo=NINGBO)
HOUR = timedelta(hours=1)
DAY_ON = ("05:30", "18:30")


def at(hours: float) -> datetime:
    return T0 + hours * HOUR


@pytest.mark.parametrize(
    ("hours", "days", "expected_h"),
    [
        pytest.param([DAY_ON], 1, 13.0, id="thirteen hours a day"),
        pytest.param([DAY_ON], 7, 91.0, id="seven days"),
        pytest.param([None], 1, 24.0, id="always"),
        pytest.param([DAY_ON, None], 1, 24.0, id="one of two zones is always open"),
        pytest.param(
            [("22:00", "05:00")], 1, 7.0, id="over midnight: the end of one night and the beginning of another"
        ),
        pytest.param([("08:00", "12:00"), ("11:00", "14:00")], 1, 6.0, id="hours that overlap count once"),
        pytest.param([("08:00", "08:00")], 2, 48.0, id="opens when it closes: always"),
        pytest.param([], 1, 0.0, id="no zone"),
        pytest.param([DAY_ON], 0, 0.0, id="no time"),
    ],
)
def test_when_somebody_is_to_be_watched(hours: list[Hours], days: int, expected_h: float) -> None:
    found = stretches(hours, NINGBO, T0, at(24 * days))
    assert sum(per_hour(found).values()) == expected_h * 3600


def test_a_day_of_summer_time_is_an_hour_shorter() -> None:
    begin = datetime(2026, 3, 29, tzinfo=BERLIN)
    night = stretches([("00:00", "06:00")], BERLIN, begin, begin + timedelta(days=1))
    assert sum(per_hour(night).values()) == 5 * 3600


def seen(*hours: int, watched_s: float = 3600, staffed_s: float = 1800) -> dict[datetime, Seen]:
    return {at(hour).astimezone(UTC): Seen(watched_s, staffed_s) for hour in hours}


def test_15_a_camera_off_for_two_hours_lowers_coverage_whatever_the_night_was() -> None:
    scheduled = per_hour(stretches([("08:00", "18:00")], NINGBO, T0, at(24)))
    assert watched(seen(*range(24)), scheduled).coverage == 1.0
    off = seen(*range(9), *range(11, 24))
    assert watched(off, scheduled) == Watched(36000, 28800, 8 * 1800)


def test_an_hour_that_is_half_scheduled_counts_half_at_most() -> None:
    scheduled = per_hour(stretches([("08:30", "18:00")], NINGBO, T0, at(24)))
    assert watched(seen(8), scheduled).watched_s == 1800


def test_several_cameras_are_added() -> None:
    assert together([Watched(10, 5, 1), Watched(10, 10, 2)]) == Watched(20, 15, 3)
    assert together([]).coverage is None


spans = st.lists(st.tuples(st.integers(0, 99), st.integers(1, 20)), max_size=8)


@given(spans, spans)
def test_what_two_lists_share_is_what_every_second_says(
    ones: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    second = timedelta(seconds=1)
    lists = [joined(sorted((T0 + a * second, T0 + (a + n) * second) for a, n in some)) for some in (ones, others)]
    by_hand = [{a + k for a, n in some for k in range(n)} for some in (ones, others)]
    assert shared_s(*lists) == len(by_hand[0] & by_hand[1])

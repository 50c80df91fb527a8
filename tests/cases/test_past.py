"""What happened: bars, rankings, and how far was watched, which is what the reports say of the same days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.gathering import Asked, gather
from cases.past import Step, Subject, buckets, ranking, stretches
from cases.reports.period import Period
from cases.scores import Watched
from cases.states import State
from cases.watching import watch
from records import registry
from records.database import open_database
from records.merging import raise_coverage
from records.scopes import EVERYWHERE
from records.tallies import Days, DayTally, Standing, Tallied, standing_of
from sunkitchen.config import load_casebook, load_rulebook
from sunkitchen.reports.making import book_of
from tests.records.build import copied
from vision.camera_facts import Coverage

NINGBO = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 3, 2)
COUNTED = (Standing.COUNTED,)
FULL, HALF, DARK = Watched(100, 100, 36_000), Watched(100, 50, 36_000), Watched(100, 0, 0)


def tallied(day: int, merchant: str, counted: int) -> DayTally:
    return DayTally("s", merchant, MONDAY + timedelta(days=day), Tallied(counted=counted, dismissed=1))


@pytest.mark.parametrize(
    ("days", "step", "cut"),
    [
        pytest.param(3, Step.DAY, [1, 1, 1], id="by day"),
        pytest.param(10, Step.WEEK, [7, 3], id="weeks begin on Monday, the last one is cut"),
    ],
)
def test_days_are_cut_into_bars(days: int, step: Step, cut: list[int]) -> None:
    spans = stretches(MONDAY, MONDAY + timedelta(days=days - 1), step)
    assert [(last - first).days + 1 for first, last in spans] == cut


def test_what_nobody_watched_is_no_zero() -> None:
    watched = {MONDAY: FULL, MONDAY + timedelta(days=1): DARK}
    bars = buckets([tallied(0, "m", 2)], watched, stretches(MONDAY, MONDAY + timedelta(days=2), Step.DAY))
    assert [(one.tallied.all, one.unwatched, one.rate(COUNTED)) for one in bars] == [
        (3, False, 20.0), (0, True, None), (0, True, None),
    ]  # fmt: skip


def test_the_highest_rate_is_first_and_who_was_hardly_watched_has_no_place() -> None:
    spans = stretches(MONDAY, MONDAY, Step.DAY)
    subjects = [
        Subject("s", name, {MONDAY: seen}) for name, seen in (("a", FULL), ("b", FULL), ("c", HALF), ("d", DARK))
    ]
    found = [tallied(0, "a", 1), tallied(0, "b", 3), tallied(0, "c", 9)]
    ranked = ranking(subjects, found, COUNTED, spans, 0.6)
    assert [(one.merchant, one.place, one.count) for one in ranked] == [
        ("b", 1, 3), ("a", 2, 1), ("c", None, 9), ("d", None, 0),
    ]  # fmt: skip
    assert [one.trend for one in ranked] == [(3,), (1,), (9,), (None,)]


@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["c1", "c2"]), st.integers(-30, 120), st.floats(0, 3600)), max_size=40),
    st.integers(1, 4),
    st.integers(0, 100),
)
def test_coverage_is_the_reports(seen: list[tuple[str, int, float]], length: int, passed_h: int) -> None:
    first, last = MONDAY, MONDAY + timedelta(days=length - 1)
    now = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=passed_h)
    asked = Asked(Period(first, last), now, EVERYWHERE)

    with TemporaryDirectory() as place, open_database(copied(Path(place))) as database:
        with database.writing() as session:
            for camera, hour, seconds in seen:
                at = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=hour)
                raise_coverage(session, "run", Coverage(camera, at, seconds, seconds / 2))
        with database.reading() as session:
            material = gather(session, asked, book_of(load_rulebook({}), load_casebook()))
            found = watch(session, registry.sites(session), Days(first, last, NINGBO), now)
    for merchant, days in found.stalls.items():
        told = material.watched_by(merchant)
        mine = [sum(getattr(day, name) for day in days.values()) for name in ("scheduled_s", "watched_s", "staffed_s")]
        assert mine == pytest.approx([told.scheduled_s, told.watched_s, told.staffed_s], abs=3600 * 0.001 + 1e-6)


@pytest.mark.parametrize("state", State)
def test_what_counts_is_what_handling_says(state: State) -> None:
    aside = {State.PENDING_REVIEW, State.DISMISSED, State.WITHDRAWN, State.MERGED}
    assert (standing_of(state, advisory=False) is Standing.COUNTED) is (state not in aside)
    assert standing_of(state, advisory=True) is Standing.ADVISORY

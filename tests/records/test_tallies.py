"""The tally says what counting the rows would say: whatever was added, changed or removed, for any filter, in any zone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid5
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from records import tables, tallies, violations
from records.database import Database, open_database
from records.merging import merge_violation
from records.provenance import Recorder
from records.roles import Level
from records.scopes import EVERYWHERE, Scope, Sight
from records.states import ReviewState
from records.tallies import Days, Standing, standing_of
from records.violation_rows import ViolationFilter, ViolationRow
from tests.records.build import SEED, copied, violation
from vision.facts import TimeSource

NINGBO, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
MARCH = Days(date(2026, 3, 1), date(2026, 3, 14), NINGBO)
PLACES = (("c1", "z1", "m1"), ("c1", "z2", "m2"), ("c2", "z3", None))


@dataclass(frozen=True, slots=True)
class Made:
    """A violation to make; `becomes` None: it is removed again."""

    hours: int
    place: int = 0
    code: str = "NO_HAT"
    advisory: bool = False
    repeats: int = 0
    level: int = 1
    becomes: ReviewState | None = ReviewState.PENDING_REVIEW


MADE = st.builds(
    Made,
    hours=st.integers(-80, 240),
    place=st.integers(0, 2),
    code=st.sampled_from(["NO_HAT", "NO_MASK"]),
    advisory=st.booleans(),
    repeats=st.integers(0, 1),
    level=st.integers(1, 3),
    becomes=st.sampled_from([None, *ReviewState]),
)
FILTERS = st.builds(
    ViolationFilter,
    site=st.sampled_from([None, "market"]),
    camera=st.sampled_from([None, "c1"]),
    merchant=st.sampled_from([None, "m1"]),
    code=st.sampled_from([None, "NO_MASK"]),
    advisory=st.sampled_from([None, True, False]),
    state=st.sampled_from([None, ReviewState.PENDING_REVIEW, ReviewState.CLOSED]),
    level=st.sampled_from([None, 1, 3]),
    repeated=st.sampled_from([None, True, False]),
    sight=st.sampled_from([Sight(one, one) for one in (EVERYWHERE, frozenset({Scope(Level.MERCHANT, "m1")}))]),
)


def make(database: Database, made: list[Made]) -> None:
    """Each told of, then brought to where it stands or taken away, as the records do."""
    recorder = Recorder(TimeSource.LIVE)
    with database.writing() as session:
        for number, one in enumerate(made):
            camera, zone, merchant = PLACES[one.place]
            told = violation(
                str(number), opened=3600 * one.hours, code=one.code, camera=camera, zone=zone, merchant=merchant,
                advisory=one.advisory,
            )  # fmt: skip
            merge_violation(session, told, recorder).repeats = one.repeats
    with database.writing() as session:
        for number, one in enumerate(made):
            row = session.get_one(tables.Violation, uuid5(SEED, str(number)))
            if one.becomes is None:
                session.execute(delete(tables.Violation).where(tables.Violation.id == row.id))
            else:
                row.state, row.level = one.becomes, one.level


def counted_by_hand(database: Database, wanted: ViolationFilter, days: Days) -> list[ViolationRow]:
    with database.reading() as session:
        rows = violations.page(session, wanted, None, violations.MAX_PAGE).items
    return [row for row in rows if days.since <= row.opened_at < days.until]


@settings(max_examples=25, deadline=None)
@given(st.lists(MADE, max_size=25), FILTERS, st.integers(0, 9), st.sampled_from([NINGBO, NEW_YORK]))
def test_sums_are_what_counting_says(made: list[Made], wanted: ViolationFilter, length: int, zone: ZoneInfo) -> None:
    days = Days(date(2026, 3, 3), date(2026, 3, 3) + timedelta(days=length), zone)
    with TemporaryDirectory() as place, open_database(copied(Path(place))) as database:
        make(database, made)
        rows = counted_by_hand(database, wanted, days)
        with database.reading() as session:
            by_day = tallies.by_day(session, wanted, days)
            by_code = tallies.by_code(session, wanted, days)
            by_hour = tallies.by_hour(session, wanted, days, list(Standing))
    standings = Counter(standing_of(row.state, advisory=row.advisory) for row in rows)
    assert {one: getattr(tallies.total(by_day), one) for one in Standing} == {one: standings[one] for one in Standing}
    local = [row.opened_at.astimezone(zone) for row in rows]
    assert sum((Counter({one.day: one.tallied.all}) for one in by_day), Counter()) == Counter(at.date() for at in local)
    assert by_code == Counter(row.code for row in rows)
    assert by_hour == Counter((at.weekday(), at.hour) for at in local)


def test_nothing_is_left_of_what_was_removed(tmp_path: Path) -> None:
    with open_database(copied(tmp_path)) as database:
        make(database, [Made(0, becomes=None), Made(1, becomes=ReviewState.CLOSED), Made(1, becomes=None)])
        with database.reading() as session:
            rows = session.execute(select(tables.TALLY.c.state, tables.TALLY.c.n, tables.TALLY.c.h09)).all()
    assert rows == [(ReviewState.CLOSED, 1, 1)]


def test_a_new_filter_narrows_the_list_as_well(tmp_path: Path) -> None:
    with open_database(copied(tmp_path)) as database:
        make(database, [Made(0, level=1), Made(1, level=3), Made(2, repeats=1)])
        found = [
            len(counted_by_hand(database, wanted, MARCH))
            for wanted in (ViolationFilter(level=3), ViolationFilter(repeated=True), ViolationFilter(repeated=False))
        ]
    assert found == [1, 1, 2]


@pytest.mark.parametrize(
    ("first", "last", "parts"),
    [
        pytest.param("2026-03-01", "2026-03-05", 1, id="no clock is changed"),
        pytest.param("2026-03-06", "2026-03-10", 3, id="before, the short day, after"),
    ],
)
def test_days_are_cut_where_clocks_change(first: str, last: str, parts: int) -> None:
    days = Days(date.fromisoformat(first), date.fromisoformat(last), NEW_YORK)
    cut = list(days.parts())
    assert len(cut) == parts
    assert [day for part in cut for day in part] == list(days)

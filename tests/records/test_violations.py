"""Reading violations: filters, pages, one with its explanation, counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from records import tables, violations
from records.database import Database, open_database
from records.sink import DatabaseSink
from records.states import ReviewState
from records.violation_rows import CodeCount, Cursor, Page, ViolationFilter, ViolationRow
from tests.records.build import SEED, T0, copied, later, look, sink_of, snapshots, violation
from vision.facts import Box, EvidenceKind, EvidenceRole, Look, Severity, ZoneKind

ALL = ViolationFilter()


@pytest.fixture
def three(database: Database, sink: DatabaseSink) -> Database:
    sink.violation(violation("a", opened=0, code="NO_HAT"), ())
    sink.violation(violation("b", opened=60, code="NO_MASK", zone="z2", merchant="m2"), ())
    sink.violation(violation("c", opened=120, code="NO_HAT", camera="c2", zone="z3", merchant=None, advisory=True), ())
    return database


def other(second: float, left: float = 70) -> Look:
    """A look at somebody else at the same time."""
    seen = look(second)
    return replace(seen, track=replace(seen.track, id=uuid5(SEED, f"other {left}"), box=Box(left, 0, left + 9, 9)))


def shown(database: Database, wanted: ViolationFilter) -> str:
    """First letters of the violations shown, newest first."""
    letters = {uuid5(SEED, letter): letter for letter in "abc"}
    with database.reading() as session:
        return "".join(letters[row.id] for row in violations.page(session, wanted).items)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param(ALL, "cba", id="all"),
        pytest.param(ViolationFilter(site="market"), "cba", id="site"),
        pytest.param(ViolationFilter(site="canteen"), "", id="other site"),
        pytest.param(ViolationFilter(camera="c1"), "ba", id="camera"),
        pytest.param(ViolationFilter(merchant="m2"), "b", id="merchant"),
        pytest.param(ViolationFilter(zone="z3"), "c", id="zone"),
        pytest.param(ViolationFilter(code="NO_HAT"), "ca", id="code"),
        pytest.param(ViolationFilter(severity=Severity.II), "cba", id="severity"),
        pytest.param(ViolationFilter(severity=Severity.I), "", id="other severity"),
        pytest.param(ViolationFilter(advisory=True), "c", id="advisory"),
        pytest.param(ViolationFilter(advisory=False), "ba", id="counted"),
        pytest.param(ViolationFilter(state=ReviewState.PENDING_REVIEW), "cba", id="state"),
        pytest.param(ViolationFilter(since=later(60)), "cb", id="since is included"),
        pytest.param(ViolationFilter(until=later(60)), "a", id="until is not"),
        pytest.param(ViolationFilter(camera="c1", code="NO_HAT"), "a", id="both"),
    ],
)
def test_a_filter_shows_what_it_says(three: Database, wanted: ViolationFilter, expected: str) -> None:
    assert shown(three, wanted) == expected


def test_counts_are_by_code_and_never_add_what_only_advises(three: Database) -> None:
    with three.reading() as session:
        assert violations.counts(session, ALL) == (CodeCount("NO_HAT", 1, 1), CodeCount("NO_MASK", 1, 0))
        assert violations.counts(session, ViolationFilter(camera="c2")) == (CodeCount("NO_HAT", 0, 1),)


def test_a_row_names_its_place(three: Database) -> None:
    with three.reading() as session:
        newest, middle, _ = violations.page(session, ALL).items
    assert (middle.site_name, middle.camera_name, middle.merchant_name) == ("月湖市场", "熟食区", "甬味熟食")
    assert (newest.zone_kind, newest.merchant_name) == (ZoneKind.COLD_ROOM, None)


def pages(database: Database, limit: int, meanwhile: DatabaseSink | None = None) -> list[ViolationRow]:
    """All pages one after the other; something newer is opened between any two."""
    rows: list[ViolationRow] = []
    cursor: Cursor | None = None
    for _ in range(20):
        with database.reading() as session:
            page = violations.page(session, ALL, cursor, limit)
        rows += page.items
        if page.next is None:
            return rows
        if meanwhile is not None:
            meanwhile.violation(violation(f"new {len(rows)}", opened=10_000 + len(rows)), ())
        cursor = Cursor.parse(str(page.next))
    raise AssertionError(f"pages without end: {rows}")


@settings(max_examples=20)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=12), st.integers(1, 5))
def test_pages_part_the_list_in_order_whatever_is_opened_meanwhile(seconds: list[int], limit: int) -> None:
    with TemporaryDirectory() as place, open_database(copied(Path(place))) as database:
        sink = sink_of(database, Path(place) / "evidence")
        for number, second in enumerate(seconds):
            sink.violation(violation(f"v{number}", opened=second), ())
        found = [(row.opened_at, row.id) for row in pages(database, limit, sink)]
    names = [(later(second), uuid5(SEED, f"v{number}")) for number, second in enumerate(seconds)]
    assert found == sorted(names, reverse=True)


def test_a_full_last_page_has_no_next(three: Database) -> None:
    with three.reading() as session:
        page = violations.page(session, ALL, limit=3)
    assert (len(page.items), page.next) == (3, None)


def test_an_empty_list_is_a_page(database: Database) -> None:
    with database.reading() as session:
        assert violations.page(session, ALL) == Page((), None)


@pytest.mark.parametrize("limit", [0, -1, violations.MAX_PAGE + 1])
def test_a_limit_out_of_bounds_is_refused(database: Database, limit: int) -> None:
    with database.reading() as session, pytest.raises(ValueError, match=f"expected 1 to 500, came {limit}"):
        violations.page(session, ALL, limit=limit)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)), st.uuids())  # noqa: DTZ001
def test_a_cursor_reads_what_it_wrote(at: datetime, name: UUID) -> None:
    assert Cursor.parse(str(Cursor(at, name))) == Cursor(at, name)


@pytest.mark.parametrize(
    "came",
    [
        pytest.param("", id="empty"),
        pytest.param("%%%", id="no base64"),
        pytest.param("A", id="torn"),
        pytest.param("甬", id="Chinese"),
        pytest.param("aGVsbG8", id="no cursor"),
        pytest.param("MjAyNi0wMS0wMVQwMDowMDowMHwwMDAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDE", id="no time zone"),
        pytest.param(
            "MDAwMS0wMS0wMVQwMDowMDowMCsxNDowMHwwMDAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDE", id="before time"
        ),
        pytest.param("x" * 5000, id="long"),
    ],
)
def test_a_cursor_that_is_none_is_told(came: str) -> None:
    with pytest.raises(ValueError, match="cursor: expected the `next` of an earlier page, came") as error:
        Cursor.parse(came)
    assert len(str(error.value)) < 200


@given(st.text(max_size=80))
def test_no_text_breaks_the_cursor(came: str) -> None:
    try:
        cursor = Cursor.parse(came)
    except ValueError:
        return
    assert cursor.opened_at.tzinfo is UTC


def test_the_picture_is_the_annotated_clearest(database: Database, sink: DatabaseSink) -> None:
    sink.violation(
        violation(), [*snapshots(25), *snapshots(50, EvidenceRole.CLEAREST), *snapshots(75, EvidenceRole.LAST)]
    )
    with database.reading() as session:
        (row,) = violations.page(session, ALL).items
        assert row.picture is not None
        file = violations.evidence(session, row.picture.id)
    assert file is not None
    picture = file.row
    assert (picture.kind, picture.role) == (EvidenceKind.ANNOTATED, EvidenceRole.CLEAREST)
    assert (row.picture.width, row.picture.height) == (picture.width, picture.height)


@pytest.mark.parametrize(
    ("frame", "looks", "head"),
    [
        pytest.param(25, [look(1), look(2)], look(1).track.box, id="the look of that frame"),
        pytest.param(75, [look(1), look(2)], None, id="no look tells"),
        pytest.param(25, [other(1), look(1), other(1, 40)], look(1).track.box, id="its own track before others"),
        pytest.param(50, [look(1), other(2)], other(2).track.box, id="another track will do"),
    ],
)
def test_a_picture_knows_where_the_head_is(
    database: Database, sink: DatabaseSink, frame: int, looks: list[Look], head: Box | None
) -> None:
    sink.violation(violation(looks=looks), snapshots(frame))
    with database.reading() as session:
        (row,) = violations.page(session, ALL).items
    assert row.picture is not None
    assert row.picture.head == head


def test_what_is_not_there_is_none(database: Database) -> None:
    with database.reading() as session:
        assert violations.one(session, SEED) is None
        assert violations.evidence(session, SEED) is None


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param(ALL, id="all"),
        pytest.param(ViolationFilter(site="market", since=T0, until=T0 + timedelta(days=7)), id="a week of a site"),
        pytest.param(ViolationFilter(camera="c1"), id="camera"),
        pytest.param(ViolationFilter(code="NO_HAT"), id="code"),
    ],
)
def test_a_page_is_read_in_order_from_an_index(three: Database, wanted: ViolationFilter) -> None:
    with three.reading() as session:
        query = violations.listing(wanted, Cursor(later(500), SEED)).limit(50)
        words = str(query.compile(session.connection(), compile_kwargs={"literal_binds": True}))
        plan = [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {words}"))]
    assert any("violation USING INDEX ix_violation" in step for step in plan)
    assert not [step for step in plan if "TEMP B-TREE" in step]


def test_a_row_is_not_tied_to_its_session(three: Database) -> None:
    with three.reading() as session:
        (row, *_) = violations.page(session, ALL).items
    assert replace(row, code="X").id == row.id
    assert not isinstance(row, tables.Base)

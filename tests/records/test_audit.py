"""The audit log only grows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, text, update

from records import audit, tables
from records.audit import Entry, Line
from records.database import Database
from records.states import Noted
from tests.records.build import later
from vision.errors import StoreError


def write(database: Database, *entries: Entry) -> None:
    with database.writing() as session:
        for second, entry in enumerate(entries):
            audit.note(session, entry, later(second))


SEEN = Entry("mgr", Noted.READ, "evidence 1", "投诉核查", "10.0.0.7")


def test_a_line_says_all_it_was_given(database: Database) -> None:
    write(database, SEEN)
    with database.reading() as session:
        assert audit.lines(session) == (Line(1, later(0), "mgr", Noted.READ, "evidence 1", "投诉核查", "10.0.0.7"),)


def test_lines_come_newest_first_in_pages(database: Database) -> None:
    write(database, *(Entry(who, Noted.READ) for who in "abcab"))
    with database.reading() as session:
        assert [line.seq for line in audit.lines(session, limit=2)] == [5, 4]
        assert [line.seq for line in audit.lines(session, audit.Wanted(before=4))] == [3, 2, 1]
        assert [line.seq for line in audit.lines(session, audit.Wanted(who="a"))] == [4, 1]


@pytest.mark.parametrize("limit", [0, audit.MAX_PAGE + 1])
def test_a_page_has_its_bounds(database: Database, limit: int) -> None:
    with pytest.raises(ValueError, match="limit: expected 1 to"), database.reading() as session:
        audit.lines(session, limit=limit)


def test_a_long_text_is_cut(database: Database) -> None:
    write(database, Entry("x" * 999, Noted.READ, "y" * 999, "z" * 999))
    with database.reading() as session:
        (line,) = audit.lines(session)
    assert {len(line.who), len(line.subject), len(line.reason)} == {audit.LONGEST}


def test_nobody_changes_a_line(database: Database) -> None:
    write(database, SEEN)
    with pytest.raises(StoreError, match="the audit log is never changed"), database.writing() as session:
        session.execute(update(tables.Audit).values(who="somebody else"))


def test_nobody_replaces_a_line(database: Database) -> None:
    write(database, SEEN)
    row = "(1, '2026-01-01', 'x', 'read', '', '', '')"
    with pytest.raises(StoreError, match="the audit log is never changed"), database.writing() as session:
        session.execute(text(f"INSERT OR REPLACE INTO audit VALUES {row}"))


def delete_one_of(database: Database, age: timedelta) -> None:
    with database.writing() as session:
        audit.note(session, SEEN, datetime.now(UTC) - age)
    with database.writing() as session:
        session.execute(delete(tables.Audit))


def test_a_young_line_is_not_deleted(database: Database) -> None:
    with pytest.raises(StoreError, match="the audit log is never changed"):
        delete_one_of(database, timedelta(days=3 * 365))
    with database.reading() as session:
        assert len(audit.lines(session)) == 1


def test_a_line_of_more_than_three_years_may_go(database: Database) -> None:
    delete_one_of(database, timedelta(days=3 * 367))
    with database.reading() as session:
        assert audit.lines(session) == ()

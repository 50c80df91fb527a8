"""Opening: new, ours, older, newer, not ours; and what a transaction promises."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, inspect, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from records import accounts, grants, tables, tokens
from records.database import Database, open_database
from records.migrations import history
from tests.records.build import HOUSE, copied, on_a_small_disk
from vision.errors import StoreError

POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]


def site(name: str) -> tables.Site:
    return tables.Site(id=name, name=name, type="", street="", district="", timezone="Asia/Shanghai", retired=False)


def test_a_new_file_keeps_its_identity(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "box.db"
    with open_database(path) as database:
        first = database.id
    with open_database(f"sqlite:///{path}") as database:
        assert database.id == first


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    (tmp_path / "box.db").touch()
    with open_database(tmp_path / "box.db") as database:
        assert database.where == str(tmp_path / "box.db")


def make_text(path: Path) -> None:
    path.write_text("shopping list", encoding="utf-8")


def make_folder(path: Path) -> None:
    path.mkdir()


def make_sqlite(statement: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        connection = sqlite3.connect(path)
        connection.executescript(statement)
        connection.close()

    return make


def make_torn(path: Path) -> None:
    make_sqlite("CREATE TABLE photo (id)")(path)
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 5000)


@pytest.mark.parametrize(
    ("make", "came"),
    [
        pytest.param(make_text, "not SQLite", id="text"),
        pytest.param(make_folder, "a folder", id="folder"),
        pytest.param(make_sqlite("CREATE TABLE photo (id)"), "tables photo", id="somebody's SQLite"),
        pytest.param(make_sqlite("CREATE TABLE box (id)"), "tables box", id="somebody's box"),
        pytest.param(
            make_sqlite("CREATE TABLE box (id, product); INSERT INTO box VALUES (1, 'toys')"),
            "tables box",
            id="toy box",
        ),
        pytest.param(make_torn, "malformed|not a database", id="torn"),
    ],
)
def test_what_is_not_ours_is_refused_and_left_alone(tmp_path: Path, make: Callable[[Path], None], came: str) -> None:
    path = tmp_path / "thing.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(StoreError, match=rf"thing\.db: expected .*({came})"):
        open_database(path)
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_newer_database_is_refused_with_both_revisions(tmp_path: Path) -> None:
    path = copied(tmp_path)
    make_sqlite("UPDATE alembic_version SET version_num = '9999'")(path)
    with pytest.raises(StoreError, match=f"expected revision {history.newest()} or older, came 9999.*update"):
        open_database(path)


def test_a_place_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    make_text(tmp_path / "file")
    with pytest.raises(StoreError, match="cannot be opened"):
        open_database(tmp_path / "file" / "box.db")


def test_a_damaged_history_is_refused(tmp_path: Path) -> None:
    path = copied(tmp_path)
    make_sqlite("DELETE FROM alembic_version")(path)
    with pytest.raises(StoreError, match="already exists"):
        open_database(path)


@pytest.mark.parametrize(
    ("url", "came"),
    [
        pytest.param("postgresql+psycopg://box:hunter2@db/box", "no driver for postgresql", id="no driver"),
        pytest.param("paper://box:hunter2@db/box", "no driver for paper", id="no such database"),
        pytest.param("postgresql://box:hunter2@db:port/box", "cannot be read", id="no URL"),
    ],
)
def test_a_url_that_leads_nowhere_is_told_without_its_password(url: str, came: str) -> None:
    with pytest.raises(StoreError, match=came) as error:
        open_database(url)
    assert "hunter2" not in str(error.value)


OLD_ROWS = """
    INSERT INTO box VALUES ('00000000000040008000000000000001', 'sunkitchen');
    INSERT INTO site VALUES ('s', '月湖市场', 'market', '', '', 'Asia/Shanghai', 0);
    INSERT INTO camera VALUES ('c', 's', '', NULL, 0, 0);
    INSERT INTO zone VALUES ('z', 'c', NULL, 'cold_room', '[]', NULL, NULL, 0);
    INSERT INTO violation (id, code, severity, site, camera, zone, track, state, phase, at, started_at, opened_at,
        counted_s, assessable_s, unknown_s, score, repeats, rule, model, time_source)
    VALUES ('00000000000040008000000000000002', 'NO_HAT', 'II', 's', 'c', 'z', '00000000000040008000000000000003',
        'pending_review', 'opened', '2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000000',
        '2026-01-01 00:00:00.000000', 1, 1, 0, 0.9, 0, 'r', 'm', 'live')
"""
SINCE_0008 = OLD_ROWS.replace("time_source)", "time_source, level)").replace("'live')", "'live', 1)")


@pytest.mark.parametrize("revision", [pytest.param(name, id=name) for name in history.known()[1:]])
def test_an_older_database_keeps_its_rows_on_the_way_up(tmp_path: Path, revision: str) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'old.db'}")
    with engine.begin() as connection:
        history.upgrade(connection, revision)
        levels = any(column["name"] == "level" for column in inspect(connection).get_columns("violation"))
        for row in (SINCE_0008 if levels else OLD_ROWS).split(";"):
            connection.execute(text(row))
    engine.dispose()
    with open_database(tmp_path / "old.db") as database, database.reading() as session:
        assert history.revision(session.connection()) == history.newest()
        (violation,) = session.scalars(select(tables.Violation))
        assert (violation.opened_at, violation.polygon) == (datetime(2026, 1, 1, tzinfo=UTC), None)
        assert violation.advisory  # nobody was enrolled then


ACCOUNTS = """
    INSERT INTO account (login, password_hash, created) VALUES ('second', '', '2026-01-02 00:00:00.000000');
    INSERT INTO account (login, password_hash, created) VALUES ('admin', '', '2026-01-01 00:00:00.000000');
    INSERT INTO token (id, sha256, name, account, created, expires) VALUES
        ('00000000000040008000000000000004', 'a', 'script', 'admin', '2026-01-01 00:00:00.000000', NULL);
    INSERT INTO token (id, sha256, name, account, created, expires) VALUES
        ('00000000000040008000000000000005', 'b', 'page', 'admin', '2026-01-01 00:00:00.000000', '2036-01-01 00:00:00.000000')
"""


def test_the_first_account_may_what_it_could_and_no_token_is_for_ever(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'old.db'}")
    with engine.begin() as connection:
        history.upgrade(connection, "0005")
        for row in (OLD_ROWS + ";" + ACCOUNTS).split(";"):
            connection.execute(text(row))
    engine.dispose()
    with open_database(tmp_path / "old.db") as database, database.reading() as session:
        held = {entry.login: entry.grants for entry in accounts.accounts(session)}
        names = [entry.name for entry in tokens.listed(session)]
    assert (held, names) == ({"admin": grants.OF_THE_FIRST, "second": frozenset()}, ["page"])


def test_migrations_and_tables_agree(database: Database) -> None:
    with database.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, tables.Base.metadata) == []


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        pytest.param("journal_mode", "wal", id="readers and a writer together"),
        pytest.param("synchronous", 1, id="NORMAL"),
        pytest.param("foreign_keys", 1, id="no dangling rows"),
        pytest.param("busy_timeout", 60000, id="waits"),
    ],
)
def test_settings_hold_on_every_connection(database: Database, setting: str, value: str | int) -> None:
    with database.reading() as one, database.writing() as two:
        assert {session.scalar(text(f"PRAGMA {setting}")) for session in (one, two)} == {value}


def test_a_transaction_is_kept_whole_or_not_at_all(database: Database) -> None:
    def half() -> None:
        with database.writing() as session:
            session.add(site("half"))
            session.flush()
            raise InterruptedError

    with pytest.raises(InterruptedError):
        half()
    with database.reading() as session:
        assert session.get(tables.Site, "half") is None


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StoreError, match="readonly"), database.reading() as session:
        session.execute(update(tables.Site).values(name="sneaky"))


def test_a_reader_sees_one_moment(database: Database) -> None:
    with database.reading() as reader:
        assert reader.get(tables.Site, "late") is None
        with database.writing() as writer:
            writer.add(site("late"))
        assert reader.scalar(select(tables.Site.name).where(tables.Site.id == "late")) is None


def test_a_broken_rule_tells_neither_statement_nor_values(database: Database) -> None:
    with pytest.raises(StoreError) as error, database.writing() as session:
        session.add(tables.Merchant(id="m", site="nowhere", name="secret", stall="", kind="", retired=False))
    assert "FOREIGN KEY" in str(error.value)
    assert "secret" not in str(error.value)


def test_writers_wait_for_each_other(database: Database) -> None:
    def add(number: int) -> None:
        with database.writing() as session:
            session.add(site(f"site {number}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))
    with database.reading() as session:
        assert len(session.scalars(select(tables.Site)).all()) == 41


def test_processes_that_open_a_new_database_together_agree(tmp_path: Path) -> None:
    code = "import sys; from records.database import open_database; print(open_database(sys.argv[1]).id)"
    command = [sys.executable, "-W", "error", "-c", code, str(tmp_path / "box.db")]
    children = [subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    answers = [child.communicate() for child in children]
    assert [child.returncode for child in children] == [0, 0, 0]
    assert len({answer for answer, _ in answers}) == 1


FULL = """
import sys
from pathlib import Path
from records import accounts, grants, tables, tokens
from records.database import open_database
from tests.records.build import contents, copied
from vision.errors import DiskFull

with open_database(copied(Path(sys.argv[1]))) as database:
    before = contents(database)
    try:
        with database.writing() as session:
            session.add(tables.Site(id="s", name="x" * 3_000_000, type="", street="", district="", timezone="", retired=False))
    except DiskFull as error:
        print(error)
    print(contents(database) == before)
"""


def test_a_full_disk_keeps_the_database_as_it_was(tmp_path: Path) -> None:
    told, unchanged = on_a_small_disk(tmp_path, "2m", FULL).splitlines()
    assert "no room left on its disk" in told
    assert unchanged == "True"


def naive(year: int) -> datetime:
    return datetime(year, 1, 1)  # noqa: DTZ001


@given(st.datetimes(naive(1971), naive(2100), timezones=st.timezones()))
def test_times_come_back_as_the_same_instant_in_utc(at: datetime) -> None:
    column, dialect = tables.UtcDateTime(), sqlite.dialect()
    back = column.process_result_value(column.process_bind_param(at, dialect), dialect)
    assert back is not None
    assert (back, back.tzinfo) == (at.astimezone(UTC), UTC)


def test_a_time_without_zone_is_refused(database: Database) -> None:
    with pytest.raises(StoreError, match="time zone"), database.writing() as session:
        session.add(tables.Account(login="x", password_hash="", created=naive(2026)))


def test_tables_are_written_for_postgresql_too() -> None:
    words = [str(CreateTable(t).compile(dialect=POSTGRESQL)) for t in tables.Base.metadata.sorted_tables]
    times = [line for table in words for line in table.splitlines() if "TIMESTAMP" in line]
    assert len(times) >= 15
    assert all("WITH TIME ZONE" in line for line in times)


def test_postgresql_keeps_the_offset() -> None:
    column, dialect = tables.UtcDateTime(), POSTGRESQL
    at = datetime(2026, 1, 1, 8, tzinfo=timezone.max)
    assert column.process_bind_param(at, dialect) == at
    assert column.process_result_value(at, dialect) == at
    assert column.process_result_value(None, dialect) is None

"""The quarter in a store: whole, signed, watched as it says, and beside the live cameras."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from cases.desk import Desk
from cases.gathering import Asked, gather
from cases.keeping import load
from cases.looking_back import look_back
from cases.quality import together
from cases.reports.figures import counts, false_alarm, judged
from cases.reports.material import Book
from cases.reports.period import Period
from cases.states import State
from records import accounts, coverage, tables
from records.accounts import AccountEntry
from records.case_steps import Wanted
from records.roles import Role
from records.scopes import EVERYWHERE
from records.states import RunOutcome
from records.verify import verify
from sunkitchen.config import Config, load_casebook, load_config, load_legal_book
from sunkitchen.demo.cast import CAST
from sunkitchen.demo.plots import NINGBO, OBSTRUCTED_DAY
from sunkitchen.demo.quarter import is_loaded, load_quarter
from sunkitchen.demo.run import filmed_at, prepare
from sunkitchen.demo.watching import COVERED_CAMERA
from sunkitchen.paths import CONFIGS
from sunkitchen.registering import sync_registry
from sunkitchen.retention.caretaker import retention_of
from sunkitchen.store import Store, open_store

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
MB = 1_000_000


@pytest.fixture(scope="module")
def config() -> Config:
    return load_config(CONFIGS / "demo.yaml")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, config: Config) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("demo")) as store:
        sync_registry(store, config)
        prepare(store, config, NOW)
        yield store


def test_chain_rows_and_files_hold(store: Store) -> None:
    report = verify(store.database, store.evidence)
    assert report.findings == ()
    assert report.links > 2600


def test_what_is_older_than_it_may_be_kept_is_gone_on_record(store: Store) -> None:
    retention = retention_of(store)
    with store.database.reading() as session:
        (run,) = retention.runs(session)
        kept = session.execute(select(tables.Evidence.violation, tables.Evidence.path)).all()
        dismissed = load(session, Wanted(states=[State.DISMISSED]))
    shown = {violation for violation, path in kept if store.evidence.has(path)}
    old = {case.id for case in dismissed if case.since < NOW - timedelta(days=8)}
    assert (run.outcome, run.files > 300) == (RunOutcome.DONE, True)
    assert not old & shown
    assert {case.lead.code for case in dismissed if case.id in shown} >= {"RODENT", "NO_HAT"}
    assert retention.look(run.began_at).plan.going == ()


def test_the_cases_are_read_as_they_were_played(store: Store) -> None:
    with store.database.reading() as session:
        cases = load(session, Wanted())
    levels = [case.level for case in cases if case.confirmer is not None]
    assert [levels.count(level) for level in (1, 2, 3)] == [259, 18, 23]
    assert Desk(store.database, load_casebook()).run(NOW + timedelta(days=1)) == 0


def test_it_is_small(store: Store) -> None:
    kept = (path for path in store.folder.rglob("*") if path.is_file())
    files = [path for path in kept if not path.name.endswith(("-wal", "-shm"))]  # gone when the box stops
    assert sum(path.stat().st_size for path in files) < 100 * MB


def test_the_covered_camera_was_not_watched_enough_that_day(store: Store) -> None:
    shares = [share_watched(store, day) for day in (OBSTRUCTED_DAY - 1, OBSTRUCTED_DAY, OBSTRUCTED_DAY + 1)]
    assert shares[1] < load_casebook().scores.least_coverage < 0.95 < min(shares[0], shares[2])


def share_watched(store: Store, day: int) -> float:
    """Of the canteen's 8.5 hours of a day of the quarter."""
    on = date(2026, 11, 25) - timedelta(days=91 - day)
    since = datetime.combine(on, time(), NINGBO)
    with store.database.reading() as session:
        hours = coverage.per_hour(session, since, since + timedelta(days=1), COVERED_CAMERA)
    return sum(hour.watched_s for hour in hours) / (8.5 * 3600)


@pytest.mark.parametrize(
    ("column", "word"),
    [
        pytest.param(tables.Site.name, "演示", id="the market"),
        pytest.param(tables.Merchant.name, "演示", id="stalls"),
        pytest.param(tables.Violation.rule, "演示数据", id="rules"),
        pytest.param(tables.Violation.software, "演示数据", id="software"),
    ],
)
def test_it_says_everywhere_that_it_is_made_up(store: Store, column: object, word: str) -> None:
    with store.database.reading() as session:
        said = set(session.scalars(select(column)))  # type: ignore[call-overload]
    assert all(word in text or "虚构" in text for text in said)


def test_the_demos_people_have_their_roles_and_own_passwords(store: Store) -> None:
    with store.database.reading() as session:
        found = {entry.login: roles_of(entry) for entry in accounts.accounts(session)}
        hashes = session.scalar(select(func.count(tables.Account.password_hash.distinct())))
    assert found == {person.login: {person.grant.role} for person in CAST}
    assert hashes == len(CAST)


def roles_of(entry: AccountEntry) -> set[Role]:
    return {grant.role for grant in entry.grants}


def test_a_second_start_loads_and_tells_nothing_new(
    store: Store, config: Config, capfd: pytest.CaptureFixture[str]
) -> None:
    assert is_loaded(store)
    before = counted(store)
    sync_registry(store, config)  # as every start does: what only has a history would be retired by it
    prepare(store, config, NOW + timedelta(days=3))
    assert counted(store) == before
    assert capfd.readouterr().err == ""
    with store.database.reading() as session:
        assert session.scalars(select(tables.Camera.id).where(tables.Camera.retired)).all() == []


def counted(store: Store) -> tuple[int, ...]:
    with store.database.reading() as session:
        rows = (tables.Violation, tables.CaseStep, tables.ChainLink, tables.Coverage, tables.Account)
        return tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in rows)


def test_a_load_that_broke_off_leaves_no_row_and_is_made_up_for(tmp_path: Path, config: Config) -> None:
    def breaks(done: float, _words: str) -> None:
        if done > 0.5:
            raise KeyboardInterrupt

    with open_store(tmp_path) as store:
        with pytest.raises(KeyboardInterrupt):
            load_quarter(store, config, load_casebook(), NOW.date(), breaks)
        assert counted(store)[:2] == (0, 0)
        prepare(store, config, NOW)
        assert counted(store)[0] == 440
        assert verify(store.database, store.evidence).findings == ()


@pytest.mark.parametrize(
    ("now", "start"),
    [
        pytest.param("2026-11-25T14:30", "2026-11-25T10:00", id="afternoon: this morning"),
        pytest.param("2026-11-25T10:00", "2026-11-24T10:00", id="ten sharp: not over yet"),
        pytest.param("2026-11-25T03:00", "2026-11-24T10:00", id="night: yesterday"),
    ],
)
def test_the_clips_are_newer_than_the_history(config: Config, now: str, start: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=NINGBO)
    starts = {camera.source.start for site in filmed_at(config, at).sites for camera in site.cameras}
    assert starts == {datetime.fromisoformat(start).replace(tzinfo=NINGBO)}


def test_quality_is_what_the_report_counts(store: Store) -> None:
    """One way by a query, the other by replaying every case."""
    period = Period(date(2026, 9, 1), date(2026, 11, 24))
    book = Book(load_casebook(), {}, load_legal_book())
    with store.database.reading() as session:
        told = together(look_back(session, period, EVERYWHERE).verdicts)
        material = gather(session, Asked(period, NOW, EVERYWHERE), book)
    mine = material.mine
    decided = sum(map(judged, mine)), sum(map(false_alarm, mine))
    assert (told.flagged, told.decided, told.false_alarms) == (len(mine), *decided)
    assert told.pending == counts(mine).pending


def test_every_camera_of_the_history_shows_what_it_saw_last(store: Store, config: Config) -> None:
    watched = {camera.id for site in config.sites for camera in site.cameras}
    shown = store.live.times()
    assert not watched & set(shown)
    assert len(shown) > 30
    assert all(store.live.get(camera) is not None for camera in shown)

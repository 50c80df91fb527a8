"""What stands against deleting anything: a clock that may be wrong, a store that is not the one, too much at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from records.database import open_database
from records.evidence import EvidenceFolder
from records.provenance import ClockReading
from records.retention.guard import Allowed, Mark
from records.retention.rules import Guard
from records.retention.running import Retention
from records.states import ReviewState, RunOutcome
from tests.records.build import copied
from tests.retention.build import RULES, SYNCED, Shop, days
from vision.errors import StoreError
from vision.facts import TimeQuality

UNMEASURED = ClockReading(TimeQuality.DEGRADED)
BAD = ClockReading(TimeQuality.BAD)
CLOCKS = [
    # (how far the clock is trusted, days to the next run, whether it goes on)
    pytest.param(SYNCED, 1, RunOutcome.DONE, id="a day later"),
    pytest.param(SYNCED, 59, RunOutcome.DONE, id="two months off, kept by a time service"),
    pytest.param(SYNCED, 3 * 365, RunOutcome.WAITING, id="years ahead, whatever the time service says"),
    pytest.param(SYNCED, -1, RunOutcome.WAITING, id="set back by a day"),
    pytest.param(SYNCED, -0.01, RunOutcome.DONE, id="set back by a quarter of an hour"),
    pytest.param(UNMEASURED, 2, RunOutcome.DONE, id="a weekend off, nobody keeps the clock"),
    pytest.param(UNMEASURED, 30, RunOutcome.WAITING, id="a month ahead, nobody keeps the clock"),
    pytest.param(BAD, 1, RunOutcome.WAITING, id="a clock that was never set"),
]


@pytest.mark.parametrize(("reading", "ahead", "outcome"), CLOCKS)
def test_a_clock_that_may_be_wrong_deletes_nothing(
    shop: Shop, reading: ClockReading, ahead: float, outcome: RunOutcome
) -> None:
    shop.retention().run(days(7), "system")
    shop.fill("v", ReviewState.DISMISSED)
    run = shop.retention(reading=reading).run(days(7 + ahead), "system")
    assert run is not None
    assert run.outcome is outcome
    assert bool(run.words) is (outcome is RunOutcome.WAITING)
    kept = outcome is RunOutcome.WAITING or ahead < 0
    assert len(shop.files()) == (2 if kept else 0)


def test_a_jump_of_years_is_waited_out_and_wipes_nothing(shop: Shop) -> None:
    for number in range(3):
        shop.fill(f"v{number}", ReviewState.DISMISSED)
    retention = shop.retention(reading=UNMEASURED)
    runs = [retention.run(days(at), "system") for at in (1, 3000, 3001, 2, 8)]
    outcomes = [None if run is None else run.outcome for run in runs]
    assert outcomes == ["done", "waiting", "waiting", "done", "waiting"]  # the last one: a week off, so somebody looks
    assert len(shop.files()) == 6
    run = retention.run(days(8), "keeper", Allowed(clock=True))
    assert run is not None
    assert (run.outcome, shop.files()) == (RunOutcome.DONE, set())


def crowded(shop: Shop, free_files: int) -> Retention:
    for number in range(3):
        shop.fill(f"v{number}", ReviewState.DISMISSED)
    shop.fill("open")
    return shop.retention(replace(RULES, guard=Guard(0.5, free_files)))


def test_so_much_at_once_needs_somebodys_word(shop: Shop) -> None:
    retention = crowded(shop, free_files=5)
    run = retention.run(days(8), "system")
    assert run is not None
    assert (run.outcome, len(shop.files())) == (RunOutcome.REFUSED, 8)
    assert "6 of 8 evidence files would go, 75%" in run.words[0]
    retention.run(days(8), "keeper", Allowed(large=True))
    assert len(shop.files()) == 2


def test_few_files_may_always_go(shop: Shop) -> None:
    crowded(shop, free_files=6).run(days(8), "system")
    assert len(shop.files()) == 2


def test_an_empty_database_deletes_nothing(shop: Shop, tmp_path: Path) -> None:
    shop.fill("v", ReviewState.DISMISSED)
    other = tmp_path / "other"
    other.mkdir()
    with open_database(copied(other)) as empty:
        evidence = EvidenceFolder(other / "evidence", empty.id)
        evidence.put(b"x", "c1/a.jpg")
        run = Retention(empty, evidence, RULES, lambda: SYNCED).run(days(99), "x", Allowed(True, True, True))
    assert run is not None
    assert run.outcome is RunOutcome.REFUSED
    assert "empty, or another box's" in run.words[0]
    assert set(evidence.paths()) == {"c1/a.jpg"}


def test_another_boxs_database_is_not_even_opened_with_this_evidence(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "box.db").touch()
    with open_database(tmp_path / "other" / "box.db") as foreign, pytest.raises(StoreError, match="came the one of"):
        EvidenceFolder(shop.evidence.root, foreign.id)


def test_an_older_database_deletes_nothing(shop: Shop, tmp_path: Path) -> None:
    shop.fill("v", ReviewState.DISMISSED)
    with closing(sqlite3.connect(shop.place / "box.db")) as now, closing(sqlite3.connect(tmp_path / "old.db")) as old:
        now.backup(old)
    shop.fill("later")
    shop.retention().run(days(1), "system")
    with open_database(tmp_path / "old.db") as older:
        retention = Retention(older, shop.evidence, RULES, lambda: SYNCED)
        run = retention.run(days(8), "system")
        assert run is not None
        assert (run.outcome, len(shop.files())) == (RunOutcome.REFUSED, 4)
        assert "older than the evidence" in run.words[0]
        retention.run(days(8), "keeper", Allowed(rolled_back=True))
    assert len(shop.files()) == 2


def test_a_mark_that_cannot_be_read_stops_nothing(shop: Shop) -> None:
    shop.evidence.write_mark("{{{")
    assert Mark.read(shop.evidence) is None


def test_looking_changes_nothing(shop: Shop) -> None:
    shop.fill("v", ReviewState.DISMISSED)
    outlook = shop.retention().look(days(8))
    assert (outlook.plan.files_going, outlook.plan.share, len(shop.files())) == (2, 1.0, 2)
    with shop.database.reading() as session:
        assert shop.retention().runs(session) == ()


def test_half_written_files_go_after_an_hour(shop: Shop) -> None:
    part = shop.evidence.root / ".part-x"
    part.touch()
    at = datetime.fromtimestamp(part.stat().st_mtime, UTC)
    assert shop.retention().look(at).orphans == ()
    shop.retention().run(at + timedelta(minutes=59), "system")
    assert part.exists()
    shop.retention().run(at + timedelta(minutes=61), "system")
    assert not part.exists()

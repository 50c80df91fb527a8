"""The clerk of a box: catches up at the start, goes on through errors, and leaves when told."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import active_count
from time import sleep

import pytest

from cases.desk import Desk
from cases.states import Action
from records.database import Database, open_database
from sunkitchen.clerk import Clerk, Duty
from tests.cases.build import MINUTE, SETTINGS
from tests.records.build import T0, copied, sink_of, violation
from vision.errors import StoreError

OFTEN_S = 0.01


@dataclass(slots=True)
class Clock:
    """A clock that goes when told."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(copied(tmp_path)) as database:
        sink_of(database, tmp_path / "evidence").violation(violation(), ())
        yield database


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database, SETTINGS)


def actions(desk: Desk) -> list[Action]:
    return [step.action for step in desk.history(violation().id)]


def until(done: Callable[[], bool]) -> None:
    """Wait; the test's own timeout ends it."""
    while not done():
        sleep(OFTEN_S)


def test_what_was_due_while_the_box_was_down_is_taken_at_the_start(desk: Desk) -> None:
    with Clerk(desk, Clock(T0 + timedelta(days=1))) as clerk:
        until(lambda: clerk.rounds.last_at is not None)
    assert actions(desk) == [Action.REVIEW_OVERDUE]
    assert clerk.rounds.steps == 1


def test_what_falls_due_later_is_taken_in_a_later_round(desk: Desk) -> None:
    clock = Clock(T0 + MINUTE)
    with Clerk(desk, clock, OFTEN_S) as clerk:
        until(lambda: clerk.rounds.last_at is not None)
        assert actions(desk) == []
        clock.at += timedelta(days=1)
        until(lambda: clerk.rounds.steps == 1)
    assert actions(desk) == [Action.REVIEW_OVERDUE]


def away(database: Database, name: str, to: str) -> None:
    with database.writing() as session:
        session.connection().exec_driver_sql(f"ALTER TABLE {name} RENAME TO {to}")


def test_a_round_that_fails_is_said_and_made_up_for(
    database: Database, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    away(database, "case_step", "elsewhere")
    with Clerk(desk, Clock(T0 + timedelta(days=1)), OFTEN_S) as clerk:
        until(lambda: clerk.rounds.failures > 1)
        assert clerk.rounds.last_at is None
        away(database, "elsewhere", "case_step")
        until(lambda: clerk.rounds.steps == 1)
    assert "deadlines could not be attended to" in caplog.text


def test_an_error_in_the_program_ends_no_clerk(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    clock = Clock(datetime(2026, 3, 3))  # noqa: DTZ001 - no zone: the fault
    with Clerk(desk, clock, OFTEN_S) as clerk:
        until(lambda: clerk.rounds.failures > 0)
        clock.at = T0 + timedelta(days=1)
        until(lambda: clerk.rounds.steps == 1)
    assert "an error in the program" in caplog.text


def test_a_duty_that_fails_keeps_no_other_from_its_turn(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    attended: list[datetime] = []

    def fail(_at: datetime) -> None:
        raise StoreError("registry.csv: out of reach")

    duties = [Duty("certificates", fail), Duty("cameras", attended.append)]
    with Clerk(desk, Clock(T0 + timedelta(days=1)), OFTEN_S, duties) as clerk:
        until(lambda: clerk.rounds.failures > 1)
    assert attended[:2] == [T0 + timedelta(days=1)] * 2
    assert (clerk.rounds.steps, clerk.rounds.last_at) == (1, None)
    assert "certificates could not be attended to" in caplog.text


def test_it_leaves_when_told(desk: Desk) -> None:
    before = active_count()
    with Clerk(desk, Clock(T0)):
        assert active_count() == before + 1
    assert active_count() == before

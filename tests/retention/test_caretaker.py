"""Retention of a running box: once a day, made up for after downtime, tried again after it had to wait."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cases.desk import Desk
from records.retention.room import FloorWatch, Room
from records.states import ReviewState, RunOutcome
from sunkitchen.clerk import Clerk, Duty
from sunkitchen.retention.caretaker import Caretaker
from tests.cases.build import SETTINGS
from tests.cases.test_clerk import OFTEN_S, until
from tests.retention.build import Shop, days

HOUR = timedelta(hours=1)


def caretaker(shop: Shop, *, active: bool = True) -> Caretaker:
    retention = shop.retention()
    return Caretaker(retention, FloorWatch(retention, Room(), lambda: 10**12), active)


def outcomes(shop: Shop) -> list[tuple[datetime, str]]:
    with shop.database.reading() as session:
        return [(run.began_at, str(run.outcome)) for run in reversed(shop.retention().runs(session))]


def test_it_runs_once_a_day(shop: Shop) -> None:
    keeper = caretaker(shop)
    for hour in range(0, 60, 6):
        keeper.attend(days(1) + hour * HOUR)
    assert [at for at, _ in outcomes(shop)] == [days(1), days(2), days(3)]


def test_what_was_missed_while_the_box_was_off_is_made_up_for_at_the_start(shop: Shop) -> None:
    caretaker(shop).attend(days(1))
    shop.fill("v", ReviewState.DISMISSED)
    caretaker(shop).attend(days(1.5))  # started again, but nothing was missed
    assert len(shop.files()) == 2
    caretaker(shop).attend(days(9))
    assert ([at for at, _ in outcomes(shop)], shop.files()) == ([days(1), days(9)], set())


def test_it_waits_for_a_clock_and_tries_again(shop: Shop) -> None:
    keeper = caretaker(shop)
    keeper.attend(days(1))
    keeper.attend(days(2000))  # a jump of years
    keeper.attend(days(2000) + HOUR / 2)
    keeper.attend(days(2000) + HOUR)
    keeper.attend(days(2.1))  # and back
    assert [outcome for _, outcome in outcomes(shop)] == ["done", "waiting", "waiting", "done"]
    told = keeper.keeping()
    assert told.last is not None
    assert (told.active, told.last.outcome) == (True, RunOutcome.DONE)


def test_a_clock_that_was_set_back_is_told(shop: Shop) -> None:
    keeper = caretaker(shop)
    keeper.attend(days(9))
    keeper.attend(days(1))
    assert outcomes(shop)[-1] == (days(1), "waiting")


def test_switched_off_it_deletes_nothing(shop: Shop) -> None:
    shop.fill("v", ReviewState.DISMISSED)
    caretaker(shop, active=False).attend(days(99))
    assert (outcomes(shop), len(shop.files())) == ([], 2)


def test_the_clerk_comes_by_and_what_goes_wrong_keeps_no_deadline_waiting(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    shop.fill("v", advisory=True)
    shop.fill("open")
    keeper = caretaker(shop)
    came = iter(range(10**6))

    def attend(at: datetime) -> None:
        if not next(came):
            raise RuntimeError("a fault in the program")
        keeper.attend(at)

    with Clerk(Desk(shop.database, SETTINGS), lambda: days(31), OFTEN_S, [Duty("retention", attend)]) as clerk:
        until(lambda: bool(outcomes(shop)))
        until(lambda: clerk.rounds.steps == 1)
    assert len(shop.files()) == 2
    assert "an error in the program" in caplog.text

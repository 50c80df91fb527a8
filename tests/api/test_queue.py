"""The queue is put in order by the database: the same order, and the same pages, whoever has looked at what before."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import event, select

from cases.states import Action, State
from records import tables
from records.agenda import due
from records.roles import Role
from tests.api.build import Case, TestBox, minutes
from tests.api.handling import Hand, Json, hand

MANY = tuple(Case(f"queue {n}", 7 * n, code="NO_MASK" if n % 2 else "NO_HAT", advisory=n % 5 == 4) for n in range(12))


@pytest.fixture
def manager(box: TestBox, door: httpx.Client) -> Hand:
    for case in MANY:
        box.add(case)
    return hand(box, door, Role.MANAGER)


def paged(manager: Hand, **query: object) -> list[Json]:
    """All of the queue, two at a time."""
    items: list[Json] = []
    cursor: dict[str, object] = {}
    while True:
        page = manager.queue(limit=2, **query, **cursor)
        items += page["items"]
        if page["next"] is None:
            return items
        cursor = {"cursor": page["next"]}


def pressed(item: Json) -> tuple[bool, str, str]:
    """By what it stands where it stands."""
    deadlines = item["deadlines"]
    return not deadlines, deadlines[0]["at"] if deadlines else item["opened_at"], item["id"]


@pytest.mark.parametrize(
    "rounds",
    [
        pytest.param((), id="nobody looked yet"),
        pytest.param((200,), id="the clerk was there"),
        pytest.param((50, 90), id="and again, with new ones since"),
    ],
)
def test_pages_are_one_order_whether_the_clerk_was_there(box: TestBox, manager: Hand, rounds: tuple[int, ...]) -> None:
    for case in (MANY[0], MANY[3]):
        box.clock.at = minutes(case.minute + 2)
        manager.takes(case.id, Action.CONFIRM)
    for minute in rounds:
        box.context.desk.run(minutes(minute))
    box.clock.at = minutes(200)
    box.add(Case("late", 3, code="NO_MASK"))
    whole = manager.queue(limit=200)["items"]
    assert [item["id"] for item in whole] == [item["id"] for item in sorted(whole, key=pressed)]
    assert [item["id"] for item in paged(manager)] == [item["id"] for item in whole]
    assert {str(case.id) for case in MANY} <= {item["id"] for item in whole}


def test_what_is_over_is_listed_oldest_first(box: TestBox, manager: Hand) -> None:
    for case in MANY[:4]:
        box.clock.at = minutes(case.minute + 2)
        manager.takes(case.id, Action.DISMISS, reason="test")
    listed = paged(manager, state=State.DISMISSED)
    assert [item["id"] for item in listed] == [str(case.id) for case in MANY[:4]]


def test_only_what_waits_for_somebody(box: TestBox, manager: Hand) -> None:
    box.context.desk.run(minutes(1))
    whole, mine = manager.queue(limit=200)["items"], paged(manager, mine=True)
    assert [item["id"] for item in mine] == [item["id"] for item in whole if item["state"] == "pending_review"]
    assert mine


def test_a_quiet_round_reads_no_case_and_writes_nothing(box: TestBox, manager: Hand) -> None:
    desk = box.context.desk
    desk.run(minutes(200), everything=True)
    desk.run(minutes(200))
    said: list[str] = []
    engine = box.database._engine  # what is sent to the database is what is looked at here

    def heard(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", heard)
    assert desk.run(minutes(201)) == 0
    event.remove(engine, "before_cursor_execute", heard)
    assert [one.split()[0] for one in said if not one.startswith("PRAGMA")] == ["BEGIN", "SELECT"]


def test_what_happens_to_one_has_the_others_of_its_stall_looked_at(box: TestBox, manager: Hand) -> None:
    desk = box.context.desk
    desk.run(minutes(95), everything=True)
    desk.run(minutes(95))
    box.clock.at = minutes(96)
    manager.takes(MANY[0].id, Action.CONFIRM)
    with box.database.reading() as session:
        waiting = set(due(session, [State.PENDING_REVIEW, State.CONFIRMED], minutes(96)))
        same = select(tables.Violation.id).where(tables.Violation.merchant == "m1")
        assert waiting == set(session.scalars(same))
    desk.run(minutes(96))
    assert desk.run(minutes(96) + timedelta(seconds=1)) == 0

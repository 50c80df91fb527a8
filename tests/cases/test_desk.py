"""Cases in a database: what people and time do with them is written, once, and read again as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from cases.desk import Desk
from cases.machine import replay
from cases.payloads import Payload
from cases.states import Action, Role, State
from cases.values import BOX, Case, Deed
from records import attachments, tables, violations
from records.attachments import Attachment
from records.database import Database, open_database
from records.evidence import EvidenceFolder, StoredFile
from records.provenance import Recorder
from records.sink import DatabaseSink
from sunkitchen.clock import KernelClock, reading
from tests.cases.build import MINUTE, PHOTO, SETTINGS, WALKS, what, who
from tests.records.build import SEED, T0, copied, sink_of, violation
from vision.errors import Barred, BrokenHistory, CaseError, DataError, Incomplete, StaleCase
from vision.facts import Phase, TimeSource, Violation

NIGHT = timedelta(hours=9)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(copied(tmp_path)) as database:
        yield database


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database, SETTINGS)


def captured(desk: Desk, place: Path, name: str = "v", at: datetime = T0, **changes: object) -> UUID:
    """A violation the box has just told of."""
    return tell(desk, place, flag(name, at, **changes))


def flag(name: str, at: datetime, **changes: object) -> Violation:
    timed = replace(
        violation(name), started_at=at - timedelta(seconds=10), opened_at=at, at=at, looks=(), advisory=False
    )
    return replace(timed, **changes)  # type: ignore[arg-type]


def tell(desk: Desk, place: Path, one: Violation) -> UUID:
    sink_of(desk.database, place / "evidence").violation(one, ())
    return one.id


def attach(desk: Desk, case: UUID) -> None:
    """The photo that every example of tests.cases.build names."""
    file = StoredFile(f"attachments/{case}/{PHOTO}.jpg", PHOTO, 1)
    with desk.database.writing() as session:
        attachments.add(session, Attachment(case, T0, "operator-1", "photo.jpg", file, 64, 36))


def take(desk: Desk, case: UUID, action: Action, role: Role, at: datetime, payload: Payload | None = None) -> Case:
    """A step by somebody who has just looked."""
    seen = known(desk, case)
    return desk.act(case, Deed(action, who(role), at, seen.version, payload or what(action, at), ("ab" * 32,), "desk"))


def known(desk: Desk, case: UUID) -> Case:
    found = desk.case(case)
    assert found is not None
    return found


def walk(desk: Desk, case: UUID, state: State) -> Case:
    """By the shortest way to a state."""
    attach(desk, case)
    now = T0
    for part in WALKS[state]:
        now += part if isinstance(part, timedelta) else timedelta(0)
        if isinstance(part, timedelta):
            desk.run(now)
        else:
            take(desk, case, *part, at=now)
    return known(desk, case)


@pytest.mark.parametrize("state", [pytest.param(state, id=state) for state in State])
def test_every_state_is_written_and_read_as_it_was(desk: Desk, tmp_path: Path, state: State) -> None:
    case = captured(desk, tmp_path)
    after = walk(desk, case, state)
    assert after.state is state
    steps = desk.history(case)
    assert [step.version for step in steps] == list(range(1, after.version + 1))
    assert replay(replace(known(Desk(desk.database, SETTINGS), case)), ()) == after
    with desk.database.reading() as session:
        row = violations.one(session, case)
    assert row is not None
    assert row.violation.state is state


def test_who_looked_at_an_older_case_is_told_and_nothing_is_lost(desk: Desk, tmp_path: Path) -> None:
    case = captured(desk, tmp_path)
    late = Deed(Action.DISMISS, who(Role.HEAD), T0 + MINUTE, 0, what(Action.DISMISS))
    take(desk, case, Action.CONFIRM, Role.MANAGER, T0 + MINUTE)
    with pytest.raises(StaleCase):
        desk.act(case, late)
    assert [step.action for step in desk.history(case)] == [Action.CONFIRM]


def test_a_file_that_is_not_the_cases_is_no_proof(desk: Desk, tmp_path: Path) -> None:
    case, other = captured(desk, tmp_path), captured(desk, tmp_path, "other", T0 + timedelta(days=1))
    walk(desk, case, State.NOTIFIED)
    take(desk, other, Action.CONFIRM, Role.MANAGER, T0 + timedelta(days=1, minutes=1))
    take(desk, other, Action.NOTIFY, Role.MANAGER, T0 + timedelta(days=1, minutes=1))
    with pytest.raises(Incomplete, match="which it does not have"):
        take(desk, other, Action.SUBMIT, Role.OPERATOR, T0 + timedelta(days=1, minutes=2))
    assert take(desk, case, Action.SUBMIT, Role.OPERATOR, T0).state is State.RECTIFIED


def test_two_at_the_same_moment_one_is_told(desk: Desk, tmp_path: Path) -> None:
    case = captured(desk, tmp_path)
    told: list[str] = []

    def act(action: Action) -> None:
        try:
            desk.act(case, Deed(action, who(Role.MANAGER), T0 + MINUTE, 0, what(action)))
            told.append("taken")
        except StaleCase:
            told.append("stale")

    threads = [Thread(target=act, args=(action,)) for action in (Action.CONFIRM, Action.DISMISS) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["stale"] * 7 + ["taken"]
    assert len(desk.history(case)) == 1


def test_nobody_reviews_and_nothing_is_confirmed(desk: Desk, tmp_path: Path) -> None:
    case = captured(desk, tmp_path)
    for hours in range(1, 200, 12):
        desk.run(T0 + timedelta(hours=hours))
    assert [step.action for step in desk.history(case)] == [Action.REVIEW_OVERDUE]
    assert (known(desk, case).state, known(desk, case).level) == (State.PENDING_REVIEW, 2)


def test_what_was_due_is_written_even_when_the_deed_is_refused(desk: Desk, tmp_path: Path) -> None:
    case = captured(desk, tmp_path)
    take(desk, case, Action.CONFIRM, Role.MANAGER, T0 + MINUTE)
    with pytest.raises(CaseError):
        take(desk, case, Action.DISSUADE, Role.MANAGER, T0 + 40 * MINUTE)
    assert [step.action for step in desk.history(case)] == [Action.CONFIRM, Action.MARK_OVERDUE]
    assert desk.history(case)[-1].at == T0 + 31 * MINUTE


@pytest.mark.parametrize("rounds", [1, 7, 90])
def test_a_box_that_was_down_catches_up_with_the_same_steps(desk: Desk, tmp_path: Path, rounds: int) -> None:
    case = captured(desk, tmp_path)
    take(desk, case, Action.CONFIRM, Role.MANAGER, T0 + MINUTE)
    for number in range(1, rounds + 1):
        desk.run(T0 + NIGHT * number / rounds)
    assert [(step.action, step.at - T0) for step in desk.history(case)] == [
        (Action.CONFIRM, MINUTE),
        (Action.MARK_OVERDUE, 31 * MINUTE),
        (Action.ESCALATE, 151 * MINUTE),
    ]


@given(st.lists(st.integers(-300, 600), min_size=1, max_size=12))
@settings(max_examples=15, deadline=None)
def test_clock_jumps_neither_lose_nor_double_a_step(
    tmp_path_factory: pytest.TempPathFactory, minutes: list[int]
) -> None:
    place = tmp_path_factory.mktemp("jumps")
    with open_database(copied(place)) as database:
        desk = Desk(database, SETTINGS)
        case = captured(desk, place)
        take(desk, case, Action.CONFIRM, Role.MANAGER, T0 + MINUTE)
        for jump in minutes:
            desk.run(T0 + jump * MINUTE)
        latest = max(minutes)
        due = [(31, Action.MARK_OVERDUE), (151, Action.ESCALATE)]
        expected = [Action.CONFIRM, *(action for minute, action in due if latest >= minute)]
        assert [step.action for step in desk.history(case)] == expected


def test_two_captures_within_ten_minutes_raise_the_level(desk: Desk, tmp_path: Path) -> None:
    case = captured(desk, tmp_path)
    again = T0 + 4 * MINUTE
    tell(desk, tmp_path, replace(flag("v", T0), phase=Phase.REPEATED, at=again, repeats=1))
    assert desk.run(T0 + 5 * MINUTE) == 1
    assert desk.run(T0 + 5 * MINUTE) == 0
    assert (known(desk, case).level, known(desk, case).repeats) == (2, (again,))


def test_a_new_flag_soon_after_another_raises_the_later_one(desk: Desk, tmp_path: Path) -> None:
    captured(desk, tmp_path, "first", track=uuid5(SEED, "one"))
    second = captured(desk, tmp_path, "second", T0 + 5 * MINUTE, track=uuid5(SEED, "two"))
    desk.run(T0 + 6 * MINUTE)
    assert known(desk, second).level == 2


def test_the_third_strike_goes_to_the_supervisor(desk: Desk, tmp_path: Path) -> None:
    days = [T0 + timedelta(days=n) for n in range(3)]
    cases = [captured(desk, tmp_path, f"day {n}", at) for n, at in enumerate(days)]
    for case, at in zip(cases, days, strict=True):
        take(desk, case, Action.CONFIRM, Role.MANAGER, at + MINUTE)
    desk.run(days[-1] + 2 * MINUTE)
    assert [desk.history(case)[-1].action for case in cases][-1] is Action.STRIKE
    assert known(desk, cases[-1]).level == 3


def test_advice_is_left_alone_by_time_and_never_confirmed(desk: Desk, tmp_path: Path) -> None:
    case = captured(desk, tmp_path, advisory=True)
    assert desk.run(T0 + timedelta(days=9)) == 0
    with pytest.raises(Barred):
        take(desk, case, Action.CONFIRM, Role.MANAGER, T0 + timedelta(days=9))


def test_a_case_nobody_knows(desk: Desk) -> None:
    stranger = uuid5(SEED, "stranger")
    assert desk.case(stranger) is None
    with pytest.raises(DataError, match="does not know"):
        desk.act(stranger, Deed(Action.CONFIRM, BOX, T0, 0))


@pytest.mark.parametrize(
    ("error_s", "barred"),
    [pytest.param(0.2, False, id="good"), pytest.param(4, False, id="degraded"), pytest.param(10, True, id="10 s off")],
)
def test_a_clock_that_was_off_blocks_confirming(desk: Desk, tmp_path: Path, error_s: float, barred: bool) -> None:
    clock = KernelClock(synchronised=True, error_s=error_s)
    recorder = Recorder(TimeSource.LIVE, lambda: reading(clock, T0.timestamp(), SETTINGS.clock.quality))
    told = flag("v", T0)
    DatabaseSink(desk.database, EvidenceFolder(tmp_path / "evidence", desk.database.id), "r", recorder).violation(
        told, ()
    )
    with pytest.raises(Barred) if barred else nullcontext():
        take(desk, told.id, Action.CONFIRM, Role.MANAGER, T0 + MINUTE)


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param({"payload": "?"}, id="no payload"),
        pytest.param({"action": "fly"}, id="no such step"),
        pytest.param({"role": "king"}, id="no such role"),
    ],
)
def test_one_broken_history_does_not_stop_the_others(
    desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture, spoilt: dict[str, str]
) -> None:
    broken, sound = (captured(desk, tmp_path, name) for name in ("broken", "sound"))
    for case in (broken, sound):
        take(desk, case, Action.CONFIRM, Role.MANAGER, T0 + MINUTE)
    with desk.database.writing() as session:
        session.execute(update(tables.CaseStep).where(tables.CaseStep.violation == broken).values(**spoilt))
    desk.run(T0 + 40 * MINUTE)
    assert [step.action for step in desk.history(sound)] == [Action.CONFIRM, Action.MARK_OVERDUE]
    assert str(broken) in caplog.text
    with pytest.raises(BrokenHistory):
        desk.case(broken)

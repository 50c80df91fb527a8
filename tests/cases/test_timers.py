"""A box that sleeps, restarts, or has its clock set tells the same steps as one that never did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cases.machine import apply, replay
from cases.states import Action, Role, State
from cases.table import ROWS
from cases.timers import catch_up
from cases.values import Case, Transition
from tests.cases.build import MINUTE, SETTINGS, T0, deed, in_state, opened
from vision.errors import CaseError

MINUTES = st.integers(0, 600)
PEOPLE = [(row.action, role) for row in ROWS for role in row.roles if role is not Role.SYSTEM]
DEEDS = st.lists(st.tuples(MINUTES, st.sampled_from(PEOPLE)), max_size=12)
TICKS = st.lists(MINUTES, max_size=20)


def run(deeds: Iterable[tuple[int, tuple[Action, Role]]], ticks: Iterable[int], until: datetime) -> list[Transition]:
    """What is written of a case when people do these deeds and the box comes round at these minutes."""
    case, steps = opened(), list[Transition]()
    order = sorted([(minute, None) for minute in ticks] + list(deeds), key=lambda one: one[0])
    for minute, one in order:
        at = T0 + minute * MINUTE
        new = list(catch_up(case, at, SETTINGS))
        case = replay(case, new)
        if one is not None:
            new += attempted(case, *one, at)
            case = replay(case, new[-1:] if len(new) and new[-1].version > case.version else [])
        steps += new
    return [*steps, *catch_up(case, until, SETTINGS)]


def attempted(case: Case, action: Action, role: Role, at: datetime) -> list[Transition]:
    """The step, or nothing where it is refused."""
    try:
        return [apply(case, deed(case, action, role, at), SETTINGS)]
    except CaseError:
        return []


@given(DEEDS, TICKS)
def test_catching_up_tells_what_running_all_the_time_tells(
    deeds: list[tuple[int, tuple[Action, Role]]], ticks: list[int]
) -> None:
    until = T0 + timedelta(days=30)
    assert run(deeds, ticks, until) == run(deeds, [], until) == run(deeds, range(600), until)


@given(st.lists(st.integers(-100_000, 100_000), min_size=1, max_size=30), st.sampled_from(State))
def test_a_jumping_clock_neither_loses_nor_doubles_a_step(minutes: list[int], state: State) -> None:
    start = case = in_state(state)
    told: list[Transition] = []
    for minute in minutes:
        new = catch_up(case, T0 + minute * MINUTE, SETTINGS)
        case, told = replay(case, new), [*told, *new]
    assert tuple(told) == catch_up(start, T0 + max(minutes) * MINUTE, SETTINGS)


@given(st.sampled_from(State), st.integers(0, 1_000_000))
def test_time_alone_confirms_and_closes_nothing(state: State, minute: int) -> None:
    steps = catch_up(in_state(state), T0 + minute * MINUTE, SETTINGS)
    assert {step.became for step in steps} <= {State.PENDING_REVIEW, State.OVERDUE, State.ESCALATED}
    assert {step.actor for step in steps} <= {"system"}


def test_a_late_box_writes_when_it_was_due() -> None:
    steps = catch_up(in_state(State.NOTIFIED), T0 + timedelta(days=9), SETTINGS)
    assert [(step.action, step.at - T0, step.level) for step in steps] == [
        (Action.MARK_OVERDUE, 30 * MINUTE, 2),
        (Action.ESCALATE, 150 * MINUTE, 3),
    ]

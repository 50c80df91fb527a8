"""Every state, action and role: what the table lets happen, against the specification written out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.deadlines import next_timer
from cases.machine import advance, apply
from cases.states import TERMINAL, Action, Role, State
from cases.table import ROWS, Turn
from cases.values import Case, Deed
from tests.cases.build import SETTINGS, deed, in_state, opened
from vision.errors import WrongRole, WrongState

S, A = State, Action
BACK = None
"""To the state before the appeal."""

# (state, action): (who may, where to). o operator, m manager, h head, g grid worker, s supervisor, b the box.
# Written from the domain's workflow, line by line; what is not listed cannot be done.
SPECIFIED: dict[tuple[State, Action], tuple[str, State | None]] = {
    (S.PENDING_REVIEW, A.DISMISS): ("mhs", S.DISMISSED),
    (S.PENDING_REVIEW, A.CONFIRM): ("mhs", S.CONFIRMED),
    (S.PENDING_REVIEW, A.MERGE): ("mb", S.MERGED),
    (S.PENDING_REVIEW, A.ADVISE): ("mh", S.CLOSED),
    (S.PENDING_REVIEW, A.REVIEW_OVERDUE): ("b", S.PENDING_REVIEW),
    (S.PENDING_REVIEW, A.REPEAT): ("b", S.PENDING_REVIEW),
    (S.CONFIRMED, A.DISSUADE): ("mh", S.NOTIFIED),
    (S.CONFIRMED, A.NOTIFY): ("mh", S.NOTIFIED),
    (S.CONFIRMED, A.MARK_OVERDUE): ("b", S.OVERDUE),
    (S.CONFIRMED, A.REPEAT): ("b", S.CONFIRMED),
    (S.CONFIRMED, A.STRIKE): ("b", S.CONFIRMED),
    (S.NOTIFIED, A.SUBMIT): ("om", S.RECTIFIED),
    (S.NOTIFIED, A.MARK_OVERDUE): ("b", S.OVERDUE),
    (S.NOTIFIED, A.DISSUADE): ("mh", S.NOTIFIED),
    (S.NOTIFIED, A.APPEAL): ("o", S.APPEALED),
    (S.NOTIFIED, A.REPEAT): ("b", S.NOTIFIED),
    (S.NOTIFIED, A.STRIKE): ("b", S.NOTIFIED),
    (S.RECTIFIED, A.PASS_RECHECK): ("mg", S.CLOSED),
    (S.RECTIFIED, A.AUTO_CLOSE): ("b", S.CLOSED),
    (S.RECTIFIED, A.FAIL_RECHECK): ("m", S.NOTIFIED),
    (S.RECTIFIED, A.APPEAL): ("o", S.APPEALED),
    (S.RECTIFIED, A.REPEAT): ("b", S.RECTIFIED),
    (S.RECTIFIED, A.STRIKE): ("b", S.RECTIFIED),
    (S.OVERDUE, A.HANDLE): ("h", S.NOTIFIED),
    (S.OVERDUE, A.CLOSE): ("h", S.CLOSED),
    (S.OVERDUE, A.ESCALATE): ("b", S.ESCALATED),
    (S.OVERDUE, A.DISSUADE): ("mh", S.OVERDUE),
    (S.OVERDUE, A.APPEAL): ("o", S.APPEALED),
    (S.OVERDUE, A.REPEAT): ("b", S.OVERDUE),
    (S.OVERDUE, A.STRIKE): ("b", S.OVERDUE),
    (S.ESCALATED, A.ACCEPT): ("s", S.SUPERVISOR_REVIEW),
    (S.ESCALATED, A.DISSUADE): ("mh", S.ESCALATED),
    (S.ESCALATED, A.APPEAL): ("o", S.APPEALED),
    (S.ESCALATED, A.REPEAT): ("b", S.ESCALATED),
    (S.ESCALATED, A.STRIKE): ("b", S.ESCALATED),
    (S.SUPERVISOR_REVIEW, A.RETURN): ("s", S.NOTIFIED),
    (S.SUPERVISOR_REVIEW, A.ORDER): ("s", S.ORDER_ISSUED),
    (S.SUPERVISOR_REVIEW, A.DISMISS): ("s", S.DISMISSED),
    (S.SUPERVISOR_REVIEW, A.DISSUADE): ("mh", S.SUPERVISOR_REVIEW),
    (S.ORDER_ISSUED, A.REINSPECT): ("s", S.CLOSED),
    (S.ORDER_ISSUED, A.REFER): ("s", S.CASE_REFERRED),
    (S.ORDER_ISSUED, A.DISSUADE): ("mh", S.ORDER_ISSUED),
    (S.APPEALED, A.UPHOLD): ("s", S.WITHDRAWN),
    (S.APPEALED, A.REJECT): ("s", BACK),
    (S.CLOSED, A.APPEAL): ("o", S.APPEALED),
    (S.CASE_REFERRED, A.RECORD_OUTCOME): ("s", S.CASE_REFERRED),
}
LETTERS = {
    "o": Role.OPERATOR,
    "m": Role.MANAGER,
    "h": Role.HEAD,
    "g": Role.GRID_WORKER,
    "s": Role.SUPERVISOR,
    "b": Role.SYSTEM,
}
CELLS = [pytest.param(state, action, id=f"{state}-{action}") for state in State for action in Action]


def case_for(state: State, action: Action) -> Case:
    """A case in a state against which nothing but state and role could stand."""
    if action is A.ADVISE and state is S.PENDING_REVIEW:
        return opened(advisory=True)
    return replace(in_state(state), level=1)


def tried(case: Case, action: Action, role: Role) -> Deed:
    """The deed at a moment when it would be right: a timer's when it has run out."""
    due = next_timer(case, SETTINGS)
    timers = (A.REVIEW_OVERDUE, A.MARK_OVERDUE, A.ESCALATE)
    return deed(case, action, role, at=due.at if due is not None and action in timers else None)


def may_ever(action: Action) -> set[Role]:
    return {LETTERS[letter] for (_, one), (who, _) in SPECIFIED.items() if one is action for letter in who}


@pytest.mark.parametrize(("state", "action"), CELLS)
def test_who_may_do_what_in_which_state(state: State, action: Action) -> None:
    case = case_for(state, action)
    letters, to = SPECIFIED.get((state, action), ("", state))
    may = {LETTERS[letter] for letter in letters}
    for role in may:
        step = apply(case, tried(case, action, role), SETTINGS)
        assert (step.was, step.became) == (state, State.NOTIFIED if to is BACK else to)
        assert advance(case, step).state is step.became
    for role in set(Role) - may:
        expected = WrongState if role in may_ever(action) and not may else WrongRole
        with pytest.raises(expected):
            apply(case, tried(case, action, role), SETTINGS)


def test_a_state_and_action_stand_in_one_row() -> None:
    pairs = [(state, row.action) for row in ROWS for state in row.froms]
    assert len(pairs) == len(set(pairs))
    assert set(pairs) == set(SPECIFIED)


@pytest.mark.parametrize("action", Action)
def test_an_action_brings_the_same_along_in_every_state(action: Action) -> None:
    assert len({row.needs for row in ROWS if row.action is action}) == 1


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR])
def test_who_keeps_the_system_handles_no_case(role: Role) -> None:
    assert not [row for row in ROWS if role in row.roles]


def test_the_box_judges_nothing() -> None:
    judged = {S.CONFIRMED, S.DISMISSED, S.NOTIFIED, S.WITHDRAWN, S.ORDER_ISSUED, S.CASE_REFERRED}
    assert not {row.to for row in ROWS if Role.SYSTEM in row.roles} & judged


def test_a_timer_only_tells_that_something_is_late() -> None:
    assert {(row.action, row.to) for row in ROWS if row.timer} == {
        (A.REVIEW_OVERDUE, Turn.STAYS),
        (A.MARK_OVERDUE, S.OVERDUE),
        (A.ESCALATE, S.ESCALATED),
    }


def test_every_open_state_has_a_way_out_that_a_person_takes() -> None:
    for state in set(State) - TERMINAL:
        ways = [row for row in ROWS if state in row.froms and row.to is not Turn.STAYS]
        assert any(set(row.roles) - {Role.SYSTEM} for row in ways), state


def test_every_state_is_reached() -> None:
    assert {in_state(state).state for state in State} == set(State)
    assert in_state(S.ESCALATED).since - in_state(S.OVERDUE).since == timedelta(hours=2)

"""By when something should have happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.deadlines import Due, DueKind, appeal_until, dues, next_timer
from cases.states import TERMINAL, Action, Role, State
from cases.values import Case, open_case
from tests.cases.build import (
    HANDED_IN,
    MINUTE,
    SCHOOL,
    SETTINGS,
    T0,
    TOLD,
    in_state,
    lead,
    opened,
    take,
    waited,
    walked,
)
from vision.facts import Severity

HOUR = timedelta(hours=1)
RAT = opened(code="RODENT", severity=Severity.I)
PUPILS = open_case(lead(), SCHOOL, "XX-S01")
NIGHT = timedelta(hours=17)  # 03:00 in Ningbo


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        pytest.param(opened(), [Due(DueKind.REVIEW, T0 + 10 * MINUTE, Action.REVIEW_OVERDUE)], id="review"),
        pytest.param(
            opened(captures=(T0 + NIGHT,)),
            [Due(DueKind.REVIEW, T0 + NIGHT + 2.5 * HOUR + 10 * MINUTE, Action.REVIEW_OVERDUE)],
            id="captured at night: reviewed when it opens",
        ),
        pytest.param(
            replace(RAT, since=T0 + NIGHT),
            [Due(DueKind.REVIEW, T0 + NIGHT + 5 * MINUTE, Action.REVIEW_OVERDUE)],
            id="class I at night: reviewed at night",
        ),
        pytest.param(
            replace(opened(), review_overdue=True), [Due(DueKind.REVIEW, T0 + 10 * MINUTE)], id="review, already told"
        ),
        pytest.param(
            in_state(State.CONFIRMED), [Due(DueKind.TELL, T0 + 30 * MINUTE, Action.MARK_OVERDUE)], id="tell the stall"
        ),
        pytest.param(
            in_state(State.NOTIFIED), [Due(DueKind.RECTIFY, T0 + 30 * MINUTE, Action.MARK_OVERDUE)], id="dress: at once"
        ),
        pytest.param(
            walked(opened(code="BIN_UNCOVERED"), TOLD),
            [Due(DueKind.RECTIFY, T0 + 72 * HOUR, Action.MARK_OVERDUE)],
            id="environment: three days",
        ),
        pytest.param(
            walked(opened(code="SOMETHING_NEW"), TOLD),
            [Due(DueKind.RECTIFY, T0 + 72 * HOUR, Action.MARK_OVERDUE)],
            id="a code in no family",
        ),
        pytest.param(in_state(State.RECTIFIED), [Due(DueKind.RECHECK, T0 + 24 * HOUR)], id="re-check"),
        pytest.param(
            in_state(State.OVERDUE), [Due(DueKind.HEAD, T0 + 150 * MINUTE, Action.ESCALATE)], id="the head: 2 h"
        ),
        pytest.param(in_state(State.ESCALATED), [Due(DueKind.ACCEPT, T0 + 390 * MINUTE)], id="the supervisor: 4 h"),
        pytest.param(in_state(State.SUPERVISOR_REVIEW), [], id="with the supervisor"),
        pytest.param(in_state(State.ORDER_ISSUED), [], id="ordered"),
        pytest.param(
            in_state(State.APPEALED), [Due(DueKind.DECIDE_APPEAL, T0 + 182 * HOUR)], id="appeal: end of Wednesday next"
        ),
        pytest.param(
            walked(PUPILS, HANDED_IN),
            [Due(DueKind.RECHECK, T0 + 24 * HOUR), Due(DueKind.FEEDBACK, T0 + 24 * HOUR)],
            id="a school feeds back within a day",
        ),
        pytest.param(
            walked(RAT, TOLD),
            [
                Due(DueKind.RECTIFY, T0 + 72 * HOUR, Action.MARK_OVERDUE),
                Due(DueKind.YELLOW_CARD, T0 + 120 * HOUR),
            ],
            id="class I: a yellow card after five days",
        ),
        pytest.param(opened(advisory=True), [], id="advice asks nothing"),
    ],
)
def test_what_is_due(case: Case, expected: list[Due]) -> None:
    assert list(dues(case, SETTINGS)) == expected


@pytest.mark.parametrize("state", sorted(TERMINAL))
def test_nothing_is_due_at_the_end(state: State) -> None:
    assert dues(in_state(state), SETTINGS) == ()


@pytest.mark.parametrize("state", State)
def test_a_state_has_one_timer_at_most(state: State) -> None:
    due = next_timer(in_state(state), SETTINGS)
    assert [one.action for one in dues(in_state(state), SETTINGS) if one.action] == ([due.action] if due else [])


def test_an_appeal_stops_the_clock() -> None:
    told = in_state(State.NOTIFIED)
    appealed = take(told, Action.APPEAL, Role.OPERATOR, T0 + 20 * MINUTE)
    assert waited(appealed, T0 + timedelta(days=3)) == appealed
    back = take(appealed, Action.REJECT, Role.SUPERVISOR, T0 + timedelta(days=3))
    [due] = dues(back, SETTINGS)
    assert (back.state, due.at) == (State.NOTIFIED, T0 + timedelta(days=3) + 10 * MINUTE)


def test_a_clock_set_back_during_an_appeal_takes_no_time_away() -> None:
    appealed = take(in_state(State.NOTIFIED), Action.APPEAL, Role.OPERATOR, T0 + 20 * MINUTE)
    back = take(appealed, Action.REJECT, Role.SUPERVISOR, T0)
    assert back.since == in_state(State.NOTIFIED).since


@pytest.mark.parametrize(
    ("state", "days"),
    [
        pytest.param(State.PENDING_REVIEW, None, id="nobody was told"),
        pytest.param(State.CLOSED, 7, id="five working days"),
    ],
)
def test_when_a_score_takes_effect(state: State, days: int | None) -> None:
    until = appeal_until(in_state(state), SETTINGS)
    assert until == (None if days is None else T0 + timedelta(days=days, hours=14))

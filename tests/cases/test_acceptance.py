"""The domain's acceptance scenarios, as far as the workflow alone can show them; the number is the scenario's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.machine import apply, replay
from cases.states import TERMINAL, Action, Role, State
from cases.strikes import new_repeats, strikes
from cases.timers import catch_up
from cases.values import Actor, open_case
from tests.cases.build import (
    GIVEN_UP,
    HEARD,
    MARKET,
    MINUTE,
    SCHOOL,
    SETTINGS,
    T0,
    TOLD,
    Walk,
    deed,
    in_state,
    lead,
    lived,
    opened,
    take,
    waited,
    walked,
    what,
)
from vision.errors import Barred
from vision.facts import TimeQuality

NEVER_SPOKEN: Walk = [
    (Action.CONFIRM, Role.SUPERVISOR),
    (Action.NOTIFY, Role.MANAGER),
    150 * MINUTE,
    (Action.ACCEPT, Role.SUPERVISOR),
    (Action.ORDER, Role.SUPERVISOR),
]


def test_05_two_captures_in_10_minutes_raise_the_level() -> None:
    first, again = opened("a"), opened("b", captures=(T0 + 8 * MINUTE,))
    [captured_at] = new_repeats(again, [first], SETTINGS)
    raised = take(again, Action.REPEAT, Role.SYSTEM, payload=what(Action.REPEAT, captured_at))
    assert (again.level, raised.level, raised.state) == (1, 2, State.PENDING_REVIEW)
    assert new_repeats(raised, [first], SETTINGS) == ()


def test_06_nobody_reviews_and_it_is_never_confirmed() -> None:
    case = opened()
    [step] = catch_up(case, T0 + timedelta(days=3650), SETTINGS)
    case = replay(case, [step])
    assert (step.action, step.at) == (Action.REVIEW_OVERDUE, T0 + 10 * MINUTE)
    assert (case.state, case.level, case.counts) == (State.PENDING_REVIEW, 2, False)


@pytest.mark.parametrize(
    ("walk", "minutes", "state", "level"),
    [
        pytest.param(TOLD, 29, State.NOTIFIED, 1, id="29 min: still the manager's"),
        pytest.param(TOLD, 30, State.OVERDUE, 2, id="30 min: the head's"),
        pytest.param(TOLD, 149, State.OVERDUE, 2, id="2 h 29: still the head's"),
        pytest.param(TOLD, 150, State.ESCALATED, 3, id="2 h 30: the supervisor's"),
        pytest.param(TOLD[:1], 30, State.OVERDUE, 2, id="the manager told nobody"),
    ],
)
def test_07_30_min_without_rectification_is_level_2(walk: Walk, minutes: int, state: State, level: int) -> None:
    case = waited(walked(opened(), walk), T0 + minutes * MINUTE)
    assert (case.state, case.level) == (state, level)


def test_08_a_market_stall_is_not_referred_before_somebody_dissuaded_it() -> None:
    ordered = walked(opened(), NEVER_SPOKEN)
    with pytest.raises(Barred, match="劝阻") as refused:
        take(ordered, Action.REFER, Role.SUPERVISOR)
    assert "let the market dissuade first" in refused.value.en
    spoken = take(ordered, Action.DISSUADE, Role.MANAGER)
    assert take(spoken, Action.REFER, Role.SUPERVISOR).state is State.CASE_REFERRED


def test_08_a_canteen_has_no_market_to_dissuade_it() -> None:
    canteen = walked(open_case(lead(), SCHOOL, "XX-S01"), NEVER_SPOKEN)
    assert take(canteen, Action.REFER, Role.SUPERVISOR).state is State.CASE_REFERRED


def test_11_a_referred_cases_evidence_is_held() -> None:
    assert {state for state in State if in_state(state).legal_hold} == {State.CASE_REFERRED}


def test_12_the_confirmer_cannot_decide_the_appeal() -> None:
    case = walked(opened(), [(Action.CONFIRM, Role.SUPERVISOR), *HEARD[1:]])
    for action in (Action.UPHOLD, Action.REJECT):
        own = deed(case, action, Role.SUPERVISOR)
        with pytest.raises(Barred, match="另一名"):
            apply(case, own, SETTINGS)
        other = replace(own, actor=Actor("sup_b", Role.SUPERVISOR))
        assert apply(case, other, SETTINGS).was is State.APPEALED


def test_13_a_withdrawn_case_counts_no_more() -> None:
    earlier = walked(opened("a"), HEARD)
    case = walked(opened("b", captures=(T0 + timedelta(days=3),)), TOLD)
    assert strikes(case, [earlier], SETTINGS) == 2
    withdrawn = take(earlier, Action.UPHOLD, Role.SUPERVISOR)
    assert strikes(case, [withdrawn], SETTINGS) == 1
    assert withdrawn.state in TERMINAL


@pytest.mark.parametrize(
    ("offset_s", "quality"),
    [
        pytest.param(0.4, TimeQuality.GOOD, id="good"),
        pytest.param(-3, TimeQuality.DEGRADED, id="3 s slow: degraded"),
        pytest.param(10, TimeQuality.BAD, id="10 s: bad"),
        pytest.param(-10, TimeQuality.BAD, id="10 s slow: bad"),
    ],
)
def test_14_a_clock_10_s_off_blocks_confirming(offset_s: float, quality: TimeQuality) -> None:
    case = opened(time_quality=SETTINGS.clock.quality(offset_s))
    assert case.lead.time_quality is quality
    if quality is not TimeQuality.BAD:
        assert take(case, Action.CONFIRM, Role.MANAGER).state is State.CONFIRMED
        return
    with pytest.raises(Barred, match="clock_bad"):
        take(case, Action.CONFIRM, Role.MANAGER)
    assert take(case, Action.DISMISS, Role.MANAGER).state is State.DISMISSED


def test_a_stalls_whole_story_up_to_the_referral() -> None:
    walk: list[tuple[Action, Role] | timedelta] = [
        *GIVEN_UP,
        (Action.ACCEPT, Role.SUPERVISOR),
        (Action.RETURN, Role.SUPERVISOR),
        150 * MINUTE,
    ]
    walk += [(Action.ACCEPT, Role.SUPERVISOR), (Action.ORDER, Role.SUPERVISOR), (Action.REFER, Role.SUPERVISOR)]
    steps = lived(open_case(lead(), MARKET, "YH-D01"), [*walk, (Action.RECORD_OUTCOME, Role.SUPERVISOR)])
    assert [step.became.value for step in steps] == [
        "confirmed",
        "notified",
        "overdue",
        "escalated",
        "supervisor_review",
        "notified",
        "overdue",
        "escalated",
        "supervisor_review",
        "order_issued",
        "case_referred",
        "case_referred",
    ]
    assert [step.version for step in steps] == list(range(1, 13))

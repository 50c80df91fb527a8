"""What a merchant's other cases say about this one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases.payloads import Capture, Outcome, StrikeCount
from cases.settings import Step
from cases.states import Action, Role, State
from cases.strikes import is_serious, new_repeats, severity_now, step_of, strikes
from cases.values import Case
from tests.cases.build import MINUTE, SCHOOL, SETTINGS, T0, TOLD, in_state, opened, take, walked
from vision.facts import Severity

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def told(name: str, days: float, code: str = "NO_MASK") -> Case:
    """A confirmed case so many days after the first."""
    return walked(opened(name, code=code, captures=(T0 + days * DAY,), started_at=T0 + days * DAY), TOLD)


FIRST = opened("first")
NEXT = opened("next", captures=(T0 + 8 * MINUTE,))


@pytest.mark.parametrize(
    ("earlier", "captures", "raising"),
    [
        pytest.param(FIRST, [8 * MINUTE], [8 * MINUTE], id="soon after"),
        pytest.param(FIRST, [10 * MINUTE], [10 * MINUTE], id="ten minutes after"),
        pytest.param(FIRST, [10 * MINUTE + SECOND], [], id="later than that"),
        pytest.param(FIRST, [20 * SECOND], [], id="two people at once are one occasion"),
        pytest.param(FIRST, [60 * MINUTE, 65 * MINUTE], [65 * MINUTE], id="its own second capture"),
        pytest.param(FIRST, [5 * MINUTE, 9 * MINUTE], [5 * MINUTE, 9 * MINUTE], id="three within ten minutes"),
        pytest.param(opened("x", code="NO_HAT"), [8 * MINUTE], [], id="another code"),
        pytest.param(replace(FIRST, merchant="YH-D02"), [8 * MINUTE], [], id="another stall"),
        pytest.param(replace(FIRST, site=SCHOOL), [8 * MINUTE], [], id="another site"),
        pytest.param(replace(FIRST, state=State.DISMISSED), [8 * MINUTE], [], id="the first was nothing"),
        pytest.param(replace(FIRST, state=State.MERGED), [8 * MINUTE], [], id="the first was another's"),
        pytest.param(replace(FIRST, state=State.WITHDRAWN), [8 * MINUTE], [], id="the first was taken back"),
    ],
)
def test_captured_again(earlier: Case, captures: list[timedelta], raising: list[timedelta]) -> None:
    case = opened("next", captures=tuple(T0 + span for span in captures))
    assert new_repeats(case, [earlier, case], SETTINGS) == tuple(T0 + span for span in raising)


@pytest.mark.parametrize(
    ("zone", "raising"), [pytest.param("YH-C01-Z1", 1, id="same zone"), pytest.param("Z9", 0, id="another zone")]
)
def test_where_nobody_owns_the_place_the_zone_is_the_place(zone: str, raising: int) -> None:
    first = replace(FIRST, merchant=None, lead=replace(FIRST.lead, zone=zone))
    assert len(new_repeats(replace(NEXT, merchant=None), [first], SETTINGS)) == raising


def test_a_repeat_raises_once_and_never_before_the_supervisor() -> None:
    case = opened(captures=tuple(T0 + 5 * k * MINUTE for k in range(5)))
    for captured_at in new_repeats(case, [], SETTINGS):
        case = take(case, Action.REPEAT, Role.SYSTEM, payload=Capture(captured_at))
    assert (case.level, len(case.repeats), new_repeats(case, [], SETTINGS)) == (2, 4, ())


@pytest.mark.parametrize(
    ("others", "count"),
    [
        pytest.param([], 1, id="itself"),
        pytest.param([told("b", -1)], 2, id="yesterday's"),
        pytest.param([told("b", -29.9), told("c", -30)], 2, id="thirty days ago no more"),
        pytest.param([told("b", -1, "NO_HAT")], 2, id="the same family"),
        pytest.param([told("b", -1, "BIN_UNCOVERED")], 1, id="another family"),
        pytest.param([replace(told("b", -1), merchant="YH-D02")], 1, id="another merchant"),
        pytest.param([opened("b", captures=(T0 - DAY,))], 1, id="nobody has confirmed it"),
        pytest.param([replace(told("b", -1), state=State.WITHDRAWN)], 1, id="withdrawn"),
        pytest.param([replace(told("b", -1), state=State.DISMISSED)], 1, id="dismissed by the supervisor"),
        pytest.param([told("b", 1)], 1, id="a later one counts for the later one"),
        pytest.param([told("b", -1), told("b", -1)], 2, id="the same case listed twice"),
    ],
)
def test_strikes(others: list[Case], count: int) -> None:
    assert strikes(told("a", 0), others, SETTINGS) == count


def test_a_case_nobody_confirmed_is_no_strike() -> None:
    assert strikes(FIRST, [], SETTINGS) == 0


@pytest.mark.parametrize(
    ("count", "step"),
    [(0, None), (1, Step.REMIND), (2, Step.NOTICE), (3, Step.REFER), (4, Step.CONTRACT), (9, Step.CONTRACT)],
)
def test_the_ladder(count: int, step: Step | None) -> None:
    assert step_of(count, SETTINGS) is step


def test_the_third_strike_comes_before_the_supervisor() -> None:
    case = take(in_state(State.NOTIFIED), Action.STRIKE, Role.SYSTEM, payload=StrikeCount(3))
    assert (case.state, case.level) == (State.NOTIFIED, 3)


@pytest.mark.parametrize(
    ("others", "severity"),
    [
        pytest.param([], Severity.II, id="the first time"),
        pytest.param([told("b", -3)], Severity.I, id="dissuaded three days ago"),
        pytest.param([told("b", -40)], Severity.II, id="long forgotten"),
        pytest.param([told("b", -3, "NO_HAT")], Severity.II, id="dissuaded from something else"),
        pytest.param([replace(told("b", -3), dissuasions=())], Severity.II, id="only notified"),
        pytest.param([replace(told("b", -3), state=State.WITHDRAWN)], Severity.II, id="taken back"),
    ],
)
def test_no_mask_after_a_dissuasion_is_class_i(others: list[Case], severity: Severity) -> None:
    assert severity_now(told("a", 0), others, SETTINGS) is severity


def test_a_code_that_is_not_listed_stays_as_severe_as_it_is() -> None:
    assert severity_now(told("a", 0, "NO_HAT"), [told("b", -3, "NO_HAT")], SETTINGS) is Severity.II


@pytest.mark.parametrize(
    ("decided_on", "penalised", "serious"),
    [
        pytest.param(date(2026, 5, 1), True, True, id="a month ago"),
        pytest.param(date(2025, 6, 3), True, True, id="a year ago"),
        pytest.param(date(2025, 6, 2), True, False, id="more than a year"),
        pytest.param(date(2026, 5, 1), False, False, id="without a penalty"),
        pytest.param(date(2026, 6, 4), True, False, id="decided later"),
    ],
)
def test_again_within_a_year_of_a_penalty_is_serious(decided_on: date, penalised: bool, serious: bool) -> None:
    earlier = replace(told("b", -200), outcome=Outcome("1号", decided_on, penalised))
    assert is_serious(told("a", 0), [earlier], SETTINGS) is serious

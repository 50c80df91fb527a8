"""Scenarios 5 to 8 and 12 to 14: how cases of the demo site are handled, over its interface and in its records."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from cases.keeping import handled
from cases.payloads import Dissuasion, Finding, Proof, Statement
from cases.scores import Watched, score
from cases.states import Action, State
from records.case_steps import Wanted
from records.provenance import ClockReading
from sunkitchen.clock import KernelClock, reading
from sunkitchen.demo import cast
from tests.scenarios.market import MINUTE, T0, Market

STALL = "YH-C01-Z1"
SPOKEN = {"stall": "熟食区1号", "words": "请戴好口罩", "spoken_at": (T0 + 6 * MINUTE).isoformat()}
ORDER = {"number": "海市监责改〔2026〕1号", "issued_on": "2026-06-03", "second_officer": "sup_b"}


def refusal(answer: httpx.Response) -> tuple[int, str]:
    problem = answer.json()
    return answer.status_code, problem["type"].rpartition(":")[2]


def told(market: Market, case: UUID) -> None:
    """Confirmed at minute 4, and the stall spoken to at minute 6."""
    market.takes(cast.MANAGER, case, Action.CONFIRM, T0 + 4 * MINUTE)
    spoken = Dissuasion("熟食区1号", "请戴好口罩", T0 + 6 * MINUTE)
    market.takes(cast.MANAGER, case, Action.DISSUADE, T0 + 6 * MINUTE, spoken)


def test_scenario_05_two_captures_in_10_minutes_raise_the_level(market: Market) -> None:
    first = market.captured(STALL, number=1)
    again = market.captured(STALL, T0 + 8 * MINUTE, number=2)
    later = market.captured(STALL, T0 + 30 * MINUTE, number=3)
    market.desk.run(T0 + 8 * MINUTE)
    assert [market.case(one).level for one in (first, again, later)] == [1, 2, 1]
    assert market.case(again).state is State.PENDING_REVIEW


def test_scenario_06_nobody_reviews_and_it_is_never_confirmed(market: Market) -> None:
    case = market.captured(STALL)
    for days in (0.01, 1, 30, 400):
        market.desk.run(T0 + timedelta(days=days))
    assert [step.action for step in market.desk.history(case)] == [Action.REVIEW_OVERDUE]
    assert (market.case(case).state, market.case(case).level) == (State.PENDING_REVIEW, 2)
    assert not market.case(case).counts


@pytest.mark.parametrize(
    ("minutes", "state", "level"),
    [
        pytest.param(29, State.NOTIFIED, 1, id="29 min: still the manager's"),
        pytest.param(30, State.OVERDUE, 2, id="30 min: the head's"),
        pytest.param(150, State.ESCALATED, 3, id="2 h later: the supervisor's"),
    ],
)
def test_scenario_07_30_min_without_rectification_is_level_2(
    market: Market, minutes: int, state: State, level: int
) -> None:
    case = market.captured(STALL)
    told(market, case)
    market.desk.run(T0 + (6 + minutes) * MINUTE)
    assert (market.case(case).state, market.case(case).level) == (state, level)


def test_scenario_08_a_market_stall_is_not_referred_before_somebody_dissuaded_it(market: Market) -> None:
    case = market.captured(STALL)
    market.takes(cast.MANAGER, case, Action.CONFIRM, T0 + 4 * MINUTE)
    market.takes(cast.MANAGER, case, Action.NOTIFY, T0 + 6 * MINUTE, Statement("请整改"))
    market.clock.at = T0 + 170 * MINUTE
    market.desk.run(market.clock())
    assert market.posts(cast.SUPERVISOR_A, case, Action.ACCEPT).status_code == 200
    assert market.posts(cast.SUPERVISOR_A, case, Action.ORDER, **ORDER).status_code == 200
    papers = market.photo(case, cast.SUPERVISOR_A, market.clock())
    why = {"ground": "refusal", "text": "拒不改正", "documents": [papers], "second_officer": "sup_b"}
    refused = market.posts(cast.SUPERVISOR_A, case, Action.REFER, **why)
    assert refusal(refused) == (409, "barred")
    assert "劝阻" in refused.json()["zh"]
    assert market.posts(cast.MANAGER, case, Action.DISSUADE, **SPOKEN).status_code == 200
    assert market.posts(cast.SUPERVISOR_A, case, Action.REFER, **why).json()["state"] == "case_referred"


def test_scenario_12_the_confirmer_cannot_decide_the_appeal(market: Market) -> None:
    case = market.captured(STALL)
    market.clock.at = T0 + 4 * MINUTE
    assert market.posts(cast.SUPERVISOR_A, case, Action.CONFIRM).status_code == 200
    market.clock.at = T0 + 7 * MINUTE
    assert market.posts(cast.MANAGER, case, Action.DISSUADE, **SPOKEN).status_code == 200
    assert market.posts(cast.STALL_01, case, Action.APPEAL, text="当时正在饮水").status_code == 200
    own = market.posts(cast.SUPERVISOR_A, case, Action.UPHOLD, text="成立")
    assert refusal(own) == (409, "barred")
    assert market.posts(cast.SUPERVISOR_B, case, Action.UPHOLD, text="成立").json()["state"] == "withdrawn"


def test_scenario_13_a_withdrawn_event_restores_the_score(market: Market) -> None:
    earlier, case = market.captured(STALL, number=1), market.captured(STALL, T0 + 60 * MINUTE, number=2)
    told(market, earlier)
    market.takes(cast.STALL_01, earlier, Action.APPEAL, T0 + 8 * MINUTE, Finding("当时正在饮水"))
    market.takes(cast.MANAGER, case, Action.CONFIRM, T0 + 65 * MINUTE)
    before = points(market)
    market.takes(cast.SUPERVISOR_A, earlier, Action.UPHOLD, T0 + 600 * MINUTE, Statement("成立"))
    assert before == 100 - 3 - 3 * 1.5
    assert points(market) == 100 - 3


def points(market: Market) -> float:
    """The stall's, of all that is written."""
    with market.store.database.reading() as session:
        mine = [one for one in handled(session, Wanted(site="yuehu-market")) if one is not None]
    watched = Watched(3600.0, 3600.0, 3600.0)
    return score("YH-D01", mine, watched, T0 + timedelta(days=30), market.desk.settings, T0 - MINUTE).points


def test_scenario_13_so_does_a_quick_rectification_by_half(market: Market) -> None:
    case = market.captured(STALL)
    told(market, case)
    photo = market.photo(case, cast.STALL_01, T0 + 20 * MINUTE)
    market.takes(cast.STALL_01, case, Action.SUBMIT, T0 + 20 * MINUTE, Proof("已戴好", (photo,)))
    assert points(market) == 100 - 1.5


@pytest.mark.parametrize(
    ("error_s", "status"),
    [
        pytest.param(0.3, 200, id="good"),
        pytest.param(4, 200, id="degraded"),
        pytest.param(10, 409, id="10 s"),
    ],
)
def test_scenario_14_a_clock_offset_of_10_s_blocks_confirming(market: Market, error_s: float, status: int) -> None:
    clock = KernelClock(synchronised=True, error_s=error_s)
    told_by: ClockReading = reading(clock, T0.timestamp(), market.desk.settings.clock.quality)
    case = market.captured(STALL, clock=told_by)
    market.clock.at = T0 + 4 * MINUTE
    answer = market.posts(cast.MANAGER, case, Action.CONFIRM)
    assert answer.status_code == status
    if status == 409:
        assert market.posts(cast.MANAGER, case, Action.DISMISS, reason="clock_bad").json()["state"] == "dismissed"


def test_the_same_captures_are_no_repeat_a_day_apart(market: Market) -> None:
    first, second = market.captured(STALL, number=1), market.captured(STALL, T0 + timedelta(days=1), number=2)
    market.desk.run(T0 + timedelta(days=1, minutes=1))
    assert replace(market.case(second), lead=market.case(first).lead).level == 1

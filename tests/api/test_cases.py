"""Cases handled over the interface, from review to the end, by people who each see and may only what is theirs."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread
from uuid import UUID

import httpx
import pytest

from cases.states import Action, State
from records import audit, grants
from records.grants import Grant
from records.roles import Level, Role
from records.scopes import Scope
from tests.api.build import CASES, MINUTE, TestBox, minutes
from tests.api.handling import Hand, another, hand

STALL, NEIGHBOUR, _, NOBODYS, ADVICE = (case.id for case in CASES)
DISTRICT = Scope(Level.DISTRICT, "海曙区")
SPOKEN = {"stall": "1号", "words": "请戴好帽子", "spoken_at": minutes(5).isoformat()}
ORDER = {"number": "海市监责改〔2026〕1号", "issued_on": "2026-03-02", "second_officer": "sup_b"}


@pytest.fixture
def manager(box: TestBox, door: httpx.Client) -> Hand:
    box.clock.at = minutes(5)
    return hand(box, door, Role.MANAGER)


@pytest.fixture
def operator(box: TestBox, door: httpx.Client) -> Hand:
    return hand(box, door, Role.OPERATOR)


@pytest.fixture
def supervisor(box: TestBox, door: httpx.Client) -> Hand:
    return hand(box, door, Role.SUPERVISOR)


def told(manager: Hand, case: UUID = STALL) -> None:
    manager.takes(case, Action.CONFIRM)
    manager.takes(case, Action.DISSUADE, **SPOKEN)


def escalated(box: TestBox) -> None:
    """Nobody does anything for three hours."""
    box.clock.at += timedelta(hours=3)
    box.context.desk.run(box.clock())


def refused(answer: httpx.Response) -> tuple[int, str]:
    """Status and what kind of refusal, said in both languages."""
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["detail"]
    assert problem["zh"]
    return answer.status_code, problem["type"].rpartition(":")[2]


def test_a_case_tells_deadlines_timeline_and_what_may_be_done(manager: Hand) -> None:
    before = manager.sees(STALL)
    assert [(due["kind"], due["at"], due["late"]) for due in before["deadlines"]] == [
        ("review", "2026-03-02T02:10:00Z", False)
    ]
    assert {offer["action"] for offer in before["offers"]} == {"confirm", "dismiss", "merge", "advise"}
    told(manager)
    after = manager.sees(STALL)
    steps = [(step["version"], step["name"]["zh"], step["actor"], step["role"]) for step in after["timeline"]]
    assert steps == [(1, "确认", "the_manager", "manager"), (2, "劝阻", "the_manager", "manager")]
    assert after["timeline"][1]["payload"]["words"] == SPOKEN["words"]
    assert after["state_name"] == {"zh": "已劝阻通知", "en": "stall told"}


def test_a_step_is_in_the_audit_log_with_its_address(box: TestBox, manager: Hand) -> None:
    manager.takes(STALL, Action.CONFIRM)
    with box.database.reading() as session:
        line = audit.lines(session, audit.Wanted(who="the_manager"), limit=1)[0]
    assert (line.subject, line.action, line.address) == (f"/api/v1/cases/{STALL}/confirm", "wrote", "127.0.0.1")
    assert box.context.desk.history(STALL)[0].client == "127.0.0.1"


def test_advice_says_what_stands_against_confirming_it(box: TestBox, supervisor: Hand) -> None:
    box.clock.at = minutes(5)
    other = another(box, supervisor.door, "sup_yinzhou", Grant(Role.SUPERVISOR, Scope(Level.DISTRICT, "鄞州区")))
    confirm = next(offer for offer in other.sees(ADVICE)["offers"] if offer["action"] == "confirm")
    assert [against["when"]["en"] for against in confirm["against"]] == ["it is advice, never a counted violation"]
    assert refused(other.tries(ADVICE, Action.CONFIRM)) == (409, "barred")


@pytest.mark.parametrize(
    ("role", "action", "version", "payload", "refusal"),
    [
        pytest.param(Role.MANAGER, Action.CONFIRM, 7, {}, (409, "stale-case"), id="another-version"),
        pytest.param(
            Role.MANAGER, Action.SUBMIT, 0, {"text": "戴好", "photos": []}, (409, "wrong-state"), id="not-yet"
        ),
        pytest.param(Role.OPERATOR, Action.CONFIRM, 0, {}, (403, "wrong-role"), id="not-theirs"),
        pytest.param(Role.GRID_WORKER, Action.ACCEPT, 0, {}, (403, "wrong-role"), id="never-theirs"),
        pytest.param(Role.MANAGER, Action.ADVISE, 0, {"text": "提醒"}, (409, "barred"), id="no-advice"),
        pytest.param(Role.MANAGER, Action.MERGE, 0, {"into": str(STALL)}, (409, "barred"), id="into-itself"),
    ],
)
def test_a_refusal_says_which_in_both_languages(
    box: TestBox,
    door: httpx.Client,
    role: Role,
    action: Action,
    version: int,
    payload: dict[str, object],
    refusal: tuple[int, str],
) -> None:
    box.clock.at = minutes(5)
    assert refused(hand(box, door, role).tries(STALL, action, version, **payload)) == refusal
    assert box.context.desk.history(STALL) == ()


def test_what_is_missing_is_said(manager: Hand) -> None:
    manager.takes(STALL, Action.CONFIRM)
    assert refused(manager.tries(STALL, Action.NOTIFY, text=" ")) == (422, "incomplete")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"version": -1}, id="negative-version"),
        pytest.param({"version": 0, "payload": {"reason": "because"}}, id="unknown-reason"),
        pytest.param({"version": 0, "payload": {"reason": "test", "note": "\0"}}, id="zero-byte"),
        pytest.param({"version": 0, "payload": {"reason": "test", "note": "x" * 4001}}, id="too-long"),
        pytest.param({"version": 0, "payload": {"reason": "test"}, "role": "supervisor"}, id="unknown-field"),
        pytest.param({"version": 0, "payload": {"reason": "test"}, "evidence_seen": ["../x"]}, id="no-digest"),
        pytest.param({"version": 0, "payload": {"reason": "test"}, "evidence_seen": ["ab" * 32]}, id="another-file"),
    ],
)
def test_what_cannot_be_obeyed_is_said_by_field(manager: Hand, body: dict[str, object]) -> None:
    answer = manager.door.post(f"/api/v1/cases/{STALL}/dismiss", headers=manager.headers, json=body)
    assert (answer.status_code, bool(answer.json()["errors"])) == (422, True)
    assert manager.sees(STALL)["version"] == 0


def test_an_operator_sees_only_its_own(operator: Hand, manager: Hand) -> None:
    assert {item["merchant"] for item in operator.queue()["items"]} == {"m1"}
    assert {item["merchant"] for item in manager.queue()["items"]} == {"m1", "m2", None}
    for case in (NEIGHBOUR, NOBODYS, ADVICE):
        answers = (
            operator.door.get(f"/api/v1/cases/{case}", headers=operator.headers),
            operator.tries(case, Action.APPEAL, 0, text="不是我"),
            operator.door.post(f"/api/v1/cases/{case}/appeal", headers=operator.headers, json={}),
        )
        assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_a_case_is_not_merged_into_one_that_is_not_theirs(manager: Hand) -> None:
    answer = manager.tries(STALL, Action.MERGE, into=str(ADVICE))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "payload.into")


def test_the_queue_begins_with_what_is_due_first_and_pages_without_a_gap(box: TestBox, manager: Hand) -> None:
    manager.takes(NEIGHBOUR, Action.CONFIRM)  # thirty minutes from now; the others' review is due before
    whole = [item["id"] for item in manager.queue()["items"]]
    assert whole[-1] == str(NEIGHBOUR)
    paged: list[str] = []
    cursor = None
    while cursor is not None or not paged:
        page = manager.queue(limit=1, **({} if cursor is None else {"cursor": cursor}))
        paged += [item["id"] for item in page["items"]]
        cursor = page["next"]
    assert paged == whole


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param({"state": "confirmed"}, {STALL}, id="state"),
        pytest.param({"state": "dismissed"}, {NEIGHBOUR}, id="ended"),
        pytest.param({"level": 2}, set(), id="level"),
        pytest.param({"site": "canteen"}, set(), id="site-of-another"),
        pytest.param({"mine": True, "state": "confirmed"}, {STALL}, id="mine"),
        pytest.param({"mine": True, "state": "dismissed"}, set(), id="nothing-to-do"),
    ],
)
def test_the_queue_is_narrowed(manager: Hand, query: dict[str, object], expected: set[UUID]) -> None:
    manager.takes(STALL, Action.CONFIRM)
    manager.takes(NEIGHBOUR, Action.DISMISS, reason="customer")
    assert {item["id"] for item in manager.queue(**query)["items"]} == {str(case) for case in expected}


def test_a_cursor_that_is_none_is_refused(manager: Hand) -> None:
    answer = manager.door.get("/api/v1/cases", headers=manager.headers, params={"cursor": "x"})
    assert answer.status_code == 422


def test_two_reviewers_at_once_one_is_told(manager: Hand, supervisor: Hand) -> None:
    answers: list[httpx.Response] = []
    tasks = [(manager, Action.CONFIRM, {}), (supervisor, Action.DISMISS, {"reason": "customer"})]
    threads = [
        Thread(target=lambda who=who, action=action, more=more: answers.append(who.tries(STALL, action, 0, **more)))
        for who, action, more in tasks
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert len(manager.sees(STALL)["timeline"]) == 1


def test_an_appeal_is_decided_by_another_supervisor(box: TestBox, operator: Hand, supervisor: Hand) -> None:
    box.clock.at = minutes(5)
    manager = hand(box, supervisor.door, Role.MANAGER)
    supervisor.takes(STALL, Action.CONFIRM)
    manager.takes(STALL, Action.DISSUADE, **SPOKEN)
    operator.takes(STALL, Action.APPEAL, text="戴了透明发网")
    assert refused(supervisor.tries(STALL, Action.UPHOLD, text="属实")) == (409, "barred")
    second = another(box, supervisor.door, "sup_b", Grant(Role.SUPERVISOR, DISTRICT))
    assert second.takes(STALL, Action.UPHOLD, text="属实")["state"] == State.WITHDRAWN


def test_a_market_stall_is_not_referred_without_dissuasion(box: TestBox, manager: Hand, supervisor: Hand) -> None:
    manager.takes(STALL, Action.CONFIRM)
    manager.takes(STALL, Action.NOTIFY, text="书面通知")
    escalated(box)
    supervisor.takes(STALL, Action.ACCEPT)
    supervisor.takes(STALL, Action.ORDER, **ORDER)
    refer = next(offer for offer in supervisor.sees(STALL)["offers"] if offer["action"] == "refer")
    assert [against["when"]["zh"] for against in refer["against"]] == ["市场摊位没有劝阻记录"]


def test_who_holds_several_roles_acts_in_the_one_that_may(box: TestBox, door: httpx.Client) -> None:
    box.clock.at = minutes(5)
    both = another(box, door, "both", Grant(Role.SUPERVISOR, DISTRICT))
    with box.database.writing() as session:
        grants.give(session, "both", Grant(Role.MANAGER, Scope(Level.SITE, "market")), box.clock())
    assert both.takes(STALL, Action.CONFIRM)["timeline"][0]["role"] == "manager"
    assert both.takes(STALL, Action.DISSUADE, **SPOKEN)["timeline"][1]["role"] == "manager"
    escalated(box)
    assert both.takes(STALL, Action.ACCEPT)["timeline"][-1]["role"] == "supervisor"


def test_a_deadline_that_passed_comes_before_who_acts_after_it(manager: Hand, box: TestBox) -> None:
    manager.sees(STALL)
    box.clock.at += 10 * MINUTE
    assert refused(manager.tries(STALL, Action.CONFIRM, 0)) == (409, "stale-case")
    assert [step["action"] for step in manager.sees(STALL)["timeline"]] == ["review_overdue"]

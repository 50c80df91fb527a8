"""Quality over the interface: what is told, what a random head adds to it, and advice that a supervisor accepts."""

from __future__ import annotations

import httpx
import pytest
from sqlalchemy import update

from cases.states import Action
from records import audit, tables, tunings
from records.roles import Role
from records.states import Noted
from tests.api.build import CASES, Case, TestBox, head, minutes
from tests.api.handling import hand

QUALITY = "/api/v1/quality"
TUNING = "/api/v1/cameras/c1/tuning"
FOUND = f"/api/v1/sites/market/heads/{head('c1').id}/found"
FALSE, TRUE = 5, 9


@pytest.fixture
def decided(box: TestBox, door: httpx.Client) -> None:
    """Five false alarms that were soon over, and nine confirmed ones that were not."""
    manager = hand(box, door, Role.MANAGER)
    for number in range(FALSE + TRUE):
        case = Case(f"decided {number}", 10 + number, code="NO_MASK")
        box.add(case)
        box.clock.at = minutes(case.minute + 1)  # before it is overdue
        if number < FALSE:
            manager.takes(case.id, Action.DISMISS, reason="false_positive")
        else:
            manager.takes(case.id, Action.CONFIRM)
        with box.database.writing() as session:
            lasted = 9.5 if number < FALSE else 40.0
            row = tables.Violation
            session.execute(update(row).where(row.id == case.id).values(counted_s=lasted))
    box.clock.at = minutes(61)


def asked(door: httpx.Client, box: TestBox, role: Role = Role.SUPERVISOR, **query: str) -> httpx.Response:
    return door.get(QUALITY, params={"from": "2026-03-01", "to": "2026-03-03"} | query, headers=box.bearer_of(role))


@pytest.mark.usefixtures("decided")
def test_what_people_said_is_told_with_how_sure_one_can_be(box: TestBox, door: httpx.Client) -> None:
    told = asked(door, box).json()
    masks = next(one for one in told["verdicts"] if (one["camera"], one["code"]) == ("c1", "NO_MASK"))
    assert (masks["confirmed"], masks["false_alarms"], masks["reasons"]) == (TRUE, FALSE, {"false_positive": FALSE})
    assert masks["interval"][0] < masks["rate"] == TRUE / (TRUE + FALSE) < masks["interval"][1]
    assert told["abstained"] == [
        {
            "camera": "c1",
            "judged": 80,
            "abstained": 20,
            "interval": told["abstained"][0]["interval"],
            "hours": {"10": [20, 80]},
        }
    ]
    assert {(one["camera"], one["why"]) for one in told["suppressed"]} == {
        ("c1", "cannot_tell"),
        ("c2", "outside_zone"),
    }


PERIODS = [
    pytest.param({"from": "2026-03-03", "to": "2026-03-02"}, 422, id="ends before it begins"),
    pytest.param({"from": "2025-01-01", "to": "2026-03-02"}, 422, id="too long"),
    pytest.param({"site": "canteen"}, 404, id="another's site"),
    pytest.param({"site": "market"}, 200, id="one's own"),
]


@pytest.mark.parametrize(("query", "status"), PERIODS)
def test_only_days_and_sites_there_are(box: TestBox, door: httpx.Client, query: dict[str, str], status: int) -> None:
    assert asked(door, box, Role.MANAGER, **query).status_code == status


CHECKS = [
    pytest.param("nothing", {"judged": 1, "against": 0, "missed": 0}, id="all right"),
    pytest.param("hat", {"judged": 1, "against": 1, "missed": 0}, id="a flag stands near it"),
    pytest.param("mask", {"judged": 1, "against": 1, "missed": 0}, id="another code, near too"),
    pytest.param("unsure", {"judged": 0, "unsure": 1, "missed": 0}, id="nobody could say"),
]


@pytest.mark.parametrize(("found", "told"), CHECKS)
def test_a_random_head_adds_to_what_is_known_of_missed_ones(
    box: TestBox, door: httpx.Client, found: str, told: dict[str, int]
) -> None:
    answer = door.post(FOUND, json={"found": found}, headers=box.bearer_of(Role.HEAD))
    assert answer.status_code == 200, answer.text
    assert told.items() <= answer.json().items()
    assert told.items() <= asked(door, box).json()["missed"].items()


def test_without_a_flag_near_it_was_missed(box: TestBox, door: httpx.Client) -> None:
    for case in CASES:
        box.remove(case)
    answer = door.post(FOUND, json={"found": "hat"}, headers=box.bearer_of(Role.MANAGER)).json()
    assert (answer["missed"], answer["judged"]) == (1, 1)
    again = door.post(FOUND, json={"found": "nothing"}, headers=box.bearer_of(Role.MANAGER)).json()
    assert (again["missed"], again["judged"]) == (0, 1)


@pytest.mark.usefixtures("decided")
def test_advice_is_accepted_by_a_supervisor_with_a_reason_and_undone(box: TestBox, door: httpx.Client) -> None:
    theirs = box.bearer_of(Role.SUPERVISOR)
    [advice] = door.get(f"{QUALITY}/advice", headers=theirs).json()["items"]
    proposed = advice["proposed"]
    assert (proposed["observed_s"], len(proposed["false_gone"]), proposed["confirmed_gone"]) == (10.0, FALSE, [])

    body = {"code": "NO_MASK", "observed_s": 10.0, "reason": "steam on the lens"}
    assert door.post(TUNING, json=body, headers=box.bearer_of(Role.HEAD)).status_code == 403
    assert door.post(TUNING, json=body | {"observed_s": 90.0}, headers=theirs).status_code == 409
    assert door.post(TUNING, json=body | {"code": "NO_HAT"}, headers=theirs).status_code == 409
    made = door.post(TUNING, json=body, headers=theirs).json()
    assert made["basis"] == f"8 s -> 10 s: {FALSE}/{FALSE} false gone, 0/{TRUE} confirmed gone"
    with box.database.reading() as session:
        lines = [line for line in audit.lines(session) if line.action is Noted.TUNED]
        [held] = tunings.newest(session)
    assert [(line.who, line.subject, line.reason) for line in lines] == [
        ("the_supervisor", "c1 NO_MASK 10.0", "steam on the lens")
    ]
    assert (held.observed_s, held.why) == (10.0, "steam on the lens")

    undone = door.post(TUNING, json=body | {"observed_s": None, "reason": "wiped"}, headers=theirs)
    assert undone.status_code == 200
    assert door.get(f"{QUALITY}/advice", headers=theirs).json()["set"] == []

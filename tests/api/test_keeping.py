"""Keeping the accounts of others: a life, what is refused, and that every change is on record."""

from __future__ import annotations

from collections.abc import Sequence

import httpx
import pytest

from records import account_changes, audit
from records.account_changes import ADMIN, Hand
from records.roles import Role
from records.states import Noted
from tests.api.build import FILLED_AT, TestBox
from tests.api.test_access import ASKED, log_in
from vision.errors import LastAdmin

ACCOUNTS = "/api/v1/accounts"
STALL = {"role": "operator", "scope": "merchant:m1"}


def send(box: TestBox, door: httpx.Client, path: str, body: object, role: Role = Role.ADMIN) -> httpx.Response:
    return door.post(f"{ACCOUNTS}{path}", json=body, headers=box.bearer_of(role))


def noted(box: TestBox) -> Sequence[tuple[Noted, str]]:
    with box.database.reading() as session:
        lines = audit.lines(session, audit.Wanted(who="the_admin"))
    return [(line.action, line.subject) for line in reversed(lines) if line.action is not Noted.WROTE]


def test_the_life_of_an_account(box: TestBox, door: httpx.Client) -> None:
    made = send(box, door, "", {"login": "stall09", "grant": STALL}).json()
    assert log_in(door, "stall09", made["password"]).status_code == 303
    given = send(box, door, "/stall09/grants", {"role": "operator", "scope": "merchant:m2"}).json()
    assert [grant["scope"] for grant in given["grants"]] == ["merchant:m1", "merchant:m2"]
    assert send(box, door, "/stall09/revocations", STALL).json()["grants"] == [given["grants"][1]]
    assert send(box, door, "/stall09/lock", {"reason": "转让"}).json()["locked"] is not None
    assert log_in(door, "stall09", made["password"]).status_code == 401
    assert send(box, door, "/stall09/unlock", {}).json()["locked"] is None
    renewed = send(box, door, "/stall09/password", {}).json()["password"]
    statuses = [log_in(door, "stall09", password).status_code for password in (made["password"], renewed)]
    assert statuses == [401, 303]
    assert noted(box) == [
        (Noted.GRANTED, "stall09: operator merchant:m1"),
        (Noted.ACCOUNT_ADDED, "stall09"),
        (Noted.GRANTED, "stall09: operator merchant:m2"),
        (Noted.REVOKED, "stall09: operator merchant:m1"),
        *((action, "stall09") for action in (Noted.LOCKED, Noted.UNLOCKED, Noted.PASSWORD_CHANGED)),
    ]


@pytest.mark.parametrize(
    ("path", "body", "status", "zh"),
    [
        pytest.param("/nobody/lock", {}, 404, "没有这个用户", id="nobody"),
        pytest.param("/the_admin/grants", STALL, 409, "不能更改自己", id="a role for oneself"),
        pytest.param("/the_admin/lock", {}, 409, "不能更改自己", id="oneself locked"),
        pytest.param("/the_admin/password", {}, 409, "不能更改自己", id="one's own password without the old one"),
        pytest.param("/the_admin/revocations", {"role": "admin", "scope": "all"}, 409, "不能更改自己", id="out"),
        pytest.param("/the_head/grants", {"role": "admin", "scope": "all"}, 409, "不能兼任", id="a judge keeps"),
        pytest.param("/admin/grants", STALL, 409, "不能兼任", id="a keeper judges"),
        pytest.param("/the_head/grants", {"role": "head", "scope": "merchant:m1"}, 422, None, id="the wrong level"),
        pytest.param("/the_head/grants", {"role": "head", "scope": "site:nowhere"}, 422, None, id="an unknown place"),
        pytest.param("/the_head/grants", {"role": "head", "scope": "everything"}, 422, None, id="no scope"),
        pytest.param("/the_head/grants", {"role": "system", "scope": "all"}, 422, None, id="the box itself"),
        pytest.param("/the_head/revocations", STALL, 422, None, id="what is not held"),
        pytest.param("", {"login": "the_head"}, 422, None, id="a login that exists"),
        pytest.param("", {"login": "<b>"}, 422, None, id="a login that is none"),
        pytest.param("", {"login": "a", "password": "chosen by the admin"}, 422, None, id="a chosen password"),
        pytest.param("/the_head/lock", None, 422, None, id="no body"),
    ],
)
def test_what_is_refused(
    box: TestBox, door: httpx.Client, path: str, body: object, status: int, zh: str | None
) -> None:
    answer = send(box, door, path, body)
    assert answer.status_code == status
    assert zh is None or zh in answer.json()["zh"]
    assert noted(box) == []


def test_a_token_of_somebody_is_stopped(box: TestBox, door: httpx.Client) -> None:
    held = box.bearer_of(Role.HEAD)
    listed = door.get(f"{ACCOUNTS}/the_head/tokens", headers=box.bearer_of(Role.AUDITOR)).json()["items"]
    address = f"{ACCOUNTS}/the_head/tokens/{listed[0]['id']}"
    assert door.get(ASKED, headers=held).status_code == 200
    keys = (box.bearer_of(role) for role in (Role.AUDITOR, Role.ADMIN, Role.ADMIN))
    assert [door.delete(address, headers=key).status_code for key in keys] == [403, 204, 404]
    assert door.get(ASKED, headers=held).status_code == 401
    assert noted(box) == [(Noted.TOKEN_STOPPED, f"the_head: {listed[0]['id']}")]


@pytest.mark.parametrize("end", [account_changes.lock, lambda s, h, login: account_changes.take(s, h, login, ADMIN)])
def test_the_last_admin_stays(box: TestBox, end: object) -> None:
    hand = Hand("command line: x", FILLED_AT)
    assert callable(end)
    with box.database.writing() as session:
        end(session, hand, "the_admin")
    with pytest.raises(LastAdmin, match="make one first"), box.database.writing() as session:
        end(session, hand, "admin")
    with box.database.reading() as session:
        assert account_changes.admins(session) == {"admin"}

"""One's own account: a new password ends every session, tokens are no wider and no longer than they may be."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx
import pytest

from records.roles import Role
from tests.api.build import TestBox
from tests.api.test_access import ASKED, log_in, log_out

OURS = {"Sec-Fetch-Site": "same-origin"}
TOKENS = "/api/v1/tokens"
LOGIN = "the_supervisor"
NEW = "twelve letters"
STALL = {"role": "supervisor", "scope": "merchant:m1"}


def is_in(door: httpx.Client, cookies: dict[str, str]) -> bool:
    return httpx.get(door.base_url.join(ASKED), cookies=cookies).status_code == 200


def change(door: httpx.Client, cookies: dict[str, str], old: str, new: str) -> httpx.Response:
    url = door.base_url.join("/account/password")
    return httpx.post(url, data={"old": old, "new": new}, cookies=cookies, headers=OURS)


def test_a_new_password_ends_every_session_and_token(box: TestBox, door: httpx.Client) -> None:
    here, there = box.session(LOGIN, "1"), box.session(LOGIN, "2")
    assert change(door, here, box.password, NEW).headers["location"] == "/login"
    assert (is_in(door, here), is_in(door, there)) == (False, False)
    assert door.get(ASKED, headers=box.bearer_of(Role.SUPERVISOR)).status_code == 401
    assert [log_in(door, LOGIN, password).status_code for password in (box.password, NEW)] == [401, 303]


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        pytest.param("wrong", NEW, 403, id="without the old one"),
        pytest.param(None, "short", 422, id="too short"),
        pytest.param(None, "x" * 257, 422, id="endless"),
        pytest.param(None, "", 422, id="empty"),
    ],
)
def test_a_password_is_changed_for_good_reason_only(
    box: TestBox, door: httpx.Client, old: str | None, new: str, status: int
) -> None:
    cookies = box.session(LOGIN)
    answer = change(door, cookies, old or box.password, new)
    assert (answer.status_code, is_in(door, cookies)) == (status, True)


def test_guessing_the_old_password_slows_down(box: TestBox, door: httpx.Client) -> None:
    cookies = box.session(LOGIN)
    for _ in range(4):
        change(door, cookies, "wrong", NEW)
    assert change(door, cookies, box.password, NEW).status_code == 403


def test_logging_out_everywhere(box: TestBox, door: httpx.Client) -> None:
    here, there = box.session(LOGIN, "1"), box.session(LOGIN, "2")
    httpx.post(door.base_url.join("/account/leave"), cookies=here, headers=OURS)
    assert (is_in(door, here), is_in(door, there)) == (False, False)


def test_the_account_page_says_who_one_is(box: TestBox, door: httpx.Client) -> None:
    text = httpx.get(door.base_url.join("/account"), cookies=box.session(LOGIN)).text
    assert "监管所执法人员 · 区 海曙区" in text
    assert "<script" not in text


def make(door: httpx.Client, cookies: dict[str, str], **wanted: object) -> httpx.Response:
    return httpx.post(door.base_url.join(TOKENS), json={"name": "x"} | wanted, cookies=cookies, headers=OURS)


def seen(door: httpx.Client, token: str) -> int:
    answer = door.get("/api/v1/violations", headers={"Authorization": f"Bearer {token}"})
    return len(answer.json()["items"]) if answer.status_code == 200 else -answer.status_code


def test_a_token_may_what_it_was_made_for(box: TestBox, door: httpx.Client) -> None:
    cookies = box.session(LOGIN)
    whole, narrow = (make(door, cookies, **only).json()["token"] for only in ({}, STALL))
    assert (seen(door, whole), seen(door, narrow)) == (4, 2)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        pytest.param({"role": "supervisor", "scope": "all"}, "scope", id="wider"),
        pytest.param({"role": "supervisor", "scope": "district:鄞州区"}, "scope", id="elsewhere"),
        pytest.param({"role": "admin", "scope": "all"}, "scope", id="another role"),
        pytest.param({"role": "system", "scope": "all"}, "scope", id="the box itself"),
        pytest.param({"role": "supervisor"}, "scope", id="over nothing"),
        pytest.param({"role": "supervisor", "scope": "everything"}, "scope", id="no scope"),
        pytest.param({"days": 367}, "days", id="longer than a year"),
        pytest.param({"days": 0}, "days", id="over at once"),
        pytest.param({"days": None}, "days", id="for ever"),
        pytest.param({"grants": []}, "grants", id="an unknown field"),
    ],
)
def test_a_token_is_never_more(box: TestBox, door: httpx.Client, wanted: dict[str, object], field: str) -> None:
    answer = make(door, box.session(LOGIN), **wanted)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_a_token_makes_no_tokens(box: TestBox, door: httpx.Client) -> None:
    answer = door.post(TOKENS, json={"name": "x"}, headers=box.bearer_of(Role.SUPERVISOR))
    assert answer.status_code == 403


def test_a_token_expires_and_is_forgotten(box: TestBox, door: httpx.Client) -> None:
    cookies = box.session(LOGIN)
    token = make(door, cookies, days=1).json()["token"]
    box.clock.at += timedelta(days=1)
    assert seen(door, token) == -401
    listed = httpx.get(door.base_url.join(TOKENS), cookies=box.session(LOGIN)).json()["items"]
    assert "x" not in {entry["name"] for entry in listed}


def test_a_token_is_stopped_by_its_owner_only(box: TestBox, door: httpx.Client) -> None:
    owner, other = box.session(LOGIN), box.session("the_manager")
    token = make(door, owner).json()["token"]
    (entry,) = (t for t in httpx.get(door.base_url.join(TOKENS), cookies=owner).json()["items"] if t["name"] == "x")
    url = door.base_url.join(f"{TOKENS}/{entry['id']}")
    stops = [httpx.delete(url, cookies=who, headers=OURS).status_code for who in (other, owner, owner)]
    assert (stops, seen(door, token)) == ([404, 204, 404], -401)


def test_no_list_of_tokens_tells_one(box: TestBox, door: httpx.Client) -> None:
    cookies = box.session(LOGIN)
    token = make(door, cookies).json()["token"]
    text = httpx.get(door.base_url.join(TOKENS), cookies=cookies).text
    assert token not in text
    assert "sha256" not in text


def test_a_session_that_was_left_is_not_taken_up_again(box: TestBox, door: httpx.Client) -> None:
    log_in(door, LOGIN, box.password)
    replayed = dict(door.cookies)
    log_out(door)
    assert not is_in(door, replayed)


def test_tokens_are_made_and_stopped_without_scripts(box: TestBox, door: httpx.Client) -> None:
    cookies = box.session(LOGIN)
    url = door.base_url.join("/account/tokens")
    wanted = {"name": "报表 <b>", "days": "7", "only": "supervisor district:海曙区"}
    page = httpx.post(url, data=wanted, cookies=cookies, headers=OURS)
    (token,) = re.findall(r"sk_[\w-]+", page.text)
    assert (seen(door, token), "&lt;b&gt;" in page.text) == (4, True)
    assert token not in httpx.get(door.base_url.join("/account"), cookies=cookies).text
    (entry,) = (t for t in httpx.get(door.base_url.join(TOKENS), cookies=cookies).json()["items"] if t["only"])
    httpx.post(url.join("/account/tokens/stop"), data={"token_id": entry["id"]}, cookies=cookies, headers=OURS)
    assert seen(door, token) == -401


@pytest.mark.parametrize(
    ("wanted", "by_cookie", "status"),
    [
        pytest.param({"only": "admin all"}, True, 422, id="another's role"),
        pytest.param({"days": "367"}, True, 422, id="longer than a year"),
        pytest.param({}, False, 403, id="by a token"),
    ],
)
def test_no_page_makes_a_token_that_is_more(
    box: TestBox, door: httpx.Client, wanted: dict[str, str], by_cookie: bool, status: int
) -> None:
    cookies = box.session(LOGIN) if by_cookie else {}
    headers = OURS if by_cookie else box.bearer_of(Role.SUPERVISOR)
    data = {"name": "x", "days": "7"} | wanted
    answer = httpx.post(door.base_url.join("/account/tokens"), data=data, cookies=cookies, headers=headers)
    assert (answer.status_code, "sk_" in answer.text) == (status, False)


@pytest.mark.parametrize(("chosen", "shown"), [("", "用户名"), ("en", "Name"), ("<b>", "用户名")])
def test_the_login_page_speaks_the_chosen_tongue(door: httpx.Client, chosen: str, shown: str) -> None:
    answer = door.get("/login", params={"lang": chosen})
    assert f">{shown}</label>" in answer.text
    assert ("lang=en" in answer.headers.get("set-cookie", "")) == (chosen == "en")

"""Nobody gets in without credentials, and whoever gets in can be thrown out again."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from records import accounts, tokens
from tests.api.build import TestBox

ASKED = "/api/v1/cameras"


def log_in(door: httpx.Client, login: str, password: str, **headers: str) -> httpx.Response:
    return door.post("/login", data={"login": login, "password": password}, headers=headers)


def log_out(door: httpx.Client) -> httpx.Response:
    return door.post("/logout", headers={"Sec-Fetch-Site": "same-origin"})


def test_a_login_opens_and_a_logout_closes(box: TestBox, door: httpx.Client) -> None:
    assert door.get(ASKED).status_code == 401
    assert log_in(door, box.login, box.password).headers["location"] == "/"
    assert door.get(ASKED).status_code == 200
    stolen = dict(door.cookies)
    assert log_out(door).headers["location"] == "/login"
    assert httpx.get(door.base_url.join(ASKED), cookies=stolen).status_code == 401


def test_logging_out_leaves_other_browsers_alone(box: TestBox, door: httpx.Client) -> None:
    log_in(door, box.login, box.password)
    other = dict(door.cookies)
    door.cookies.clear()
    log_in(door, box.login, box.password)
    log_out(door)
    assert httpx.get(door.base_url.join(ASKED), cookies=other).status_code == 200


def test_the_cookie_is_kept_from_scripts_and_other_sites(box: TestBox, door: httpx.Client) -> None:
    cookie = log_in(door, box.login, box.password).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "max-age=43200" in cookie


def test_the_database_holds_no_session_in_clear(box: TestBox, door: httpx.Client) -> None:
    log_in(door, box.login, box.password)
    token = door.cookies["sunkitchen_session"].partition(".")[2]
    with box.database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT * FROM token").all()
    assert len(rows) == len(box.tokens) + 2
    assert token not in str(rows)


@pytest.mark.parametrize(
    ("after", "status"),
    [
        pytest.param(timedelta(hours=11, minutes=59), 200, id="before-12-h"),
        pytest.param(timedelta(hours=12, seconds=1), 401, id="after-12-h"),
    ],
)
def test_a_session_ends_after_12_hours(box: TestBox, door: httpx.Client, after: timedelta, status: int) -> None:
    log_in(door, box.login, box.password)
    box.clock.at += after
    assert door.get(ASKED).status_code == status


def test_a_revoked_token_opens_nothing(box: TestBox, door: httpx.Client) -> None:
    assert door.get(ASKED, headers=box.bearer).status_code == 200
    with box.database.writing() as session:
        assert tokens.revoke(session, tokens.listed(session, box.login)[0].id, box.clock())
    assert door.get(ASKED, headers=box.bearer).status_code == 401


def test_a_new_password_ends_every_session(box: TestBox, door: httpx.Client) -> None:
    log_in(door, box.login, box.password)
    with box.database.writing() as session:
        accounts.reset_password(session, box.login)
    assert door.get(ASKED).status_code == 401


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("Bearer", id="no-token"),
        pytest.param("Bearer wrong", id="wrong-token"),
        pytest.param("Basic YWRtaW46YWRtaW4=", id="basic"),
        pytest.param("bearer\tx", id="tab"),
    ],
)
def test_a_wrong_authorization_is_refused(stranger: httpx.Client, header: str) -> None:
    answer = stranger.get(ASKED, headers={"Authorization": header})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_a_wrong_password_is_refused_and_slows_down(box: TestBox, door: httpx.Client) -> None:
    tries = [log_in(door, box.login, "wrong").status_code for _ in range(4)]
    assert tries == [401, 401, 401, 429]
    assert log_in(door, box.login, box.password).status_code == 429
    box.clock.at += timedelta(seconds=2)
    assert log_in(door, box.login, box.password).status_code == 303


def test_an_unknown_login_looks_the_same_as_a_wrong_password(box: TestBox, door: httpx.Client) -> None:
    assert log_in(door, "nobody", "wrong").text == log_in(door, box.login, "wrong").text


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        pytest.param("/violations/1?a=b", "/violations/1?a=b", id="ours"),
        pytest.param("https://evil.example/", "/", id="other-host"),
        pytest.param("//evil.example/", "/", id="no-scheme"),
        pytest.param("/\\evil.example/", "/", id="backslash"),
        pytest.param("/a\r\nset-cookie: x=y", "/", id="line-break"),
        pytest.param("javascript:alert(1)", "/", id="script"),
    ],
)
def test_a_login_leads_only_to_us(box: TestBox, door: httpx.Client, target: str, leads_to: str) -> None:
    answer = door.post("/login", data={"login": box.login, "password": box.password, "next": target})
    assert answer.headers["location"] == leads_to


def test_the_login_page_escapes_what_it_is_given(stranger: httpx.Client) -> None:
    assert "<script>" not in stranger.get("/login", params={"next": '/"><script>'}).text


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "https://evil.example"}, id="origin"),
        pytest.param({"Origin": "null"}, id="origin-null"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="fetch-metadata"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, id="neighbour"),
    ],
)
@pytest.mark.parametrize("path", ["/login", "/logout"])
def test_other_sites_cannot_act_for_a_browser(
    box: TestBox, door: httpx.Client, path: str, headers: dict[str, str]
) -> None:
    log_in(door, box.login, box.password)
    answer = door.post(path, data={"login": box.login, "password": box.password}, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert door.get(ASKED).status_code == 200


def test_people_are_led_to_the_login_and_back(stranger: httpx.Client) -> None:
    answer = stranger.get("/violations/7?x=1", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fviolations%2F7%3Fx%3D1")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cache-control", "no-store"),
    ],
)
@pytest.mark.parametrize("path", ["/login", "/healthz", ASKED, "/"])
def test_every_answer_carries_safe_headers(client: httpx.Client, path: str, name: str, value: str) -> None:
    answer = client.get(path)
    assert answer.headers[name] == value
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG):
        yield caplog


def test_no_secret_reaches_a_log(everything_logged: pytest.LogCaptureFixture, box: TestBox, door: httpx.Client) -> None:
    log_in(door, box.login, box.password)
    log_in(door, box.login, "a-wrong-password")
    door.get(ASKED, headers=box.bearer)
    door.get(ASKED)
    secrets = [box.password, "a-wrong-password", box.token, door.cookies["sunkitchen_session"].partition(".")[2]]
    lines = [r.getMessage() for r in everything_logged.records if not r.name.startswith(("httpcore", "hpack"))]
    assert any("POST /login" in line for line in lines)
    assert [secret for secret in secrets if secret in "\n".join(lines)] == []

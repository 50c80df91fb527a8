"""The audit log: every sensitive look and every change leaves a line; none holds a secret; nobody reads unseen."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from api.access.guard import OPEN, SAFE_METHODS
from api.access.may import ROWS, row_of
from api.app import create_api
from api.pages.admin.audit import line_row
from records import audit
from records.audit import Line
from records.roles import Role
from records.states import Noted
from tests.api.build import CASES, NASTY, T0, TestBox
from tests.api.routes import Way, ways
from tests.api.test_access import log_in
from tests.api.test_may import names_of

LOG = "/api/v1/audit"
OURS = {"Sec-Fetch-Site": "same-origin"}
NOTED = {row.right for row in ROWS if row.noted}


def lines(box: TestBox) -> tuple[Line, ...]:
    with box.database.reading() as session:
        return audit.lines(session)


@pytest.fixture
def to_note(box: TestBox) -> tuple[Way, ...]:
    """All ways that must leave a line."""
    found = [w for w in ways(create_api(box.context)) if w.right in NOTED or w.method not in SAFE_METHODS]
    return tuple(w for w in found if (w.method, w.path) not in OPEN and w.path != "/account/leave")


def who_may(way: Way) -> Role:
    assert way.right is not None
    return (*row_of(way.right).roles, Role.AUDITOR)[0]


def test_every_sensitive_look_and_every_change_leaves_a_line(
    box: TestBox, door: httpx.Client, to_note: tuple[Way, ...]
) -> None:
    names = names_of(box, CASES[0]) | {"token_id": "x"}
    missing = []
    for way in to_note:
        path, before = way.filled(names), len(lines(box))
        role = who_may(way)
        door.request(way.method, path, headers=box.bearer_of(role) | {"X-Reason": "%E6%A0%B8%E6%9F%A5"})
        newest = lines(box)[0]
        what = Noted.READ if way.method in SAFE_METHODS else Noted.WROTE
        said = (newest.who, newest.action, newest.subject, newest.reason, newest.address)
        if len(lines(box)) != before + 1 or said != (f"the_{role}", what, path, "核查", "127.0.0.1"):
            missing.append((way, said))
    assert missing == []
    assert len(to_note) >= 8


def test_what_is_refused_for_want_of_a_role_leaves_none(box: TestBox, door: httpx.Client) -> None:
    assert door.get(LOG, headers=box.bearer_of(Role.MANAGER)).status_code == 403
    assert lines(box) == ()


def test_asking_for_anothers_picture_leaves_a_line(box: TestBox, door: httpx.Client) -> None:
    url = f"/api/v1/evidence/{names_of(box, CASES[1])['evidence_id']}"
    assert door.get(url, headers=box.bearer_of(Role.OPERATOR)).status_code == 404
    assert [(line.who, line.subject) for line in lines(box)] == [("the_operator", url)]


def test_what_cannot_be_noted_is_not_shown(box: TestBox, door: httpx.Client) -> None:
    with box.database.writing() as session:
        session.connection().exec_driver_sql("DROP TABLE audit")
    url = f"/api/v1/evidence/{names_of(box, CASES[0])['evidence_id']}"
    assert door.get(url, headers=box.bearer_of(Role.MANAGER)).status_code == 503


def test_logins_are_noted_and_what_was_typed_is_not(box: TestBox, door: httpx.Client) -> None:
    log_in(door, box.login, "wrong password typed")
    log_in(door, "my password in the name field", "x")
    log_in(door, box.login, box.password)
    noted = [(line.who, line.action) for line in lines(box)][::-1]
    assert noted == [
        (box.login, Noted.LOGIN_REFUSED),
        ("unknown login", Noted.LOGIN_REFUSED),
        (box.login, Noted.LOGGED_IN),
    ]


def test_no_secret_is_in_the_log(box: TestBox, door: httpx.Client) -> None:
    log_in(door, box.login, box.password)
    session = door.cookies["sunkitchen_session"]
    door.get(f"/api/v1/accounts?token={box.token}", headers=box.bearer_of(Role.AUDITOR))
    door.post("/account/password", data={"old": box.password, "new": "another password"}, headers=OURS)
    text = str(lines(box))
    secrets = (box.password, "another password", session, session.partition(".")[2], box.token)
    assert [secret for secret in secrets if secret in text] == []
    assert Noted.PASSWORD_CHANGED in text


def test_the_log_is_read_in_pages_by_the_auditor(box: TestBox, door: httpx.Client) -> None:
    bearer = box.bearer_of(Role.AUDITOR)
    for _ in range(4):
        door.get(LOG, headers=bearer)
    first = door.get(LOG, params={"limit": 3}, headers=bearer).json()
    second = door.get(LOG, params={"limit": 3, "before": first["next"]}, headers=bearer).json()
    assert [line["seq"] for line in first["items"] + second["items"]] == [5, 4, 3, 2, 1]
    assert second["next"] is None
    assert door.get(LOG, params={"who": "nobody"}, headers=bearer).json()["items"] == []


def test_accounts_are_listed_without_their_hashes(box: TestBox, door: httpx.Client) -> None:
    answer = door.get("/api/v1/accounts", headers=box.bearer_of(Role.ADMIN))
    (stall,) = (item for item in answer.json()["items"] if item["login"] == "the_operator")
    assert (stall["grants"], stall["locked"]) == ([{"role": "operator", "scope": "merchant:m1"}], None)
    assert "argon2" not in answer.text


def test_a_line_on_the_page_is_only_text() -> None:
    shown = line_row(Line(1, T0, NASTY, Noted.READ, NASTY, NASTY, NASTY))
    assert NASTY not in shown
    assert shown.count("&lt;img") == 4


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        pytest.param({"action": "locked"}, {"stall"}, id="what"),
        pytest.param({"who": "root"}, {"stall", "evil"}, id="who"),
        pytest.param({"day": "2026-03-02"}, {"stall"}, id="a day as Ningbo counts it"),
        pytest.param({"who": "root", "action": "locked", "day": "2026-03-03"}, set(), id="all at once"),
    ],
)
def test_the_log_is_searched_and_written_for_a_spreadsheet(
    box: TestBox, door: httpx.Client, query: dict[str, str], shown: set[str]
) -> None:
    with box.database.writing() as session:
        audit.note(
            session, audit.Entry("root", Noted.LOCKED, "stall", "=1+1"), datetime(2026, 3, 2, 15, 59, tzinfo=UTC)
        )
        audit.note(session, audit.Entry("root", Noted.READ, "evil"), datetime(2026, 3, 2, 16, 0, tzinfo=UTC))
    bearer = box.bearer_of(Role.AUDITOR)
    found = door.get(LOG, params=query, headers=bearer).json()["items"]
    text = door.get(f"{LOG}/csv", params=query, headers=bearer).text
    assert {line["subject"] for line in found} & {"stall", "evil"} == shown
    assert {subject for subject in ("stall", "evil") if subject in text} == shown
    assert ",=1" not in text

"""Known ways of breaking in, as tables. Others stand where what they are about is tested: forgery in test_forgery,
tokens and sessions in test_access and test_own_account, files in test_evidence, heads in test_privacy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import anyio
import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from starlette.types import Message

from api.app import create_api
from api.context import Rounds
from api.headers import ALWAYS
from records import accounts, grants
from records.grants import Grant
from records.roles import Role
from tests.api.build import CASES, PLACES, TestBox, serving
from tests.api.test_access import ASKED, log_in
from tests.api.test_may import names_of

API = "/api/v1"
EVIL = "evil.example"


@dataclass(frozen=True, slots=True)
class Raw:
    """An answer to a request that no client would send."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask_raw(app: FastAPI, path: str, raw_path: bytes, headers: dict[str, str], method: str = "GET") -> Raw:
    """Ask the application itself: no client makes the path tidy on the way."""
    messages: list[Message] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": raw_path,
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"reason=because of it", "more_body": False}

    async def send(message: Message) -> None:
        messages.append(message)

    anyio.run(app, scope, receive, send)
    start, *rest = messages
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    return Raw(start["status"], told, b"".join(message.get("body", b"") for message in rest))


NAMES = {
    "up": "../../box.db",
    "up-encoded": "..%2f..%2fbox.db",
    "up-twice-encoded": "%252e%252e%252fbox.db",
    "up-in-utf-8-of-old": "%c0%ae%c0%ae/box.db",
    "backslashes": "..\\..\\box.db",
    "absolute": "/etc/passwd",
    "scheme": "file:///etc/passwd",
    "null": "x%00.jpg",
    "line-break": "x%0d%0aset-cookie: a=b",
    "dots-and-slashes": "....//....//box.db",
    "the-key": "../signing.key",
    "its-own-path": "c1/2026-03-02",
}
DOORS = {
    "evidence": "/evidence/{}",
    "thumbnail": "/evidence/{}/thumbnail",
    "original": "/evidence/{}/original",
    "violation": "/violations/{}",
    "package": "/violations/{}/package",
    "case": "/cases/{}",
    "photo": "/cases/" + str(CASES[0].id) + "/attachments/{}",
    "camera": "/cameras/{}",
    "keys": "/sites/{}/keys",
}
SECRETS = (b"SQLite format", b"root:x:", b"PRIVATE KEY", b"\xff\xd8\xff")


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
@pytest.mark.parametrize("decoded", [True, False], ids=["decoded", "as it is"])
def test_no_name_leads_out_of_the_folder(
    whole: FastAPI, site: str, shared_box: TestBox, name: str, door: str, decoded: bool
) -> None:
    written = f"{API}{door.format(name)}"
    path = httpx.URL("http://x" + written.replace("\\", "%5c")).path if decoded else written
    is_write = door.endswith(("original", "package"))
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = ask_raw(
        whole, path, written.encode(), shared_box.bearer_of(Role.MANAGER) | form, "POST" if is_write else "GET"
    )
    assert answer.status in (400, 403, 404, 405, 422)
    assert [secret for secret in SECRETS if secret in answer.body] == []
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("/violations?site=canteen", id="violations-of-a-site"),
        pytest.param("/violations?camera=k1", id="violations-of-a-camera"),
        pytest.param("/violations?zone=z4", id="violations-of-a-zone"),
        pytest.param("/cases?site=canteen", id="cases-of-a-site"),
        pytest.param("/cameras?site=canteen", id="cameras-of-a-site"),
        pytest.param("/coverage?camera=k1", id="coverage"),
        pytest.param("/why-not?camera=k1", id="why-not"),
    ],
)
@pytest.mark.parametrize("role", [Role.MANAGER, Role.HEAD, Role.GRID_WORKER, Role.SUPERVISOR])
def test_asking_for_anothers_gives_nothing(client: httpx.Client, shared_box: TestBox, role: Role, query: str) -> None:
    answer = client.get(API + query, headers=shared_box.bearer_of(role))
    assert (answer.status_code, answer.json()["items"]) == (200, [])


@pytest.mark.parametrize("merchant", ["m2", "m2 ", "M1", "m1%00", "*", "' OR 1=1 --"])
def test_a_stall_is_no_other_by_another_name(client: httpx.Client, shared_box: TestBox, merchant: str) -> None:
    answer = client.get(f"{API}/violations", params={"merchant": merchant}, headers=shared_box.bearer_of(Role.OPERATOR))
    assert (answer.status_code, answer.json()["items"]) == (200, [])


def test_a_role_that_is_taken_back_is_gone_from_every_token_at_once(box: TestBox, door: httpx.Client) -> None:
    bearer, cookies = box.bearer_of(Role.MANAGER), box.session("the_manager")
    url = door.base_url.join(f"{API}/violations")
    assert httpx.get(url, cookies=cookies).status_code == 200
    with box.database.writing() as session:
        grants.take(session, "the_manager", Grant(Role.MANAGER, PLACES[Role.MANAGER]))
    assert [httpx.get(url, headers=bearer).status_code, httpx.get(url, cookies=cookies).status_code] == [403, 403]


def test_who_is_locked_out_is_out_with_every_token(box: TestBox, door: httpx.Client) -> None:
    bearer, cookies = box.bearer_of(Role.MANAGER), box.session("the_manager")
    with box.database.writing() as session:
        accounts.lock(session, "the_manager", box.clock())
    url = door.base_url.join(ASKED)
    assert [httpx.get(url, headers=bearer).status_code, httpx.get(url, cookies=cookies).status_code] == [401, 401]


def test_a_session_is_never_one_that_was_brought_along(box: TestBox, door: httpx.Client) -> None:
    planted = {"sunkitchen_session": "planted.sk_" + "a" * 43}
    answer = httpx.post(
        door.base_url.join("/login"), data={"login": box.login, "password": box.password}, cookies=planted
    )
    given = answer.cookies["sunkitchen_session"]
    assert "planted" not in given
    assert httpx.get(door.base_url.join(ASKED), cookies=planted).status_code == 401
    again = httpx.post(
        door.base_url.join("/login"),
        data={"login": box.login, "password": box.password},
        cookies={"sunkitchen_session": given},
    )
    assert again.cookies["sunkitchen_session"] != given


WHO = {"known": "admin", "unknown": "nobody", "locked": "the_head"}


@pytest.fixture
def locked(box: TestBox) -> None:
    with box.database.writing() as session:
        accounts.lock(session, WHO["locked"], box.clock())


@pytest.mark.usefixtures("locked")
def test_failing_tells_nobody_which_logins_there_are(box: TestBox, door: httpx.Client) -> None:
    told = {}
    for who, login in WHO.items():
        tries = [log_in(door, login, "wrong password") for _ in range(5)]
        told[who] = [(answer.status_code, answer.text, answer.headers.get("retry-after")) for answer in tries]
    assert [status for status, _, _ in told["known"]] == [401, 401, 401, 429, 429]
    assert told["known"] == told["unknown"] == told["locked"]


@pytest.mark.parametrize("who", WHO)
@pytest.mark.usefixtures("locked")
def test_one_password_is_looked_at_for_every_login(
    box: TestBox, door: httpx.Client, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work is what takes the time, so the same work takes the same."""
    looked: list[str] = []
    real = PasswordHasher.verify

    def counted(self: PasswordHasher, known: str, password: str) -> bool:
        looked.append(known.rpartition("$")[0].rpartition("$")[0])
        return real(self, known, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    log_in(door, WHO[who], "wrong password")
    assert looked == [accounts.decoy().rpartition("$")[0].rpartition("$")[0]]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        pytest.param("GET", "/", id="a page, to the login"),
        pytest.param("GET", "/cases/", id="a slash too many"),
        pytest.param("GET", "//cases", id="slashes before"),
        pytest.param("GET", f"{API}/cases/", id="a slash too many of the interface"),
        pytest.param("GET", "/login/", id="a slash after an open door"),
        pytest.param("POST", "/login", id="logging in"),
    ],
)
@pytest.mark.parametrize("known", [True, False], ids=["known", "stranger"])
def test_no_answer_leads_to_a_host_that_was_said(
    site: str, shared_box: TestBox, method: str, path: str, known: bool
) -> None:
    headers = {"Host": EVIL, "X-Forwarded-Host": EVIL, "Accept": "text/html"} | (shared_box.bearer if known else {})
    data = {"login": "admin", "password": shared_box.password} if method == "POST" else None
    answer = httpx.request(method, site + path, headers=headers, data=data)
    assert not answer.headers.get("location", "/").startswith(("http", "//"))
    assert EVIL not in answer.text


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"])
def test_a_look_is_no_change_by_another_name(box: TestBox, door: httpx.Client, name: str) -> None:
    url = door.base_url.join("/account/leave?_method=POST")
    cookies = box.session("the_manager")
    assert httpx.get(url, cookies=cookies, headers={name: "POST"}).status_code == 405
    assert httpx.get(door.base_url.join(ASKED), cookies=cookies).status_code == 200


@pytest.fixture(scope="module")
def breaking(shared_box: TestBox) -> Iterator[str]:
    """An application with a route that breaks."""
    app = create_api(replace(shared_box.context, rounds=_broken))
    with serving(app) as address:
        yield address


def _broken() -> Rounds:
    raise RuntimeError("a secret")


FAULTS = {
    "401": ("GET", "/api/v1/cases", {}, 401),
    "403": ("GET", "/api/v1/audit", {"by": "admin"}, 403),
    "404": ("GET", "/api/v1/nothing", {"by": "admin"}, 404),
    "405": ("PUT", "/api/v1/cases", {"by": "admin"}, 405),
    "413": ("POST", "/api/v1/tokens", {"by": "admin", "body": "x" * 70_000}, 413),
    "422": ("GET", "/api/v1/cases?limit=0", {"by": "admin"}, 422),
    "500": ("GET", "/metrics", {"by": "admin"}, 500),
}


@pytest.mark.parametrize(("method", "path", "said", "status"), FAULTS.values(), ids=FAULTS)
def test_every_fault_is_a_problem_with_safe_headers(
    breaking: str, shared_box: TestBox, method: str, path: str, said: dict[str, str], status: int
) -> None:
    bearer = shared_box.bearer if said.get("by") else {}
    answer = httpx.request(method, breaking + path, headers=bearer, content=said.get("body", ""))
    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert {"title", "status", "detail", "instance"} <= set(problem)
    assert "secret" not in answer.text
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS


@pytest.mark.parametrize("path", ["/login", "/account"])
def test_pages_of_passwords_run_no_script(site: str, client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "<script" not in answer.text


@pytest.mark.parametrize("path", ["/", "/cases", "/cameras", "/static"])
def test_pages_take_nothing_from_elsewhere(client: httpx.Client, path: str) -> None:
    policy = client.get(path).headers["content-security-policy"]
    allowed = {word for rule in policy.split(";") for word in rule.split()[1:]}
    assert allowed <= {"'none'", "'self'", "'unsafe-inline'", "'unsafe-eval'", "data:"}


@pytest.mark.parametrize("door", ["", "/thumbnail"])
def test_pictures_are_kept_by_the_browser_that_asked_alone(
    client: httpx.Client, shared_box: TestBox, door: str
) -> None:
    picture = names_of(shared_box, CASES[0])["evidence_id"]
    headers = client.get(f"{API}/evidence/{picture}{door}").headers
    kept = {word.strip() for word in headers["cache-control"].split(",")}
    assert "private" in kept
    assert "public" not in kept
    assert headers["vary"] == "Cookie, Authorization"
    assert headers["x-content-type-options"] == "nosniff"


HOUSE = Path(__file__).parents[2]
WRITERS = {
    "sunkitchen/printing/csv_file.py": "every cell is made harmless",
    "sunkitchen/enrol/collect.py": "ids of the configuration, which begin with a letter or digit, and times",
    "vision/evaluation/writing.py": "names of files, numbers, and words of our own",
}


def test_every_table_for_spreadsheets_is_looked_after() -> None:
    rooms = ("vision", "records", "cases", "api", "sunkitchen")
    found = {
        str(file.relative_to(HOUSE))
        for room in rooms
        for file in (HOUSE / room).rglob("*.py")
        if "csv.writer(" in file.read_text(encoding="utf-8") or "DictWriter(" in file.read_text(encoding="utf-8")
    }
    assert found == set(WRITERS)

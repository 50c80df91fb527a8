"""No other site acts in a visitor's name, no body is endless: on every route that changes anything."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from api.access.guard import OPEN, SAFE_METHODS
from api.app import MOST_BYTES, create_api
from api.cases.attachments import FORM_BYTES
from tests.api.build import CASES, PATIENCE_S, TestBox
from tests.api.routes import Way, ways
from tests.api.test_access import ASKED

NOBODY = "00000000-0000-4000-8000-000000000007"
FORM, JSON, FILE = "application/x-www-form-urlencoded", "application/json", "multipart/form-data"
BEGINS = {
    FORM: b"login=",
    JSON: b'"',
    FILE: b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n',
}
"""How a body of a kind begins."""


class Ids(dict[str, str]):
    """Fills the parameters of any path; with nobody's, where it matters to none of these tests."""

    def __missing__(self, key: str) -> str:
        return "0" * 64 if key == "sha256" else NOBODY


IDS = Ids(case_id=str(CASES[0].id))


@pytest.fixture
def changing(box: TestBox) -> tuple[Way, ...]:
    """All ways that change anything."""
    found = tuple(way for way in ways(create_api(box.context)) if way.method not in SAFE_METHODS)
    assert len(found) >= 5
    return found


@pytest.fixture
def cookies(box: TestBox) -> dict[str, str]:
    return box.session(box.login)


def ask(door: httpx.Client, way: Way, cookies: dict[str, str], **headers: str) -> httpx.Response:
    url = door.base_url.join(way.filled(IDS))
    return httpx.request(way.method, url, cookies=cookies, headers=headers, timeout=PATIENCE_S)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="nothing said"),
        pytest.param({"Origin": "https://evil.example"}, id="origin"),
        pytest.param({"Origin": "null"}, id="origin-null"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="fetch-metadata"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, id="neighbour"),
        pytest.param({"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}, id="two words"),
        pytest.param({"Sec-Fetch-Site": "cross-site", "Authorization": "Bearer x"}, id="a made-up token"),
    ],
)
def test_nothing_is_changed_for_another_site(
    door: httpx.Client, changing: tuple[Way, ...], cookies: dict[str, str], headers: dict[str, str]
) -> None:
    asked = [way for way in changing if (way.method, way.path) not in OPEN]
    statuses = {ask(door, way, cookies, **headers).status_code for way in asked}
    assert statuses <= {401, 403}
    assert httpx.get(door.base_url.join(ASKED), cookies=cookies).status_code == 200


def test_our_own_pages_may(door: httpx.Client, changing: tuple[Way, ...], cookies: dict[str, str]) -> None:
    origin = str(door.base_url).rstrip("/")
    asked = [way for way in changing if (way.method, way.path) not in OPEN and "/account/" in way.path]
    statuses = [ask(door, way, cookies, Origin=origin).status_code for way in asked]
    assert set(statuses) <= {303, 422}
    assert 303 in statuses


def test_a_bearer_needs_no_origin(box: TestBox, door: httpx.Client) -> None:
    answer = door.delete(f"/api/v1/tokens/{NOBODY}", headers=box.bearer)
    assert answer.status_code == 404


def chunks(total: int, begins: bytes) -> Iterator[bytes]:
    """A body that does not say how long it is."""
    yield begins
    for _ in range(total // 1024):
        yield b"x" * 1024


def kinds(app: FastAPI) -> dict[str, str]:
    """What is taken by each path that takes a body; pages take forms."""
    told = {path: item["post"].get("requestBody") for path, item in app.openapi()["paths"].items() if "post" in item}
    return {path: next(iter(body["content"])) for path, body in told.items() if body is not None}


UNBOUND = ("/logout", "/account/leave", "/api/v1/analyses")  # no body is read; films have a bound of their own


@pytest.mark.parametrize("said", [True, False], ids=["length said", "length not said"])
def test_a_body_has_its_bounds(box: TestBox, door: httpx.Client, changing: tuple[Way, ...], said: bool) -> None:
    taken = kinds(create_api(box.context))
    for way in (w for w in changing if w.method == "POST" and w.path not in UNBOUND):
        kind = taken.get(way.path, FORM)
        begins, total = BEGINS[kind], 4096 + (FORM_BYTES if kind == FILE else MOST_BYTES)
        body = begins + b"x" * total if said else chunks(total, begins)
        headers = box.bearer | {"Content-Type": f"{kind}; boundary=b" if kind == FILE else kind}
        url = door.base_url.join(way.filled(IDS))
        answer = httpx.post(url, content=body, headers=headers, timeout=PATIENCE_S)
        if not said and answer.status_code == 403:  # refused before anything was read
            continue
        assert (way.path, answer.status_code) == (way.path, 413)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["x-content-type-options"] == "nosniff"

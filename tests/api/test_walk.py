"""Every door of the whole application is shut to strangers, but for a written list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute, Mount
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from api.access.guard import OPEN
from records import violations
from tests.api.build import CASES, TestBox

# Written down a second time on purpose: a door added to the guard's list must be added here, seen by two people.
ALLOWED = {("GET", "/healthz"), ("GET", "/readyz"), ("GET", "/login"), ("POST", "/login")}
SOCKET = "/_nicegui_ws/socket.io/?EIO=4&transport="


class Door(NamedTuple):
    """A way to ask; parameters of the path are filled with what exists."""

    method: str
    path: str


def doors(routes: Sequence[BaseRoute], filling: dict[str, str], prefix: str = "") -> Iterator[Door]:
    """All doors of these routes and of what is mounted on them."""
    for context in iter_route_contexts(routes):
        path = prefix + (context.path or "")
        if isinstance(context.original_route, Mount):
            yield Door("GET", f"{path}/nicegui.js")
            yield from doors(context.original_route.routes or (), filling, path)
            continue
        for method in context.methods or {"GET"}:
            yield Door(method, filled(path, filling))


def filled(path: str, filling: dict[str, str]) -> str:
    for name, value in filling.items():
        path = path.replace(f"{{{name}}}", value)
    return path


@pytest.fixture(scope="session")
def all_doors(whole: FastAPI, shared_box: TestBox, site: str) -> tuple[Door, ...]:
    with shared_box.database.reading() as session:
        detail = violations.one(session, CASES[0].id)
    assert detail is not None
    ids = {
        "violation_id": str(CASES[0].id),
        "analysis_id": "00000000-0000-4000-8000-000000000000",
        "request_id": "00000000-0000-4000-8000-000000000000",
        "case_id": str(CASES[0].id),
        "evidence_id": str(detail.evidence[0].id),
        "camera_id": "c1",
        "sha256": shared_box.photo(CASES[0]),
        "site_id": "market",
        "clip_id": shared_box.film(CASES[0]),
    }
    found = set(doors(whole.routes, ids | {"key:path": "x", "key": "x", "path:path": "x", "name": "x"}))
    return tuple(sorted(found))


def is_shut(answer: httpx.Response) -> bool:
    to_login = answer.status_code == 303 and answer.headers["location"].startswith("/login?next=")
    return answer.status_code == 401 or to_login


def test_every_door_is_shut_to_strangers(stranger: httpx.Client, all_doors: tuple[Door, ...]) -> None:
    answers = {door: stranger.request(*door, headers={"Accept": "text/html"}) for door in all_doors}
    assert {door for door, answer in answers.items() if not is_shut(answer)} == ALLOWED & set(all_doors)


def test_the_list_of_open_doors_is_the_written_one() -> None:
    assert OPEN == ALLOWED


def test_the_doors_lead_somewhere_for_who_may_enter(client: httpx.Client, all_doors: tuple[Door, ...]) -> None:
    real = [door for door in all_doors if door.method == "GET" and not door.path.endswith("/x")]
    found = {door.path for door in real if client.get(door.path).status_code == 200}
    assert len(found) >= 15


@pytest.mark.parametrize(
    "part",
    [
        "/",
        "/cameras",
        "/violations/",
        "/metrics",
        "/logout",
        "/api/v1/violations",
        "/api/v1/evidence/",
        "/api/v1/openapi.json",
        "/_nicegui_ws/",
        "/static/nicegui.js",
        "/esm/",
    ],
)
def test_the_walk_goes_everywhere(all_doors: tuple[Door, ...], part: str) -> None:
    assert any(part in door.path for door in all_doors)


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/healthz", "/login", "/api/v1/violations"])
def test_other_methods_are_shut_too(stranger: httpx.Client, method: str, path: str) -> None:
    assert is_shut(stranger.request(method, path))


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/docs",
        "/redoc",
        "/openapi.json",
        "//healthz",
        "/healthz/",
        "/login/../metrics",
        "/login%2f..%2fmetrics",
        "/LOGIN/x",
        "/healthz;/metrics",
        "/_nicegui/x",
        "/favicon.ico",
    ],
)
def test_unknown_addresses_are_shut_too(stranger: httpx.Client, path: str) -> None:
    assert is_shut(stranger.get(path))


def test_the_websocket_is_shut(site: str) -> None:
    address = site.replace("http", "ws") + SOCKET + "websocket"
    with pytest.raises(InvalidStatus) as refused, connect(address):
        pass
    assert refused.value.response.status_code == 403


def test_the_websocket_is_shut_to_other_sites(site: str, client: httpx.Client, shared_box: TestBox) -> None:
    answer = httpx.post(f"{site}/login", data={"login": shared_box.login, "password": shared_box.password})
    cookie = f"sunkitchen_session={answer.cookies['sunkitchen_session']}"
    address = site.replace("http", "ws") + SOCKET + "websocket"
    with (
        pytest.raises(InvalidStatus) as refused,
        connect(address, additional_headers={"Cookie": cookie, "Origin": "https://evil.example"}),
    ):
        pass
    assert refused.value.response.status_code == 403


def test_the_websocket_opens_to_who_may_enter(site: str, shared_box: TestBox) -> None:
    address = site.replace("http", "ws") + SOCKET + "websocket"
    with connect(address, additional_headers=shared_box.bearer) as socket:
        assert str(socket.recv(timeout=5)).startswith("0{")


def test_polling_is_shut(stranger: httpx.Client) -> None:
    assert is_shut(stranger.get(SOCKET + "polling"))

"""Notifiers through the interface: a life before a real receiver, what is refused, and no secret told twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_api
from records.roles import Role
from tests.api.build import PATIENCE_S, Case, TestBox, serving
from tests.api.test_messenger import AT, carrier_at
from tests.notifying.receivers import Web, web

NOTIFIERS = "/api/v1/notifiers"
HOOK = {"url": "http://127.0.0.1:9/hook?key=hidden-in-the-address"}
MAIL = {"host": "mail.example.cn", "sender": "box@example.cn", "recipients": ["m@example.cn"]}
WANTED: dict[str, Any] = {"name": "群机器人", "role": "manager", "scope": "site:market", "topics": ["flag"]}


@pytest.fixture
def receiver() -> Iterator[Web]:
    with web() as server:
        yield server


@pytest.fixture
def door(box: TestBox, tmp_path: Path) -> Iterator[httpx.Client]:
    box.clock.at = AT
    outside = carrier_at(box.database, tmp_path).outside(box.clock)
    with (
        serving(create_api(replace(box.context, outside=outside))) as address,
        httpx.Client(base_url=address, timeout=PATIENCE_S, headers=box.bearer_of(Role.ADMIN)) as client,
    ):
        yield client


def add(door: httpx.Client, **wanted: object) -> httpx.Response:
    return door.post(NOTIFIERS, json=WANTED | {"severities": ["II"]} | wanted)


def test_a_life_before_a_real_receiver(box: TestBox, door: httpx.Client, receiver: Web, tmp_path: Path) -> None:
    carrier = carrier_at(box.database, tmp_path)
    hook = {"url": f"{receiver.address}/hook?key=hidden-in-the-address"}
    made = add(door, inside=True, webhook=hook).json()
    at = f"{NOTIFIERS}/{made['id']}"
    assert door.post(f"{at}/test", json={}).json()["ok"] is True
    receiver.statuses.append(500)
    assert door.post(f"{at}/test", json={}).json()["ok"] is False
    box.add(Case("told", 60))
    carrier.go_round(AT)
    assert door.post(f"{at}/pause", json={}).json()["active"] is False
    box.add(Case("meanwhile", 60))
    carrier.go_round(AT)
    assert door.post(f"{at}/resume", json={}).json()["active"] is True
    carrier.go_round(AT)
    (one,) = door.get(NOTIFIERS).json()["items"]
    assert (one["sent"], one["waiting"], one["error"], one["host"]) == (1, 0, "", "127.0.0.1")
    assert [line["topic"] for line in door.get(f"{at}/deliveries").json()["items"]] == ["flag"]
    everything = door.get(NOTIFIERS).text + door.get(f"{at}/deliveries").text
    assert made["secret"] not in everything
    assert "hidden-in-the-address" not in everything
    assert (door.delete(at).status_code, door.post(f"{at}/test", json={}).status_code) == (204, 404)
    assert list((tmp_path / "secrets").iterdir()) == []
    assert len(receiver.asked) == 3


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        pytest.param({}, "webhook", id="nowhere to tell"),
        pytest.param({"webhook": HOOK, "email": MAIL, "inside": True}, "webhook", id="both"),
        pytest.param({"webhook": HOOK}, "webhook.url", id="http to the world"),
        pytest.param({"webhook": {"url": "file:///etc/passwd"}}, "webhook.url", id="no address of the web"),
        pytest.param({"webhook": {"url": "https://a:b@example.cn/"}}, "webhook.url", id="a login in the address"),
        pytest.param({"webhook": HOOK, "inside": True, "role": "admin", "scope": "all"}, "topics", id="who sees none"),
        pytest.param({"webhook": HOOK, "inside": True, "topics": ["disk"]}, "topics", id="the disk for a market"),
        pytest.param({"webhook": HOOK, "inside": True, "topics": ["test"]}, "topics.0", id="a test is no news"),
        pytest.param({"webhook": HOOK, "inside": True, "scope": "site:nowhere"}, "scope", id="an unknown place"),
        pytest.param({"email": MAIL | {"security": "none"}}, "email.security", id="mail in clear to the world"),
        pytest.param({"email": MAIL | {"login": "box"}}, "email.password", id="a login without a password"),
        pytest.param({"email": MAIL | {"recipients": ["m@a.cn\nBcc: x@b.cn"]}}, "email.recipients.0", id="a header"),
        pytest.param({"email": MAIL | {"host": "a b"}}, "email.host", id="no host"),
    ],
)
def test_what_is_refused(door: httpx.Client, wanted: dict[str, object], field: str) -> None:
    answer = add(door, **wanted)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_only_who_keeps_the_box_sees_them(box: TestBox, door: httpx.Client) -> None:
    assert door.get(NOTIFIERS, headers=box.bearer_of(Role.AUDITOR)).status_code == 403

"""Switching networks through the interface: a worse set needs a reason, a switch waits for the next start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from api.app import create_api
from records import audit, model_switches
from records.roles import Role
from records.states import Noted
from sunkitchen.networks.sets import ModelSets
from sunkitchen.networks.telling import networks_of
from tests.api.build import PATIENCE_S, TestBox, serving
from tests.cli.test_models import install

MODELS = "/api/v1/models"


@pytest.fixture
def door(box: TestBox, tmp_path: Path) -> Iterator[httpx.Client]:
    """A box with the shipped set, a better and a worse one, and a broken one."""
    for name, ap50 in {"shipped": 0.8, "models/better": 0.9, "models/worse": 0.7, "models/broken": 0.9}.items():
        install(tmp_path / name, ap50)
    next((tmp_path / "models/broken").rglob("*.onnx")).write_bytes(b"no network")
    sets = ModelSets(tmp_path / "shipped", tmp_path / "models")
    context = replace(box.context, networks=networks_of(sets, box.database))
    admin = box.bearer_of(Role.ADMIN)
    with (
        serving(create_api(context)) as address,
        httpx.Client(base_url=address, timeout=PATIENCE_S, headers=admin) as client,
    ):
        yield client


def chosen(door: httpx.Client) -> list[str]:
    return [one["name"] for one in door.get(MODELS).json()["items"] if one["chosen"]]


def test_a_switch_and_the_way_back(box: TestBox, door: httpx.Client) -> None:
    before = door.get(MODELS).json()
    assert before["running"] == "shipped"
    behind = {one["name"]: len(one["behind"]) for one in before["items"]}
    assert behind == {"shipped": 0, "better": 0, "broken": 0, "worse": 1}
    assert door.post(f"{MODELS}/better/use", json={}).json()["after"] == "better"
    assert (chosen(door), door.get(MODELS).json()["running"]) == (["better"], "shipped")
    assert door.post(f"{MODELS}/rollback", json={}).json()["after"] == "shipped"
    forced = door.post(f"{MODELS}/worse/use", json={"reason": "它更快"}).json()
    assert (forced["reason"], len(forced["behind"]), chosen(door)) == ("它更快", 1, ["worse"])
    with box.database.reading() as session:
        assert [one.who for one in model_switches.switches(session)] == ["the_admin"] * 3
        noted = audit.lines(session, audit.Wanted(action=Noted.SWITCHED))
    assert noted[0].subject == "shipped → worse"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        pytest.param("worse/use", "实测数字低于", id="worse"),
        pytest.param("shipped/use", "不能换用", id="the one in force"),
        pytest.param("broken/use", "不能换用", id="damaged"),
        pytest.param("none/use", "不能换用", id="no such set"),
        pytest.param("rollback", "不能换用", id="nothing before"),
    ],
)
def test_what_is_refused(door: httpx.Client, path: str, says: str) -> None:
    answer = door.post(f"{MODELS}/{path}", json={})
    assert (answer.status_code, says in answer.json()["zh"], chosen(door)) == (409, True, ["shipped"])


def test_who_looks_may_not_switch(box: TestBox, door: httpx.Client) -> None:
    auditor = box.bearer_of(Role.AUDITOR)
    assert door.get(MODELS, headers=auditor).status_code == 200
    assert door.post(f"{MODELS}/better/use", json={}, headers=auditor).status_code == 403

"""Trying a rule over the interface: who may, over which cameras, with which numbers; what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.app import create_api
from api.rehearsal.trial import Flag, Rehearsed, Trial
from records.roles import Role
from tests.api.build import PATIENCE_S, T0, TestBox, minutes, serving
from vision.errors import ConfigError

FLAG = Flag("z1", minutes(1), minutes(2), None, 8.5, 0.91, 0)


@dataclass
class Rehearsals:
    """What was tried; whatever it is, one would have been flagged."""

    tried: list[Trial] = field(default_factory=list)

    def __call__(self, trial: Trial) -> Rehearsed:
        if trial.code == "NO_SHOES":
            raise ConfigError("rules.NO_SHOES: unknown violation code")
        self.tried.append(trial)
        return Rehearsed(trial, (FLAG,), (), ("z1",), T0, 3600.0, 7000, 5000)


@pytest.fixture
def rehearsals() -> Rehearsals:
    return Rehearsals()


@pytest.fixture
def door(box: TestBox, rehearsals: Rehearsals) -> Iterator[httpx.Client]:
    app = create_api(replace(box.context, rehearse=rehearsals))
    with serving(app) as address, httpx.Client(base_url=address, timeout=PATIENCE_S) as client:
        yield client


def ask(door: httpx.Client, box: TestBox, role: Role = Role.HEAD, camera: str = "c1", **body: Any) -> httpx.Response:
    asked = {"code": "NO_HAT", **body}
    return door.post(f"/api/v1/cameras/{camera}/rehearsal", json=asked, headers=box.bearer_of(role))


def test_it_tells_what_would_be_flagged_beside_what_was(
    box: TestBox, door: httpx.Client, rehearsals: Rehearsals
) -> None:
    told = ask(door, box, observed_s=6, share=0.8).json()
    assert [told["would"][0]["zone"], told["did"], told["judged"], told["kept_from"]] == [
        "z1",
        [],
        5000,
        "2026-03-02T02:00:00Z",
    ]
    [trial] = rehearsals.tried
    assert (trial.camera, trial.observed_s, trial.share, trial.least_score, trial.enabled) == ("c1", 6, 0.8, None, True)
    assert (trial.until, trial.until - trial.since) == (box.clock.at, timedelta(hours=1))


@pytest.mark.parametrize(
    ("role", "status"),
    [
        pytest.param(Role.OPERATOR, 403, id="operator"),
        pytest.param(Role.MANAGER, 200, id="manager"),
        pytest.param(Role.HEAD, 200, id="head"),
        pytest.param(Role.GRID_WORKER, 403, id="grid worker"),
        pytest.param(Role.SUPERVISOR, 200, id="supervisor"),
        pytest.param(Role.ADMIN, 200, id="admin"),
        pytest.param(Role.AUDITOR, 403, id="auditor"),
    ],
)
def test_who_may_try(box: TestBox, door: httpx.Client, role: Role, status: int) -> None:
    assert ask(door, box, role).status_code == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param({"code": "NO_SHOES"}, 422, id="no such code"),
        pytest.param({"code": ""}, 422, id="no code"),
        pytest.param({"observed_s": 0}, 422, id="no seconds"),
        pytest.param({"share": 0.5}, 422, id="no majority"),
        pytest.param({"least_score": 1.1}, 422, id="surer than sure"),
        pytest.param({"minutes": 5}, 422, id="unknown number"),
        pytest.param({"since": "2026-03-02T02:00:00"}, 422, id="no time zone"),
        pytest.param({"since": "2026-03-02T02:00:00Z", "until": "2026-03-02T01:00:00Z"}, 422, id="backwards"),
        pytest.param({"since": "2026-03-01T02:00:00Z", "until": "2026-03-02T02:00:01Z"}, 422, id="more than a day"),
        pytest.param({"since": "2026-03-01T02:00:00Z", "until": "2026-03-02T02:00:00Z"}, 200, id="a day"),
        pytest.param({"until": "2026-03-02T02:00:00Z"}, 200, id="an hour before"),
        pytest.param({"since": "2030-03-02T02:00:00Z"}, 200, id="still to come"),
    ],
)
def test_what_may_be_tried(box: TestBox, door: httpx.Client, body: dict[str, Any], status: int) -> None:
    answer = ask(door, box, **body)
    assert answer.status_code == status
    assert status == 200 or answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("camera", ["c9", "k1"])
def test_a_camera_that_is_not_ones_own_is_none(
    box: TestBox, door: httpx.Client, rehearsals: Rehearsals, camera: str
) -> None:
    assert ask(door, box, Role.MANAGER, camera).status_code == 404
    assert rehearsals.tried == []


def test_a_program_that_watches_nothing_says_so(box: TestBox) -> None:
    with serving(create_api(box.context)) as address, httpx.Client(base_url=address, timeout=PATIENCE_S) as client:
        assert ask(client, box).status_code == 409

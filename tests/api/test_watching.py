"""Cameras, coverage, the why-not ledger, and whether the box is well."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from api.app import create_api
from api.context import Rounds
from tests.api.build import T0, TestBox, minutes, serving
from vision.camera_facts import CameraHealth, CameraState, Coverage

API = "/api/v1"


@pytest.mark.parametrize(
    ("camera", "state", "detail"),
    [
        pytest.param("c1", "watching", "", id="watching"),
        pytest.param("c2", "lost", "no data for 10 s", id="lost"),
    ],
)
def test_a_camera_tells_its_newest_state(client: httpx.Client, camera: str, state: str, detail: str) -> None:
    listed = next(c for c in client.get(f"{API}/cameras").json()["items"] if c["id"] == camera)
    assert (listed["health"]["state"], listed["health"]["detail"]) == (state, detail)
    assert client.get(f"{API}/cameras/{camera}").json() == listed


def test_a_camera_that_never_reported_has_no_state(client: httpx.Client) -> None:
    assert client.get(f"{API}/cameras/k1").json()["health"] is None


def test_cameras_of_one_site(client: httpx.Client) -> None:
    assert [c["id"] for c in client.get(f"{API}/cameras?site=canteen").json()["items"]] == ["k1"]


def test_a_camera_tells_its_zones(client: httpx.Client) -> None:
    zone = client.get(f"{API}/cameras/c1").json()["zones"][0]
    assert (zone["id"], zone["merchant"], zone["schedule"]) == ("z1", "m1", ["05:30", "18:30"])
    assert zone["polygon"] == [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9]]


def test_health_history_is_newest_first(client: httpx.Client) -> None:
    assert [h["state"] for h in client.get(f"{API}/cameras/c1/health").json()["items"]] == ["watching", "connecting"]


def test_a_new_state_shows_at_once(box: TestBox, door: httpx.Client) -> None:
    box.sink.health(CameraHealth("c1", CameraState.REFUSED, minutes(9), "401"))
    assert door.get(f"{API}/cameras/c1", headers=box.bearer).json()["health"]["state"] == "refused"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param({}, [("c1", 600.0), ("c1", 300.0), ("c2", 10.0)], id="all"),
        pytest.param({"camera": "c2"}, [("c2", 10.0)], id="camera"),
        pytest.param({"since": "2026-03-02T03:00:00Z"}, [("c1", 300.0)], id="since-is-included"),
        pytest.param({"until": "2026-03-02T03:00:00Z"}, [("c1", 600.0), ("c2", 10.0)], id="until-is-not"),
    ],
)
def test_coverage(client: httpx.Client, query: dict[str, str], expected: list[tuple[str, float]]) -> None:
    items = client.get(f"{API}/coverage", params=query).json()["items"]
    assert [(item["camera"], item["watched_s"]) for item in items] == expected


def test_coverage_without_since_is_the_last_week(box: TestBox, door: httpx.Client) -> None:
    box.sink.coverage(Coverage("c1", minutes(60 * 24 * 7 + 60), 5.0))
    items = door.get(f"{API}/coverage?camera=c1", headers=box.bearer).json()["items"]
    assert [item["watched_s"] for item in items] == [300.0, 5.0]


@pytest.mark.parametrize(
    ("since", "status"),
    [
        pytest.param("2026-01-30T03:00:00Z", 200, id="31-days"),
        pytest.param("2026-01-30T02:00:00Z", 422, id="an-hour-more"),
    ],
)
def test_coverage_is_told_a_month_at_a_time(client: httpx.Client, since: str, status: int) -> None:
    assert client.get(f"{API}/coverage", params={"since": since}).status_code == status


def test_coverage_of_a_camera_nobody_watched_is_empty(client: httpx.Client) -> None:
    assert client.get(f"{API}/coverage?camera=k1").json() == {"items": []}


def test_coverage_counts(client: httpx.Client) -> None:
    hour = client.get(f"{API}/coverage?camera=c1").json()["items"][0]
    assert (hour["frames"], hour["dropped"], hour["corrupt"], hour["abstain_rate"]) == (1200, 5, 1, 0.25)


def test_nothing_judged_has_no_abstain_rate(client: httpx.Client) -> None:
    assert client.get(f"{API}/coverage?camera=c2").json()["items"][0]["abstain_rate"] is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param({}, [("c1", "z1", "cannot_tell", 7), ("c2", None, "outside_zone", 3)], id="all"),
        pytest.param({"camera": "c1"}, [("c1", "z1", "cannot_tell", 7)], id="camera"),
        pytest.param({"since": "2026-03-02T03:00:00Z"}, [("c2", None, "outside_zone", 3)], id="since"),
    ],
)
def test_why_not(client: httpx.Client, query: dict[str, str], expected: list[tuple[str, str | None, str, int]]) -> None:
    items = client.get(f"{API}/why-not", params=query).json()["items"]
    assert [(i["camera"], i["zone"], i["why"], i["looks"]) for i in items] == expected


@pytest.mark.parametrize(("path", "besides"), [("/healthz", {}), ("/readyz", {"disk": "ok"})])
def test_a_box_that_is_well_says_so_to_anybody(stranger: httpx.Client, path: str, besides: dict[str, str]) -> None:
    answer = stranger.get(path)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"} | besides)


def test_a_stopped_camera_is_not_ready_and_not_named(box: TestBox) -> None:
    with serving(create_api(box.with_stopped("c2"))) as address:
        answer = httpx.get(f"{address}/readyz")
    assert answer.status_code == 503
    assert "c2" not in answer.text


def test_without_database_it_is_alive_but_not_ready(box: TestBox, door: httpx.Client) -> None:
    with box.database.writing() as session:
        session.connection().exec_driver_sql("DROP TABLE camera_health")
    assert (door.get("/healthz").status_code, door.get("/readyz").status_code) == (200, 503)


@pytest.mark.parametrize(
    "line",
    [
        'sunkitchen_version{version="0.1.0"} 1.0',
        'sunkitchen_violations{code="NO_HAT"} 3.0',
        'sunkitchen_violations{code="NO_MASK"} 1.0',
        'sunkitchen_violations_advisory{code="NO_MASK"} 1.0',
        'sunkitchen_camera_state{camera="c1",state="watching"} 1.0',
        'sunkitchen_camera_state{camera="c1",state="lost"} 0.0',
        'sunkitchen_watched_seconds_total{camera="c1"} 900.0',
        'sunkitchen_frames_dropped_total{camera="c1"} 5.0',
        'sunkitchen_frames_corrupt_total{camera="c1"} 1.0',
        'sunkitchen_judgements_abstained_total{camera="c1"} 20.0',
    ],
)
def test_metrics(client: httpx.Client, line: str) -> None:
    assert line in client.get("/metrics").text.splitlines()


@pytest.mark.parametrize(
    ("rounds", "numbers"),
    [
        pytest.param(Rounds(), {"steps_total": 0, "failures_total": 0}, id="none-yet"),
        pytest.param(
            Rounds(T0, 3, 1),
            {"last_round_seconds": T0.timestamp(), "steps_total": 3, "failures_total": 1},
            id="some",
        ),
    ],
)
def test_metrics_tell_how_deadlines_are_minded(box: TestBox, rounds: Rounds, numbers: dict[str, float]) -> None:
    with serving(create_api(replace(box.context, rounds=lambda: rounds))) as address:
        lines = httpx.get(f"{address}/metrics", headers=box.bearer).text.splitlines()
    told = dict(line.split() for line in lines if line.startswith("sunkitchen_clerk"))
    assert {name.removeprefix("sunkitchen_clerk_"): float(value) for name, value in told.items()} == numbers

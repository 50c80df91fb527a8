"""Leads that no picture shows: a silent camera, a lapsed certificate; told, shown, and handled to the end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest
from playwright.sync_api import expect

from cases.states import Action
from records import certificates
from records.certificates import Certificate, CopiedLine, Copy
from records.package.checking import verify_package
from records.provenance import Recorder
from records.roles import Role
from tests.api.build import Case, TestBox, jpeg, minutes, violation
from tests.api.handling import Hand, hand
from tests.api.test_browser import visit  # noqa: F401 - a fixture
from tests.browsing import Visit
from vision.facts import TimeSource

SILENT = Case("silent", 10, merchant=None, code="CAM_OFFLINE")
LAPSED = Case("lapsed", 11, code="CERT_EXPIRED")
STAFF = (Certificate("330203199001", minutes(0).date() - timedelta(days=3)), Certificate("", None))
RECORDER = Recorder(TimeSource.LIVE)


def tell(box: TestBox, case: Case) -> None:
    """As the clerk does: without looks and pictures, a certificate with the register's copy."""
    told = replace(violation(case), looks=())
    if case is SILENT:
        box.sink.violation(replace(told, model="reader@1"), ())
        return
    lines = tuple(CopiedLine.of("JY1330203", one) for one in STAFF)
    with box.database.writing() as session:
        certificates.begin(session, told, RECORDER, Copy("staff.csv", told.at, lines))


@pytest.fixture
def told(box: TestBox) -> TestBox:
    for case in (SILENT, LAPSED):
        tell(box, case)
    box.clock.at = minutes(15)
    return box


@pytest.fixture
def manager(told: TestBox, door: httpx.Client) -> Hand:
    return hand(told, door, Role.MANAGER)


@pytest.fixture
def operator(told: TestBox, door: httpx.Client) -> Hand:
    return hand(told, door, Role.OPERATOR)


def detail(who: Hand, case: Case) -> httpx.Response:
    return who.door.get(f"/api/v1/violations/{case.id}", headers=who.headers)


def photographed(who: Hand, case: Case) -> str:
    return str(who.adds(case.id, jpeg(90), "new.jpg")["sha256"])


def test_a_silent_camera_is_handled_to_the_end(manager: Hand) -> None:
    manager.takes(SILENT.id, Action.CONFIRM)
    manager.takes(SILENT.id, Action.NOTIFY, text="请通电")
    manager.takes(SILENT.id, Action.SUBMIT, text="已换电源", photos=[photographed(manager, SILENT)])
    closed = manager.takes(SILENT.id, Action.PASS_RECHECK, text="画面已恢复")
    assert (closed["state"], [step["action"] for step in closed["timeline"]][-1]) == ("closed", "pass_recheck")


def test_a_lapsed_certificate_is_handled_to_the_end(manager: Hand, operator: Hand) -> None:
    manager.takes(LAPSED.id, Action.CONFIRM)
    spoken = {"stall": "1号", "words": "请办证", "spoken_at": minutes(14).isoformat()}
    manager.takes(LAPSED.id, Action.DISSUADE, **spoken)
    operator.takes(LAPSED.id, Action.SUBMIT, text="已换证", photos=[photographed(operator, LAPSED)])
    assert manager.takes(LAPSED.id, Action.PASS_RECHECK, text="已核对")["state"] == "closed"


@pytest.mark.parametrize("case", [SILENT, LAPSED], ids=["silent camera", "certificate"])
def test_paper_and_cable_have_more_time_than_a_hat(manager: Hand, case: Case) -> None:
    manager.takes(case.id, Action.CONFIRM)
    manager.takes(case.id, Action.NOTIFY, text="请整改")
    [due] = [due for due in manager.sees(case.id)["deadlines"] if due["kind"] == "rectify"]
    assert due["at"] >= (minutes(15) + timedelta(hours=72)).isoformat()[:16]


def test_the_stall_sees_its_certificates_and_no_camera_of_the_market(operator: Hand) -> None:
    assert detail(operator, SILENT).status_code == 404
    seen = detail(operator, LAPSED).json()
    assert (seen["picture_url"], seen["thumbnail_url"], seen["evidence"]) == (None, None, [])
    assert seen["explanation"]["looks"] == []
    assert [line["certificate"] for line in seen["register_copy"]["lines"]] == ["…9001", ""]
    assert "330203199001" not in str(seen)


def test_a_silent_camera_has_no_register(manager: Hand) -> None:
    seen = detail(manager, SILENT).json()
    assert (seen["register_copy"], seen["merchant"], seen["camera"]) == (None, None, "c1")


def test_who_may_read_certificates_reads_their_own(told: TestBox, door: httpx.Client) -> None:
    def listed(role: Role, **query: int) -> httpx.Response:
        return door.get("/api/v1/certificates", headers=told.bearer_of(role), params=query)

    assert [one["merchant"] for one in listed(Role.OPERATOR).json()["items"]] == ["m1"]
    assert [one["merchant"] for one in listed(Role.MANAGER).json()["items"]] == ["m1", "m2"]
    assert listed(Role.ADMIN).status_code == 403
    assert listed(Role.MANAGER, warn_days=-1).status_code == 422


@pytest.mark.parametrize(
    ("warn_days", "states"),
    [
        pytest.param(30, ["valid", "expiring", "expired", "missing"], id="a month before"),
        pytest.param(29, ["valid", "valid", "expired", "missing"], id="not yet"),
        pytest.param(366, ["expiring", "expiring", "expired", "missing"], id="a year before"),
    ],
)
def test_what_expires_soon_is_a_warning_and_no_event(manager: Hand, warn_days: int, states: list[str]) -> None:
    answer = manager.door.get("/api/v1/certificates", headers=manager.headers, params={"warn_days": warn_days})
    stall = answer.json()["items"][0]
    assert [one["state"] for one in stall["certificates"]] == states
    assert (stall["total"], stall["valid"], stall["expiring"]) == (4, 2, states.count("expiring"))
    assert [one["days_left"] for one in stall["certificates"]] == [200, 29, -1, None]


@pytest.mark.parametrize(
    ("case", "lines"), [pytest.param(SILENT, [], id="silent camera"), pytest.param(LAPSED, [2], id="certificate")]
)
def test_a_package_holds_the_register_and_verifies(manager: Hand, tmp_path: Path, case: Case, lines: list[int]) -> None:
    path = tmp_path / "package.zip"
    url, form = f"/api/v1/violations/{case.id}/package", {"reason": "申诉要求复核"}
    path.write_bytes(manager.door.post(url, headers=manager.headers, data=form).content)
    assert verify_package(path).findings == ()
    with ZipFile(path) as package:
        event = json.loads(package.read(f"events/{case.id}/event.json"))
    assert [len(copy["lines"]) for copy in event["register"]] == lines


@pytest.fixture
def late(shared_box: TestBox) -> Iterator[TestBox]:
    """Both leads, gone again afterwards, for the box is shared."""
    for case in (SILENT, LAPSED):
        tell(shared_box, case)
    yield shared_box
    for case in (SILENT, LAPSED):
        shared_box.remove(case)


def test_the_pages_show_what_no_picture_shows(late: TestBox, visit: Visit) -> None:  # noqa: F811
    page = visit.page
    page.goto(f"{visit.site}/violations/{SILENT.id}")
    expect(page.get_by_text("离线与证照类线索不靠画面")).to_be_visible()
    expect(page.locator("aside")).to_contain_text("8.5 秒没有画面")
    expect(page.locator(".looks, table.files")).to_have_count(0)
    page.goto(f"{visit.site}/violations/{LAPSED.id}")
    expect(page.locator("aside")).to_contain_text("与画面和人脸无关")
    expect(page.get_by_role("heading", name="登记资料")).to_be_visible()
    expect(page.get_by_text("…9001")).to_be_visible()
    page.goto(f"{visit.site}/snapshots")
    expect(page.locator(".card", has_text="无图")).to_have_count(2)

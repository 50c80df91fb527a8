"""What retention does, as people before the box see it: the plan, holds, pictures that went, a full disk, requests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import select

from api.app import create_api
from api.context import Keeping
from api.pages.parts.moments import moments
from api.pages.parts.why import no_pictures
from cases.states import Action
from records import audit, tables, violations
from records.retention.room import Level
from records.retention.running import Retention, Run
from records.roles import Role
from records.states import Noted, RunOutcome
from records.verify import verify
from tests.api.build import CASES, FILLED_AT, PATIENCE_S, TestBox, minutes, serving
from tests.api.handling import hand

Json = dict[str, Any]
A, B = CASES[0].id, CASES[1].id
REASON = {"reason": "移送公安, 依法保留"}


@pytest.fixture
def old(box: TestBox, door: httpx.Client) -> TestBox:
    """A box with a case that was dismissed a fortnight ago."""
    box.clock.at = minutes(1)
    hand(box, door, Role.MANAGER).takes(A, Action.DISMISS, reason="false_positive")
    box.clock.at = FILLED_AT + timedelta(days=14)
    return box


def ran(box: TestBox) -> Run:
    retention = box.context.retention
    assert isinstance(retention, Retention)
    run = retention.run(box.clock(), "system")
    assert run is not None
    return run


def got(door: httpx.Client, box: TestBox, path: str, role: Role = Role.MANAGER) -> Json:
    answer = door.get(path, headers=box.bearer_of(role))
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def test_the_plan_is_there_to_be_read_and_reading_deletes_nothing(old: TestBox, door: httpx.Client) -> None:
    before = set(old.context.evidence.paths())
    told = got(door, old, "/api/v1/retention", Role.AUDITOR)
    assert {line["rule"] for line in told["plan"]["going"]} == {"picture/dismissed", "looks/dismissed"}
    assert (told["plan"]["files_going"], told["plan"]["stays"]["open"], told["runs"]) == (6, 3, [])
    assert set(old.context.evidence.paths()) == before
    ran(old)
    told = got(door, old, "/api/v1/retention", Role.ADMIN)
    assert (told["plan"]["files_going"], told["runs"][0]["files"], told["disk"]) == (0, 6, "ok")


def test_pictures_that_went_say_so(old: TestBox, door: httpx.Client) -> None:
    picture = got(door, old, f"/api/v1/violations/{A}")["evidence"][0]
    assert picture["removed"] is None
    ran(old)
    told = got(door, old, f"/api/v1/violations/{A}")
    assert (told["picture_url"], told["explanation"]["looks"]) == (None, [])
    (removed,) = {(row["removed"]["rule"], row["removed"]["why"]["zh"]) for row in told["evidence"]}
    assert removed == ("picture/dismissed", "保存期满: 已排除案件的图片")
    assert told["evidence"][0]["sha256"] == picture["sha256"]
    for path in (picture["url"], picture["thumbnail_url"]):
        answer = door.get(path, headers=old.bearer_of(Role.MANAGER))
        assert answer.status_code == 410
        assert "was removed on 2026-03-1" in answer.json()["detail"]
        assert "保存期满" in answer.json()["zh"]
    opened = door.post(f"{picture['url']}/original", headers=old.bearer_of(Role.MANAGER), data=REASON)
    assert opened.status_code == 410


def test_what_is_on_record_as_gone_is_served_to_nobody_before_it_is_erased(old: TestBox, door: httpx.Client) -> None:
    retention = old.context.retention
    assert retention is not None
    picture = got(door, old, f"/api/v1/violations/{A}")["evidence"][0]
    with old.database.writing() as session:  # and killed before the files went
        going = [one for one in retention.look(old.clock()).plan.going if one.violation == A]
        retention.keeper.remove_now(session, going, old.clock())
    assert [path for path in old.context.evidence.paths() if str(A) in path]
    assert door.get(picture["url"], headers=old.bearer_of(Role.MANAGER)).status_code == 410
    assert verify(old.database, old.context.evidence).findings == ()
    ran(old)
    assert not [path for path in old.context.evidence.paths() if str(A) in path]


def test_what_is_held_stays_until_it_is_released(old: TestBox, door: httpx.Client) -> None:
    def said(what: str) -> Json:
        answer = door.post(f"/api/v1/cases/{A}/{what}", headers=old.bearer_of(Role.SUPERVISOR), data=REASON)
        assert answer.status_code == 200, answer.text
        told: Json = answer.json()
        return told

    assert said("hold")["held"] is True
    assert got(door, old, f"/api/v1/cases/{A}")["legal_hold"] is True
    assert ran(old).files == 0
    released = said("release")
    assert (released["held"], [word["held"] for word in released["words"]]) == (False, [True, False])
    assert got(door, old, f"/api/v1/cases/{A}")["legal_hold"] is False
    assert ran(old).files == 6
    assert verify(old.database, old.context.evidence).findings == ()


def asked(box: TestBox, door: httpx.Client, *about: object, kind: str = "deletion") -> Json:
    body = {"kind": kind, "applicant": "张三 138…", "statement": "请删除我的图片", "violations": list(map(str, about))}
    answer = door.post("/api/v1/requests", headers=box.bearer_of(Role.ADMIN), json=body)
    assert answer.status_code == 201, answer.text
    told: Json = answer.json()
    return told


def decided(box: TestBox, door: httpx.Client, request: Json, *, granted: bool) -> httpx.Response:
    body = {"granted": granted, "decision": "已核对身份"}
    path = f"/api/v1/requests/{request['id']}/decision"
    return door.post(path, headers=box.bearer_of(Role.ADMIN), json=body)


def test_a_granted_deletion_is_decided_and_carried_out_in_one(old: TestBox, door: httpx.Client) -> None:
    request = asked(old, door, A)
    assert request["granted"] is None
    answer = decided(old, door, request, granted=True)
    assert (answer.status_code, answer.json()["granted"]) == (200, True)
    told = got(door, old, f"/api/v1/violations/{A}")
    assert {row["removed"]["rule"] for row in told["evidence"]} == {f"request/{request['id']}"}
    assert not [path for path in old.context.evidence.paths() if str(A) in path]
    assert decided(old, door, request, granted=True).status_code == 409
    assert got(door, old, "/api/v1/requests", Role.AUDITOR)["items"][0]["decision"] == "已核对身份"
    assert verify(old.database, old.context.evidence).findings == ()


@pytest.mark.parametrize("kind", ["access", "correction", "deletion"])
def test_what_is_refused_or_asks_for_something_else_deletes_nothing(
    old: TestBox, door: httpx.Client, kind: str
) -> None:
    before = set(old.context.evidence.paths())
    answer = decided(old, door, asked(old, door, A, kind=kind), granted=kind != "deletion")
    assert answer.status_code == 200
    assert set(old.context.evidence.paths()) == before


def test_evidence_of_an_open_case_is_not_deleted_for_a_request(old: TestBox, door: httpx.Client) -> None:
    before = set(old.context.evidence.paths())
    request = asked(old, door, A, B)
    answer = decided(old, door, request, granted=True)
    assert (answer.status_code, "open case" in answer.json()["detail"]) == (409, True)
    assert set(old.context.evidence.paths()) == before
    assert got(door, old, "/api/v1/requests", Role.ADMIN)["items"][0]["granted"] is None
    assert verify(old.database, old.context.evidence).findings == ()


def test_a_request_about_what_the_box_does_not_know_is_refused(box: TestBox, door: httpx.Client) -> None:
    body = {"kind": "deletion", "applicant": "张三", "statement": "删除", "violations": [str(box.database.id)]}
    answer = door.post("/api/v1/requests", headers=box.bearer_of(Role.ADMIN), json=body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "violations")


def test_reading_requests_and_every_word_on_a_hold_is_noted(old: TestBox, door: httpx.Client) -> None:
    got(door, old, "/api/v1/requests", Role.AUDITOR)
    door.post(f"/api/v1/cases/{A}/hold", headers=old.bearer_of(Role.HEAD), data=REASON)
    with old.database.reading() as session:
        lines = {(line.who, line.action, line.subject) for line in audit.lines(session)}
        kinds = set(session.scalars(select(tables.ChainLink.kind)))
    assert {("the_auditor", "read", "/api/v1/requests"), ("the_head", "wrote", f"/api/v1/cases/{A}/hold")} <= lines
    assert "hold" in kinds


@pytest.fixture
def full(box: TestBox) -> Iterator[httpx.Client]:
    """Before a box whose disk is full and whose retention waits."""
    run = Run(FILLED_AT, FILLED_AT, "system", RunOutcome.WAITING, 0, 0, 0, ("the clock was set back",))
    keeping = Keeping(active=True, disk=Level.TIGHT, free_bytes=7, last=run)
    told = create_api(replace(box.context, keeping=lambda: keeping))
    with serving(told) as address, httpx.Client(base_url=address, timeout=PATIENCE_S) as client:
        yield client


def test_a_full_disk_is_told_and_stops_nothing(box: TestBox, full: httpx.Client) -> None:
    ready = full.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"status": "ok", "disk": "tight"})
    metrics = full.get("/metrics", headers=box.bearer_of(Role.ADMIN)).text
    assert 'sunkitchen_disk_level{level="tight"} 1.0' in metrics
    assert "sunkitchen_disk_free_bytes 7.0" in metrics
    assert 'sunkitchen_retention_last_run_seconds{outcome="waiting"}' in metrics


def test_a_program_that_deletes_nothing_says_so(box: TestBox) -> None:
    with serving(create_api(replace(box.context, retention=None))) as address:
        answer = httpx.get(f"{address}/api/v1/retention", headers=box.bearer_of(Role.ADMIN))
    assert answer.status_code == 404


def test_the_page_says_when_and_why_pictures_went(old: TestBox) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    for gone, words in ((False, "没有图片"), (True, "图片已于 2026-03-16 删除（保存期满: 已排除案件的图片）")):
        if gone:
            ran(old)
        with old.database.reading() as session:
            detail = violations.one(session, A)
        assert detail is not None
        assert words in no_pictures(detail, zone)
        assert bool(moments(detail)) is not gone


def test_a_run_is_made_by_an_admin_and_on_record(box: TestBox, door: httpx.Client) -> None:
    keys = (box.bearer_of(role) for role in (Role.AUDITOR, Role.ADMIN))
    looked, made = (door.post("/api/v1/retention/runs", json={"large": True}, headers=key) for key in keys)
    assert (looked.status_code, made.status_code) == (403, 200)
    assert (made.json()["who"], made.json()["outcome"]) == ("the_admin", "done")
    with box.database.reading() as session:
        (line,) = audit.lines(session, audit.Wanted(action=Noted.DELETED))
    assert (line.who, line.reason) == ("the_admin", "large")

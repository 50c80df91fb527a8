"""Lines of tables that grow without end: each goes after its time, and no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from records import accounts, audit, requests, samples, tables, tokens
from records.audit import Entry
from records.requests import Asked
from records.retention import shelves
from records.retention.rules import Shelf
from records.states import Noted, RequestKind, RunOutcome
from tests.records.build import T0, sink_of
from tests.retention.build import DAY, RULES, Shop
from vision.camera_facts import CameraHealth, CameraState, Coverage
from vision.facts import Sample, Suppressed, WhyNot

OLD = datetime(2020, 3, 2, 8, tzinfo=UTC)
"""Longer ago than three years by any clock: the database asks its own about the audit log."""


@pytest.fixture
def full(shop: Shop) -> Shop:
    """A store with one old line on every shelf."""
    sink = sink_of(shop.database, shop.evidence.root)
    sink.coverage(Coverage("c1", OLD, 600.0))
    sink.suppressed([Suppressed("c1", "z1", "NO_MASK", WhyNot.CANNOT_TELL, OLD, 7)])
    for camera, at in (("c1", OLD), ("c1", OLD + DAY), ("c2", OLD)):
        sink.health(CameraHealth(camera, CameraState.WATCHING, at))
    plain, labelled = (Sample(uuid4(), "c1", uuid4(), OLD, 30.0, b"x", 0.5) for _ in range(2))
    sink.sample(plain)
    sink.sample(labelled)
    with shop.database.writing() as session:
        samples.label(session, labelled.id, {"hat": "cap"}, "me", OLD)
        accounts.create_account(session, "admin", OLD, "a long password")
        tokens.issue(session, "admin", "t", OLD, OLD + DAY)
        audit.note(session, Entry("admin", Noted.LOGGED_IN), OLD)
        session.add(tables.LoginFailure(login_sha256="x", failures=1, last_at=OLD))
        asked = requests.receive(session, Asked(RequestKind.ACCESS, "张三", "查看本人图片"), "admin", OLD)
        requests.decide(session, asked, True, "已提供", "admin", OLD)
        session.add(
            tables.RetentionRun(
                began_at=OLD, ended_at=OLD, who="x", outcome=RunOutcome.DONE, files=0, size_bytes=0, rows=0, words=()
            )
        )
    return shop


@pytest.mark.parametrize("shelf", Shelf)
def test_a_line_goes_after_its_time_and_not_before(full: Shop, shelf: Shelf) -> None:
    kept = {shelf: RULES.shelves[shelf]}
    last = OLD + (DAY if shelf is Shelf.EXPIRED_TOKENS else timedelta(0)) + kept[shelf]
    with full.database.reading() as session:
        before = shelves.due(session, kept, last)
        after = shelves.due(session, kept, last + timedelta(seconds=1))
    assert (before, after) == ({}, {shelf: 1})
    assert sum(shelves.clear(full.database, kept, last + timedelta(seconds=1))) == 1
    with full.database.reading() as session:
        assert shelves.due(session, kept, last + timedelta(seconds=1)) == {}


def test_all_of_them_go_with_a_run_and_the_chain_goes_on_verifying(full: Shop) -> None:
    patient = replace(RULES, clock=replace(RULES.clock, synced_gap=timedelta(days=9999)))
    run = full.retention(patient).run(T0 + 2000 * DAY, "system")
    assert run is not None
    assert run.rows == len(Shelf)
    assert full.findings() == ()


def test_what_a_camera_last_said_stays(full: Shop) -> None:
    sum(shelves.clear(full.database, {Shelf.CAMERA_HEALTH: DAY}, T0))
    with full.database.reading() as session:
        h = tables.CameraHealth
        assert session.execute(select(h.camera, h.at).order_by(h.camera)).all() == [("c1", OLD + DAY), ("c2", OLD)]


def test_a_label_goes_with_its_sample(full: Shop) -> None:
    sum(shelves.clear(full.database, {Shelf.LABELLED_SAMPLES: DAY}, T0))
    with full.database.reading() as session:
        counts = [session.scalar(select(func.count()).select_from(t)) for t in (tables.Sample, tables.SampleLabel)]
    assert counts == [1, 0]


def test_many_lines_go_in_several_transactions(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "LINES", 2)
    with shop.database.writing() as session:
        for _ in range(5):
            audit.note(session, Entry("admin", Noted.READ), OLD)
    assert list(shelves.clear(shop.database, {Shelf.AUDIT: RULES.shelves[Shelf.AUDIT]}, T0)) == [2, 2, 1]

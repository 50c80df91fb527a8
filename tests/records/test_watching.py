"""Reading health, coverage and the why-not ledger."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from records import coverage, health, ledger
from records.database import Database
from records.sink import DatabaseSink
from tests.records.build import T0, later, sink_of
from vision.camera_facts import CameraHealth, CameraState, Coverage
from vision.facts import Suppressed, WhyNot

HOUR = T0.replace(minute=0)


@pytest.fixture
def watched(database: Database, root: Path) -> Database:
    """Two cameras over three hours, the first hour of c1 in two runs."""
    for run in ("recorded 1", "recorded 2"):
        sink_of(database, root, run).coverage(Coverage("c1", HOUR, 600, 300, 1200, 1, 2, 30, 60, 15))
    sink = sink_of(database, root)
    for hours in (1, 2):
        sink.coverage(Coverage("c1", HOUR + timedelta(hours=hours), 60, frames=120))
    sink.coverage(Coverage("c2", HOUR + timedelta(hours=1), 3600, frames=7200))
    return database


@pytest.mark.parametrize(
    ("until", "camera", "hours"),
    [
        pytest.param(None, None, 2, id="all"),
        pytest.param(None, "c2", 1, id="one camera"),
        pytest.param(HOUR + timedelta(hours=2), None, 1, id="until is not"),
        pytest.param(HOUR, None, None, id="nothing before"),
        pytest.param(None, "c9", None, id="nobody's"),
    ],
)
def test_the_newest_hour(watched: Database, until: datetime | None, camera: str | None, hours: int | None) -> None:
    with watched.reading() as session:
        newest = coverage.newest_hour(session, until, camera)
    assert newest == (None if hours is None else HOUR + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("since", "until", "camera", "expected"),
    [
        pytest.param(None, None, None, [("c1", 0), ("c1", 1), ("c1", 2), ("c2", 1)], id="all"),
        pytest.param(None, None, "c2", [("c2", 1)], id="one camera"),
        pytest.param(HOUR + timedelta(hours=1), None, "c1", [("c1", 1), ("c1", 2)], id="since is included"),
        pytest.param(None, HOUR + timedelta(hours=1), None, [("c1", 0)], id="until is not"),
    ],
)
def test_coverage_is_read_by_the_hour(
    watched: Database,
    since: datetime | None,
    until: datetime | None,
    camera: str | None,
    expected: list[tuple[str, int]],
) -> None:
    with watched.reading() as session:
        hours = coverage.per_hour(session, since, until, camera)
    assert [(c.camera, (c.hour - HOUR) // timedelta(hours=1)) for c in hours] == expected


def test_runs_are_added_up(watched: Database) -> None:
    with watched.reading() as session:
        first, *_ = coverage.per_hour(session)
    assert first == Coverage("c1", HOUR, 1200.0, 600.0, 2400, 2, 4, 60, 120, 30)


def test_a_range_is_added_up_by_camera(watched: Database) -> None:
    with watched.reading() as session:
        one, two = coverage.per_camera(session)
    assert (one.hour, one.watched_s, one.frames) == (HOUR, 1320.0, 2640)
    assert (two.hour, two.watched_s) == (HOUR + timedelta(hours=1), 3600.0)


@pytest.mark.parametrize(
    ("judged", "abstained", "rate"),
    [pytest.param(80, 20, 0.25, id="a quarter"), pytest.param(0, 0, None, id="nothing judged")],
)
def test_the_abstain_rate_is_of_all_judgements(judged: int, abstained: int, rate: float | None) -> None:
    assert coverage.abstain_rate(Coverage("c1", HOUR, judged=judged, abstained=abstained)) == rate


@pytest.fixture
def changing(database: Database, sink: DatabaseSink) -> Database:
    """c1 is lost after watching, told in the wrong order; c2 watches."""
    sink.health(CameraHealth("c1", CameraState.LOST, later(60), "no packet for 10 s"))
    sink.health(CameraHealth("c1", CameraState.WATCHING, later(0)))
    sink.health(CameraHealth("c2", CameraState.WATCHING, later(30)))
    return database


def test_the_latest_state_of_every_camera(changing: Database) -> None:
    with changing.reading() as session:
        states = [(change.camera, change.state) for change in health.latest(session)]
    assert states == [("c1", CameraState.LOST), ("c2", CameraState.WATCHING)]


@pytest.mark.parametrize(
    ("since", "until", "limit", "expected"),
    [
        pytest.param(None, None, 10, ["lost", "watching"], id="all, newest first"),
        pytest.param(None, None, 1, ["lost"], id="limit"),
        pytest.param(later(1), None, 10, ["lost"], id="since"),
        pytest.param(None, later(60), 10, ["watching"], id="until is not included"),
    ],
)
def test_a_cameras_history(
    changing: Database, since: datetime | None, until: datetime | None, limit: int, expected: list[str]
) -> None:
    with changing.reading() as session:
        assert [change.state for change in health.history(session, "c1", since, until, limit)] == expected


@pytest.mark.parametrize(
    ("since", "until", "camera", "looks"),
    [
        pytest.param(None, None, None, [3, 4], id="all"),
        pytest.param(None, None, "c1", [3], id="one camera"),
        pytest.param(HOUR + timedelta(hours=1), None, None, [4], id="since"),
        pytest.param(None, HOUR + timedelta(hours=1), None, [3], id="until"),
    ],
)
def test_the_ledger_over_a_range(
    database: Database,
    sink: DatabaseSink,
    since: datetime | None,
    until: datetime | None,
    camera: str | None,
    looks: list[int],
) -> None:
    sink.suppressed([Suppressed("c1", "z1", "NO_HAT", WhyNot.ENTRY_GRACE, T0, 3)])
    sink.suppressed([Suppressed("c2", "z3", "NO_HAT", WhyNot.ENTRY_GRACE, later(3600), 4)])
    with database.reading() as session:
        assert [line.looks for line in ledger.totals(session, since, until, camera)] == looks

"""Out of a real database: within a reach, of Ningbo's days, and as far as somebody was watched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from cases.desk import Desk
from cases.gathering import Asked, gather, in_words
from cases.reports.catalogue import KINDS
from cases.reports.material import Certified, Material
from cases.reports.period import Period
from cases.states import Action, Role
from cases.values import Actor, Deed
from records import certificates, tables
from records.certificates import Certificate, Reading
from records.database import Database, open_database
from records.roles import Level
from records.scopes import EVERYWHERE, Reach, Scope
from records.sink import DatabaseSink
from tests.cases.build import SETTINGS, what
from tests.cases.reports.build import BOOK
from tests.records.build import MARKET, copied, sink_of, violation
from vision.camera_facts import CameraHealth, CameraState, Coverage
from vision.facts import Violation

DAY = Period(date(2026, 3, 2), date(2026, 3, 2))
"""Its first moment is 16:00 UTC of the day before."""
BEGIN = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
NEXT_DAY = BEGIN + timedelta(days=1)
STALL: Reach = frozenset({Scope(Level.MERCHANT, "m1")})
HOUR = timedelta(hours=1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(copied(tmp_path)) as database:
        yield database


@pytest.fixture
def sink(database: Database, tmp_path: Path) -> DatabaseSink:
    return sink_of(database, tmp_path / "evidence")


def at(name: str, when: datetime, **changes: object) -> Violation:
    """A violation captured at a time."""
    told = violation(name, **changes)  # type: ignore[arg-type]
    return replace(told, at=when, opened_at=when, started_at=when - timedelta(seconds=5))


def gathered(
    database: Database, within: Reach = EVERYWHERE, period: Period = DAY, now: datetime = NEXT_DAY
) -> Material:
    with database.reading() as session:
        return gather(session, Asked(period, now, within), BOOK)


@pytest.mark.parametrize(
    ("captured", "mine"),
    [
        pytest.param(BEGIN - timedelta(microseconds=1), 0, id="the last moment of the day before"),
        pytest.param(BEGIN, 1, id="midnight in Ningbo"),
        pytest.param(NEXT_DAY - timedelta(microseconds=1), 1, id="its last moment"),
        pytest.param(NEXT_DAY, 0, id="the next midnight"),
    ],
)
def test_a_case_belongs_to_the_day_of_ningbo(
    database: Database, sink: DatabaseSink, captured: datetime, mine: int
) -> None:
    sink.violation(at("v", captured), ())
    assert len(gathered(database).mine) == mine


def test_what_came_before_is_looked_back_at(database: Database, sink: DatabaseSink) -> None:
    for name, days in (("near", 29), ("far", 31)):
        sink.violation(at(name, BEGIN - timedelta(days=days)), ())
    found = gathered(database)
    assert (len(found.handled), found.mine) == (1, ())


def test_a_stall_gets_its_own_rows_and_nobody_elses(database: Database, sink: DatabaseSink) -> None:
    sink.violation(at("mine", BEGIN + HOUR), ())
    sink.violation(at("other", BEGIN + HOUR, zone="z2", merchant="m2"), ())
    sink.violation(at("nobody's", BEGIN + HOUR, camera="c2", zone="z3", merchant=None), ())
    sink.coverage(Coverage("c1", BEGIN, 3600.0, 3600.0, 1))
    sink.coverage(Coverage("c2", BEGIN, 3600.0, 3600.0, 1))
    found = gathered(database, STALL)
    assert [one.id for one in found.stalls] == ["m1"]
    assert [one.case.merchant for one in found.handled] == ["m1"]
    assert [one.id for one in found.eyes] == ["c1"]
    assert (set(found.watched), set(found.cameras_of_zones)) == ({"m1"}, {"z1"})
    text = str([kind.make(found) for kind in KINDS])
    assert [word for word in ("m2", "甬味熟食", "c2", "冷食间", "z2", "z3") if word in text] == []


def test_coverage_is_of_the_hours_of_each_place(database: Database, sink: DatabaseSink) -> None:
    for hour in range(24):
        sink.coverage(Coverage("c1", BEGIN + hour * HOUR, 3600.0, 900.0, 1))
    found = gathered(database)
    hours = {merchant: one.watched_s / 3600 for merchant, one in found.watched.items()}
    assert hours == {"m1": 13.0, "m2": 24.0}  # one stall closes at half past six, the other never
    assert found.watched["m1"].coverage == 1.0
    assert {eye.id: eye.watched.coverage for eye in found.eyes} == {"c1": 1.0, "c2": 0.0}


def test_15_two_hours_off_lower_coverage_and_most_of_a_day_off_is_not_ranked(
    database: Database, sink: DatabaseSink
) -> None:
    for hour in range(24):
        if hour not in (9, 10):
            sink.coverage(Coverage("c1", BEGIN + hour * HOUR, 3600.0, 900.0, 1))
    found = gathered(database)
    assert found.watched["m1"].coverage == pytest.approx(11 / 13)
    assert [one.ranked for one in found.scores()] == [True, True]
    with database.writing() as session:
        session.execute(update(tables.Coverage).values(watched_s=1800.0))
    assert [one.ranked for one in gathered(database).scores()] == [False, False]


def test_runs_over_the_same_hour_are_added(database: Database, sink: DatabaseSink, tmp_path: Path) -> None:
    sink.coverage(Coverage("c1", BEGIN + 2 * HOUR, 1000.0, 10.0, 1))
    sink_of(database, tmp_path / "evidence", "after a restart").coverage(
        Coverage("c1", BEGIN + 2 * HOUR, 500.0, 5.0, 1)
    )
    assert gathered(database).watched["m2"].watched_s == 1500.0


def test_a_day_that_is_not_over_is_scheduled_until_now(database: Database) -> None:
    found = gathered(database, now=BEGIN + 7.5 * HOUR)
    assert found.watched["m1"].scheduled_s == 2 * 3600.0  # since half past five
    assert gathered(database, now=BEGIN - HOUR).watched["m1"].scheduled_s == 0.0


def test_cameras_are_up_as_they_told(database: Database, sink: DatabaseSink) -> None:
    told = [
        (-5.0, CameraState.WATCHING),
        (2.0, CameraState.LOST),
        (2.5, CameraState.CONNECTING),
        (4.0, CameraState.WATCHING),
        (20.0, CameraState.ENDED),
    ]
    for hours, state in told:
        sink.health(CameraHealth("c1", state, BEGIN + hours * HOUR))
    c1, c2 = gathered(database).eyes
    assert (c1.up_s / 3600, c1.outages, c1.longest_s / 3600) == (18.0, 2, 4.0)
    assert (c2.up_s, c2.outages) == (0.0, 0)


def test_obstructed_time_is_cut_to_the_day(database: Database, sink: DatabaseSink) -> None:
    sink.violation(at("dark", BEGIN - HOUR, camera="c2", zone="z3", merchant=None, code="CAM_OBSTRUCTED"), ())
    with database.writing() as session:
        session.execute(update(tables.Violation).values(ended_at=BEGIN + 3 * HOUR))
    assert [eye.obstructed_s / 3600 for eye in gathered(database).eyes] == [0.0, 3.0]


def test_steps_come_with_their_cases(database: Database, sink: DatabaseSink) -> None:
    told = at("v", BEGIN + HOUR)
    sink.violation(told, ())
    with database.writing() as session:
        session.execute(update(tables.Violation).values(time_quality="good"))
    when = BEGIN + HOUR + timedelta(minutes=1)
    Desk(database, SETTINGS).act(
        told.id, Deed(Action.CONFIRM, Actor("mgr", Role.MANAGER), when, 0, what(Action.CONFIRM))
    )
    (one,) = gathered(database).mine
    assert ([step.action for step in one.steps], one.case.counts) == ([Action.CONFIRM], True)


def test_a_broken_history_is_left_aside_and_counted(database: Database, sink: DatabaseSink) -> None:
    told = at("v", BEGIN + HOUR)
    sink.violation(told, ())
    with database.writing() as session:
        session.execute(update(tables.Violation).values(time_quality="good"))
    when = BEGIN + HOUR + timedelta(minutes=1)
    Desk(database, SETTINGS).act(
        told.id, Deed(Action.CONFIRM, Actor("mgr", Role.MANAGER), when, 0, what(Action.CONFIRM))
    )
    with database.writing() as session:
        session.execute(update(tables.CaseStep).values(was="closed"))
    found = gathered(database)
    assert (found.handled, found.broken) == ((), 1)


def test_certificates_are_those_of_the_last_day_or_today(database: Database) -> None:
    held = Certificate("1", date(2026, 3, 2)), Certificate("2", date(2026, 3, 9)), Certificate("", None)
    with database.writing() as session:
        certificates.note(session, Reading("m1", BEGIN, known=True, certificates=held))
        certificates.note(session, Reading("m2", BEGIN, known=False))
    assert gathered(database).certified == {"m1": Certified(2, 3, date(2026, 3, 2))}
    later = Period(date(2026, 3, 2), date(2026, 3, 31))
    assert gathered(database, period=later, now=NEXT_DAY + HOUR).certified == {"m1": Certified(1, 3, date(2026, 3, 9))}


@pytest.mark.parametrize(
    ("reach", "words"),
    [
        pytest.param(EVERYWHERE, "本机全部 all", id="all"),
        pytest.param(STALL, "摊位 阿明卤味 (merchant:m1)", id="a stall"),
        pytest.param(frozenset({Scope(Level.SITE, "market")}), "场所 月湖市场 (site:market)", id="a site"),
        pytest.param(
            frozenset({Scope(Level.STREET, "月湖街道", "海曙区")}),
            "街道 海曙区 月湖街道 (street:海曙区/月湖街道)",
            id="a street",
        ),
        pytest.param(frozenset(), "—", id="nothing"),
    ],
)
def test_a_reach_in_words(reach: Reach, words: str) -> None:
    assert in_words(reach, [MARKET]) == words

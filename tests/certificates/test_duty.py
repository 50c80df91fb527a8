"""Lives of certificates: what lacks is told once, what was renewed ends, and what nobody knows does neither."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from records import certificates, tables, verify, violations
from records.certificates import Certificate
from records.database import Database, open_database
from records.evidence import EvidenceFolder
from records.registry import sync
from records.states import ReviewState
from records.violation_rows import ViolationFilter, ViolationRow
from sunkitchen.certificates import certificate_duty
from sunkitchen.config import Config, load_rulebook
from sunkitchen.config.schema import RuleOverride
from sunkitchen.registering import entries
from sunkitchen.store import open_store
from tests.certificates.registers import DAY, LICENCE, NONE, T0, Memory, duty, market, until
from vision.facts import Phase, TimeQuality

WELL = [until(100, "1")]


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return market(tmp_path)


@pytest.fixture
def database(tmp_path: Path, config: Config) -> Iterator[Database]:
    with open_database(tmp_path / "box.db") as database:
        with database.writing() as session:
            sync(session, entries(config))
        yield database


def told(database: Database) -> list[ViolationRow]:
    """Oldest first."""
    with database.reading() as session:
        return list(reversed(violations.page(session, ViolationFilter()).items))


def life(config: Config, database: Database, days: Sequence[Sequence[Certificate] | None]) -> list[str]:
    """What became of the stall whose staff are these, day by day; None: the register is out of reach."""
    register = Memory()
    clerk = duty(config, register, database)
    for number, staff in enumerate(days):
        register.fails = staff is None
        register.staff = {LICENCE: staff or []}
        clerk.attend(T0 + number * DAY)
    return [event.phase for event in told(database)]


OPENED, ENDED = "opened", "ended"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        pytest.param([WELL] * 3, [], id="all is well"),
        pytest.param([[until(0)]], [], id="its last day"),
        pytest.param([[until(0)]] * 2, [OPENED], id="the day after"),
        pytest.param([[until(-400)]], [OPENED], id="long expired"),
        pytest.param([[*WELL, NONE]], [OPENED], id="somebody without"),
        pytest.param([[until(-1)]] * 5, [OPENED], id="told once"),
        pytest.param([[until(-1)], WELL], [ENDED], id="renewed"),
        pytest.param([[until(-1)], WELL, [NONE]], [ENDED, OPENED], id="and another lacks"),
        pytest.param([[until(-1)], [NONE]], [OPENED], id="one after the other is one event"),
        pytest.param([[until(-1)], None, [until(-1)]], [OPENED], id="out of reach between"),
        pytest.param([None, None], [], id="never in reach"),
        pytest.param([[until(-1)], []], [OPENED], id="no longer known is no renewal"),
        pytest.param([[]], [], id="unknown is not without"),
    ],
)
def test_life_of_a_stall(
    config: Config, database: Database, days: Sequence[Sequence[Certificate] | None], expected: list[str]
) -> None:
    assert life(config, database, days) == expected


def test_the_event_has_the_register_as_its_evidence(config: Config, database: Database) -> None:
    life(config, database, [[until(-3, "330203199001"), until(9, "330203199002")]])
    [event] = told(database)
    assert (event.code, event.merchant, event.camera, event.zone) == ("CERT_EXPIRED", "m1", "c1", "z1")
    assert (event.picture, event.score, event.time_quality) == (None, 1.0, TimeQuality.GOOD)
    assert event.started_at.isoformat() == "2026-02-27T16:00:00+00:00"  # midnight in Ningbo, after its last day
    with database.reading() as session:
        detail = violations.one(session, event.id)
    assert detail is not None
    assert detail.copy is not None
    numbers = [line.certificate.number for line in detail.copy.lines]
    assert (detail.copy.register, numbers, detail.looks, detail.evidence) == ("memory", ["…9001", "…9002"], (), ())
    # printf '%s' JY1330203,330203199001,2026-02-27 | sha256sum
    assert detail.copy.lines[0].sha256 == "c099559b43e99b5c809cb8691d522d8aa2244213899866962743aacf3dd3074e"


def test_the_copy_is_in_the_chain(config: Config, database: Database, tmp_path: Path) -> None:
    life(config, database, [[until(-3)]])
    folder = EvidenceFolder(tmp_path / "evidence", database.id)
    assert [f for f in verify.verify(database, folder).findings if "register_copy" in f.path] == []
    with database.writing() as session:
        session.connection().exec_driver_sql("UPDATE register_copy SET register = 'another.csv'")
    assert any("register_copy" in f.path for f in verify.verify(database, folder).findings)


def test_a_register_out_of_reach_is_asked_again_within_the_hour(config: Config, database: Database) -> None:
    register = Memory({LICENCE: [until(-1)]}, fails=True)
    clerk = duty(config, register, database)
    asked = []
    for minutes in (0, 20, 59, 60, 61):
        register.fails = minutes < 60
        clerk.attend(T0 + timedelta(minutes=minutes))
        asked.append(len(register.asked))
    assert asked == [3, 3, 3, 6, 6]
    assert len(told(database)) == 1


def test_it_looks_once_a_day_at_the_sites_midnight(config: Config, database: Database) -> None:
    register = Memory({LICENCE: WELL})
    clerk = duty(config, register, database)
    for at in (T0, T0 + timedelta(hours=13), T0 + timedelta(hours=14), T0 + timedelta(hours=20)):
        clerk.attend(at)
    assert register.asked.count(LICENCE) == 2


def test_a_box_that_starts_again_tells_nothing_twice(config: Config, database: Database) -> None:
    assert [life(config, database, [[until(-1)]]) for _ in range(2)] == [[OPENED], [OPENED]]


@pytest.mark.parametrize(
    ("state", "after", "events"),
    [
        pytest.param(ReviewState.NOTIFIED, 40, 1, id="people are at it"),
        pytest.param(ReviewState.CLOSED, 10, 1, id="closed, not long ago"),
        pytest.param(ReviewState.CLOSED, 30, 2, id="closed, and still lacking"),
        pytest.param(ReviewState.DISMISSED, 30, 2, id="dismissed, and still lacking"),
    ],
)
def test_what_was_closed_and_still_lacks_is_told_again_later(
    config: Config, database: Database, state: ReviewState, after: int, events: int
) -> None:
    clerk = duty(config, Memory({LICENCE: [until(-1)]}), database)
    clerk.attend(T0)
    with database.writing() as session:
        row = session.get_one(tables.Violation, told(database)[0].id)
        row.state = state
    clerk.attend(T0 + after * DAY)
    assert len(told(database)) == events


def test_who_stands_before_no_camera_is_shown_and_not_told(config: Config, database: Database) -> None:
    clerk = duty(config, Memory({"m3": [until(-1, "330203199001")]}), database)
    clerk.attend(T0)
    assert told(database) == []
    with database.reading() as session:
        shown = {one.merchant: one for one in certificates.readings(session)}
    assert [shown[m].known for m in ("m1", "m2", "m3")] == [False, False, True]
    assert [one.number for one in shown["m3"].certificates] == ["…9001"]


@pytest.mark.parametrize(
    ("override", "path", "has"),
    [
        pytest.param({}, True, True, id="as shipped"),
        pytest.param({"CERT_EXPIRED": RuleOverride(enabled=False)}, True, False, id="switched off"),
        pytest.param({}, False, False, id="without a register"),
    ],
)
def test_when_a_box_has_the_duty(
    tmp_path: Path, config: Config, override: dict[str, RuleOverride], path: bool, has: bool
) -> None:
    box = config.box if path else config.box.model_copy(update={"health_certificates": None})
    with open_store(tmp_path / "data") as store:
        made = certificate_duty(config.model_copy(update={"box": box}), store, load_rulebook(override))
    assert (made is not None) is has


def test_a_broken_file_stops_nothing(tmp_path: Path, config: Config, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "staff.csv").write_text(
        f"merchant,certificate,valid_until\n{LICENCE},1,soon\nm2,2,2020-01-01\n", encoding="utf-8"
    )
    with open_store(tmp_path / "data") as store:
        with store.database.writing() as session:
            sync(session, entries(config))
        made = certificate_duty(config, store, load_rulebook({}))
        assert made is not None
        made.attend(datetime.now(T0.tzinfo))
        assert [event.merchant for event in told(store.database)] == ["m2"]
    assert "certificates of m1 are unknown" in caplog.text


def test_phases_are_known_to_whoever_forwards(config: Config, database: Database) -> None:
    life(config, database, [[until(-1)], WELL])
    with database.reading() as session:
        news = [row.phase for row in session.query(tables.Outbox).order_by(tables.Outbox.seq)]
    assert news == [Phase.OPENED, Phase.ENDED]

"""Room on the disk: told first, then the least important goes, then the least important stops; what is held never."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from records import holds, tables
from records.evidence import EvidenceFolder
from records.holds import Word
from records.provenance import Recorder
from records.retention.room import FloorWatch, Level, Room
from records.sink import DatabaseSink
from records.states import ReviewState, RunOutcome
from tests.records.build import T0, clip, sink_of, violation
from tests.retention.build import RULES, Shop, days
from vision.facts import Sample, TimeSource

S = ReviewState
FLOOR = RULES.floor


@dataclass(slots=True)
class Disk:
    """A small disk, with what is kept on it."""

    evidence: EvidenceFolder
    size_bytes: int

    def __call__(self) -> int:
        return self.size_bytes - sum(self.evidence.resolve(path).stat().st_size for path in self.evidence.paths())


@pytest.fixture
def crowd(shop: Shop) -> Shop:
    """Eight pictures: of a dismissed case, an open one, a closed one, and a held one."""
    shop.fill("dismissed", S.DISMISSED)
    shop.fill("open")
    shop.fill("closed", S.CONFIRMED, S.CLOSED)
    held = shop.fill("held", S.DISMISSED)
    with shop.database.writing() as session:
        holds.say(session, held, Word(T0, "sup", True, "投诉"))
    return shop


NAMES = {str(violation(name).id): name for name in ("dismissed", "open", "closed", "held")}


def left(shop: Shop) -> set[str]:
    """Which cases still have pictures."""
    return {NAMES[path.split("/")[2]] for path in shop.files()}


def test_first_somebody_is_told_and_then_the_least_important_goes(
    crowd: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    disk = Disk(crowd.evidence, 2000)
    small = replace(RULES, floor=replace(FLOOR, act=disk() + 1, alert=disk() + 50))
    room = Room()
    watch = FloorWatch(crowd.retention(small), room, disk)
    assert watch.attend(days(2)).files == 0
    assert (room.level, len(crowd.files())) == (Level.SHORT, 8)
    assert "evidence goes" in caplog.text
    assert watch.attend(days(2)).files == 4  # 50 bytes are wanted, of two cases
    assert (room.level, left(crowd)) == (Level.OK, {"closed", "held"})
    assert crowd.findings() == ()
    with crowd.database.reading() as session:
        (run,) = crowd.retention().runs(session)
        rules = set(session.scalars(select(tables.Removal.rule)))
    assert (run.outcome, run.files) == (RunOutcome.FLOOR, 4)
    assert rules == {"floor/picture/dismissed", "floor/picture/open"}


def test_confirmed_evidence_goes_last_and_what_is_held_never(crowd: Shop) -> None:
    room = Room()
    watch = FloorWatch(crowd.retention(), room, lambda: 0)
    watch.attend(days(2))
    assert watch.attend(days(2)).files == 6
    assert left(crowd) == {"held"}


def test_where_nothing_may_go_the_least_important_is_not_written(crowd: Shop, caplog: pytest.LogCaptureFixture) -> None:
    room = Room()
    watch = FloorWatch(crowd.retention(), room, lambda: 0)
    sink = DatabaseSink(crowd.database, crowd.evidence, "r", Recorder(TimeSource.OPTION), room)
    watch.attend(T0)
    watch.attend(T0)  # all of it is younger than a day
    assert (room.level, len(crowd.files())) == (Level.TIGHT, 8)
    assert "nothing may go" in caplog.text
    sink.sample(Sample(uuid4(), "c1", uuid4(), T0, 30.0, b"x", 0.5))
    with crowd.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(tables.Sample)) == 0
    crowd.fill("another")
    assert len(crowd.files()) == 10


def test_clips_go_before_pictures(crowd: Shop) -> None:
    for name in ("dismissed", "open", "closed"):
        sink_of(crowd.database, crowd.evidence.root).clip(clip(violation(name), b"film" * 500))
    disk = Disk(crowd.evidence, 10_000)
    small = replace(RULES, floor=replace(FLOOR, act=disk() + 1, alert=disk() + 3000))
    watch = FloorWatch(crowd.retention(small), Room(), disk)
    watch.attend(days(2))
    assert watch.attend(days(2)).files == 2
    with crowd.database.reading() as session:
        rules = set(session.scalars(select(tables.Removal.rule)))
    assert rules == {"floor/clip/dismissed", "floor/clip/open"}
    assert left(crowd) == {"dismissed", "open", "closed", "held"}
    assert crowd.findings() == ()


LEVELS = [
    pytest.param(FLOOR.alert, Level.OK, id="enough"),
    pytest.param(FLOOR.alert - 1, Level.LOW, id="low"),
    pytest.param(FLOOR.act, Level.LOW, id="just not short"),
    pytest.param(FLOOR.act - 1, Level.SHORT, id="short"),
]


@pytest.mark.parametrize(("free", "level"), LEVELS)
def test_how_the_disk_stands(shop: Shop, free: int, level: Level) -> None:
    room = Room()
    FloorWatch(shop.retention(), room, lambda: free).attend(T0)
    assert (room.level, room.free_bytes) == (level, free)


def test_where_nothing_is_to_be_deleted_the_disk_is_watched_all_the_same(crowd: Shop) -> None:
    room = Room()
    watch = FloorWatch(crowd.retention(), room, lambda: 0)
    for _ in range(3):
        watch.attend(days(2), may_delete=False)
    assert (room.level, len(crowd.files())) == (Level.SHORT, 8)


def test_the_real_disk_is_asked(shop: Shop) -> None:
    room = Room()
    FloorWatch(shop.retention(), room).attend(T0)
    assert (room.free_bytes or 0) > 0

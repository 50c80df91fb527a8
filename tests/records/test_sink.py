"""What the sink remembers, and that telling it again in any order changes nothing."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from records import coverage, health, ledger, tables, violations
from records.database import Database, open_database
from records.evidence import EvidenceFolder
from records.findings import FindingKind
from records.runs import live_run, recorded_run
from records.sink import DatabaseSink
from records.verify import verify
from records.violation_rows import ViolationFilter
from tests.records.build import (
    HOUSE,
    T0,
    contents,
    copied,
    later,
    life,
    look,
    on_a_small_disk,
    sink_of,
    snapshots,
    violation,
)
from vision.camera_facts import CameraHealth, CameraState, Coverage
from vision.errors import StoreError
from vision.facts import Box, EvidenceKind, Phase, ShownHead, Suppressed, WhyNot


def told_in(order: list[int]) -> list[str]:
    """The rows after telling the life's phases in this order."""
    with TemporaryDirectory() as place, open_database(copied(Path(place))) as database:
        sink = sink_of(database, Path(place) / "evidence")
        for step in order:
            sink.violation(*life()[step])
        return contents(database)


@cache
def told_in_order() -> list[str]:
    return told_in([0, 1, 2, 3])


@settings(max_examples=25)
@given(st.permutations(range(4)), st.lists(st.integers(0, 3), max_size=6))
def test_phases_in_any_order_with_repeats_give_the_same_rows(order: list[int], again: list[int]) -> None:
    assert told_in(order + again) == told_in_order()


def test_a_life_is_one_violation_as_its_newest_phase_left_it(database: Database, sink: DatabaseSink) -> None:
    for step in life():
        sink.violation(*step)
    with database.reading() as session:
        (row,) = violations.page(session, ViolationFilter()).items
    assert (row.phase, row.at, row.repeats, row.ended_at) == (Phase.ENDED, later(25), 1, later(25))


@pytest.mark.parametrize(
    "heads",
    [
        pytest.param((ShownHead(Box(1.5, 2, 3, 4), True), ShownHead(Box(5, 6, 7, 8), False)), id="two"),
        pytest.param((), id="none on it"),
        pytest.param(None, id="nobody looked"),
    ],
)
def test_the_heads_on_a_picture_are_kept_with_it(
    database: Database, sink: DatabaseSink, heads: tuple[ShownHead, ...] | None
) -> None:
    sink.violation(violation(), [replace(one, heads=heads) for one in snapshots()])
    with database.reading() as session:
        detail = violations.one(session, violation().id)
    assert detail is not None
    assert [row.heads for row in detail.evidence] == [heads, heads]


@pytest.mark.parametrize("order", [pytest.param((0, 1), id="in order"), pytest.param((1, 0), id="the other way")])
def test_a_violation_that_opens_with_the_last_frame_is_ended(
    database: Database, sink: DatabaseSink, order: tuple[int, int]
) -> None:
    at_once = (violation(second=5), violation(phase=Phase.ENDED, second=5))
    for step in order:
        sink.violation(at_once[step], ())
    with database.reading() as session:
        (row,) = violations.page(session, ViolationFilter()).items
    assert (row.phase, row.ended_at) == (Phase.ENDED, later(5))


@pytest.mark.parametrize("first", [True, False], ids=["advised first", "counted first"])
def test_a_replay_keeps_whether_it_counted_at_first(database: Database, sink: DatabaseSink, first: bool) -> None:
    for at, (step, pictures) in enumerate(life()):
        sink.violation(replace(step, advisory=first if at == 0 else not first), pictures)
    with database.reading() as session:
        (row,) = violations.page(session, ViolationFilter()).items
    assert (row.phase, row.advisory) == (Phase.ENDED, first)


def test_the_strip_of_all_phases_is_kept_once(database: Database, sink: DatabaseSink) -> None:
    for step in life():
        sink.violation(*step)
    with database.reading() as session:
        detail = violations.one(session, violation().id)
    assert detail is not None
    looks = [(row.pts_s, row.phase) for row in detail.looks]
    assert looks == [(1, Phase.OPENED), (2, Phase.OPENED), (8, Phase.ENDED), (19, Phase.REPEATED), (24, Phase.ENDED)]


def test_a_look_comes_back_as_it_was_judged(database: Database, sink: DatabaseSink) -> None:
    sink.violation(violation(looks=[look(2)]), ())
    with database.reading() as session:
        detail = violations.one(session, violation().id)
    assert detail is not None
    (row,) = detail.looks
    assert (row.judgements, row.box, row.zones, row.at) == (look(2).judgements, look(2).track.box, ("z1",), later(2))


def test_an_ended_nobody_opened_is_kept(database: Database, sink: DatabaseSink) -> None:
    sink.violation(violation(phase=Phase.ENDED), ())
    with database.reading() as session:
        detail = violations.one(session, violation().id)
    assert detail is not None
    assert detail.violation.ended_at == later(5)


def test_each_phase_is_told_once_in_the_outbox(database: Database, sink: DatabaseSink) -> None:
    for step in (*life(), *life()):
        sink.violation(*step)
    with database.reading() as session:
        phases = session.scalars(select(tables.Outbox.phase).order_by(tables.Outbox.seq)).all()
    assert phases == [Phase.OPENED, Phase.ENDED, Phase.REPEATED, Phase.ENDED]


def test_an_annotated_picture_names_its_original(database: Database, sink: DatabaseSink) -> None:
    sink.violation(violation(), snapshots())
    with database.reading() as session:
        detail = violations.one(session, violation().id)
    assert detail is not None
    kinds = {row.kind: row for row in detail.evidence}
    assert kinds[EvidenceKind.ANNOTATED].derived_from == kinds[EvidenceKind.ORIGINAL].id


def test_an_annotated_picture_without_original_names_none(database: Database, sink: DatabaseSink) -> None:
    sink.violation(violation(), snapshots()[:1])
    with database.reading() as session:
        detail = violations.one(session, violation().id)
    assert detail is not None
    assert [row.derived_from for row in detail.evidence] == [None]


def test_evidence_lies_where_its_row_says(database: Database, sink: DatabaseSink, root: Path) -> None:
    sink.violation(violation(), snapshots())
    with database.reading() as session:
        row = session.scalars(select(tables.Evidence).where(tables.Evidence.kind == EvidenceKind.ORIGINAL)).one()
    assert row.path == f"c1/2026-03-02/{violation().id}/first-00000025.original.jpg"
    assert (root / row.path).read_bytes() == b"original first 25"


def test_another_drawing_of_the_same_moment_changes_nothing(sink: DatabaseSink, database: Database) -> None:
    sink.violation(*life()[2])
    before = [line for line in contents(database) if line.startswith("evidence ")]
    redrawn = tuple(replace(s, jpeg=b"other words on it") for s in life()[3][1])
    sink.violation(life()[3][0], redrawn)
    assert [line for line in contents(database) if line.startswith("evidence ")] == before


@pytest.mark.parametrize(
    ("camera", "zone", "named"),
    [pytest.param("c9", "z1", "camera c9", id="camera"), pytest.param("c1", "z9", "zone z9", id="zone")],
)
def test_a_stranger_is_refused_by_name(sink: DatabaseSink, root: Path, camera: str, zone: str, named: str) -> None:
    with pytest.raises(StoreError, match=named):
        sink.violation(violation(camera=camera, zone=zone), snapshots())
    assert list(root.rglob("*.jpg")) == []


def test_a_failing_transaction_keeps_no_row(database: Database, sink: DatabaseSink) -> None:
    before = contents(database)
    with pytest.raises(StoreError, match="nothing was kept"):
        sink.violation(violation(merchant="m9"), snapshots())
    assert contents(database) == before


def test_the_polygon_is_kept_as_it_was(database: Database, sink: DatabaseSink) -> None:
    sink.violation(violation(), ())
    with database.writing() as session:
        session.get_one(tables.Zone, "z1").polygon = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]
    sink.violation(violation(phase=Phase.ENDED, second=9), ())
    with database.reading() as session:
        (row,) = violations.page(session, ViolationFilter()).items
    assert row.polygon == ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9))


def watch(sink: DatabaseSink) -> None:
    """A little of everything that is counted, over two hours."""
    for minute in range(0, 90, 10):
        hour = T0.replace(hour=8 + (30 + minute) // 60, minute=0)
        sink.coverage(Coverage("c1", hour, 600.0, 60.0, 1200, 3, 1, 40, 80, 20))
        sink.suppressed(
            [
                Suppressed("c1", "z1", "NO_HAT", WhyNot.CANNOT_TELL, later(minute * 60), 5),
                Suppressed("c1", None, "NO_HAT", WhyNot.OUTSIDE_ZONE, later(minute * 60), 2),
            ]
        )
    sink.suppressed([])


def test_what_a_run_counts_is_added_up_by_the_hour(database: Database, sink: DatabaseSink) -> None:
    watch(sink)
    with database.reading() as session:
        hours = coverage.per_hour(session)
    assert [(c.hour.hour, c.watched_s, c.frames, c.abstained) for c in hours] == [
        (8, 1800, 3600, 60),
        (9, 3600, 7200, 120),
    ]


def test_the_ledger_counts_looks_by_reason(database: Database, sink: DatabaseSink) -> None:
    watch(sink)
    with database.reading() as session:
        lines = ledger.totals(session)
    assert [(line.zone, line.why, line.looks) for line in lines] == [
        (None, WhyNot.OUTSIDE_ZONE, 18),
        ("z1", WhyNot.CANNOT_TELL, 45),
    ]


def test_analysing_a_recording_again_counts_nothing_twice(database: Database, root: Path) -> None:
    watch(sink_of(database, root, recorded_run(T0)))
    before = contents(database)
    watch(sink_of(database, root, recorded_run(T0)))
    assert contents(database) == before


def test_a_recording_broken_off_half_way_takes_nothing_back(database: Database, root: Path) -> None:
    watch(sink_of(database, root, recorded_run(T0)))
    before = contents(database)
    again = sink_of(database, root, recorded_run(T0))
    again.coverage(Coverage("c1", T0, 1.0, 1.0, 1))
    again.suppressed([Suppressed("c1", "z1", "NO_HAT", WhyNot.CANNOT_TELL, T0, 1)])
    assert contents(database) == before


def test_a_live_camera_started_again_adds(database: Database, root: Path) -> None:
    for minute in (0, 10):
        sink_of(database, root, live_run(later(minute * 60))).coverage(Coverage("c1", T0, 100.0, frames=200))
    with database.reading() as session:
        (hour,) = coverage.per_hour(session)
    assert (hour.watched_s, hour.frames) == (200.0, 400)


def test_counts_of_a_failed_write_are_made_up_for(database: Database, sink: DatabaseSink) -> None:
    lines = [Suppressed(camera, "z1", "NO_HAT", WhyNot.COOLDOWN, T0, 3) for camera in ("c1", "c9")]
    with pytest.raises(StoreError, match="camera c9"):
        sink.suppressed(lines)
    sink.suppressed(lines[:1])
    with database.reading() as session:
        assert [line.looks for line in ledger.totals(session)] == [6]


@pytest.mark.parametrize("hours", [pytest.param(1, id="next hour"), pytest.param(100, id="days later")])
def test_hours_long_past_stay_in_the_database(database: Database, sink: DatabaseSink, hours: int) -> None:
    for second in (0, hours * 3600):
        sink.coverage(Coverage("c1", later(second), 10.0))
        sink.suppressed([Suppressed("c1", "z1", "NO_HAT", WhyNot.COOLDOWN, later(second), 4)])
    with database.reading() as session:
        assert [c.watched_s for c in coverage.per_hour(session)] == [10.0, 10.0]
        assert [line.looks for line in ledger.totals(session)] == [8]


def test_health_told_twice_is_one_change(database: Database, sink: DatabaseSink) -> None:
    for _ in range(2):
        sink.health(CameraHealth("c1", CameraState.LOST, T0, "no packet for 10 s"))
    with database.reading() as session:
        assert health.history(session, "c1") == (CameraHealth("c1", CameraState.LOST, T0, "no packet for 10 s"),)


def test_health_of_a_stranger_is_refused(sink: DatabaseSink) -> None:
    with pytest.raises(StoreError, match="camera c9"):
        sink.health(CameraHealth("c9", CameraState.LOST, T0))


def test_many_camera_threads_lose_nothing(database: Database, sink: DatabaseSink) -> None:
    def work(number: int) -> None:
        sink.violation(violation(f"v{number}", looks=[look(number)]), snapshots(number))
        sink.coverage(Coverage("c1", T0, 1.0, frames=1))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(24)))
    with database.reading() as session:
        assert len(violations.page(session, ViolationFilter()).items) == 24
        assert [c.frames for c in coverage.per_hour(session)] == [24]


FULL = """
import sys
from dataclasses import replace
from pathlib import Path
from records.database import open_database
from tests.records.build import contents, copied, sink_of, snapshots, violation
from vision.errors import DiskFull

place = Path(sys.argv[1])
with open_database(copied(place)) as database:
    sink, before = sink_of(database, place / "evidence"), contents(database)
    pictures = [replace(s, jpeg=s.jpeg * size) for s, size in zip(snapshots(), (200_000, 1_000))]
    try:
        sink.violation(violation(), pictures)
    except DiskFull as error:
        print(error)
    print(contents(database) == before)
    sink.violation(violation(), snapshots()[:1])
    print(len(contents(database)) - len(before))
"""


def test_a_full_disk_keeps_no_row_and_room_made_is_used(tmp_path: Path) -> None:
    told, unchanged, rows = on_a_small_disk(tmp_path, "2m", FULL).splitlines()
    assert "came a full disk" in told
    assert (unchanged, int(rows)) == ("True", 1 + 2 + 4 + 1 + 1 + 1)


ENDLESS = """
import sys
from itertools import count
from pathlib import Path
from records.chain.keyring import open_key
from records.database import open_database
from tests.records.build import T0, sink_of, snapshots, violation

place = Path(sys.argv[1])
with open_database(place / "box.db") as database:
    database.sign_with(open_key(database, place, T0))
    sink = sink_of(database, place / "evidence")
    for number in count():
        sink.violation(violation(f"v{number}"), snapshots(number))
        print(number, flush=True)
"""


def killed_after(place: Path, number: int) -> None:
    """A process that remembers violations without end, killed in the act."""
    command = [sys.executable, "-c", ENDLESS, str(copied(place).parent)]
    with subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        while child.stdout.readline().strip() != str(number):
            pass
        child.kill()


def test_what_was_remembered_survives_a_kill(tmp_path: Path) -> None:
    killed_after(tmp_path, 20)
    with open_database(tmp_path / "box.db") as database, database.reading() as session:
        rows = violations.page(session, ViolationFilter(), limit=500).items
        details = [violations.one(session, row.id) for row in rows]
        report = verify(database, EvidenceFolder(tmp_path / "evidence", database.id))
    assert len(rows) >= 21
    assert {(len(d.looks), len(d.evidence)) for d in details if d is not None} == {(2, 2)}
    assert {finding.kind for finding in report.findings} <= {FindingKind.UNKNOWN}


def test_ids_are_the_same_on_every_box_and_version(database: Database, sink: DatabaseSink) -> None:
    sink.violation(violation(), snapshots())
    with database.reading() as session:
        ids = session.scalars(select(tables.Evidence.id).order_by(tables.Evidence.id)).all()
    assert [str(row)[:18] for row in ids] == ["2693a457-a3fe-57da", "81cfe964-7cfb-53f1"]

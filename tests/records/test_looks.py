"""Looks of the last hours: they come back as they went, in few bytes, for so long; a crash costs what it cut short."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.looks.folder import KeptLooks, Limits, LookLog
from records.looks.lines import EPOCH, MICROSECOND, Writer, read_lines
from records.retention.room import Level, Room
from tests.records.build import on_a_small_disk
from tests.records.killing import killed
from vision.facts import Answer, Box, Judgement, Look, Reason, Track
from vision.sighting import Sighting

BEGAN = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
SEED = UUID("00000000-0000-4000-8000-000000000007")
DAY = Limits(24, 10_000_000)
KILLS = int(os.environ.get("SUNKITCHEN_KILLS", "8"))


def sighting(number: int, looks: int = 2, *, first: bool = False, step_s: float = 0.5) -> Sighting:
    at = BEGAN + timedelta(seconds=number * step_s)
    return Sighting(
        "C1", at, number, number * step_s, 640, 360, tuple(_look(number, n, at) for n in range(looks)), first
    )


def _look(number: int, person: int, at: datetime) -> Look:
    track = Track(uuid5(SEED, str(person)), "head", Box(10.5, 20.0, 60.1, 70.0), BEGAN, at)
    told = Judgement("mask", Answer.NOT_WORN, 0.9123)
    untold = Judgement("hat", Answer.CANNOT_TELL, 0.5, Reason.TURNED_AWAY)
    return Look("C1", track, at, number, (at - BEGAN).total_seconds(), ("Z1",), (told, untold), 55.5, ("Z1",))


def keep(kept: KeptLooks, sightings: Sequence[Sighting]) -> LookLog:
    log = kept.log()
    assert log is not None
    for one in sightings:
        log.saw(one)
    return log


def everything(kept: KeptLooks) -> list[Sighting]:
    return list(kept.read("C1", BEGAN, BEGAN + timedelta(days=3)))


NAMES = st.sampled_from(["mask", "hat", "Z1", "熟食区", 'a"\\\n', "\u2028", ""])
JUDGEMENTS = st.builds(
    Judgement, NAMES, st.sampled_from(Answer), st.sampled_from([0.0, 0.9123, 1.0]), st.none() | st.sampled_from(Reason)
)
BOXES = st.sampled_from([Box(10.5, 20.0, 60.1, 70.0), Box(-3.2, 0.0, 1919.9, 1080.0)])
MOMENTS = st.integers(0, 4_000_000_000_000_000).map(lambda micros: EPOCH + micros * MICROSECOND)
TRACKS = [Track(uuid5(SEED, str(n)), "head", Box(0, 0, 1, 1), BEGAN + n * MICROSECOND, BEGAN) for n in range(3)]


@st.composite
def sightings(draw: st.DrawFn) -> Sighting:
    at, size = draw(MOMENTS), draw(st.sampled_from([(640, 360), (1280, 720)]))
    looks = tuple(
        Look(
            "C1",
            replace(track, box=draw(BOXES), last_seen=at),
            at,
            7,
            12.345678,
            tuple(draw(st.lists(NAMES, max_size=2))),
            tuple(draw(st.lists(JUDGEMENTS, max_size=2))),
            draw(st.sampled_from([0.0, 55.5])),
            tuple(draw(st.lists(NAMES, max_size=1))),
        )
        for track in draw(st.sets(st.sampled_from(TRACKS)))
    )
    return Sighting("C1", at, 7, 12.345678, *size, looks, draw(st.booleans()))


@settings(max_examples=60)
@given(st.lists(sightings(), max_size=4))
def test_what_was_seen_comes_back_as_it_went(told: list[Sighting]) -> None:
    writer = Writer()
    text = "".join(writer.lines(one) for one in told)
    assert list(read_lines(text.split("\n")[:-1])) == told


def test_lines_of_a_frame_hold_no_end_of_line_of_their_own() -> None:
    odd = replace(sighting(0, 1).looks[0], zones=("a\nb", "\u2028"))
    text = Writer().lines(replace(sighting(0), looks=(odd,)))
    assert list(read_lines(text.split("\n")[:-1])) == [replace(sighting(0), looks=(odd,))]


def test_an_hour_of_three_people_takes_few_bytes(tmp_path: Path) -> None:
    kept = KeptLooks(tmp_path, DAY)
    keep(kept, [sighting(n, 3, first=n == 0) for n in range(600)])
    size_bytes = sum(path.stat().st_size for path in tmp_path.rglob("*.jsonl"))
    assert size_bytes < 600 * 400


def test_each_hour_is_a_file_and_reads_on_by_itself(tmp_path: Path) -> None:
    kept, told = KeptLooks(tmp_path, DAY), [sighting(n, first=n == 0, step_s=600) for n in range(20)]
    keep(kept, told)
    names = sorted(path.name for path in tmp_path.rglob("*.jsonl"))
    assert names == ["20260601T02.jsonl", "20260601T03.jsonl", "20260601T04.jsonl", "20260601T05.jsonl"]
    assert everything(kept) == told
    assert list(kept.read("C1", told[7].at, told[9].at)) == told[7:9]
    assert kept.span("C1") == (BEGAN, BEGAN + timedelta(hours=4))


def test_of_a_camera_nobody_watched_there_is_nothing(tmp_path: Path) -> None:
    kept = KeptLooks(tmp_path / "not there", DAY)
    assert (everything(kept), kept.span("C1")) == ([], None)
    assert not (tmp_path / "not there").exists()


TORN: list[tuple[str, Callable[[bytes], bytes], list[int]]] = [
    ("the last line cut short", lambda data: data[:-20], [0, 1, 2, 4, 5]),
    ("the last end of line lost", lambda data: data[:-1], [0, 1, 2, 3, 4, 5]),
    ("zeros at the end", lambda data: data + bytes(500), [0, 1, 2, 3, 4, 5]),
    (
        "a line in the middle changed",
        lambda data: data.replace(b'["s"', b'[s"', 2).replace(b'[s"', b'["s"', 1),
        [0, 4, 5],
    ),
    ("nothing left", lambda _: b"", [4, 5]),
]


@pytest.mark.parametrize(("spoil", "left"), [pytest.param(*rest, id=name) for name, *rest in TORN])
def test_a_crash_costs_what_it_cut_short(tmp_path: Path, spoil: Callable[[bytes], bytes], left: list[int]) -> None:
    kept = KeptLooks(tmp_path, DAY)
    keep(kept, [sighting(n, first=n == 0) for n in range(4)])
    [path] = tmp_path.rglob("*.jsonl")
    path.write_bytes(spoil(path.read_bytes()))
    keep(kept, [sighting(n, first=n == 4) for n in (4, 5)])
    assert [one.frame for one in everything(kept)] == left


@pytest.mark.parametrize(
    ("limits", "now_h", "hours"),
    [
        pytest.param(Limits(2, 10_000_000), 0.0, 5, id="young and small"),
        pytest.param(Limits(2, 10_000_000), 2.5, 0, id="over their time"),
        pytest.param(Limits(0, 10_000_000), 0.0, 0, id="none are kept"),
        pytest.param(Limits(24, 3000), 0.0, 3, id="too large"),
    ],
)
def test_what_is_old_or_too_much_goes(tmp_path: Path, limits: Limits, now_h: float, hours: int) -> None:
    keep(KeptLooks(tmp_path, DAY), [sighting(n, first=n == 0, step_s=1200) for n in range(15)])
    paths = sorted(tmp_path.rglob("*.jsonl"))
    for number, path in enumerate(paths):
        os.utime(path, (1000 + number, 1000 + number))
    KeptLooks(tmp_path, limits, now_s=lambda: 1004 + now_h * 3600).sweep()
    assert sorted(tmp_path.rglob("*.jsonl")) == paths[5 - hours :]


def test_it_never_grows_beyond_its_room(tmp_path: Path) -> None:
    kept = KeptLooks(tmp_path, Limits(24, 20_000))
    log = kept.log()
    assert log is not None
    for number in range(400):
        log.saw(sighting(number, 3, first=number == 0, step_s=60))
        assert sum(path.stat().st_size for path in tmp_path.rglob("*.jsonl")) <= 20_000
    assert everything(kept)[-1].frame == 399


def test_where_none_are_to_be_kept_nobody_writes(tmp_path: Path) -> None:
    assert KeptLooks(tmp_path, Limits(0, 1)).log() is None


def test_a_tight_disk_is_left_alone(tmp_path: Path) -> None:
    room = Room()
    room.level = Level.TIGHT
    kept = KeptLooks(tmp_path, DAY, room)
    keep(kept, [sighting(0, first=True)])
    assert everything(kept) == []


FILL = """
import sys
from pathlib import Path
from records.looks.folder import KeptLooks
from tests.records.test_looks import DAY, everything, keep, sighting

kept = KeptLooks(Path(sys.argv[1]) / "looks", DAY)
log = keep(kept, [sighting(n, 3, first=n == 0) for n in range(2000)])
before = everything(kept)
Path(sys.argv[1], "ballast").unlink()
log.saw(sighting(2000))
print(0 < len(before) < 2000, [one.frame for one in before] == list(range(len(before))), everything(kept)[-1].frame)
"""


def test_a_full_disk_costs_looks_and_stops_nobody(tmp_path: Path) -> None:
    code = f"import sys; open(sys.argv[1] + '/ballast', 'wb').write(bytes(100_000)){FILL}"
    assert on_a_small_disk(tmp_path, "256k", code).split() == ["True", "True", "2000"]


WRITES = """
import sys
from itertools import count
from pathlib import Path
from records.looks.folder import KeptLooks
from tests.records.test_looks import DAY, sighting

log, first = KeptLooks(Path(sys.argv[1]), DAY).log(), int(sys.argv[2])
for number in count(first):
    log.saw(sighting(number, 5, first=number == first, step_s=0.01))
    print(number, flush=True)
"""


def test_a_kill_loses_no_look_that_was_kept_and_reading_goes_on(tmp_path: Path) -> None:
    told: set[int] = set()
    for seed in range(KILLS):
        first = seed * 1000
        last = killed(WRITES, tmp_path, first, Random(seed).random() * 0.15)
        told |= set(range(first, last + 1))
        assert told <= {one.frame for one in everything(KeptLooks(tmp_path, DAY))}

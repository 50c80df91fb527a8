"""Lives of a clip: waited for, cut short by an end or a loss, painted over, told once; on files and on a live camera."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.records.build import violation
from tests.rtsp.server import RtspServer
from tests.sources.films import FPS, HEIGHT, WIDTH, lying, number_of, write_film, write_folder
from vision.clip import Clip
from vision.errors import StoreError
from vision.facts import Box, Point, ShownHead
from vision.filming import pictures_at
from vision.frames import Frame
from vision.pipeline.filmer import Filmer, Window
from vision.pipeline.rolls import PacketRoll, StillRoll
from vision.pixels import burn
from vision.ports import FrameSource
from vision.sources import FolderSpec, RecordedSpec, RtspSpec, open_source

WINDOW = Window(0.4, 0.6)
TOP = (Point(0, 0), Point(1, 0), Point(1, 0.25), Point(0, 0.25))
MIB = 1 << 20


@dataclass
class Shelf:
    """Takes clips, or has no room."""

    kept: list[Clip] = field(default_factory=list)
    full: bool = False

    def clip(self, clip: Clip) -> None:
        if self.full:
            raise StoreError("no room")
        self.kept.append(clip)


def head_of(frame: Frame) -> tuple[ShownHead, ...]:
    """A head that tells which frame it is on."""
    return (ShownHead(Box(0, 0, 10, 10 + frame.index), True),)


def watch(
    source: FrameSource, shelf: Shelf, opens: set[int], hidden: tuple[tuple[Point, ...], ...] = (), last: int = 10**6
) -> Iterator[Frame]:
    """Look at every second frame; violations open on some."""
    roll = StillRoll(MIB) if source.tape is None else PacketRoll(source.tape, hidden)
    filmer = Filmer(roll, shelf, WINDOW)  # type: ignore[arg-type]
    try:
        for frame in source.frames():
            if frame.index % 2 == 0:
                filmer.saw(frame, burn(frame.image(), hidden), head_of(frame))
                yield frame
            if frame.index in opens:
                filmer.opened(replace(violation(f"at {frame.index}"), opened_at=frame.at))
            if frame.index >= last:
                break
    finally:
        filmer.finish()


def recorded(path: Path, **spec: object) -> FrameSource:
    return open_source(RecordedSpec(camera="c1", path=path, tape_bytes=MIB, **spec))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_film(tmp_path_factory.mktemp("film") / "f.mp4")


def shades(clip: Clip) -> dict[int, int]:
    """By the frame on which a head was looked for, the frame that is shown at its time."""
    times = [look.at_ms for look in clip.looks]
    shown = {number: number_of(image) for number, image in pictures_at(clip.video, times)}
    return {round(clip.looks[n].heads[0].box.y1) - 10: shade for n, shade in shown.items()}


@pytest.mark.parametrize("name", ["f.mp4", "f.mkv", "f.avi"])
def test_a_clip_has_what_was_before_and_after_and_knows_its_heads(tmp_path: Path, name: str) -> None:
    shelf = Shelf()
    frames = list(watch(recorded(write_film(tmp_path / name)), shelf, {20}))
    [clip] = shelf.kept
    opened_at = frames[10].at
    assert clip.violation == violation("at 20").id
    assert clip.begins_at == opened_at - timedelta(seconds=0.4)  # the key frame 10
    assert abs(clip.ends_at - opened_at - timedelta(seconds=0.6)) <= timedelta(seconds=1 / FPS)
    seen = shades(clip)
    assert set(range(10, 34, 2)) <= set(seen)
    assert all(abs(frame - shade) <= 1 for frame, shade in seen.items())
    assert clip.copied is (name != "f.avi")


def test_where_something_is_hidden_it_is_in_no_clip(path: Path) -> None:
    shelf = Shelf()
    list(watch(recorded(path), shelf, {20}, (TOP,)))
    [clip] = shelf.kept
    images = [image for _, image in pictures_at(clip.video, [look.at_ms for look in clip.looks])]
    assert not clip.copied
    assert len(images) >= 12
    assert max(int(image[:28].max()) for image in images) < 12


@pytest.mark.parametrize(("last", "ends"), [(26, 26), (20, 20)], ids=["a little after", "at once"])
def test_when_the_watching_ends_before_the_clip_it_is_shorter(path: Path, last: int, ends: int) -> None:
    shelf = Shelf()
    frames = list(watch(recorded(path), shelf, {20}, last=last))
    [clip] = shelf.kept
    assert abs((clip.ends_at - frames[0].at).total_seconds() - ends / FPS) <= 4 / FPS  # packets run a little ahead


def test_at_the_very_beginning_there_is_nothing_before(path: Path) -> None:
    shelf = Shelf()
    frames = list(watch(recorded(path), shelf, {0}))
    assert [clip.begins_at for clip in shelf.kept] == [frames[0].at]


@pytest.mark.parametrize("hidden", [(), (TOP,)], ids=["nothing hidden", "the top hidden"])
def test_of_a_folder_of_pictures_those_that_were_looked_at(
    tmp_path: Path, hidden: tuple[tuple[Point, ...], ...]
) -> None:
    shelf = Shelf()
    source = open_source(FolderSpec(camera="c1", path=write_folder(tmp_path / "pictures"), fps=FPS))
    list(watch(source, shelf, {20}, hidden))
    [clip] = shelf.kept
    assert not clip.copied
    assert [look.at_ms for look in clip.looks] == [80 * n for n in range(13)]
    images = dict(pictures_at(clip.video, [look.at_ms for look in clip.looks]))
    assert {n: round(clip.looks[n].heads[0].box.y1) - 10 for n in images} == {n: 10 + 2 * n for n in range(13)}
    assert all(abs(number_of(image[40:]) - 10 - 2 * n) <= 1 for n, image in images.items())
    assert (max(int(image[:28].max()) for image in images.values()) < 12) is bool(hidden)


@pytest.mark.parametrize("most", [0, 3_000, 10_000])
def test_pictures_are_kept_within_their_bytes(tmp_path: Path, most: int) -> None:
    roll = StillRoll(most)
    roll.want(0.0)
    for frame in open_source(FolderSpec(camera="c1", path=write_folder(tmp_path / "pictures"), fps=FPS)).frames():
        roll.saw(frame, frame.image(), ())
    shot = roll.shot(0.0, 1.96, 2.0)
    reel = None if shot is None else shot.make()
    assert (reel is None) is (most == 0)
    assert reel is None or len(reel.looks) <= most / 700


def test_every_violation_has_its_own(path: Path) -> None:
    shelf = Shelf()
    list(watch(recorded(path), shelf, {12, 14, 30}))
    assert [clip.violation for clip in shelf.kept] == [violation(f"at {n}").id for n in (12, 14, 30)]


def test_played_again_the_same_clip_comes(path: Path) -> None:
    one, other = Shelf(), Shelf()
    for shelf in (one, other):
        list(watch(recorded(path), shelf, {20}, (TOP,)))
    assert one == other


def test_in_a_loop_no_round_is_taken_for_another(path: Path) -> None:
    shelf = Shelf()
    list(watch(recorded(path, loop=True), shelf, {70}, last=110))
    [clip] = shelf.kept
    seen = shades(clip)
    assert min(seen) >= 60
    assert all(abs(frame - 50 - shade) <= 1 for frame, shade in seen.items())


def test_what_cannot_be_kept_is_told_to_who_watches(path: Path) -> None:
    with pytest.raises(StoreError):
        list(watch(recorded(path), Shelf(full=True), {5}))


def test_of_pictures_that_lie_on_their_side_there_is_no_clip(path: Path, tmp_path: Path) -> None:
    shelf = Shelf()
    frames = list(watch(recorded(lying(path, tmp_path / "f.mp4")), shelf, {20}))
    assert frames[0].image().shape == (WIDTH, HEIGHT, 3)
    assert shelf.kept == []


def test_a_live_camera_too(path: Path) -> None:
    shelf = Shelf()
    with RtspServer(path) as server:
        source = open_source(RtspSpec(camera="c1", url=server.url, tape_bytes=MIB))
        frames = list(watch(source, shelf, {30}, last=60))
        source.close()
    [clip] = shelf.kept
    assert clip.copied
    assert abs((clip.ends_at - clip.opened_at).total_seconds() - 0.6) < 0.3
    seen = shades(clip)
    assert len(seen) >= 8
    shown = {frame.index: number_of(frame.image()) for frame in frames}
    assert all(abs(shown[frame] - shade) <= 1 for frame, shade in seen.items())


def test_a_camera_that_is_lost_leaves_the_clip_up_to_then(path: Path) -> None:
    shelf = Shelf()
    with RtspServer(path) as server:
        spec = RtspSpec(camera="c1", url=server.url, tape_bytes=MIB, backoff_min_s=0.8, backoff_max_s=0.8)
        source = open_source(spec)
        for frame in watch(source, shelf, {20}, last=60):
            if frame.index >= 22 and not shelf.kept and source.counts.connects == 1:
                server.drop()
        source.close()
    [clip] = shelf.kept
    assert source.counts.connects == 2
    assert clip.ends_at < clip.opened_at + timedelta(seconds=0.6)

"""Recorded sources: when they began, how fast they play, and again."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.sources.films import FPS, FRAMES, GOP, HEIGHT, WIDTH, number_of, write_film
from vision.facts import TimeSource
from vision.sources import FolderSpec, Pace, RecordedSpec, open_source
from vision.sources.clock import Clock
from vision.sources.recorded import open_recorded

MTIME = datetime(2026, 3, 1, 10, tzinfo=UTC)
BEIJING = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("start", "created", "at", "how"),
    [
        pytest.param(
            datetime(2026, 5, 1, 8, tzinfo=BEIJING),
            "2025-01-01T00:00:00Z",
            datetime(2026, 5, 1, 0, tzinfo=UTC),
            TimeSource.OPTION,
            id="option-wins",
        ),
        pytest.param(
            None,
            "2025-01-01T00:00:00Z",
            datetime(2025, 1, 1, tzinfo=UTC),
            TimeSource.METADATA,
            id="metadata-before-mtime",
        ),
        pytest.param(None, "", MTIME, TimeSource.MTIME, id="mtime-at-last"),
        pytest.param(None, "1970-01-01T00:00:00Z", MTIME, TimeSource.MTIME, id="clock-never-set"),
        pytest.param(None, "2099-01-01T00:00:00Z", MTIME, TimeSource.MTIME, id="from-the-future"),
    ],
)
def test_when_it_began(tmp_path: Path, start: datetime | None, created: str, at: datetime, how: TimeSource) -> None:
    film = write_film(tmp_path / "film.mp4", created=created)
    os.utime(film, (MTIME.timestamp(), MTIME.timestamp()))
    source = open_source(RecordedSpec(camera="c", path=film, start=start))
    assert (source.begins_at, source.time_source) == (at, how)


def test_metadata_that_is_no_time_is_passed_over(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mkv", created="yesterday")
    assert open_source(RecordedSpec(camera="c", path=film)).time_source is TimeSource.MTIME


def test_a_loop_goes_on_in_time(films: Path) -> None:
    source = open_source(RecordedSpec(camera="c", path=films / "libx264.mp4", loop=True))
    frames = list(islice(source.frames(), 2 * FRAMES + 5))
    assert [number_of(frame.image()) for frame in frames[-5:]] == [0, 1, 2, 3, 4]
    assert [frame.pts_s for frame in frames] == pytest.approx([i / FPS for i in range(2 * FRAMES + 5)])


def test_a_loop_ends_when_closed(films: Path) -> None:
    source = open_source(FolderSpec(camera="c", path=films / "images", loop=True))
    frames = source.frames()
    next(frames)
    source.close()
    assert list(frames) == []


@dataclass
class FakeTime:
    """Time that passes only while somebody waits."""

    now_s: float = 100.0

    def wait(self, event: threading.Event, seconds: float) -> bool:
        self.now_s += max(seconds, 0.0)
        return event.is_set()


def test_real_time_is_paced_by_the_recording(films: Path) -> None:
    time = FakeTime()
    clock = Clock(monotonic=lambda: time.now_s, wait=time.wait)
    source = open_source(RecordedSpec(camera="c", path=films / "libx264.mp4", pace=Pace.REALTIME), clock=clock)
    waited = [time.now_s - frame.pts_s for frame in source.frames()]
    assert waited == pytest.approx([100.0] * FRAMES)


def test_as_fast_as_it_goes_never_waits(films: Path) -> None:
    time = FakeTime()
    clock = Clock(monotonic=lambda: time.now_s, wait=time.wait)
    assert len(list(open_source(RecordedSpec(camera="c", path=films / "libx264.mp4"), clock=clock).frames())) == FRAMES
    assert time.now_s == 100.0


FILMS = [
    pytest.param(f"{codec}.{end}", id=f"{end}-{codec}")
    for codec in ("libx264", "libx265")
    for end in ("mp4", "mkv", "avi")
]


@pytest.mark.parametrize("film", FILMS)
def test_key_frames_only_are_the_same_pictures_at_the_same_times(films: Path, film: str) -> None:
    source = open_source(RecordedSpec(camera="c", path=films / film, keyframes_only=True))
    frames = list(source.frames())
    assert [number_of(frame.image()) for frame in frames] == list(range(0, FRAMES, GOP))
    # avi stores no display times: where pictures are reordered, a key frame alone may seem one frame early.
    slack_s = 1.01 / FPS if film.endswith("avi") else 1e-6
    assert [frame.pts_s for frame in frames] == pytest.approx([i / FPS for i in range(0, FRAMES, GOP)], abs=slack_s)


@pytest.mark.parametrize("film", FILMS)
def test_switching_from_key_frames_to_all_begins_at_a_key_frame(films: Path, film: str) -> None:
    source = open_recorded(RecordedSpec(camera="c", path=films / film, keyframes_only=True), Clock())
    numbers = []
    for frame in source.frames():
        numbers.append(number_of(frame.image()))
        source.keyframes_only = numbers[-1] < 20
    assert numbers == [0, 10, 20, *range(30, FRAMES)]
    assert source.counts.corrupt == 0


@pytest.mark.parametrize("film", FILMS)
def test_switching_from_all_to_key_frames_keeps_the_order(films: Path, film: str) -> None:
    source = open_recorded(RecordedSpec(camera="c", path=films / film), Clock())
    numbers = []
    for frame in source.frames():
        numbers.append(number_of(frame.image()))
        source.keyframes_only = numbers[-1] >= 12
    assert numbers[:13] + numbers[-3:] == [*range(13), 20, 30, 40]
    assert all(earlier < later for earlier, later in pairwise(numbers))


def test_portrait_video_of_a_phone_stands_upright(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mp4")
    identity = np.array([1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30], ">i4").tobytes()
    quarter = np.array([0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30], ">i4").tobytes()
    whole = film.read_bytes()
    place = whole.index(identity, whole.index(b"tkhd"))
    film.write_bytes(whole[:place] + quarter + whole[place + len(identity) :])
    frame = next(open_source(RecordedSpec(camera="c", path=film)).frames())
    assert frame.image().shape == (WIDTH, HEIGHT, 3)


def test_images_play_in_the_order_of_their_numbers(films: Path) -> None:
    frames = open_source(FolderSpec(camera="c", path=films / "images", fps=4)).frames()
    assert [(number_of(frame.image()), frame.pts_s) for frame in islice(frames, 12)] == [(i, i / 4) for i in range(12)]


def test_an_image_that_cannot_be_read_leaves_a_gap_and_is_counted(films: Path, tmp_path: Path) -> None:
    for number in (0, 2):
        (tmp_path / f"{number}.png").write_bytes((films / "images" / f"{number}.png").read_bytes())
    (tmp_path / "1.png").write_text("no image")
    source = open_source(FolderSpec(camera="c", path=tmp_path, fps=1))
    assert [(frame.index, frame.pts_s) for frame in source.frames()] == [(0, 0.0), (1, 2.0)]
    assert source.counts.corrupt == 1

"""Clips: the camera's own packets where they may be kept as they are; encoded anew where something is hidden."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.sources.films import FPS, FRAMES, STEP, number_of, write_film
from vision.facts import Point
from vision.filming import encode, film, pictures_at
from vision.frames import Frame
from vision.sources import RecordedSpec, open_source
from vision.tape import Cut

TOP = (Point(0, 0), Point(1, 0), Point(1, 0.25), Point(0, 0.25))
KINDS = [
    pytest.param("f.mp4", "libx264", id="h264-mp4"),
    pytest.param("f.mp4", "libx265", id="h265-mp4"),
    pytest.param("f.mkv", "libx264", id="h264-mkv"),
    pytest.param("f.avi", "libx264", id="h264-avi"),
    pytest.param("f.avi", "libx265", id="h265-avi"),
]


def played(path: Path) -> tuple[list[Frame], Cut]:
    """All frames of a film, and the tape after it."""
    source = open_source(RecordedSpec(camera="c", path=path, tape_bytes=1 << 20))
    frames = list(source.frames())
    assert source.tape is not None
    cut = source.tape.cut(0.0, 1.9, 2.0)
    assert cut is not None
    return frames, cut


@pytest.mark.parametrize("hidden", [pytest.param((), id="nothing-hidden"), pytest.param((TOP,), id="the-top-hidden")])
@pytest.mark.parametrize(("name", "codec"), KINDS)
def test_every_frame_that_was_seen_is_found_at_its_time(
    tmp_path: Path, name: str, codec: str, hidden: tuple[tuple[Point, ...], ...]
) -> None:
    frames, cut = played(write_film(tmp_path / name, codec))
    made = film(cut, hidden)
    assert made is not None
    times = [made.ms(frame.ticks) for frame in frames if frame.ticks is not None]
    found = dict(pictures_at(made.video, times))
    assert sorted(found) == list(range(FRAMES))
    apart = [abs(float(found[n][40:].mean()) - float(frame.image()[40:].mean())) for n, frame in enumerate(frames)]
    assert max(apart) < 0.75 * STEP
    assert (made.width, made.height) == (160, 120)


@pytest.mark.parametrize(
    ("name", "hidden", "copied"),
    [
        pytest.param("f.mp4", (), True, id="as-it-is"),
        pytest.param("f.mp4", (TOP,), False, id="something-hidden"),
        pytest.param("f.avi", (), False, id="no-display-times"),
    ],
)
def test_packets_are_copied_where_they_may_be(
    tmp_path: Path, name: str, hidden: tuple[tuple[Point, ...], ...], copied: bool
) -> None:
    _, cut = played(write_film(tmp_path / name))
    made = film(cut, hidden)
    assert made is not None
    assert made.copied is copied
    assert (cut.packets[5].data[8:] in made.video) is copied


def test_what_is_hidden_is_black_in_what_is_kept(tmp_path: Path) -> None:
    _, cut = played(write_film(tmp_path / "f.mp4"))
    made = film(cut, (TOP,))
    assert made is not None
    for _, image in pictures_at(made.video, [made.ms(one.pts or 0) for one in cut.packets]):
        assert image[:28].max() < 12
        assert image[36:].min() > 12


def test_the_same_packets_make_the_same_clip(tmp_path: Path) -> None:
    path = write_film(tmp_path / "f.mp4")
    for hidden in ((), (TOP,)):
        one, other = (film(played(path)[1], hidden) for _ in range(2))
        assert one == other


def test_of_sound_nothing_is_kept(tmp_path: Path) -> None:
    _, cut = played(write_film(tmp_path / "f.mp4", sound=True))
    made = film(cut, ())
    assert made is not None
    assert b"soun" not in made.video


@pytest.mark.parametrize("hidden", [(), (TOP,)], ids=["copied", "encoded"])
def test_damaged_packets_make_no_clip_and_no_error(tmp_path: Path, hidden: tuple[tuple[Point, ...], ...]) -> None:
    _, cut = played(write_film(tmp_path / "f.mp4"))
    harmed = tuple(replace(one, data=bytes(len(one.data))) for one in cut.packets)
    assert film(Cut(cut.spool, harmed), hidden) is None


def test_odd_sizes_lose_a_line() -> None:
    video = encode([(0, np.full((33, 47, 3), 90, np.uint8)), (40, np.full((33, 47, 3), 90, np.uint8))])
    assert video is not None
    assert [image.shape for _, image in pictures_at(video, [0, 40])] == [(32, 46, 3)] * 2


def test_of_nothing_comes_no_clip() -> None:
    assert encode([]) is None


@pytest.mark.parametrize("looks", [[0, 40, 80], [80, 0, 40], [42, 1000 * FRAMES // FPS + 500], [20]])
def test_only_pictures_at_the_times_are_given(tmp_path: Path, looks: list[int]) -> None:
    _, cut = played(write_film(tmp_path / "f.mp4"))
    made = film(cut, ())
    assert made is not None
    first = made.ms(cut.packets[0].pts or 0)
    found = {number: number_of(image) for number, image in pictures_at(made.video, [first + at for at in looks])}
    near = {number: at for number, at in enumerate(looks) if at % 40 <= 2 and at < 2000}
    assert found == {number: round(at / 40) for number, at in near.items()}

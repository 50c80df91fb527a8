"""What every source promises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC
from itertools import islice, pairwise
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from tests.rtsp.server import RtspServer
from tests.sources.films import FPS, FRAMES, HEIGHT, WIDTH, number_of
from vision.frames import Frame
from vision.ports import FrameSource
from vision.sources import FolderSpec, RecordedSpec, RtspSpec, open_source

RECORDED = [
    pytest.param(f"libx{codec}.{ending}", id=f"recorded-{ending}-h{codec}")
    for ending in ("mp4", "mkv", "avi")
    for codec in (264, 265)
]
FINITE = [*RECORDED, pytest.param("images", id="folder")]
ALL = [
    *FINITE,
    pytest.param("rtsp:libx264.mp4", id="rtsp-h264"),
    pytest.param("rtsp:libx265.mp4", id="rtsp-h265"),
]


@pytest.fixture
def source(films: Path, request: pytest.FixtureRequest) -> Iterator[FrameSource]:
    """The source named by the parameter, closed afterwards."""
    with ExitStack() as stack:
        yield opened(request.param, films, stack)


def opened(name: str, films: Path, stack: ExitStack) -> FrameSource:
    """The source of this name."""
    if name.startswith("rtsp:"):
        server = stack.enter_context(RtspServer(films / name.removeprefix("rtsp:"), speed=4))
        return stack.enter_context(closing(open_source(RtspSpec(camera="stall-7", url=server.url))))
    if name == "images":
        return open_source(FolderSpec(camera="stall-7", path=films / name, fps=FPS))
    return open_source(RecordedSpec(camera="stall-7", path=films / name))


def some(source: FrameSource, n: int = 20) -> list[Frame]:
    """The first n frames."""
    return list(islice(source.frames(), n))


every_source = pytest.mark.parametrize("source", ALL, indirect=True)
finite_source = pytest.mark.parametrize("source", FINITE, indirect=True)


@every_source
def test_times_are_utc_and_strictly_increase(source: FrameSource) -> None:
    times = [frame.at for frame in some(source)]
    assert all(at.tzinfo is UTC for at in times)
    assert all(earlier < later for earlier, later in pairwise(times))


@every_source
def test_seconds_strictly_increase_as_the_times_do(source: FrameSource) -> None:
    frames = some(source)
    for earlier, later in pairwise(frames):
        assert later.pts_s - earlier.pts_s == pytest.approx((later.at - earlier.at).total_seconds(), abs=1e-5)


@every_source
def test_frames_carry_the_camera(source: FrameSource) -> None:
    assert {frame.camera for frame in some(source)} == {"stall-7"} == {source.camera}


@every_source
def test_pictures_are_bgr_of_the_full_size(source: FrameSource) -> None:
    image = some(source, 1)[0].image()
    assert image.shape == (HEIGHT, WIDTH, 3)
    assert image.dtype == np.uint8


@every_source
def test_indexes_increase(source: FrameSource) -> None:
    assert all(earlier.index < later.index for earlier, later in pairwise(some(source)))


@every_source
def test_every_decoded_frame_is_given_or_counted_as_dropped(source: FrameSource) -> None:
    given = len(some(source))
    source.close()
    waiting = 1  # a live camera's newest frame may lie in the mailbox
    assert 0 <= source.counts.decoded - source.counts.dropped - given <= waiting


@finite_source
def test_a_recording_begins_with_frame_nought_a_key_frame(source: FrameSource) -> None:
    first = some(source, 1)[0]
    assert (first.index, first.is_keyframe) == (0, True)


@every_source
def test_closing_from_another_thread_ends_the_frames(source: FrameSource) -> None:
    frames = source.frames()
    next(frames)
    closer = Thread(target=source.close)
    closer.start()
    closer.join()
    assert len(list(frames)) <= 1


@every_source
def test_closing_twice_or_before_the_first_frame_is_fine(source: FrameSource) -> None:
    source.close()
    source.close()
    assert list(source.frames()) == []


@finite_source
def test_a_recording_gives_every_frame_in_order_and_ends(source: FrameSource) -> None:
    assert [number_of(frame.image()) for frame in source.frames()] == list(range(FRAMES))
    assert (source.counts.decoded, source.counts.dropped, source.counts.corrupt) == (FRAMES, 0, 0)


@finite_source
def test_a_recording_is_timed_as_it_was_recorded(source: FrameSource) -> None:
    assert source.duration_s == pytest.approx(FRAMES / FPS)
    assert [frame.pts_s for frame in source.frames()] == pytest.approx([i / FPS for i in range(FRAMES)])


@finite_source
def test_a_recording_begins_when_it_says(source: FrameSource) -> None:
    assert source.begins_at == some(source, 1)[0].at

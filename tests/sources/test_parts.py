"""The small parts sources are made of."""

from __future__ import annotations

import random
import threading
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.camera_facts import CameraHealth, CameraState
from vision.errors import StoreError
from vision.frames import Frame
from vision.sources.backoff import Backoff
from vision.sources.clock import Clock, ReceiptTime
from vision.sources.health import Health
from vision.sources.mailbox import Mailbox
from vision.sources.timeline import Timeline
from vision.sources.urls import address, redact
from vision.tape import DecodeOrder

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def frame(index: int) -> Frame:
    return Frame("c", lambda: np.zeros((2, 2, 3), np.uint8), NOON, float(index), index, is_keyframe=False)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("rtsp://admin:12345@10.0.0.9:554/ch1", "rtsp://***@10.0.0.9:554/ch1", id="plain"),
        pytest.param("rtsp://admin@10.0.0.9/ch1", "rtsp://***@10.0.0.9/ch1", id="user-only"),
        pytest.param("rtsp://admin:a@b/c@10.0.0.9/ch1", "rtsp://***@10.0.0.9/ch1", id="password-with-at-and-slash"),
        pytest.param("rtsp://10.0.0.9/ch1", "rtsp://10.0.0.9/ch1", id="nothing-to-hide"),
        pytest.param("rtsp://h/s?user=admin&password=x/y&ch=1", "rtsp://h/s?user=***&password=***&ch=1", id="query"),
        pytest.param(
            "rtsp://h/user=admin_password=a_b_channel=1", "rtsp://h/user=***_password=***_channel=1", id="in-the-path"
        ),
        pytest.param(
            "lost rtsp://a:b@h/1, then RTSP://c:d@h/2", "lost rtsp://***@h/1, then RTSP://***@h/2", id="in-a-sentence"
        ),
        pytest.param("'admin:secret@host'", "'***@host'", id="scheme-forgotten"),
    ],
)
def test_redact(text: str, shown: str) -> None:
    assert redact(text) == shown


SECRET = st.text(st.characters(codec="utf-8", exclude_categories=("Z", "C")), min_size=1).map(
    lambda text: f"s3cr{text}et"
)


@given(SECRET)
def test_no_password_survives(password: str) -> None:
    assert "s3cr" not in redact(f"camera rtsp://admin:{password}@10.0.0.9/ch1 is lost")


def test_address_has_a_default_port() -> None:
    assert address("rtsp://u:p@cam.local/live") == ("cam.local", 554)
    assert address("rtsp://u:p@[::1]:8554/live") == ("::1", 8554)


BOUNDS = st.tuples(st.floats(0.01, 10), st.floats(10, 600))


@given(BOUNDS, st.integers(1, 40), st.randoms(use_true_random=False))
def test_pauses_stay_within_bounds(bounds: tuple[float, float], losses: int, rng: random.Random) -> None:
    backoff = Backoff(*bounds, draw=rng.uniform)
    assert all(bounds[0] <= backoff.next_s() <= bounds[1] for _ in range(losses))


@given(BOUNDS)
def test_pauses_never_shrink_and_reach_the_longest(bounds: tuple[float, float]) -> None:
    backoff = Backoff(*bounds, draw=max)
    pauses = [backoff.next_s() for _ in range(20)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == bounds[1]


@given(BOUNDS, st.integers(1, 20))
def test_a_healthy_time_brings_back_the_short_pauses(bounds: tuple[float, float], losses: int) -> None:
    backoff = Backoff(*bounds, draw=max)
    first, *_ = [backoff.next_s() for _ in range(losses)]
    backoff.reset()
    assert backoff.next_s() == first


def test_pauses_are_jittered() -> None:
    assert len({Backoff(1, 60).next_s() for _ in range(20)}) > 1


def test_the_newest_frame_wins() -> None:
    mailbox = Mailbox()
    assert [mailbox.put(frame(i)) for i in range(3)] == [False, True, True]
    taken = mailbox.take()
    assert taken is not None
    assert taken.index == 2


def test_closing_lets_go_whoever_waits() -> None:
    mailbox = Mailbox()
    taken: list[Frame | None] = []
    waiting = threading.Thread(target=lambda: taken.append(mailbox.take()))
    waiting.start()
    mailbox.close()
    waiting.join()
    assert taken == [None]


@given(st.lists(st.tuples(st.integers(-7200, 7200), st.floats(0, 5)), min_size=2))
def test_receipt_times_increase_whatever_the_wall_clock_does(steps: list[tuple[int, float]]) -> None:
    wall, ticks = iter([NOON + timedelta(seconds=jump) for jump, _ in steps]), iter(np.cumsum([s for _, s in steps]))
    receipt = ReceiptTime(Clock(now=lambda: next(wall), monotonic=lambda: float(next(ticks))))
    stamps = [receipt.stamp() for _ in steps]
    assert all(earlier < later for earlier, later in pairwise(stamps))


def test_a_wall_clock_set_back_does_not_stop_time() -> None:
    wall, ticks = iter([NOON, NOON - timedelta(hours=1), NOON - timedelta(minutes=59)]), iter([0.0, 2.0, 62.0])
    receipt = ReceiptTime(Clock(now=lambda: next(wall), monotonic=lambda: next(ticks)))
    assert [(receipt.stamp() - NOON).total_seconds() for _ in range(3)] == [0, 2, 62]


@given(st.lists(st.none() | st.floats(-1e4, 1e4), min_size=2))
def test_stream_times_increase_whatever_the_file_says(pts: list[float | None]) -> None:
    timeline = Timeline(0.04)
    placed = [timeline.place(seconds) for seconds in pts]
    assert all(earlier < later for earlier, later in pairwise(placed))


def test_stream_times_that_are_sound_are_kept() -> None:
    timeline = Timeline(0.04)
    assert [timeline.place(seconds) for seconds in (0.0, 0.5, 0.52, 90.0)] == [0.0, 0.5, 0.52, 90.0]


def test_a_recording_joined_from_two_goes_on() -> None:
    timeline = Timeline(0.5)
    assert [timeline.place(seconds) for seconds in (0.0, 0.5, 0.0, 0.5, 1.0)] == [0.0, 0.5, 1.0, 1.5, 2.0]


def test_decode_order_gives_display_times_back() -> None:
    order = DecodeOrder()
    for dts in (0, 3, 1, 2):
        order.sent(dts)
    assert [order.shown() for _ in range(5)] == [0, 1, 2, 3, None]


def test_a_state_is_told_once() -> None:
    told: list[CameraHealth] = []
    health = Health("c", told.append, Clock())
    for state in (CameraState.LOST, CameraState.LOST, CameraState.WATCHING):
        health.report(state)
    assert [change.state for change in told] == [CameraState.LOST, CameraState.WATCHING]


def test_a_listener_that_fails_does_not_stop_the_camera(caplog: pytest.LogCaptureFixture) -> None:
    def full(_: CameraHealth) -> None:
        raise StoreError("disk full")

    Health("c", full, Clock()).report(CameraState.LOST)
    assert "could not be kept: disk full" in caplog.text

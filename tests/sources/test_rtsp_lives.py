"""Lives of a live camera: what goes wrong, what is told, and that watching goes on."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from itertools import pairwise
from pathlib import Path

import pytest

from tests.rtsp.server import RtspServer
from tests.sources.films import write_texture
from tests.sources.watching import Watching
from vision.camera_facts import CameraState
from vision.sources import RtspSpec, open_source

CONNECTING, WATCHING, LOST = CameraState.CONNECTING, CameraState.WATCHING, CameraState.LOST
REFUSED, SILENT = CameraState.REFUSED, CameraState.CONNECTED_WITHOUT_MEDIA


def impatient(url: str, *, backoff_s: float = 0.05, refused_retry_s: float = 0.1) -> RtspSpec:
    """A spec that gives up soon and asks again at once."""
    return RtspSpec(
        camera="stall-7",
        url=url,
        connect_timeout_s=2.0,
        stall_timeout_s=1.0,
        backoff_min_s=backoff_s,
        backoff_max_s=2 * backoff_s,
        refused_retry_s=refused_retry_s,
    )


def unused_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def hang_up_on_all(listening: socket.socket) -> None:
    """Answers everybody with a line that is not RTSP, until the socket is closed."""
    with contextlib.suppress(OSError):
        while True:
            client, _ = listening.accept()
            with contextlib.suppress(OSError), client:
                client.sendall(b"SMTP ready\r\n\r\n")


@pytest.mark.parametrize("cut", [pytest.param("drop", id="broken-off"), pytest.param("hang_up", id="silent-end")])
def test_a_lost_camera_is_told_and_watched_again(camera: RtspServer, cut: str) -> None:
    with Watching(impatient(camera.url)) as watching:
        watching.until_frames(5)
        getattr(camera, cut)()
        watching.until(lambda: watching.states == [CONNECTING, WATCHING, LOST, WATCHING])
    assert watching.source.counts.connects == 2


def test_a_stalled_camera_is_told_and_watched_again(camera: RtspServer) -> None:
    with Watching(impatient(camera.url)) as watching:
        watching.until_frames(5)
        camera.switches.stalled = True
        watching.until_state(SILENT)
        camera.switches.stalled = False
        watching.until_state(WATCHING)
    assert watching.states == [CONNECTING, WATCHING, SILENT, WATCHING]


def test_a_camera_that_never_sends_is_connected_without_media(camera: RtspServer) -> None:
    camera.switches.stalled = True
    with Watching(impatient(camera.url)) as watching:
        watching.until_state(SILENT)
    assert watching.states == [CONNECTING, SILENT]


@pytest.mark.parametrize(
    ("user", "password", "path", "status"),
    [
        pytest.param("watcher", "wrong", "/live", "401", id="wrong-password"),
        pytest.param("", "", "/live", "401", id="no-credentials"),
        pytest.param("watcher", "p@ss-w0rd", "/nowhere", "404", id="unknown-path"),
    ],
)
def test_a_refusal_says_what_to_mend(camera: RtspServer, user: str, password: str, path: str, status: str) -> None:
    with Watching(impatient(camera.url_as(user, password, path))) as watching:
        health = watching.until_state(REFUSED)
    assert status in health.detail
    assert "mend" in health.detail


@pytest.mark.parametrize("status", [pytest.param(status, id=str(status)) for status in (401, 403, 404)])
def test_a_camera_that_refused_is_watched_once_it_is_mended(camera: RtspServer, status: int) -> None:
    camera.switches.refuse = status
    with Watching(impatient(camera.url)) as watching:
        watching.until_state(REFUSED)
        camera.switches.refuse = None
        watching.until_state(WATCHING)
    assert watching.states == [CONNECTING, REFUSED, WATCHING]


def test_a_refusal_is_not_asked_about_at_the_pace_of_a_lost_camera(camera: RtspServer) -> None:
    with Watching(impatient(camera.url_as("watcher", "wrong"), refused_retry_s=600)) as watching:
        watching.until_state(REFUSED)
        asked = camera.served.describes
        assert not watching.source.counts.connects
        threading.Event().wait(0.5)  # ten times the pause after a loss
    assert camera.served.describes == asked


def test_an_unreachable_camera_is_lost_and_no_exception() -> None:
    with Watching(impatient(f"rtsp://127.0.0.1:{unused_port()}/live")) as watching:
        health = watching.until_state(LOST)
    assert "nobody answers at 127.0.0.1" in health.detail
    assert not watching.frames


def test_a_port_that_speaks_something_else_is_lost() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=hang_up_on_all, args=(listening,), daemon=True).start()
        with Watching(impatient(f"rtsp://127.0.0.1:{listening.getsockname()[1]}/live")) as watching:
            health = watching.until_state(LOST)
    assert "no stream could be opened" in health.detail


def test_a_name_nobody_knows_is_lost_and_no_exception() -> None:
    with Watching(impatient("rtsp://no-such-host.invalid/live")) as watching:
        watching.until_state(LOST)
    assert watching.states == [CONNECTING, LOST]


def test_a_loss_is_told_once_however_often_it_is_tried() -> None:
    with Watching(impatient(f"rtsp://127.0.0.1:{unused_port()}/live")) as watching:
        watching.until_state(LOST)
        threading.Event().wait(0.5)
    assert watching.states == [CONNECTING, LOST]


def test_times_go_on_over_a_reconnect(camera: RtspServer) -> None:
    with Watching(impatient(camera.url)) as watching:
        watching.until_frames(5)
        camera.drop()
        watching.until(lambda: watching.source.counts.connects == 2)
        watching.until_frames(5)
    assert all(a.at < b.at and a.pts_s < b.pts_s and a.index < b.index for a, b in pairwise(watching.frames))


def test_never_more_than_one_session(camera: RtspServer) -> None:
    with Watching(impatient(camera.url)) as watching:
        for loss in range(1, 4):
            watching.until_frames(3)
            camera.drop()
            watching.until_losses(loss)
    assert camera.served.most_playing == 1


@pytest.mark.parametrize("codec", [pytest.param("libx264", id="h264"), pytest.param("libx265", id="h265")])
def test_damaged_pictures_are_thrown_away_and_counted(tmp_path: Path, codec: str) -> None:
    with RtspServer(write_texture(tmp_path / "texture.mp4", codec), speed=4) as camera:
        camera.switches.loss = 0.05
        with Watching(impatient(camera.url)) as watching:
            watching.until_frames(20)
    assert watching.source.counts.corrupt > 0
    assert watching.states == [CONNECTING, WATCHING]


def test_data_without_a_whole_picture_is_connected_without_media(tmp_path: Path) -> None:
    film = write_texture(tmp_path / "texture.mp4", "libx264")
    with RtspServer(film, speed=4) as camera, Watching(impatient(camera.url)) as watching:
        watching.until_state(WATCHING)
        camera.switches.loss = 0.8
        health = watching.until_state(SILENT)
    assert "no picture that is whole" in health.detail


def test_a_slow_watcher_gets_the_newest_frame_and_the_rest_is_counted(camera: RtspServer) -> None:
    source = open_source(impatient(camera.url))
    frames = source.frames()
    first = next(frames)
    threading.Event().wait(0.5)
    second = next(frames)
    source.close()
    assert second.index - first.index > 5
    assert source.counts.dropped >= second.index - first.index - 1


def test_key_frames_only(camera: RtspServer) -> None:
    with Watching(RtspSpec(camera="stall-7", url=camera.url, keyframes_only=True)) as watching:
        watching.until_frames(5)
    assert all(frame.is_keyframe for frame in watching.frames)


def test_sound_is_not_asked_for(camera: RtspServer) -> None:
    with Watching(impatient(camera.url)) as watching:
        watching.until_frames(1)
    assert camera.served.set_up == ["video"]


def test_closing_ends_a_camera_that_waits_to_be_asked_again() -> None:
    with Watching(impatient(f"rtsp://127.0.0.1:{unused_port()}/live", backoff_s=600)) as watching:
        watching.until_state(LOST)
    assert not [thread for thread in threading.enumerate() if thread.name == "reader stall-7"]


def test_no_thread_is_left_after_many_lives(camera: RtspServer) -> None:
    before = threading.active_count()
    for _ in range(5):
        with Watching(impatient(camera.url)) as watching:
            watching.until_frames(1)
    assert threading.active_count() == before


@pytest.mark.parametrize("fate", [pytest.param(fate, id=fate) for fate in ("watched", "refused", "unreachable")])
def test_credentials_never_show(
    camera: RtspServer, fate: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    camera.switches.refuse = 401 if fate == "refused" else None
    port = unused_port() if fate == "unreachable" else camera.port
    spec = impatient(camera.url.replace(str(camera.port), str(port)))
    with Watching(spec) as watching:
        watching.until(lambda: len(watching.health) >= 2)
        camera.drop()
        watching.until(lambda: watching.states[-1] is not WATCHING)
    shown = [caplog.text, *capfd.readouterr(), repr(watching.health), repr(spec)]
    assert "127.0.0.1" in caplog.text
    assert not [text for text in shown if "p@ss" in text or "w0rd" in text or "watcher" in text]

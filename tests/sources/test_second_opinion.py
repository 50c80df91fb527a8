"""Ours is not the only camera we can watch, and we are not the only ones who can watch ours."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import av
import cv2
import pytest

from tests.rtsp.server import RtspServer
from tests.sources.films import number_of
from vision.sources import RtspSpec, open_source

GST_SERVER = Path(__file__).parents[1] / "rtsp" / "gst_server.py"
BOTH_CODECS = pytest.mark.parametrize(
    "film", [pytest.param("libx264.mp4", id="h264"), pytest.param("libx265.mp4", id="h265")]
)


@pytest.fixture
def gst_url(films: Path) -> Iterator[str]:
    """A camera run by GStreamer."""
    command = ["/usr/bin/python3", str(GST_SERVER), str(films / "libx264.mp4")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        assert port.isdecimal(), "GStreamer's server did not start; run tests/services"
        yield f"rtsp://127.0.0.1:{port}/live"
        server.kill()


def test_we_watch_a_camera_run_by_gstreamer(gst_url: str) -> None:
    with closing(open_source(RtspSpec(camera="c", url=gst_url))) as source:
        numbers = [number_of(frame.image()) for frame in islice(source.frames(), 20)]
    assert numbers == sorted(numbers)
    assert source.counts.corrupt == 0


@BOTH_CODECS
def test_pyav_alone_reads_our_camera(films: Path, film: str) -> None:
    with RtspServer(films / film, speed=4) as camera, av.open(camera.url, options={"rtsp_transport": "tcp"}) as video:
        frames = list(islice(video.decode(video=0), 20))
    assert [number_of(frame.to_ndarray(format="bgr24")) for frame in frames] == list(range(20))


@BOTH_CODECS
def test_opencv_reads_our_camera(films: Path, film: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENCV_FFMPEG_CAPTURE_OPTIONS", "rtsp_transport;tcp")
    with RtspServer(films / film, user="u", password="p", speed=4) as camera:
        capture = cv2.VideoCapture(camera.url, cv2.CAP_FFMPEG)
        images = [capture.read()[1] for _ in range(20)]
        capture.release()
    assert [number_of(image) for image in images] == list(range(20))

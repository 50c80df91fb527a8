"""One RTSP session: from the first packet to the reason why there are no more."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from vision.errors import SourceLost, SourceRefused, SourceSilent
from vision.sources.spec import RtspSpec
from vision.sources.urls import address

OPTIONS = {
    "rtsp_transport": "tcp",
    # Sound is not even asked for.
    "allowed_media_types": "video",
    # The frame rate is of no interest: do not hold back a second of frames to guess it.
    "fpsprobesize": "0",
}
REFUSALS: tuple[tuple[type[av.error.FFmpegError], str], ...] = (
    (av.error.HTTPUnauthorizedError, "401: user or password are wrong; mend them in the configuration"),
    (av.error.HTTPForbiddenError, "403: this user may not watch; give it the right to on the camera"),
    (av.error.HTTPNotFoundError, "404: the camera has no such stream; mend the path of its URL"),
)


def connect(spec: RtspSpec) -> InputContainer:
    """An open session. Messages never hold what FFmpeg said: it quotes the URL with its password.

    Raises:
        SourceLost: the camera cannot be reached, or does not speak RTSP.
        SourceRefused: it answered 401, 403 or 404.
        SourceSilent: it answers, but sends no picture.
    """
    _reach(spec)
    try:
        return av.open(spec.url, options=OPTIONS, timeout=(spec.connect_timeout_s, spec.stall_timeout_s))
    except tuple(kind for kind, _ in REFUSALS) as error:
        answer = next(answer for kind, answer in REFUSALS if isinstance(error, kind))
        raise SourceRefused(f"{spec.where}: refused with {answer}") from None
    except (av.error.ExitError, av.error.TimeoutError):
        raise SourceSilent(_silent(spec, spec.connect_timeout_s)) from None
    except av.error.FFmpegError as error:
        raise SourceLost(f"{spec.where}: no stream could be opened ({error.strerror})") from None


def video_of(session: InputContainer, spec: RtspSpec) -> VideoStream:
    """The session's picture.

    Raises:
        SourceSilent: it has none.
    """
    if not session.streams.video:
        raise SourceSilent(f"{spec.where}: offers no picture, only sound or data; choose the camera's video stream")
    return session.streams.video[0]


def packets(session: InputContainer, stream: VideoStream, spec: RtspSpec) -> Iterator[Packet[VideoStream]]:
    """Packets until the session breaks; it never ends well.

    Raises:
        SourceLost: the connection broke, or the camera closed it: a live stream has no end.
        SourceSilent: nothing came for as long as the spec allows.
    """
    try:
        yield from session.demux(stream)
    except (av.error.ExitError, av.error.TimeoutError):
        raise SourceSilent(_silent(spec, spec.stall_timeout_s)) from None
    except av.error.FFmpegError as error:
        raise SourceLost(f"{spec.where}: the connection broke ({error.strerror})") from None
    raise SourceLost(f"{spec.where}: the camera closed the connection")


def _reach(spec: RtspSpec) -> None:
    """Tell a camera that is not there from one that is there and says nothing."""
    host, port = address(spec.url)
    try:
        socket.create_connection((host, port), spec.connect_timeout_s).close()
    except OSError as error:
        raise SourceLost(
            f"{spec.where}: nobody answers at {host} port {port} ({error.strerror or 'no answer in time'}); "
            "check power, cable and address"
        ) from None


def _silent(spec: RtspSpec, after_s: float) -> str:
    return f"{spec.where}: connected, but nothing came for {after_s:g} s; check the camera's encoder and bandwidth"

"""What is to be watched: one small spec per kind of source."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from vision.errors import SourceError
from vision.sources.urls import is_rtsp, redact


class Pace(StrEnum):
    """How fast a recorded source is played."""

    FAST = "fast"
    REALTIME = "realtime"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedSpec:
    """A recorded video file: mp4, mkv or avi.

    Attributes:
        camera: camera id the frames carry.
        path: the file.
        start: aware time of the first frame; None: the file's metadata, else its modification time.
        pace: as fast as it goes, or as it was recorded.
        loop: begin again at the end, with time going on.
        keyframes_only: decode nothing but key frames.
        tape_bytes: how much of what was last read is kept encoded, for clips; 0: nothing.

    Raises:
        SourceError: `start` has no time zone.
    """

    camera: str
    path: Path
    start: datetime | None = None
    pace: Pace = Pace.FAST
    loop: bool = False
    keyframes_only: bool = False
    tape_bytes: int = 0

    def __post_init__(self) -> None:
        expect_zone(self.camera, self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSpec:
    """A folder of images, played in the order of their names (2.jpg before 10.jpg).

    Attributes:
        camera: camera id the frames carry.
        path: the folder.
        fps: images a second.
        start: aware time of the first image; None: its modification time.
        pace: as fast as it goes, or at `fps`.
        loop: begin again at the end, with time going on.

    Raises:
        SourceError: `start` has no time zone, or `fps` is not above 0.
    """

    camera: str
    path: Path
    fps: float = 2.0
    start: datetime | None = None
    pace: Pace = Pace.FAST
    loop: bool = False

    def __post_init__(self) -> None:
        expect_zone(self.camera, self.start)
        if self.fps <= 0:
            raise SourceError(
                f"camera {self.camera}: fps must be above 0, but is {self.fps}; use 2 for two images a second"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class RtspSpec:
    """A live camera: RTSP over TCP.

    Attributes:
        camera: camera id the frames carry.
        url: rtsp:// with credentials; never printed.
        keyframes_only: decode nothing but key frames.
        connect_timeout_s: for the connection and, again, for the first media.
        stall_timeout_s: silence after which the session counts as stalled.
        backoff_min_s, backoff_max_s: bounds of the pause before asking again.
        refused_retry_s: pause after 401, 403 or 404, which a person must mend.
        healthy_s: how long frames must have come before the pause starts from its minimum again.
        tape_bytes: how much of what last came is kept encoded, for clips; 0: nothing.

    Raises:
        SourceError: the URL is no RTSP address.
    """

    camera: str
    url: str = field(repr=False)
    keyframes_only: bool = False
    connect_timeout_s: float = 10.0
    stall_timeout_s: float = 10.0
    backoff_min_s: float = 1.0
    backoff_max_s: float = 60.0
    refused_retry_s: float = 60.0
    healthy_s: float = 60.0
    tape_bytes: int = 0

    def __post_init__(self) -> None:
        if not is_rtsp(self.url):
            raise SourceError(
                f"camera {self.camera}: expected a URL like rtsp://user:password@host:554/path, "
                f"but it is {redact(self.url)!r}; use the stream address from the camera's manual"
            )

    @property
    def where(self) -> str:
        """The URL without its secrets."""
        return redact(self.url)


SourceSpec = RecordedSpec | FolderSpec | RtspSpec


def expect_zone(camera: str, start: datetime | None) -> None:
    """Raise SourceError when the start time does not say its time zone."""
    if start is not None and start.tzinfo is None:
        raise SourceError(
            f"camera {camera}: start {start.isoformat()} has no time zone; write it with one, {start.isoformat()}+08:00"
        )

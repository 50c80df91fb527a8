"""Live cameras: RTSP over TCP."""

from __future__ import annotations

from vision.errors import SourceError
from vision.ports import FrameSource, HealthListener
from vision.sources.clock import Clock
from vision.sources.spec import RtspSpec


def open_rtsp(spec: RtspSpec, _listener: HealthListener | None, _clock: Clock) -> FrameSource:
    """A FrameSource over the camera."""
    raise SourceError(f"camera {spec.camera}: live cameras are not there yet")

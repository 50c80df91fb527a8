"""The table of sources."""

from __future__ import annotations

from typing import assert_never

from vision.ports import FrameSource, HealthListener
from vision.sources.clock import Clock
from vision.sources.folder import open_folder
from vision.sources.recorded import open_recorded
from vision.sources.rtsp import open_rtsp
from vision.sources.spec import FolderSpec, RecordedSpec, RtspSpec, SourceSpec


def open_source(spec: SourceSpec, listener: HealthListener | None = None, clock: Clock | None = None) -> FrameSource:
    """The source this spec describes.

    Args:
        spec: what is to be watched.
        listener: is told of a live camera's changes of state.
        clock: another time than the machine's, for tests.

    Raises:
        SourceError: a recorded source that cannot be read. A live camera reports states instead.
    """
    clock = clock or Clock()
    match spec:
        case RecordedSpec():
            return open_recorded(spec, clock)
        case FolderSpec():
            return open_folder(spec, clock)
        case RtspSpec():
            return open_rtsp(spec, listener, clock)
        case _:
            assert_never(spec)

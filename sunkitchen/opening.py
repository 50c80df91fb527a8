"""Opens what a camera's configuration points at."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from records.runs import live_run, recorded_run
from sunkitchen.config import CameraConfig
from sunkitchen.config.schema import SourceConfig
from vision.errors import ConfigError
from vision.ports import FrameSource, HealthListener
from vision.sampler import SamplerKind
from vision.sources.registry import open_source
from vision.sources.spec import FolderSpec, Pace, RecordedSpec, RtspSpec, SourceSpec


def open_camera(camera: CameraConfig, listener: HealthListener) -> FrameSource:
    """The camera's source; a live one connects when its frames are asked for.

    Raises:
        SourceError: a recording that cannot be opened.
        ConfigError: the environment variable with its URL is not set.
    """
    return open_source(source_spec(camera), listener)


def source_spec(camera: CameraConfig) -> SourceSpec:
    """What the sources need to know of a camera.

    Raises:
        ConfigError: the environment variable with its URL is not set.
    """
    source, tape_bytes = camera.source, camera.clip_bytes
    if source.file is not None:
        return RecordedSpec(
            camera=camera.id,
            path=source.file,
            start=source.start,
            pace=Pace(source.pace),
            loop=source.loop,
            keyframes_only=camera.watched_by is SamplerKind.KEY_FRAMES,
            tape_bytes=tape_bytes,
        )
    if source.folder is not None:
        return FolderSpec(
            camera=camera.id,
            path=source.folder,
            fps=source.fps,
            start=source.start,
            pace=Pace(source.pace),
            loop=source.loop,
        )
    return RtspSpec(
        camera=camera.id,
        url=live_url(camera.id, source),
        keyframes_only=camera.watched_by is SamplerKind.KEY_FRAMES,
        tape_bytes=tape_bytes,
        connect_timeout_s=source.connect_timeout_s,
        stall_timeout_s=source.stall_timeout_s,
    )


def live_url(camera: str, source: SourceConfig) -> str:
    """The URL of a live camera, from the configuration or from its environment variable."""
    if source.rtsp is not None:
        return source.rtsp.get_secret_value()
    name = source.rtsp_env or ""
    url = os.environ.get(name)
    if not url:
        raise ConfigError(f"camera {camera}: the environment variable {name} holds its URL, but is not set; set it")
    return url


def run_key(source: FrameSource) -> str:
    """Which run this is: the same for the same recording, a new one for each start of a live camera."""
    begins_at = source.begins_at
    return live_run(datetime.now(UTC)) if begins_at is None else recorded_run(begins_at)

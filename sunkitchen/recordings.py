"""Configurations whose cameras are fed from recordings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sunkitchen.config import CameraConfig, Config, SiteConfig, ZoneConfig, load_rulebook
from sunkitchen.config.schema import RuleOverride, SourceConfig
from sunkitchen.wiring import Post, posts
from vision.errors import ConfigError
from vision.facts import Point, ZoneKind

WHOLE_PICTURE = (Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 1))


def whole_pictures(videos: Sequence[Path], start: datetime | None) -> Config:
    """A configuration in which each video is a camera, and its whole picture one deli special room.

    A recording shows people at work, not people coming in, so there is no entry grace.
    """
    ids = [camera_id(video) for video in videos]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise ConfigError(f"videos named {', '.join(twice)} come twice: analyse them one at a time, each --out its own")
    cameras = tuple(
        CameraConfig(
            id=one,
            source=SourceConfig(file=video.resolve(), pace="fast", start=start),
            zones=(ZoneConfig(id=f"{one}-Z1", kind=ZoneKind.DELI_SPECIAL_ROOM, polygon=WHOLE_PICTURE),),
            samples_per_hour=0,
        )
        for one, video in zip(ids, videos, strict=True)
    )
    site = SiteConfig(id="recorded", name="录像 recorded video", type="farmers_market", cameras=cameras)
    grace = {spec.code: RuleOverride(entry_grace_s=0) for spec in load_rulebook({}).specs}
    return Config(sites=(site,), rules=grace)


def placed(videos: Sequence[Path], config: Config, camera: str | None, start: datetime | None) -> Config:
    """The configuration with only the videos' cameras, each fed from its video."""
    known = {post.camera.id: post for post in posts(config)}
    chosen = [_post_of(video, known, camera) for video in videos]
    ids = [post.camera.id for post in chosen]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise ConfigError(f"camera {', '.join(twice)}: two videos are taken for the same camera; analyse one at a time")
    sites = tuple(_fed(post, video, start) for post, video in zip(chosen, videos, strict=True))
    return config.model_copy(update={"sites": sites})


def camera_id(video: Path) -> str:
    """A camera id made of the video's name."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", video.stem).strip("-._")[:60] or "video"


def _post_of(video: Path, known: dict[str, Post], camera: str | None) -> Post:
    named = [post for post in known.values() if post.camera.source.file and post.camera.source.file.name == video.name]
    candidates = [known[camera]] if camera in known else named if camera is None else []
    if camera is None and not candidates and len(known) == 1:
        candidates = list(known.values())
    if len(candidates) != 1:
        raise ConfigError(
            f"{video}: which camera of the configuration is it from? say --camera with one of {', '.join(known)}"
        )
    return candidates[0]


def _fed(post: Post, video: Path, start: datetime | None) -> SiteConfig:
    begin = start or post.camera.source.start
    source = SourceConfig(file=video.resolve(), pace="fast", start=begin)
    camera = post.camera.model_copy(update={"source": source, "samples_per_hour": 0})
    return post.site.model_copy(update={"cameras": (camera,)})

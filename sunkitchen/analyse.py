"""Recorded video to events and evidence in a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from records.events import export_events
from records.ledger import totals
from records.violation_rows import ViolationFilter
from records.violations import counts
from sunkitchen.box import Camera, build_camera
from sunkitchen.config import Config, Rulebook, load_config, load_rulebook
from sunkitchen.console import Step, progress
from sunkitchen.enrol.site import eyes_by_site
from sunkitchen.networks.eyes import EyesPool, open_eyes
from sunkitchen.networks.sets import model_sets
from sunkitchen.paths import MODELS
from sunkitchen.recordings import placed, whole_pictures
from sunkitchen.registering import sync_registry
from sunkitchen.store import Store, open_store
from sunkitchen.wiring import Post, expect_asked, posts
from vision.errors import SourceError, SunkitchenError
from vision.frames import Frame

EVENTS = "events.jsonl"


@dataclass(frozen=True, slots=True)
class VideoReport:
    """What came of one video.

    Attributes:
        begins_at: UTC time of its first frame, by time_source.
        looks: frames looked at. events: violations told, by_code; advisory: how many of them are shown, never counted.
        why_not: looks suppressed, by reason.
        failure: why it stopped before its end; None when it ran through.
    """

    video: str
    camera: str
    begins_at: str | None
    time_source: str | None
    looks: int
    events: int
    advisory: int
    by_code: dict[str, int]
    why_not: dict[str, int]
    failure: str | None = None


@dataclass(slots=True)
class Report:
    """What came of all of them."""

    out: str
    events_file: str
    videos: list[VideoReport] = field(default_factory=list)

    @property
    def events(self) -> int:
        """Violations in all videos."""
        return sum(video.events for video in self.videos)

    @property
    def failed(self) -> bool:
        """Whether any video could not be read to its end."""
        return any(video.failure for video in self.videos)


def analyse(
    videos: Sequence[Path],
    out: Path,
    config: Path | None,
    camera: str | None,
    start: datetime | None,
    models: Path | None = None,
) -> Report:
    """Analyse recordings one after the other; a bad one does not stop the others.

    Args:
        config: whose zones and rules to use; None: the whole picture is one deli_special_room.
        camera: which camera of the configuration the videos are from; None: the one whose file has the same name.
        start: when the videos begin; None: what the files say.
        models: folder of the networks; None: the configuration's.

    Raises:
        ConfigError, ModelError, StoreError: nothing can be analysed.

    What the configuration's box has learnt of the site is used.
    """
    whole = whole_pictures(videos, start) if config is None else placed(videos, _sound(config), camera, start)
    rulebook = load_rulebook(whole.rules)
    in_force = MODELS if config is None else model_sets(whole.box).folder_in_force()
    eyes = open_eyes(models or in_force, asked=rulebook.asked)
    report = Report(str(out), str(out / EVENTS))
    own = {} if config is None else eyes_by_site(whole, eyes)
    with open_store(out) as store:
        sync_registry(store, whole)
        for video, post in zip(videos, posts(whole), strict=True):
            report.videos.append(_analyse_one(video, post, store, own.get(post.site.id, eyes), rulebook))
        _export(store)
    return report


def _sound(config: Path) -> Config:
    """The configuration, with all its cameras: one that is not analysed now may be the one that asks."""
    loaded = load_config(config)
    expect_asked(loaded, load_rulebook(loaded.rules))
    return loaded


def _analyse_one(video: Path, post: Post, store: Store, eyes: EyesPool, rulebook: Rulebook) -> VideoReport:
    try:
        camera = build_camera(post, store, eyes, rulebook)
    except SourceError as error:
        return _failed(video, post, error)
    with progress(video.name, camera.source.duration_s) as step:
        failure = _watch(camera, step)
    return _reported(video, camera, store, failure)


def _watch(camera: Camera, step: Step) -> str | None:
    """Watch to the end; what is wrong with the video, if anything."""

    def on_frame(frame: Frame) -> None:
        step(frame.pts_s, f"{camera.looked_at} looks 次观察")

    try:
        camera.watch(on_frame)
    except SourceError as error:
        return str(error)
    return None


def _failed(video: Path, post: Post, error: SunkitchenError) -> VideoReport:
    return VideoReport(str(video), post.camera.id, None, None, 0, 0, 0, {}, {}, str(error))


def _reported(video: Path, camera: Camera, store: Store, failure: str | None) -> VideoReport:
    name, begins_at = camera.source.camera, camera.source.begins_at
    with store.database.reading() as session:
        told = counts(session, ViolationFilter(camera=name))
        lines = totals(session, camera=name)
    why_not: Counter[str] = Counter()
    for line in lines:
        why_not[line.why] += line.looks
    return VideoReport(
        video=str(video),
        camera=name,
        begins_at=begins_at.isoformat() if begins_at else None,
        time_source=camera.source.time_source,
        looks=camera.looked_at,
        events=sum(one.count + one.advisory for one in told),
        advisory=sum(one.advisory for one in told),
        by_code={one.code: one.count + one.advisory for one in told},
        why_not=dict(why_not),
        failure=failure,
    )


def _export(store: Store) -> None:
    """Write events.jsonl anew, whole or not at all."""
    with store.database.reading() as session:
        text = "".join(f"{line}\n" for line in export_events(session, ViolationFilter()))
    part = store.folder / f"{EVENTS}.part"
    part.write_text(text, encoding="utf-8")
    part.replace(store.folder / EVENTS)

"""Runs the cameras of a box: one thread each, all sharing the eyes, each remembering through its own sink."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from threading import Thread

from records.looks.folder import KeptLooks
from records.provenance import Recorder
from records.runs import live_run
from records.sink import DatabaseSink
from sunkitchen.clock import clock_of
from sunkitchen.config import Config, Rulebook
from sunkitchen.enrol.site import eyes_at
from sunkitchen.listening import Listener, expected_at
from sunkitchen.networks.eyes import EyesPool
from sunkitchen.opening import open_camera, run_key
from sunkitchen.registering import sync_registry
from sunkitchen.store import Store, kept_looks
from sunkitchen.tuning import tuned, tunings_of
from sunkitchen.window import LiveWindow
from sunkitchen.wiring import Post, build_watching, expect_asked, offline_rules_of, posts
from vision.camera_facts import CameraHealth, CameraState
from vision.errors import SourceError, SunkitchenError
from vision.facts import TimeSource
from vision.frames import Frame
from vision.pipeline import Watcher
from vision.ports import FrameSource, Window

log = logging.getLogger(__name__)
OnFrame = Callable[[Frame], None]


def nothing(_frame: Frame) -> None:
    """Nobody wants to know."""


@dataclass(slots=True)
class Camera:
    """One camera at work.

    Attributes:
        listener: to its reader; None for a recording.
        failure: why it stopped before its end; None while it works or after it ended well.
        looked_at: frames looked at so far.
    """

    post: Post
    source: FrameSource
    watcher: Watcher
    sink: DatabaseSink
    listener: Listener | None = None
    failure: str | None = None
    looked_at: int = 0

    def watch(self, on_frame: OnFrame = nothing) -> None:
        """Watch until the source ends or is closed.

        Raises:
            SunkitchenError: the source or the store failed; what was seen before is kept.
        """
        begins_at = self.source.begins_at
        last_at = begins_at
        if begins_at is not None:
            self._note(CameraState.WATCHING, begins_at)
        for frame in self.watcher.watch():
            self.looked_at += 1
            last_at = frame.at if begins_at is not None else None
            on_frame(frame)
        self._note(CameraState.ENDED, last_at or datetime.now(UTC))

    def watch_guarded(self) -> None:
        """Watch, and note a failure where the pages show it; the other cameras go on."""
        try:
            self.watch()
        except SunkitchenError as error:
            self._fail(str(error))
        except Exception:
            log.exception("camera %s stopped by an error in the program", self.source.camera)
            self._fail("stopped by an error in the program; see the log")

    def take_note(self, health: CameraHealth) -> None:
        """A change of its state; from the reader's thread, too.

        Raises:
            StoreError: it cannot be remembered.
        """
        if self.listener is not None:
            self.listener.hear(health)
        self.sink.health(health)

    def _note(self, state: CameraState, at: datetime, detail: str = "") -> None:
        self.take_note(CameraHealth(self.source.camera, state, at, detail))

    def _fail(self, why: str) -> None:
        self.failure = why
        log.error("camera %s: %s", self.source.camera, why)
        try:
            self._note(CameraState.LOST, datetime.now(UTC), why)
        except SunkitchenError as error:
            log.error("camera %s: its state could not be kept: %s", self.source.camera, error)


def build_camera(
    post: Post,
    store: Store,
    eyes: EyesPool,
    rulebook: Rulebook,
    window: Window | None = None,
    looks: KeptLooks | None = None,
) -> Camera:
    """A camera, ready to watch, by the rulebook and by what was set for it.

    Args:
        window: where people see what it sees. looks: where that is kept for some hours.

    Raises:
        SourceError: a recording that cannot be opened.
        ConfigError: a rule that the loaded models cannot serve.
    """
    camera: Camera | None = None

    def on_health(health: CameraHealth) -> None:
        if camera is not None:
            camera.take_note(health)

    source = open_camera(post.camera, on_health)
    sink = DatabaseSink(
        store.database, store.evidence, run_key(source), recorder_of(post, source.time_source), store.room
    )
    own = tuned(rulebook, tunings_of(store.database).get(post.camera.id, {}))
    watching = build_watching(post, source, eyes, own, sink)
    watching = replace(watching, window=window, looks=None if looks is None else looks.log())
    camera = Camera(post, source, Watcher(watching), sink)
    if source.begins_at is None:
        rules = offline_rules_of(post, eyes, rulebook)
        camera.listener = Listener(rules, sink, expected_at(post.site, store.database))
    return camera


def recorder_of(post: Post, source: TimeSource) -> Recorder:
    """Who records what a camera shows."""
    return Recorder(source, clock_of(source), version("sunkitchen"), post.configuration)


@dataclass(slots=True)
class Box:
    """All cameras of a configuration, each in its own thread.

    Attributes:
        unopened: cameras whose recording could not be opened, and why.
    """

    cameras: Sequence[Camera]
    unopened: dict[str, str] = field(default_factory=dict)
    threads: dict[str, Thread] = field(default_factory=dict)

    def start(self) -> None:
        """Begin to watch."""
        for camera in self.cameras:
            self._begin(camera)

    def dismiss(self, camera_id: str, patience_s: float = 10.0) -> None:
        """Watch one of them no longer; what it holds is finished first."""
        gone = [camera for camera in self.cameras if camera.source.camera == camera_id]
        self.cameras = tuple(camera for camera in self.cameras if camera.source.camera != camera_id)
        self.unopened.pop(camera_id, None)
        for camera in gone:
            camera.source.close()
            if camera_id in self.threads:
                self.threads.pop(camera_id).join(patience_s)
            if camera.listener is not None:
                camera.listener.finish()

    def take_on(self, camera: Camera) -> None:
        """Watch one more, from now on."""
        self.cameras = (*self.cameras, camera)
        self._begin(camera)

    def _begin(self, camera: Camera) -> None:
        name = camera.source.camera
        thread = Thread(target=camera.watch_guarded, name=f"camera {name}", daemon=True)
        self.threads[name] = thread
        thread.start()

    def attend(self, at: datetime) -> None:
        """Look after what no frame tells: cameras that send none.

        Raises:
            StoreError: it cannot be remembered.
        """
        for camera in self.cameras:
            if camera.listener is not None:
                camera.listener.attend(at)

    def failures(self) -> dict[str, str]:
        """Cameras that stopped before their end or never began, and why."""
        return self.unopened | {
            camera.source.camera: camera.failure for camera in self.cameras if camera.failure is not None
        }

    def stop(self, patience_s: float = 10.0) -> None:
        """Close all sources and wait for the threads to finish what they hold."""
        for camera in self.cameras:
            camera.source.close()
        for thread in self.threads.values():
            thread.join(patience_s)
        for camera in self.cameras:
            if camera.listener is not None:
                camera.listener.finish()


def build_box(config: Config, store: Store, eyes: EyesPool, rulebook: Rulebook) -> Box:
    """All cameras of a configuration; one that cannot be opened is noted and left out, the others go on.

    Raises:
        SourceError: not one could be opened.
        ConfigError: a rule that the loaded models or the drawn zones cannot serve.
    """
    expect_asked(config, rulebook)
    sync_registry(store, config)
    store.live.keep_only(frozenset(post.camera.id for post in posts(config)))
    cameras: list[Camera] = []
    unopened: dict[str, str] = {}
    looks = kept_looks(config, store)
    own = {site.id: eyes_at(site.id, eyes, store) for site in config.sites}
    for post in posts(config):
        try:
            window = LiveWindow(post.camera.id, store.live)
            cameras.append(build_camera(post, store, own[post.site.id], rulebook, window, looks))
        except SourceError as error:
            unopened[post.camera.id] = str(error)
            _note_unopened(store, post.camera.id, str(error))
    if unopened and not cameras:
        raise SourceError("; ".join(unopened.values()))
    return Box(cameras, unopened)


def _note_unopened(store: Store, camera: str, why: str) -> None:
    log.error("camera %s: %s", camera, why)
    at = datetime.now(UTC)
    sink = DatabaseSink(store.database, store.evidence, live_run(at), Recorder(TimeSource.LIVE))
    sink.health(CameraHealth(camera, CameraState.LOST, at, why))

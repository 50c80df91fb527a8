"""Keeps a box's cameras for pages: what is drawn is checked as the configuration is, written, and put in force."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock

from pydantic import SecretStr, ValidationError

from api.cameras.keeper import Choices, Draft, Sheet, StaleSheet
from records import registry
from records.live import LivePicture
from sunkitchen.box import Box, build_camera
from sunkitchen.config import CameraConfig, Config, Rulebook, ZoneConfig
from sunkitchen.config.load import mistakes_of
from sunkitchen.config.overlay import CamerasFile, Placed, cameras_path, merge, read_cameras
from sunkitchen.config.schema import SourceConfig
from sunkitchen.config.yaml_places import dotted
from sunkitchen.enrol.site import eyes_at
from sunkitchen.keeping.drawn import drawn, what_changed
from sunkitchen.keeping.sheets import blank, choices, sheet_of
from sunkitchen.keeping.trying import look_once
from sunkitchen.keeping.writing import version_of, write_cameras
from sunkitchen.networks.eyes import EyesPool
from sunkitchen.recordings import WHOLE_PICTURE
from sunkitchen.registering import entries
from sunkitchen.store import Store, kept_looks
from sunkitchen.window import LiveWindow
from sunkitchen.wiring import Post, expect_asked, musts_of, posts, rules_of
from vision.errors import ConfigError, SunkitchenError
from vision.facts import ZoneKind

log = logging.getLogger(__name__)
ON_TRIAL = "trial"
CONNECT_S, STALL_S = 6.0, 8.0
"""Patience of somebody who stands on a ladder."""


class Keeper:
    """The cameras of one box.

    Args:
        config: as it is in force. eyes: the networks, opened when they are first needed.

    Attributes:
        config: as it stands now, with what pages wrote.
    """

    def __init__(
        self, config: Config, store: Store, box: Box, rulebook: Rulebook, eyes: Callable[[], EyesPool]
    ) -> None:
        self.config = config
        self._store, self._box, self._rulebook, self._eyes = store, box, rulebook, eyes
        self._path = cameras_path(config)
        self._waits: dict[str, str] = {}
        self._writing = Lock()

    def choices(self) -> Choices:
        """What may be chosen."""
        return choices(self.config, self._rulebook)

    def ids(self) -> frozenset[str]:
        """All cameras that can be set up here."""
        return frozenset(post.camera.id for post in posts(self.config))

    def blank(self) -> Sheet:
        """Where a new camera begins."""
        return blank(self.config, version_of(self._path))

    def sheet(self, camera: str) -> Sheet | None:
        """How a camera is set up."""
        post = self._post(camera)
        if post is None:
            return None
        return sheet_of(
            post,
            by_page=any(one.camera.id == camera for one in read_cameras(self._path).cameras),
            waits=self._waits.get(camera),
            version=version_of(self._path),
        )

    def save(self, camera: str, draft: Draft, who: str) -> tuple[Sheet, str]:
        """Check, write, put in force."""
        with self._writing:
            before = self._post(camera)
            placed = Placed(site=draft.site, camera=self._drawn(camera, draft, before))
            file = read_cameras(self._path).having(placed)
            self._write(file, draft.version, who)
            self._put_in_force(camera)
            after = self.sheet(camera)
        assert after is not None
        return after, what_changed(before, placed)

    def restore(self, camera: str, version: str, who: str) -> Sheet | None:
        """Forget what pages said of it."""
        with self._writing:
            self._write(read_cameras(self._path).without(camera), version, who)
            self._put_in_force(camera)
            return self.sheet(camera)

    def trial(self, camera: str, url: str | None) -> LivePicture:
        """Look through it once."""
        post = self._post(camera)
        if post is None:
            if url is None:
                raise ConfigError(f"camera {camera}: expected a URL like rtsp://user:password@host:554/path, came none")
            return look_once(on_trial(url), self._eyes())
        known = post.camera if url is None else post.camera.model_copy(update={"source": _tried(url)})
        seen = look_once(known, self._eyes())
        self._store.live.put(camera, seen)
        return seen

    def _post(self, camera: str) -> Post | None:
        return next((post for post in posts(self.config) if post.camera.id == camera), None)

    def _drawn(self, camera: str, draft: Draft, before: Post | None) -> CameraConfig:
        known = None if before is None else before.camera
        try:
            return drawn(camera, draft, known)
        except ValidationError as error:
            found = mistakes_of(error, CameraConfig)
            raise ConfigError(*(f"{dotted(at)}: {words}" for at, words in found)) from error

    def _write(self, file: CamerasFile, version: str, who: str) -> None:
        """Only what could be watched is written.

        Raises:
            ConfigError, StaleSheet, StoreError.
        """
        if version != version_of(self._path):
            raise StaleSheet
        merged = merge(self.config.given, file, "cameras")
        expect_asked(merged, self._rulebook)
        for post in posts(merged):
            musts_of(post, self._rulebook)
        write_cameras(self._path, file, datetime.now(UTC), who)
        self.config = merged

    def _put_in_force(self, camera: str) -> None:
        """Watch it so from now on; what stands against that is told, and it waits for the next start."""
        self._register(camera)
        post = self._post(camera)
        try:
            if post is None:
                self._box.dismiss(camera)
            else:
                eyes = eyes_at(post.site.id, self._eyes(), self._store)
                rules_of(post, eyes, self._rulebook)
                self._box.dismiss(camera)
                window = LiveWindow(camera, self._store.live)
                looks = kept_looks(self.config, self._store)
                self._box.take_on(build_camera(post, self._store, eyes, self._rulebook, window, looks))
            self._waits.pop(camera, None)
        except SunkitchenError as error:
            log.error("camera %s: not in force yet: %s", camera, error)
            self._waits[camera] = str(error)

    def _register(self, camera: str) -> None:
        found = [(site, one) for site in entries(self.config) for one in site.cameras if one.id == camera]
        with self._store.database.writing() as session:
            for site, one in found:
                registry.renew(session, site, one)
            if not found:
                registry.retire(session, camera)
        if not found:
            self._store.live.keep_only(frozenset(self._store.live.times()) - {camera})


def on_trial(url: str) -> CameraConfig:
    """A camera nobody set up yet: nothing is judged on it, all heads are hidden."""
    zone = ZoneConfig(id=ON_TRIAL, kind=ZoneKind.STORAGE, polygon=WHOLE_PICTURE)
    return CameraConfig(id=ON_TRIAL, source=_tried(url), zones=(zone,))


def _tried(url: str) -> SourceConfig:
    return SourceConfig(rtsp=SecretStr(url), connect_timeout_s=CONNECT_S, stall_timeout_s=STALL_S)

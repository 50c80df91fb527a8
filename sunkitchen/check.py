"""Says what is wrong with a configuration and how to mend it, before a box is left alone with it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer

import numpy as np

from sunkitchen.certificates import CsvRegistry, place_of
from sunkitchen.config import CameraConfig, Config, Rulebook, SiteConfig, load_config, load_rulebook
from sunkitchen.enrol.site import eyes_by_site
from sunkitchen.networks.eyes import EyesPool, open_eyes
from sunkitchen.networks.sets import model_sets
from sunkitchen.opening import open_camera
from sunkitchen.retention.caretaker import retention_of
from sunkitchen.store import open_store
from sunkitchen.wiring import Post, advised_on, expect_asked, posts, rules_of
from vision.camera_facts import CameraHealth
from vision.errors import ConfigError, StoreError, SunkitchenError
from vision.sampler import PACE, SamplerKind

FIRST_FRAME_S = 15.0
MEASURE_S = 2.0
SPARE = 0.7
"""Share of the measured looks a box may plan with; the rest is decoding, evidence and pages."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        subject: `config`, `models`, `camera YH-C01`, ...
        words: what was found; for a problem also how to mend it.
    """

    subject: str
    ok: bool
    words: str


def check(path: Path) -> Iterator[Finding]:
    """Look at everything, one finding after the other; never raises for a bad configuration."""
    try:
        config = load_config(path)
        rulebook = load_rulebook(config.rules)
    except ConfigError as error:
        yield from (Finding("config", False, mistake) for mistake in error.mistakes)
        return
    yield Finding("config", True, f"{len(config.sites)} sites, {len(posts(config))} cameras")
    yield from _guarded("store", lambda: _store(config))
    yield from _guarded("retention", lambda: _retention(config))
    yield from _certificates(config)
    try:
        eyes = open_eyes(model_sets(config.box).folder_in_force(), asked=rulebook.asked)
    except SunkitchenError as error:
        yield Finding("models", False, str(error))
        return
    yield Finding("models", True, eyes.version)
    yield from _rules(config, eyes, rulebook)
    for site in config.sites:
        yield from _guarded(f"site {site.id}", lambda site=site: _counting(config, site, rulebook, eyes))  # type: ignore[misc]
    for post in posts(config):
        yield from _guarded(f"camera {post.camera.id}", lambda post=post: _camera(post))  # type: ignore[misc]
    yield _capacity(config, eyes)


def _guarded(subject: str, look: Callable[[], str]) -> Iterator[Finding]:
    try:
        yield Finding(subject, True, look())
    except ConfigError as error:
        yield from (Finding(subject, False, mistake) for mistake in error.mistakes)
    except SunkitchenError as error:
        yield Finding(subject, False, str(error))


def _store(config: Config) -> str:
    with open_store(config.box.data) as store:
        if store.unsigned is not None:
            raise StoreError(store.unsigned)
        return str(store.folder)


def _certificates(config: Config) -> Iterator[Finding]:
    """Whether the register of health certificates can be read and knows everybody."""
    path = config.box.health_certificates
    if path is None:
        return
    registry = CsvRegistry(path)
    merchants = [(site, merchant) for site in config.sites for merchant in site.merchants]
    mistakes = registry.mistakes(frozenset(merchant.ref for _, merchant in merchants))
    yield from (Finding("certificates", False, mistake) for mistake in mistakes)
    if mistakes:
        return
    unknown = [merchant.id for _, merchant in merchants if registry.lookup(merchant.ref) is None]
    unseen = [merchant.id for site, merchant in merchants if place_of(site, merchant.id) is None]
    words = [f"{path}: {len(merchants) - len(unknown)} of {len(merchants)} merchants"]
    words += [f"not in it, so nothing is told of them: {', '.join(unknown)}"] if unknown else []
    words += [f"in no camera's zone, so theirs are shown and no event: {', '.join(unseen)}"] if unseen else []
    yield Finding("certificates", True, "; ".join(words))


def _retention(config: Config) -> str:
    """What retention would delete now; what stands against it is a mistake to be mended."""
    if not config.box.retention:
        return "switched off: nothing is deleted by age"
    with open_store(config.box.data) as store:
        looker = retention_of(store)
        outlook, floor = looker.look(datetime.now(UTC)), looker.rules.floor
        free = store.evidence.free_bytes()
    if outlook.doubts:
        raise StoreError("; ".join(doubt.words for doubt in outlook.doubts))
    if free < floor.alert:
        raise StoreError(f"{free / 1e9:.1f} GB free, expected {floor.alert / 1e9:g} GB or more; make room")
    return f"{outlook.plan.files_going} of {outlook.plan.files} files are due, {free / 1e9:.0f} GB free"


def _rules(config: Config, eyes: EyesPool, rulebook: Rulebook) -> Iterator[Finding]:
    def codes(post: Post) -> str:
        rules_of(post, eyes, rulebook)
        expect_asked(config, rulebook)
        return ", ".join(spec.code for spec in rulebook.specs) or "all switched off"

    yield from _guarded("rules", lambda: codes(posts(config)[0]))


def _counting(config: Config, site: SiteConfig, rulebook: Rulebook, eyes: EyesPool) -> str:
    """Whether flags count at a site, and what to do where they do not yet."""
    if site.advisory == "never":
        return "advisory: never: every flag counts, by the word of the base network"
    learnt = eyes_by_site(config, eyes)[site.id].learnt
    advised = ", ".join(sorted(advised_on(site, rulebook, learnt)))
    if not advised:
        return "every flag counts, the box has learnt this site"
    return (
        f"advisory on {advised}: flags are shown and not counted; teach the box what is worn here with "
        f"`sunkitchen enrol collect`"
    )


def _camera(post: Post) -> str:
    """Open the camera and wait for its first frame."""
    said: list[CameraHealth] = []
    source = open_camera(post.camera, said.append)
    timer = Timer(FIRST_FRAME_S, source.close)
    timer.start()
    try:
        frame = next(source.frames(), None)
    finally:
        timer.cancel()
        source.close()
    if frame is None:
        mend = "it never answered; check power, network, address and password"
        last = f"{said[-1].state}: {said[-1].detail}" if said else mend
        raise ConfigError(f"no picture within {FIRST_FRAME_S:.0f} s; {last}")
    height, width = frame.image().shape[:2]
    return f"{width}x{height} px, time from {source.time_source}"


def _capacity(config: Config, eyes: EyesPool) -> Finding:
    """Whether this machine can take as many looks as the cameras ask for."""
    cameras = [post.camera for post in posts(config)]
    least, most = sum(map(_quiet_per_s, cameras)), sum(camera.looks_per_s for camera in cameras)
    workers = config.box.workers
    held = measure_looks_per_s(eyes) * workers * SPARE
    words = f"{workers} worker(s) take about {held:.1f} looks/s here, the cameras ask for {least:.1f}"
    if least < most:
        words += f" while nobody has to be attended, for {most:.1f} while everybody has"
    if least <= held:
        return Finding("capacity", True, words)
    return Finding("capacity", False, f"{words}: lower looks_per_s, add workers (a core each) or watch fewer cameras")


def _quiet_per_s(camera: CameraConfig) -> float:
    """Looks a second that a camera asks for while nobody is before it."""
    attentive = camera.watched_by is SamplerKind.ATTENTION
    return min(1 / PACE.patrol_s, camera.looks_per_s) if attentive else camera.looks_per_s


def measure_looks_per_s(eyes: EyesPool) -> float:
    """Looks a second one worker takes of a full-HD picture, measured for two seconds."""
    image = np.random.default_rng(0).integers(0, 255, (1080, 1920, 3), np.uint8)
    looks = 0
    began = time.monotonic()
    with eyes.borrow() as pair:
        pair.see(image)
        began = time.monotonic()
        while time.monotonic() - began < MEASURE_S:
            pair.see(image)
            looks += 1
    return looks / (time.monotonic() - began)

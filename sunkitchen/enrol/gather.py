"""Gathers heads from a recording of a camera, for sites that will not wait a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from records.provenance import Recorder
from records.sink import DatabaseSink
from sunkitchen.config import Config, Rulebook
from sunkitchen.console import progress
from sunkitchen.networks.eyes import EyesPool
from sunkitchen.opening import open_camera, run_key
from sunkitchen.recordings import placed
from sunkitchen.registering import sync_registry
from sunkitchen.store import Store
from sunkitchen.wiring import Post, build_watching, posts
from vision.camera_facts import CameraHealth, Coverage
from vision.clip import Clip
from vision.facts import Sample, Snapshot, Suppressed, Violation
from vision.pipeline import Gatherer, Watcher

PER_HOUR = 1800
"""Of the recording's own time: a head every two seconds."""


@dataclass(slots=True)
class OnlySamples:
    """Keeps the heads and forgets everything else: a recording watched for its clothing supervises nobody."""

    sink: DatabaseSink
    kept: int = 0

    def sample(self, sample: Sample) -> None:
        """Keep it."""
        self.sink.sample(sample)
        self.kept += 1

    def violation(self, violation: Violation, snapshots: Sequence[Snapshot]) -> None:
        """Forget it."""

    def clip(self, clip: Clip) -> None:
        """Forget it."""

    def suppressed(self, lines: Sequence[Suppressed]) -> None:
        """Forget them."""

    def coverage(self, coverage: Coverage) -> None:
        """Forget it."""

    def health(self, health: CameraHealth) -> None:
        """Forget it."""


def gather(video: Path, config: Config, camera: str | None, store: Store, eyes: EyesPool, rulebook: Rulebook) -> int:
    """Watch a recording to its end; how many heads were picked.

    Raises:
        ConfigError: no telling which camera it is from. SourceError: it cannot be read.
        StoreError: the store cannot be used.
    """
    [post] = posts(placed([video], config, camera, None))
    sync_registry(store, config)
    return _watch(post, store, eyes, rulebook)


def _watch(post: Post, store: Store, eyes: EyesPool, rulebook: Rulebook) -> int:
    source = open_camera(post.camera, _unheard)
    sink = OnlySamples(DatabaseSink(store.database, store.evidence, run_key(source), Recorder(source.time_source)))
    watching = build_watching(post, source, eyes, rulebook, sink)
    often = replace(watching, rules=(), gatherer=Gatherer(watching.required, PER_HOUR, watching.gates["head"]))
    with progress(post.camera.id, source.duration_s) as step:
        for frame in Watcher(often).watch():
            step(frame.pts_s, f"{sink.kept} heads 个头像")
    return sink.kept


def _unheard(_health: CameraHealth) -> None:
    """A recording has no health to speak of."""

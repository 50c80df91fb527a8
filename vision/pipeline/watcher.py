"""Watches one camera: takes its frames one by one and tells the sink what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import numpy as np

from vision.facts import Judgement, Look, Phase, Point, ShownHead, Suppressed, Violation, Zone, ZoneKind
from vision.frames import Detections, Frame, Image
from vision.looks import GATES, Gates, take_looks
from vision.pipeline.album import Album
from vision.pipeline.filmer import Filmer
from vision.pipeline.gatherer import Gatherer
from vision.pipeline.heads import shown_heads
from vision.pipeline.meters import Reporter
from vision.pipeline.rolls import PacketRoll, StillRoll
from vision.pipeline.view import View
from vision.pixels import burn
from vision.ports import (
    AttributeClassifier,
    Detector,
    EventSink,
    FrameSource,
    LookSink,
    Rule,
    Sampler,
    Tracker,
    Window,
)
from vision.sighting import Sighting


@dataclass(frozen=True, slots=True)
class Eyes:
    """The networks, as one thread uses them.

    Attributes:
        detector: finds heads, and maybe hands.
        classifiers: judge what is worn on boxes of their label.
    """

    detector: Detector
    classifiers: tuple[AttributeClassifier, ...]

    @property
    def version(self) -> str:
        """Names and versions of all of them, for evidence."""
        return " ".join([self.detector.version, *(c.version for c in self.classifiers)])

    @property
    def attributes(self) -> tuple[str, ...]:
        """Everything they judge."""
        return tuple(name for classifier in self.classifiers for name in classifier.attributes)

    def see(self, image: Image) -> tuple[Detections, list[tuple[Judgement, ...]]]:
        """Detections of a picture, and for each what is worn."""
        found = self.detector.detect(image)
        judged: list[tuple[Judgement, ...]] = [() for _ in range(len(found))]
        for classifier in self.classifiers:
            rows = np.flatnonzero(found.labels == self.detector.labels.index(classifier.label))
            for row, judgements in zip(rows, classifier.judge(image, found.boxes[rows]), strict=True):
                judged[row] += tuple(judgements)
        return found, judged


def painted_over(privacy: Sequence[tuple[Point, ...]], zones: Sequence[Zone]) -> tuple[tuple[Point, ...], ...]:
    """0-1 polygons that are burnt in: privacy areas and dining halls."""
    return (*privacy, *(zone.polygon for zone in zones if zone.kind is ZoneKind.DINING_HALL))


class EyesLender(Protocol):
    """Lends eyes to one thread at a time; fewer eyes than cameras share the processor fairly."""

    def borrow(self) -> AbstractContextManager[Eyes]:
        """Eyes for the time of a `with` block; waits for a free pair."""
        ...


@dataclass(frozen=True, slots=True)
class Watching:
    """What a camera is watched with.

    Attributes:
        zones: of the camera. privacy: 0-1 polygons burnt in before anything else sees the frame.
        required: ids of zones where something must be worn.
        gatherer: keeps heads to learn the site from; None: nobody's.
        still_bytes: of pictures kept for clips where the source has no packets; 0: none.
        view: looks at the whole picture; None: nobody does.
        window: lets people see what was looked at; None: there is none.
        looks: keeps what is seen for a while; None: nobody does.
    """

    source: FrameSource
    sampler: Sampler
    eyes: EyesLender
    tracker: Tracker
    rules: tuple[Rule, ...]
    sink: EventSink
    zones: tuple[Zone, ...]
    required: frozenset[str]
    privacy: tuple[tuple[Point, ...], ...] = ()
    gates: Gates = field(default_factory=lambda: GATES)
    gatherer: Gatherer | None = None
    still_bytes: int = 0
    view: View | None = None
    window: Window | None = None
    looks: LookSink | None = None


class Watcher:
    """The way of one frame: sampler, privacy, eyes, tracker, looks, rules, sink."""

    def __init__(self, watching: Watching) -> None:
        self._with = watching
        self._hidden = painted_over(watching.privacy, watching.zones)
        self._staff = tuple(z for z in watching.zones if z.id in watching.required)
        self._album = Album(watching.zones, watching.rules)
        self._filmer = filmer_of(watching, self._hidden)
        self._report = Reporter(watching.source.camera, watching.source.counts, watching.sink)
        self._last_at: datetime | None = None

    @property
    def sampler(self) -> Sampler:
        """What decides which frames are looked at."""
        return self._with.sampler

    def watch(self) -> Iterator[Frame]:
        """Watch until the source ends or is closed; yields each frame looked at, for progress."""
        source, sampler = self._with.source, self._with.sampler
        source.keyframes_only = sampler.keyframes_only
        try:
            for frame in source.frames():
                admitted = sampler.admits(frame)
                if admitted:
                    sampler.heard(self.look(frame), frame.at)
                source.keyframes_only = sampler.keyframes_only
                if admitted:
                    yield frame
        finally:
            self.finish()

    def look(self, frame: Frame) -> tuple[Look, ...]:
        """Take one frame all the way."""
        image = burn(frame.image(), self._hidden)
        with self._with.eyes.borrow() as eyes:
            found, judged = eyes.see(image)
        tracks = self._with.tracker.update(found, frame.at)
        looks = take_looks(frame, image, tracks, judged, self._with.zones, self._with.gates)
        views = () if self._with.view is None else (self._with.view.look(frame, image),)
        heads = shown_heads(looks, found.faint, (image.shape[1], image.shape[0]), self._staff)
        self._note(frame, image, (*looks, *views))
        self._album.keep((*looks, *views), image, heads)
        self._gather(looks, image, heads)
        if self._filmer is not None:
            self._filmer.saw(frame, image, heads)
        if self._with.window is not None:
            self._with.window.see(frame.at, image, heads)
        for rule in self._with.rules:
            self._tell(rule.see((*looks, *views), frame.at))
        blind = any(view.judgements for view in views)
        self._report.frame(frame.at, looks, self._with.required, blind)
        self._last_at = frame.at
        return looks

    def finish(self) -> None:
        """Settle what is open and report the rest."""
        if self._last_at is not None:
            for rule in self._with.rules:
                self._tell(rule.finish(self._last_at))
        if self._filmer is not None:
            self._filmer.finish()
        if self._with.window is not None:
            self._with.window.finish()
        self._report.report()

    def _note(self, frame: Frame, image: Image, looks: tuple[Look, ...]) -> None:
        if self._with.looks is not None:
            height, width = image.shape[:2]
            first = self._last_at is None
            self._with.looks.saw(
                Sighting(frame.camera, frame.at, frame.index, frame.pts_s, width, height, looks, first)
            )

    def _gather(self, looks: Sequence[Look], image: Image, heads: Sequence[ShownHead]) -> None:
        gatherer = self._with.gatherer
        sample = None if gatherer is None else gatherer.pick(looks, image, heads)
        if sample is not None:
            self._with.sink.sample(sample)

    def _tell(self, told: Iterable[Violation | Suppressed]) -> None:
        for fact in told:
            if isinstance(fact, Suppressed):
                self._report.why_not.add(fact)
            else:
                self._with.sink.violation(fact, self._album.snapshots(fact))
                if self._filmer is not None and fact.phase is Phase.OPENED:
                    self._filmer.opened(fact)


def filmer_of(watching: Watching, hidden: Sequence[Sequence[Point]]) -> Filmer | None:
    """Who films a camera; None where nothing is kept for clips."""
    if watching.source.tape is not None:
        return Filmer(PacketRoll(watching.source.tape, hidden), watching.sink)
    return Filmer(StillRoll(watching.still_bytes), watching.sink) if watching.still_bytes else None

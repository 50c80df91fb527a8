"""The seams of the watching half. Everything that may be exchanged stands behind one of these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from vision.camera_facts import CameraHealth, Coverage
from vision.clip import Clip
from vision.facts import Judgement, Look, Sample, ShownHead, Snapshot, Suppressed, TimeSource, Track, Violation
from vision.frames import Boxes, Detections, Frame, Image
from vision.sighting import Sighting
from vision.tape import Tape


@dataclass(slots=True)
class SourceCounts:
    """What a source has done so far, in frames; `connects` counts successful connections."""

    decoded: int = 0
    dropped: int = 0
    corrupt: int = 0
    connects: int = 0


class FrameSource(Protocol):
    """Something that gives frames in time order.

    A file gives every frame and ends; a live camera gives the newest, never ends by itself and reconnects on its own.
    """

    @property
    def camera(self) -> str:
        """Id of the camera."""
        ...

    @property
    def time_source(self) -> TimeSource:
        """Where the frames' times come from."""
        ...

    @property
    def counts(self) -> SourceCounts:
        """What it has done so far."""
        ...

    @property
    def begins_at(self) -> datetime | None:
        """UTC time at which a recording begins; None when live."""
        ...

    @property
    def duration_s(self) -> float | None:
        """Length of a recorded source, for progress; None when live or unknown."""
        ...

    keyframes_only: bool
    """Decode nothing but key frames; may be switched while frames are given."""

    @property
    def tape(self) -> Tape | None:
        """The encoded packets of its last seconds; None where there are none."""
        ...

    def frames(self) -> Iterator[Frame]:
        """Frames, oldest first. Ends with a file's end or after close().

        Raises:
            SourceError: a recorded file that cannot be read. Live sources report states instead.
        """
        ...

    def close(self) -> None:
        """Stop; safe from another thread, and safe to call twice."""
        ...


class HealthListener(Protocol):
    """Is told whenever a camera's state changes; called from the reader's thread."""

    def __call__(self, health: CameraHealth, /) -> None:
        """Take note of the change."""
        ...


class Sampler(Protocol):
    """Decides which frames are looked at, before anything is converted."""

    @property
    def keyframes_only(self) -> bool:
        """Whether the source need not decode anything else."""
        ...

    def admits(self, frame: Frame) -> bool:
        """Whether to look at this frame."""
        ...

    def heard(self, looks: Sequence[Look], at: datetime) -> None:
        """What the look at an admitted frame showed; it may change what is looked at next."""
        ...


class Detector(Protocol):
    """Finds things on a picture. One instance belongs to one thread."""

    @property
    def version(self) -> str:
        """Name and hash of the weights, for evidence."""
        ...

    @property
    def labels(self) -> tuple[str, ...]:
        """What it can find; Detections.labels index into this."""
        ...

    def detect(self, image: Image) -> Detections:
        """Boxes in px of the given (h, w, 3) BGR picture, best score first."""
        ...


class AttributeClassifier(Protocol):
    """Judges what is worn on boxes of one label. One instance belongs to one thread."""

    @property
    def version(self) -> str:
        """Name and hash of the weights, for evidence."""
        ...

    @property
    def label(self) -> str:
        """The detector label whose boxes it judges."""
        ...

    @property
    def attributes(self) -> tuple[str, ...]:
        """What it judges."""
        ...

    def judge(self, image: Image, boxes: Boxes) -> Sequence[tuple[Judgement, ...]]:
        """One tuple per box, with one judgement per attribute, in the order of `attributes`."""
        ...


class Tracker(Protocol):
    """Follows boxes over the frames of one camera. Works at 0.5 to 25 looks a second."""

    def update(self, detections: Detections, at: datetime) -> Sequence[Track]:
        """One track per detection, in the detections' order; times must not run backwards."""
        ...


class Rule(Protocol):
    """Turns looks into violations. Sees no pixel and no clock: time is the looks' own."""

    @property
    def code(self) -> str:
        """The violation code it tells."""
        ...

    def accusations(self, looks: Sequence[Look]) -> Mapping[Look, float]:
        """A frame's looks that speak for a violation, and how sure each is, 0-1: their picture may be evidence."""
        ...

    def see(self, looks: Sequence[Look], at: datetime) -> Iterable[Violation | Suppressed]:
        """All looks of one frame (none is also news), at the frame's time."""
        ...

    def finish(self, at: datetime) -> Iterable[Violation | Suppressed]:
        """The source has ended: settle what is open."""
        ...


class Window(Protocol):
    """Lets people look over a camera's shoulder: it is told every picture and shows the newest. That is no evidence."""

    def see(self, at: datetime, image: Image, heads: Sequence[ShownHead]) -> None:
        """A picture that was looked at, (h, w, 3) with its privacy areas black, and all that may be heads on it, px."""
        ...

    def finish(self) -> None:
        """It was the last one."""
        ...


class EventSink(Protocol):
    """Where facts go to be remembered. Raises StoreError when it cannot."""

    def violation(self, violation: Violation, snapshots: Sequence[Snapshot]) -> None:
        """Remember a phase of a violation with its pictures; the same id and phase again changes nothing."""
        ...

    def clip(self, clip: Clip) -> None:
        """Remember what was filmed around a violation that was told before; the same again changes nothing."""
        ...

    def suppressed(self, lines: Sequence[Suppressed]) -> None:
        """Add to the why-not ledger."""
        ...

    def coverage(self, coverage: Coverage) -> None:
        """Add to what was watched."""
        ...

    def sample(self, sample: Sample) -> None:
        """Keep a head for a person to label; the same again changes nothing."""
        ...

    def health(self, health: CameraHealth) -> None:
        """Remember a camera's change of state."""
        ...


class LookSink(Protocol):
    """Where looks go to be kept for some hours, so that a rule can be tried on them. What it cannot keep is lost."""

    def saw(self, sighting: Sighting) -> None:
        """Keep what was seen on a frame; each is told once, in the order of time."""
        ...

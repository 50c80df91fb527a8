"""The way of a frame through the whole pipeline: a real video, scripted eyes, a sink that writes down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from tests.rules.script import NO_GLOVES, NO_MASK
from vision.camera_facts import CameraHealth, Coverage
from vision.clip import Clip
from vision.detect.fake import FakeClassifier, FakeDetector, heads, heads_and_hands
from vision.errors import SourceError
from vision.facts import (
    Answer,
    Box,
    EvidenceKind,
    EvidenceRole,
    Judgement,
    Phase,
    Point,
    Sample,
    ShownHead,
    Snapshot,
    Suppressed,
    TimeSource,
    Violation,
    Zone,
    ZoneKind,
)
from vision.frames import Frame, Image
from vision.pipeline import Eyes, Watcher, Watching
from vision.pixels import decode_jpeg
from vision.ports import SourceCounts
from vision.rules import Demand, Place, build_rules
from vision.sampler.fixed_rate import FixedRate
from vision.tape import Tape
from vision.track.tracker import HeadTracker

BEGAN = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
WHOLE = (Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 1))
LEFT = (Point(0, 0), Point(0.25, 0), Point(0.25, 1), Point(0, 1))
COUNTER = Zone("Z1", ZoneKind.DELI_COUNTER, WHOLE, "YH-D01")
HEAD = Box(200, 100, 260, 170)
MISSING = (Judgement("mask", Answer.NOT_WORN, 0.9),)
WORN = (Judgement("mask", Answer.WORN, 0.9),)


@dataclass
class Notebook:
    """An EventSink that writes down what it is told."""

    told: list[tuple[Violation, Sequence[Snapshot]]] = field(default_factory=list)
    why_not: list[Suppressed] = field(default_factory=list)
    covered: list[Coverage] = field(default_factory=list)
    states: list[CameraHealth] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    clips: list[Clip] = field(default_factory=list)

    def violation(self, violation: Violation, snapshots: Sequence[Snapshot]) -> None:
        self.told.append((violation, snapshots))

    def suppressed(self, lines: Sequence[Suppressed]) -> None:
        self.why_not += lines

    def coverage(self, coverage: Coverage) -> None:
        self.covered.append(coverage)

    def health(self, health: CameraHealth) -> None:
        self.states.append(health)

    def sample(self, sample: Sample) -> None:
        self.samples.append(sample)

    def clip(self, clip: Clip) -> None:
        self.clips.append(clip)


@dataclass
class Noise:
    """A FrameSource of noise, each frame another one; breaks off with an error where told to."""

    seconds: float
    fps: float = 10.0
    breaks_at: int | None = None
    camera: str = "C1"
    time_source: TimeSource = TimeSource.OPTION
    counts: SourceCounts = field(default_factory=SourceCounts)
    begins_at: datetime | None = BEGAN
    duration_s: float | None = None
    tape: Tape | None = None
    keyframes_only: bool = False

    def frames(self) -> Iterator[Frame]:
        for i in range(round(self.seconds * self.fps)):
            if i == self.breaks_at:
                raise SourceError("C1: ends early")
            at = BEGAN + timedelta(seconds=i / self.fps)
            yield Frame("C1", lambda i=i: picture(i), at, i / self.fps, i, is_keyframe=i == 0)  # type: ignore[misc]

    def close(self) -> None:
        """Nothing to give back."""


def picture(seed: int) -> Image:
    return np.random.default_rng(seed).integers(0, 255, (360, 640, 3), np.uint8)


@dataclass
class OwnEyes:
    """Lends always the same eyes."""

    eyes: Eyes

    @contextmanager
    def borrow(self) -> Iterator[Eyes]:
        yield self.eyes


def watching(
    source: Noise, sink: Notebook, judgements: Sequence[tuple[Judgement, ...]] = (MISSING,), **parts: object
) -> Watching:
    eyes = Eyes(FakeDetector([heads(HEAD)]), (FakeClassifier(judgements),))
    zone = parts.pop("zone", COUNTER)
    assert isinstance(zone, Zone)
    place = Place("C1", {zone.id: zone}, {ZoneKind.DELI_COUNTER: {"mask": Demand.MUST}}, ZoneInfo("UTC"), eyes.version)
    return Watching(
        source=source,
        sampler=FixedRate(2.0),
        eyes=OwnEyes(eyes),
        tracker=HeadTracker("C1"),
        rules=build_rules([NO_MASK], place, eyes.attributes),
        sink=sink,
        zones=(zone,),
        required=frozenset({zone.id}),
        **parts,  # type: ignore[arg-type]
    )


def watch(source: Noise, judgements: Sequence[tuple[Judgement, ...]] = (MISSING,), **parts: object) -> Notebook:
    sink = Notebook()
    for _ in Watcher(watching(source, sink, judgements, **parts)).watch():
        pass
    return sink


def test_somebody_without_a_mask_is_told_with_evidence() -> None:
    sink = watch(Noise(20))
    assert [violation.phase for violation, _ in sink.told] == [Phase.OPENED, Phase.ENDED]
    assert [(s.kind, s.role) for s in sink.told[0][1]] == [
        (EvidenceKind.ORIGINAL, EvidenceRole.CLEAREST),
        (EvidenceKind.ORIGINAL, EvidenceRole.FIRST),
        (EvidenceKind.ORIGINAL, EvidenceRole.LAST),
        (EvidenceKind.ANNOTATED, EvidenceRole.CLEAREST),
        (EvidenceKind.STRIP, EvidenceRole.LOOKS),
    ]


def test_the_strip_shows_the_looks_that_decided_and_no_others() -> None:
    violation, snapshots = watch(Noise(20)).told[0]
    [strip] = [s for s in snapshots if s.kind is EvidenceKind.STRIP]
    assert [(cell.frame, cell.track) for cell in strip.cells] == [
        (look.frame, look.track.id) for look in violation.looks
    ]
    assert all([head.staff for head in cell.heads] == [True] for cell in strip.cells)


def test_originals_are_the_pictures_as_decoded() -> None:
    violation, snapshots = watch(Noise(20)).told[0]
    first = next(s for s in snapshots if s.role is EvidenceRole.FIRST)
    assert first.frame == violation.looks[0].frame
    difference = np.abs(decode_jpeg(first.jpeg).astype(int) - picture(first.frame)).mean()
    assert difference < 60 < np.abs(decode_jpeg(first.jpeg).astype(int) - picture(first.frame + 1)).mean()


def test_evidence_shows_what_the_code_says_not_what_another_would() -> None:
    bare = Judgement("hat", Answer.NOT_WORN, 0.9)
    facing, turned = (*MISSING, bare), (Judgement("mask", Answer.CANNOT_TELL, 0.5), bare)
    violation, snapshots = watch(Noise(30), [facing, turned] * 30).told[0]
    shows = {look.frame: look.of("mask") for look in violation.looks}
    assert {shows[s.frame] for s in snapshots} == {MISSING[0]}


def test_somebody_with_a_mask_is_not_told() -> None:
    assert watch(Noise(20), (WORN,)).told == []


def test_what_came_back_is_told_with_one_more_picture() -> None:
    script = [MISSING] * 20 + [WORN] * 10 + [MISSING] * 20
    told = watch(Noise(30), script).told
    [(repeat, snapshots)] = [(v, s) for v, s in told if v.phase is Phase.REPEATED]
    assert repeat.repeats == 1
    assert [s.role for s in snapshots] == [EvidenceRole.REPEAT, EvidenceRole.REPEAT, EvidenceRole.LOOKS]


def test_privacy_is_burnt_in_before_anything_else() -> None:
    snapshots = watch(Noise(20), privacy=(LEFT,)).told[0][1]
    originals = [s for s in snapshots if s.kind is EvidenceKind.ORIGINAL]
    assert all(decode_jpeg(s.jpeg)[:, :140].max() < 12 for s in originals)


def test_evidence_knows_the_heads_on_it() -> None:
    *snapshots, _ = watch(Noise(20)).told[0][1]
    assert {snapshot.heads for snapshot in snapshots} == {(ShownHead(HEAD, True),)}


def test_dining_halls_are_never_analysed() -> None:
    hall = Zone("Z1", ZoneKind.DINING_HALL, WHOLE)
    detector = FakeDetector([heads(HEAD)], min_brightness=1)
    sink = Notebook()
    parts = watching(Noise(20), sink, zone=hall)
    eyes = Eyes(detector, (FakeClassifier((MISSING,)),))
    for _ in Watcher(Watching(**{**as_parts(parts), "eyes": OwnEyes(eyes)})).watch():  # type: ignore[arg-type]
        pass
    assert detector.calls > 0
    assert sink.covered[0].head_looks == 0


def as_parts(parts: Watching) -> dict[str, object]:
    return {name: getattr(parts, name) for name in Watching.__dataclass_fields__}


TRAYS = (Point(0.5, 0.5), Point(0.9, 0.5), Point(0.9, 0.9), Point(0.5, 0.9))
HANDS = [Box(400, 220, 440, 255), Box(455, 230, 495, 265)]


def watch_hands(glove: Answer, mask: Answer = Answer.WORN, heads: Sequence[Box] = (HEAD,)) -> Notebook:
    """What comes of a head and two hands over the trays of a counter, for ten seconds."""
    eyes = Eyes(
        FakeDetector([heads_and_hands(heads, HANDS)], ("head", "hand")),
        (
            FakeClassifier([(Judgement("mask", mask, 0.9),)]),
            FakeClassifier([(Judgement("glove", glove, 0.8),)], "hand"),
        ),
    )
    stall, sink = Zone("Z1", ZoneKind.DELI_COUNTER, WHOLE, "YH-D01", rte_roi=TRAYS), Notebook()
    requirements = {ZoneKind.DELI_COUNTER: {"mask": Demand.MUST, "glove": Demand.MUST}}
    place = Place("C1", {"Z1": stall}, requirements, ZoneInfo("UTC"), eyes.version)
    parts = as_parts(watching(Noise(12), sink, zone=stall))
    rules = build_rules([NO_MASK, NO_GLOVES], place, eyes.attributes)
    parts |= {"eyes": OwnEyes(eyes), "rules": rules, "tracker": HeadTracker("C1", eyes.detector.labels)}
    for _ in Watcher(Watching(**parts)).watch():  # type: ignore[arg-type]
        pass
    return sink


@pytest.mark.parametrize(
    ("glove", "mask", "codes"),
    [
        pytest.param(Answer.WORN, Answer.WORN, set(), id="all is worn"),
        pytest.param(Answer.NOT_WORN, Answer.WORN, {("NO_GLOVES", "hand")}, id="bare hands"),
        pytest.param(Answer.WORN, Answer.NOT_WORN, {("NO_MASK", "head")}, id="no mask"),
        pytest.param(
            Answer.NOT_WORN, Answer.NOT_WORN, {("NO_GLOVES", "hand"), ("NO_MASK", "head")}, id="bare hands and no mask"
        ),
        pytest.param(Answer.CANNOT_TELL, Answer.CANNOT_TELL, set(), id="cannot tell"),
    ],
)
def test_heads_and_hands_each_answer_for_themselves(glove: Answer, mask: Answer, codes: set[tuple[str, str]]) -> None:
    told = watch_hands(glove, mask).told
    assert {(v.code, look.track.label) for v, _ in told for look in v.looks} == codes
    assert all(len(snapshots) == 5 for v, snapshots in told if v.phase is Phase.OPENED)


def test_bare_hands_of_one_person_are_one_violation_with_pictures() -> None:
    told = watch_hands(Answer.NOT_WORN).told
    assert [violation.phase for violation, _ in told] == [Phase.OPENED, Phase.ENDED]


@pytest.mark.parametrize(
    ("heads", "head_looks", "staffed_s"),
    [pytest.param((HEAD,), 24, 11.5, id="one head"), pytest.param((), 0, 0.0, id="a customer's hands only")],
)
def test_people_are_counted_by_heads(heads: Sequence[Box], head_looks: int, staffed_s: float) -> None:
    covered = watch_hands(Answer.WORN, heads=heads).covered
    assert sum(c.head_looks for c in covered) == head_looks
    assert sum(c.staffed_s for c in covered) == pytest.approx(staffed_s)


def test_coverage_counts_what_was_watched() -> None:
    covered = watch(Noise(20)).covered
    assert sum(c.frames for c in covered) == 40
    assert sum(c.watched_s for c in covered) == pytest.approx(19.5)
    assert sum(c.staffed_s for c in covered) == pytest.approx(19.5)


def test_coverage_is_kept_by_the_hour() -> None:
    source = Noise(20)
    sink = Notebook()
    watcher = Watcher(watching(source, sink))
    for minutes in (59.9, 60.1):
        watcher.look(Frame("C1", lambda: picture(0), BEGAN + timedelta(minutes=minutes), 0, 0, is_keyframe=True))
    watcher.finish()
    assert [c.hour.hour for c in sink.covered] == [2, 3]


def test_why_not_is_added_up() -> None:
    cannot_tell = (Judgement("mask", Answer.CANNOT_TELL, 0.5),)
    assert sum(line.looks for line in watch(Noise(30), (cannot_tell,)).why_not) == 60


def test_a_source_that_breaks_loses_nothing_seen_before() -> None:
    sink = Notebook()
    with pytest.raises(SourceError, match="ends early"):
        list(Watcher(watching(Noise(20, breaks_at=150), sink)).watch())
    assert [violation.phase for violation, _ in sink.told] == [Phase.OPENED, Phase.ENDED]


def test_replay_tells_the_same() -> None:
    assert watch(Noise(30)).told == watch(Noise(30)).told

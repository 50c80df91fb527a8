"""A camera goes dark under the whole pipeline: one event with its pictures, coverage that falls, and an end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import av
import numpy as np
import pytest

from sunkitchen.config import load_rulebook
from tests.cli.command import sunkitchen
from tests.pipeline.test_watcher import BEGAN, COUNTER, HEAD, WORN, Notebook, OwnEyes
from tests.view.pictures import Change, blurred, gain, pictures, same
from vision.detect.fake import FakeClassifier, FakeDetector, heads
from vision.facts import EvidenceKind, EvidenceRole, Phase, ShownHead, TimeSource
from vision.frames import Frame, Image
from vision.pipeline import Eyes, View, Watcher, Watching
from vision.ports import SourceCounts
from vision.rules import Place, build_rules
from vision.sampler.fixed_rate import FixedRate
from vision.tape import Tape
from vision.track.tracker import HeadTracker

CLIP = "deli_counter_01"


@dataclass
class Film:
    """A FrameSource of a clip, a frame a second, to which things happen: how many seconds of what; None: it is off."""

    happens: tuple[tuple[int, Change | None], ...]
    camera: str = "C1"
    time_source: TimeSource = TimeSource.OPTION
    counts: SourceCounts = field(default_factory=SourceCounts)
    begins_at: datetime | None = BEGAN
    duration_s: float | None = None
    tape: Tape | None = None
    keyframes_only: bool = False

    def frames(self) -> Iterator[Frame]:
        shown = pictures(CLIP)
        changes = [change for seconds, change in self.happens for _ in range(seconds)]
        for i, change in enumerate(changes):
            if change is None:
                continue
            image = change(shown[i % len(shown)], i)
            yield Frame("C1", lambda image=image: image, BEGAN + timedelta(seconds=i), i, i, is_keyframe=True)  # type: ignore[misc]

    def close(self) -> None:
        """Nothing to give back."""


def watch(*happens: tuple[int, Change | None]) -> Notebook:
    sink, source, rulebook = Notebook(), Film(happens), load_rulebook({})
    assert rulebook.view is not None
    eyes = Eyes(FakeDetector([heads(HEAD)]), (FakeClassifier((WORN,)),))
    place = Place("C1", {"Z1": COUNTER}, {}, ZoneInfo("Asia/Shanghai"), eyes.version)
    specs = [spec for spec in rulebook.specs if spec.code == "CAM_OBSTRUCTED"]
    parts = Watching(
        source=source,
        sampler=FixedRate(2.0),
        eyes=OwnEyes(eyes),
        tracker=HeadTracker("C1"),
        rules=build_rules(specs, place, eyes.attributes),
        sink=sink,
        zones=(COUNTER,),
        required=frozenset({"Z1"}),
        view=View("C1", rulebook.view),
    )
    for _ in Watcher(parts).watch():
        pass
    return sink


@pytest.mark.parametrize(
    ("change", "why"),
    [pytest.param(gain(0.05, noise=1), "dark", id="dark"), pytest.param(blurred(5), "blurred", id="out of focus")],
)
def test_three_bad_minutes_are_one_event_that_ends(change: Change, why: str) -> None:
    sink = watch((120, same), (180, change), (120, same))
    assert [violation.phase for violation, _ in sink.told] == [Phase.OPENED, Phase.ENDED]
    opened, ended = (violation for violation, _ in sink.told)
    assert (opened.started_at - BEGAN).total_seconds() == pytest.approx(120, abs=1)
    assert (opened.opened_at - BEGAN).total_seconds() == pytest.approx(180, abs=2)
    assert (ended.at - BEGAN).total_seconds() == pytest.approx(320, abs=2)
    assert {j.attribute for look in opened.looks for j in look.judgements} == {why}


def test_its_pictures_are_those_that_show_too_little() -> None:
    _, snapshots = watch((60, same), (120, gain(0.05, noise=1))).told[0]
    assert [(s.kind, s.role) for s in snapshots] == [
        (EvidenceKind.ORIGINAL, EvidenceRole.CLEAREST),
        (EvidenceKind.ORIGINAL, EvidenceRole.FIRST),
        (EvidenceKind.ORIGINAL, EvidenceRole.LAST),
        (EvidenceKind.ANNOTATED, EvidenceRole.CLEAREST),
    ]
    assert {snapshot.heads for snapshot in snapshots} == {(ShownHead(HEAD, True),)}
    assert all(60 <= snapshot.frame <= 120 for snapshot in snapshots)


def test_what_shows_too_little_was_not_watched() -> None:
    bright, dim = watch((300, same)), watch((120, same), (120, gain(0.05)), (60, same))
    watched = [sum(one.watched_s for one in sink.covered) for sink in (bright, dim)]
    assert watched == pytest.approx([299, 179], abs=1)
    assert sum(one.frames for one in dim.covered) == 300


def test_15_a_camera_that_is_off_for_two_hours_was_not_watched() -> None:
    sink = watch((120, same), (7200, None), (120, same))
    watched = {one.hour.hour: 0.0 for one in sink.covered}
    for one in sink.covered:
        watched[one.hour.hour] += one.watched_s
    assert watched == {2: pytest.approx(119, abs=1), 4: pytest.approx(119, abs=1)}
    assert sink.told == []


def film(path: Path) -> Path:
    """A recording of a clip that goes dark for a while, a frame a second."""
    changes: list[Change] = [same] * 40 + [gain(0.05)] * 90 + [same] * 40
    shown = pictures(CLIP)
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", rate=1, options={"crf": "30", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        for i, change in enumerate(changes):
            image: Image = np.ascontiguousarray(change(shown[i % len(shown)], i))
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        container.mux(stream.encode())
    return path


def test_a_recording_tells_it_too(tmp_path: Path) -> None:
    said = sunkitchen("analyse", film(tmp_path / "dark.mp4"), "--out", tmp_path / "out", "--json")
    assert said.code == 0, said.err
    lines = (tmp_path / "out" / "events.jsonl").read_text(encoding="utf-8").splitlines()
    [event] = [event for event in map(json.loads, lines) if event["code"] == "CAM_OBSTRUCTED"]
    assert (event["phase"], event["merchant"]) == ("ended", None)
    assert {j["attribute"] for look in event["looks"] for j in look["judgements"]} >= {"dark"}
    assert len(event["evidence"]) == 4
    assert sunkitchen("evidence", "verify", tmp_path / "out").code == 0

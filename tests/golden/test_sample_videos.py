"""The sample videos give exactly the events expected of them, with evidence that stands up, however often they are analysed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from records import clips, tables, violations
from sunkitchen.evaluate.events import read_expected, told, wanted
from sunkitchen.paths import CONFIGS, SAMPLE_VIDEOS
from sunkitchen.store import open_existing
from tests.cli.command import Said, sunkitchen
from vision.evaluation.events import Clip
from vision.facts import EvidenceKind

EXPECTED = sorted(SAMPLE_VIDEOS.glob("*.expected.json"))


@dataclass(frozen=True, slots=True)
class Analysed:
    """What the command said of all clips, and where it put it."""

    out: Path
    said: Said

    def events(self, camera: str) -> list[dict[str, str]]:
        lines = (self.out / "events.jsonl").read_text(encoding="utf-8").splitlines()
        return [event for event in map(json.loads, lines) if event["camera"] == camera]


def analyse(out: Path) -> Analysed:
    videos = sorted(SAMPLE_VIDEOS.glob("*.mp4"))
    return Analysed(out, sunkitchen("analyse", *videos, "--config", CONFIGS / "demo.yaml", "--out", out, "--json"))


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    return analyse(tmp_path_factory.mktemp("golden"))


def test_there_is_something_expected_of_every_clip() -> None:
    assert len(EXPECTED) == len(list(SAMPLE_VIDEOS.glob("*.mp4"))) == 4


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name.split(".")[0]) for path in EXPECTED])
def test_golden_events(analysed: Analysed, path: Path) -> None:
    expected = read_expected(path)
    assert expected.camera is not None
    assert expected.begins_at is not None
    events = analysed.events(expected.camera)
    clip = Clip(path.stem, wanted(expected), told(events, expected.begins_at))
    assert (clip.missed, clip.false) == ((), ())
    merchants = [event["merchant"] for event in json.loads(path.read_text(encoding="utf-8"))["events"]]
    assert sorted(event["merchant"] for event in events) == sorted(merchants)


def test_the_command_says_the_same_in_json(analysed: Analysed) -> None:
    said = json.loads(analysed.said.out)
    assert analysed.said.code == 0
    assert said["events"] == sum(len(json.loads(path.read_text())["events"]) for path in EXPECTED)


def test_only_the_canteen_is_advised(analysed: Analysed) -> None:
    lines = (analysed.out / "events.jsonl").read_text(encoding="utf-8").splitlines()
    told = {(event["site"], event["advisory"]) for event in map(json.loads, lines)}
    assert told == {("yuehu-market", False), ("demo-primary-canteen", True)}
    said = json.loads(analysed.said.out)["videos"]
    assert all(video["advisory"] == (video["events"] if video["camera"].startswith("XX") else 0) for video in said)


def test_evidence_stands_up(analysed: Analysed) -> None:
    said = sunkitchen("evidence", "verify", analysed.out, "--json")
    assert said.code == 0
    assert json.loads(said.out)["findings"] == []


def test_at_least_three_originals_an_event(analysed: Analysed) -> None:
    lines = (analysed.out / "events.jsonl").read_text(encoding="utf-8").splitlines()
    kinds = [[file["kind"] for file in json.loads(line)["evidence"]] for line in lines]
    assert all(kind.count("original") >= 3 and "annotated" in kind for kind in kinds)


def test_every_event_has_a_strip_of_the_looks_that_decided(analysed: Analysed) -> None:
    with open_existing(analysed.out) as store, store.database.reading() as session:
        details = [violations.one(session, event) for event in session.scalars(select(tables.Violation.id))]
    assert details
    for detail in details:
        assert detail is not None
        sizes = [row.size_bytes for row in detail.evidence if row.kind is EvidenceKind.STRIP and len(row.cells) >= 8]
        assert sizes
        assert max(sizes) < 90_000
        assert len(detail.crops()) >= min(len(detail.looks), 24) / 2


def test_every_event_has_a_clip_with_the_heads_on_it(analysed: Analysed) -> None:
    with open_existing(analysed.out) as store, store.database.reading() as session:
        events = session.scalars(select(tables.Violation)).all()
        films = {event: clips.of(session, event.id) for event in events}
    assert events
    for event, film in films.items():
        assert film is not None
        assert film.begins_at <= event.opened_at <= film.ends_at
        assert any(look.heads for look in film.looks)


def test_a_replay_changes_nothing(analysed: Analysed) -> None:
    before = (analysed.out / "events.jsonl").read_bytes()
    analyse(analysed.out)
    assert (analysed.out / "events.jsonl").read_bytes() == before


def test_one_changed_byte_is_found(analysed: Analysed) -> None:
    picture = next(iter(sorted(analysed.out.glob("evidence/*/*/*/*.jpg"))))
    whole = picture.read_bytes()
    picture.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    said = sunkitchen("evidence", "verify", analysed.out)
    picture.write_bytes(whole)
    assert said.code == 1
    assert picture.name in said.err

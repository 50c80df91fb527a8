"""The sample videos give exactly the events expected of them, with evidence that stands up, however often they are analysed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sunkitchen.paths import CONFIGS, SAMPLE_VIDEOS
from tests.cli.command import Said, sunkitchen

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


def opened_s(event: dict[str, str], begins_at: str) -> float:
    return (datetime.fromisoformat(event["opened_at"]) - datetime.fromisoformat(begins_at)) / timedelta(seconds=1)


def test_there_is_something_expected_of_every_clip() -> None:
    assert len(EXPECTED) == len(list(SAMPLE_VIDEOS.glob("*.mp4"))) == 4


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name.split(".")[0]) for path in EXPECTED])
def test_golden_events(analysed: Analysed, path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    events = analysed.events(expected["camera"])
    assert sorted((e["code"], e["zone"], e["merchant"]) for e in events) == sorted(
        (e["code"], e["zone"], e["merchant"]) for e in expected["events"]
    )
    windows = {(e["code"], e["zone"]): e["opens_between_s"] for e in expected["events"]}
    for event in events:
        earliest, latest = windows[event["code"], event["zone"]]
        assert earliest <= opened_s(event, expected["begins_at"]) <= latest


def test_the_command_says_the_same_in_json(analysed: Analysed) -> None:
    said = json.loads(analysed.said.out)
    assert analysed.said.code == 0
    assert said["events"] == sum(len(json.loads(path.read_text())["events"]) for path in EXPECTED)


def test_evidence_stands_up(analysed: Analysed) -> None:
    said = sunkitchen("evidence", "verify", analysed.out, "--json")
    assert said.code == 0
    assert json.loads(said.out)["findings"] == []


def test_at_least_three_originals_an_event(analysed: Analysed) -> None:
    lines = (analysed.out / "events.jsonl").read_text(encoding="utf-8").splitlines()
    kinds = [[file["kind"] for file in json.loads(line)["evidence"]] for line in lines]
    assert all(kind.count("original") >= 3 and "annotated" in kind for kind in kinds)


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

"""A sample video is watched by a box that keeps its looks; the rule in force, tried on them, flags what was flagged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import yaml

from api.rehearsal.trial import Flag, Rehearsed, Trial
from sunkitchen.box import build_box
from sunkitchen.config import Config, load_config, load_rulebook
from sunkitchen.networks.eyes import open_eyes
from sunkitchen.paths import CONFIGS, MODELS, SAMPLE_VIDEOS
from sunkitchen.rehearsal.rehearse import rehearse
from sunkitchen.store import Store, open_store
from tests.cli.command import sunkitchen

CAMERA, CODE = "YH-C02", "NO_HAT"
BEGAN = datetime.fromisoformat("2026-03-02T10:00:00+08:00")


@dataclass(frozen=True, slots=True)
class Watched:
    """A box that has watched one clip to its end."""

    file: Path
    config: Config
    store: Store

    def tried(self, trial: Trial) -> Rehearsed:
        return rehearse(self.config, self.store, trial)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    place = tmp_path_factory.mktemp("rehearsal")
    file = place / "box.yaml"
    file.write_text(yaml.safe_dump(document(place), allow_unicode=True), encoding="utf-8")
    config = load_config(file)
    rulebook = load_rulebook(config.rules)
    with open_store(config.box.data) as store:
        box = build_box(config, store, open_eyes(MODELS, asked=rulebook.asked), rulebook)
        for camera in box.cameras:
            camera.watch()
        yield Watched(file, config, store)


def document(place: Path) -> object:
    """The demo's configuration, with one camera."""
    demo = yaml.safe_load((CONFIGS / "demo.yaml").read_text(encoding="utf-8"))
    [site] = [site for site in demo["sites"] if any(camera["id"] == CAMERA for camera in site["cameras"])]
    [camera] = [camera for camera in site["cameras"] if camera["id"] == CAMERA]
    camera["source"] |= {"file": str(SAMPLE_VIDEOS / "deli_room_02.mp4"), "start": BEGAN.isoformat()}
    return demo | {"box": {"data": str(place / "data")}, "sites": [site | {"cameras": [camera]}]}


def trial(watched: Watched, **changes: float | bool) -> Rehearsed:
    return watched.tried(replace(Trial(CAMERA, CODE, BEGAN, BEGAN + timedelta(hours=1)), **changes))  # type: ignore[arg-type]


def plain(flags: tuple[Flag, ...]) -> list[object]:
    return [[round(one, 3) if isinstance(one, float) else one for one in astuple(flag)] for flag in flags]


def test_the_rule_in_force_flags_what_was_flagged(watched: Watched) -> None:
    found = trial(watched)
    assert len(found.did) == 1
    assert plain(found.would) == plain(found.did)
    assert 20 < found.watched_s < 60
    assert found.looks > found.judged > 20


def test_other_numbers_flag_other_things(watched: Watched) -> None:
    changes = ({"observed_s": 4.0}, {"observed_s": 600.0}, {"least_score": 1.0}, {"enabled": False})
    found = [trial(watched, **one) for one in changes]
    assert [len(one.would) for one in found] == [1, 0, 0, 0]
    assert found[0].would[0].opened_at < found[0].did[0].opened_at
    assert [len(one.did) for one in found] == [1, 1, 1, 1]


def test_zones_that_were_redrawn_count_when_asked_for(watched: Watched) -> None:
    file = watched.file.with_name("redrawn.yaml")
    text = watched.file.read_text(encoding="utf-8")
    drawn, corner = [[0.02, 0.05], [0.98, 0.05], [0.98, 0.98], [0.02, 0.98]], [[0.0, 0.0], [0.05, 0.0], [0.0, 0.05]]
    document = yaml.safe_load(text)
    [zone] = document["sites"][0]["cameras"][0]["zones"]
    assert zone["polygon"] == drawn
    zone["polygon"] = corner
    file.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    elsewhere = replace(watched, config=load_config(file))
    found = [trial(box, redrawn=redrawn) for box in (watched, elsewhere) for redrawn in (False, True)]
    assert [len(one.would) for one in found] == [1, 1, 1, 0]


def test_nothing_is_written_by_it(watched: Watched) -> None:
    def contents() -> dict[str, bytes]:
        return {
            path.name: path.read_bytes()
            for path in watched.store.folder.rglob("*")
            if path.suffix in (".jsonl", ".jpg")
        }

    before = contents()
    trial(watched, observed_s=4.0)
    assert contents() == before


def test_the_command_tells_the_same(watched: Watched) -> None:
    until = (BEGAN + timedelta(hours=1)).isoformat().replace("+08:00", "+0800")
    asked = (
        "rehearse",
        "--config",
        watched.file,
        "--camera",
        CAMERA,
        "--code",
        CODE,
        "--seconds",
        "4",
        "--until",
        until,
    )
    told = json.loads(sunkitchen(*asked, "--json").out)
    assert [len(told["would"]), len(told["did"]), told["trial"]["observed_s"]] == [1, 1, 4.0]
    assert "would 1, did 1" in sunkitchen(*asked).out


@pytest.mark.parametrize(
    ("camera", "code", "named"),
    [
        pytest.param("C99", CODE, "camera C99", id="camera"),
        pytest.param(CAMERA, "NO_SHOES", "NO_SHOES: unknown violation code", id="code"),
        pytest.param(CAMERA, "CERT_EXPIRED", "is not decided by looks", id="no looks"),
    ],
)
def test_what_cannot_be_tried_is_told_in_one_message(watched: Watched, camera: str, code: str, named: str) -> None:
    said = sunkitchen("rehearse", "--config", watched.file, "--camera", camera, "--code", code)
    assert said.code == 1
    assert named in said.err
    assert "Traceback" not in said.err

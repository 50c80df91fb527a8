"""A site is learnt, from its kept heads to a box that judges by them, and unlearnt again."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

import cv2
import numpy as np
import pytest

from records import samples
from sunkitchen.box import sync_registry
from sunkitchen.config import load_config
from sunkitchen.enrol.label import read_table
from sunkitchen.enrol.site import eyes_at
from sunkitchen.eyes import open_eyes
from sunkitchen.store import open_store
from tests.cli.command import Said, sunkitchen
from tests.detect.tiny import classifier, enrollable, write_models
from vision.errors import DataError
from vision.facts import Answer, Sample
from vision.frames import Image
from vision.pixels import encode_jpeg

CLIPS = Path(__file__).parents[2] / "sample_videos"
T0 = datetime(2026, 3, 2, 8, tzinfo=UTC)
SEED = UUID(int=11)
BOX = """\
version: 1
box: {{data: data, models: {models}}}
sites:
  - id: canteen
    name: 示范食堂
    type: school_canteen
    cameras:
      - id: C1
        source: {{file: {clip}}}
        zones: [{{id: Z1, kind: deli_counter, polygon: [[0, 0], [1, 0], [1, 1], [0, 1]]}}]
"""
# what the tiny network sees is colour: the site's caps look bare (blue) to it, but are a little green
COLOURS = {"net": (230, 25, 25), "cap": (25, 115, 153), "bare": (25, 12, 205)}


def write_box(folder: Path, models: str, clip: Path) -> Path:
    config = folder / "box.yaml"
    config.write_text(BOX.format(models=models, clip=clip), encoding="utf-8")
    return config


def head(word: str, dice: np.random.Generator) -> Image:
    red, green, blue = np.clip(np.array(COLOURS[word]) + dice.normal(0, 8, 3), 0, 255)
    return np.full((224, 224, 3), (blue, green, red), np.uint8)


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A box with 36 kept heads; the camera's track tells what each wears."""
    write_models(tmp_path / "tiny", enrollable(tmp_path / "tiny"))
    config = write_box(tmp_path, "tiny", CLIPS / "deli_counter_01.mp4")
    dice = np.random.default_rng(4)
    with open_store(tmp_path / "data") as store:
        sync_registry(store, load_config(config))
        with store.database.writing() as session:
            for number in range(36):
                word = list(COLOURS)[number % 3]
                at, track = T0 + timedelta(minutes=number), uuid5(SEED, f"{word} {number}")
                jpeg = encode_jpeg(head(word, dice))
                samples.add(session, Sample(uuid5(SEED, str(number)), "C1", track, at, 60.0, jpeg, 0.9))
    return config


def worn(folder: Path) -> dict[str, str]:
    """Sample id to what it wears: what a person would see on the sheet."""
    return {str(uuid5(SEED, str(number))): list(COLOURS)[number % 3] for number in range(36)}


def fill_in(table: Path, lie: bool = False) -> None:
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        word = worn(table)[row["sample"]]
        row["hat"] = {"net": "bare", "cap": "bare", "bare": "n"}[word] if lie else word[0]
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def enrol(config: Path, lie: bool = False) -> Said:
    """Collect, fill in, label, fit."""
    collected = sunkitchen("enrol", "collect", "--config", config, "--out", config.parent / "sheets", "--json")
    assert collected.code == 0, collected.err
    found = json.loads(collected.out)
    assert (found["heads"], found["kept"]) == (36, 36)
    sheets = [cv2.imread(path, cv2.IMREAD_COLOR) for path in found["sheets"]]
    assert [sheet.shape[1] for sheet in sheets if sheet is not None] == [6 * 224, 6 * 224]
    fill_in(Path(found["table"]), lie)
    labelled = sunkitchen("enrol", "label", found["table"], "--config", config, "--by", "wang", "--json")
    assert json.loads(labelled.out) == {"heads": 36}
    return sunkitchen("enrol", "fit", "--config", config, "--json")


def said_of_a_cap(config: Path) -> tuple[Answer, frozenset[str], str]:
    """What the box's own eyes say of one of the site's caps, what they learnt, and their version."""
    box = load_config(config)
    with open_store(box.box.data) as store:
        own = eyes_at("canteen", open_eyes(config.parent / "tiny"), store)
    image = head("cap", np.random.default_rng(9))
    with own.borrow() as eyes:
        [judged] = eyes.classifiers[0].judge(image, np.array([[60, 60, 160, 160]], np.float32))
    return judged[0].answer, own.learnt, own.version


def test_a_site_is_learnt_and_unlearnt(box: Path) -> None:
    answer, learnt, alone = said_of_a_cap(box)
    assert (answer, learnt) == (Answer.NOT_WORN, frozenset())

    fitted = enrol(box)
    assert fitted.code == 0, fitted.err
    report = json.loads(fitted.out)
    assert report["installed"]
    assert "mask: expected at least 5" in fitted.err
    answer, learnt, version = said_of_a_cap(box)
    assert (answer, learnt) == (Answer.WORN, frozenset({"hat"}))
    assert report["version"] in version

    told = json.loads(sunkitchen("enrol", "status", "--config", box, "--json").out)
    assert told["labelled"] == {"hat": {"net": 12, "cap": 12, "bare": 12}}
    assert (told["version"], told["learnt"], told["fits"]) == (report["version"], ["hat"], True)

    assert sunkitchen("enrol", "rollback", "--config", box).code == 0
    assert said_of_a_cap(box) == (Answer.NOT_WORN, frozenset(), alone)
    again = sunkitchen("enrol", "rollback", "--config", box)
    assert (again.code, "nothing to roll back" in again.err) == (1, True)


def test_what_is_worse_on_the_standing_set_is_not_installed(box: Path) -> None:
    fitted = enrol(box, lie=True)
    assert fitted.code == 1
    assert not json.loads(fitted.out)["installed"]
    assert "tolerated" in fitted.err
    assert said_of_a_cap(box)[0] is Answer.NOT_WORN


def test_another_network_leaves_the_site_s_heads_aside(box: Path) -> None:
    assert enrol(box).code == 0
    folder = box.parent / "tiny"
    write_models(folder, enrollable(folder), attributes=classifier(bias=(0, 0, 0, 5)))
    answer, learnt, _ = said_of_a_cap(box)
    assert (answer, learnt) == (Answer.NOT_WORN, frozenset())
    told = sunkitchen("enrol", "status", "--config", box)
    assert (told.code, "fit once more" in told.out) == (0, True)


def test_heads_are_gathered_from_a_recording_of_staff(tmp_path: Path) -> None:
    clip = CLIPS / "deli_counter_01.mp4"
    config = write_box(tmp_path, str(CLIPS.parent / "models"), clip)
    said = sunkitchen("enrol", "collect", "--config", config, "--video", clip, "--out", tmp_path / "s", "--json")
    assert said.code == 0, said.err
    found = json.loads(said.out)
    assert 5 <= found["heads"] <= found["kept"]
    with (tmp_path / "s" / "labels.csv").open(encoding="utf-8-sig") as file:
        assert {row["camera"] for row in csv.DictReader(file)} == {"C1"}
    assert sunkitchen("evidence", "verify", tmp_path / "data").code == 0


BAD = [
    pytest.param(["collect", "--out", "sheets"], "no unlabelled heads", id="nothing kept yet"),
    pytest.param(["fit"], "nothing to fit", id="nothing labelled"),
    pytest.param(["label", "nowhere.csv"], "nowhere.csv", id="no table"),
    pytest.param(["fit", "--site", "market"], "expected one of canteen", id="another's site"),
    pytest.param(["rollback"], "nothing to roll back", id="never enrolled"),
]


@pytest.mark.parametrize(("words", "says"), BAD)
def test_what_cannot_be_done_is_said(tmp_path: Path, words: list[str], says: str) -> None:
    write_models(tmp_path / "tiny", enrollable(tmp_path / "tiny"))
    config = write_box(tmp_path, "tiny", CLIPS / "deli_counter_01.mp4")
    with open_store(tmp_path / "data") as store:
        sync_registry(store, load_config(config))
    places = [str(tmp_path / word) if word == "sheets" else word for word in words]
    said = sunkitchen("enrol", *places, "--config", config)
    assert (said.code, says in said.err, "Traceback" in said.err) == (1, True, False), said.err


TABLES = [
    pytest.param("sample,hat\n", "mask is missing", id="a column missing"),
    pytest.param("sample,hat,mask\nx,cap,\n", "line 2: expected a sample's id", id="no id"),
    pytest.param(f"sample,hat,mask\n{SEED},toque,\n", "line 2: hat: expected one of net, cap", id="no such word"),
    pytest.param(f"sample,hat,mask\n{SEED},,m\n{SEED},,x\n", "line 3: mask", id="the second line"),
]


@pytest.mark.parametrize(("text", "says"), TABLES)
def test_a_table_that_cannot_be_understood_is_refused_whole(tmp_path: Path, text: str, says: str) -> None:
    table = tmp_path / "labels.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=says):
        read_table(table)

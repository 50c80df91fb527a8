"""A site is learnt, from its kept heads to a box that judges by them, and unlearnt again."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from records import samples
from sunkitchen.config import Config, load_config
from sunkitchen.enrol.cli import app
from sunkitchen.enrol.collect import collect
from sunkitchen.enrol.fit import Fitted, fit_site
from sunkitchen.enrol.label import label, read_table
from sunkitchen.enrol.site import eyes_at
from sunkitchen.enrol.status import rollback, status
from sunkitchen.networks.export_hard import export_hard
from sunkitchen.networks.eyes import open_eyes
from sunkitchen.registering import sync_registry
from sunkitchen.store import open_store
from tests.cli.command import sunkitchen
from tests.detect.tiny import classifier, enrollable, write_models
from vision.errors import DataError, SunkitchenError
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
    """A box with 36 kept heads."""
    write_models(tmp_path / "tiny", enrollable(tmp_path / "tiny"))
    config = write_box(tmp_path, "tiny", CLIPS / "deli_counter_01.mp4")
    keep_heads(load_config(config), range(36))
    return config


def keep_heads(config: Config, numbers: range) -> None:
    """Heads of other people each, wearing net, cap and nothing in turn."""
    dice = np.random.default_rng(numbers.start)
    with open_store(config.box.data) as store:
        sync_registry(store, config)
        with store.database.writing() as session:
            for number in numbers:
                word = list(COLOURS)[number % 3]
                at, track = T0 + timedelta(minutes=number), uuid5(SEED, f"{word} {number}")
                jpeg = encode_jpeg(head(word, dice))
                samples.add(session, Sample(uuid5(SEED, str(number)), "C1", track, at, 60.0, jpeg, 0.9))


WORN = {str(uuid5(SEED, str(number))): list(COLOURS)[number % 3] for number in range(100)}
"""Sample id to what it wears: what a person would see on the sheet."""


def fill_in(table: Path, lie: bool = False) -> None:
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        word = WORN[row["sample"]]
        row["hat"] = {"net": "bare", "cap": "bare", "bare": "n"}[word] if lie else word[0]
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def enrol(config: Path, lie: bool = False) -> Fitted:
    """Collect, fill in, label, fit."""
    box = load_config(config)
    found = collect(box, box.sites[0], 40, config.parent / "sheets")
    assert (found.heads, found.kept) == (36, 36)
    fill_in(Path(found.table), lie)
    assert label(box, Path(found.table), "wang") == 36
    return fit_site(box, box.sites[0])


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
    config = load_config(box)
    site = config.sites[0]
    answer, learnt, alone = said_of_a_cap(box)
    assert (answer, learnt) == (Answer.NOT_WORN, frozenset())

    fitted = enrol(box)
    assert fitted.installed
    assert list(fitted.left_out) == ["mask"]
    answer, learnt, version = said_of_a_cap(box)
    assert (answer, learnt) == (Answer.WORN, frozenset({"hat"}))
    assert fitted.version in version

    now = status(config, site)
    assert now.labelled == {"hat": {"net": 12, "cap": 12, "bare": 12}}
    assert (now.version, now.learnt, now.fits) == (fitted.version, ("hat",), True)

    assert rollback(config, site).head is None
    assert said_of_a_cap(box) == (Answer.NOT_WORN, frozenset(), alone)
    with pytest.raises(DataError, match="nothing to roll back"):
        rollback(config, site)


def test_a_second_round_adds_to_the_first_and_can_be_undone(box: Path) -> None:
    config = load_config(box)
    first = enrol(box)
    keep_heads(config, range(36, 45))
    again = collect(config, config.sites[0], 40, box.parent / "more")
    assert (again.heads, again.kept) == (9, 9)
    fill_in(Path(again.table))
    label(config, Path(again.table), "li")
    second = fit_site(config, config.sites[0])
    assert second.installed
    assert second.version != first.version
    assert rollback(config, config.sites[0]).version == first.version
    assert [line.split()[-1] for line in status(config, config.sites[0]).history] == [
        first.version,
        second.version,
        first.version,
    ]


def test_what_was_labelled_is_exported_as_the_person_s_word(box: Path) -> None:
    enrol(box)
    out = box.parent / "hard"
    assert export_hard(load_config(box), T0, out) == {"labelled": 36}
    with (out / "heads.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert Counter((row["hat"], row["mask"], row["by"]) for row in rows) == dict.fromkeys(
        [(word, "", "eye") for word in COLOURS], 12
    )


def test_what_is_worse_on_the_standing_set_is_not_installed(box: Path) -> None:
    fitted = enrol(box, lie=True)
    assert not fitted.installed
    assert any("tolerated" in fault for fault in fitted.faults)
    assert said_of_a_cap(box)[0] is Answer.NOT_WORN


def test_the_command_goes_the_same_way(box: Path) -> None:
    sheets = box.parent / "sheets"
    collected = json.loads(sunkitchen("enrol", "collect", "--config", box, "--out", sheets, "--json").out)
    pictures = [cv2.imread(path, cv2.IMREAD_COLOR) for path in collected["sheets"]]
    assert [picture.shape[1] for picture in pictures if picture is not None] == [6 * 224, 6 * 224]
    fill_in(Path(collected["table"]))
    labelled = sunkitchen("enrol", "label", collected["table"], "--config", box, "--by", "wang", "--json")
    assert json.loads(labelled.out) == {"heads": 36}
    fitted = sunkitchen("enrol", "fit", "--config", box, "--json")
    assert (fitted.code, json.loads(fitted.out)["installed"]) == (0, True), fitted.err
    assert "mask: expected at least 5" in fitted.err
    told = sunkitchen("enrol", "status", "--config", box)
    assert json.loads(fitted.out)["version"] in told.out


def test_another_network_leaves_the_site_s_heads_aside(box: Path) -> None:
    assert enrol(box).installed
    folder = box.parent / "tiny"
    write_models(folder, enrollable(folder), attributes=classifier(bias=(0, 0, 0, 5)))
    answer, learnt, _ = said_of_a_cap(box)
    assert (answer, learnt) == (Answer.NOT_WORN, frozenset())
    config = load_config(box)
    assert not status(config, config.sites[0]).fits


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
    said = CliRunner().invoke(app, [*places, "--config", str(config)])
    assert isinstance(said.exception, SunkitchenError)
    assert says in str(said.exception)


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

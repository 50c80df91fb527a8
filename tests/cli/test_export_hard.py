"""From an analysed clip to a labelled folder that `sunkitchen eval` reads."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import cv2
import pytest
from sqlalchemy import update

from records import tables
from records.states import ReviewState
from sunkitchen.config import load_config
from sunkitchen.networks.export_hard import export_hard
from sunkitchen.paths import CONFIGS, SAMPLE_VIDEOS
from sunkitchen.store import open_store
from tests.cli.command import Said, sunkitchen

CLIP = SAMPLE_VIDEOS / "canteen_serving_04.mp4"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the data of an analysed clip, and configurations that point at it."""
    folder = tmp_path_factory.mktemp("box")
    demo = (CONFIGS / "demo.yaml").read_text(encoding="utf-8").replace("../sample_videos", str(SAMPLE_VIDEOS))
    for kind in ("crops", "frames"):
        box = demo.replace("data: ../data/demo", f"data: data, training_pictures: {kind}".replace(", ", "\n  "))
        (folder / f"{kind}.yaml").write_text(box, encoding="utf-8")
    assert sunkitchen("analyse", CLIP, "--config", folder / "crops.yaml", "--out", folder / "data").code == 0
    return folder


def export(folder: Path, out: Path, kind: str = "crops", since: str = "2026-01-01", at_random: int = 0) -> Said:
    words = ("--config", folder / f"{kind}.yaml", "--since", since, "--out", out, "--random", str(at_random), "--json")
    return sunkitchen("export-hard", *words)


def heads(out: Path) -> list[dict[str, str]]:
    with (out / "heads.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("kind", ["crops", "frames"])
def test_what_was_flagged_is_read_by_eval(folder: Path, tmp_path: Path, kind: str) -> None:
    said = export(folder, tmp_path / "out", kind, at_random=2)
    told = json.loads(said.out)["boxes"]
    assert told["flagged"] == 6
    assert told["random"] == 2
    assert Counter(row["why"] for row in heads(tmp_path / "out")) == told
    assert {row["mask"] for row in heads(tmp_path / "out") if row["why"] == "flagged"} == {"none", "wrong"}
    measured = json.loads(sunkitchen("eval", "--data", tmp_path / "out", "--json").out)
    assert measured["mask"]["given_boxes"]["not_worn"]["n"] >= 3
    assert measured["head"] is None


STATES = [
    pytest.param(ReviewState.PENDING_REVIEW, {("none", "model", "flagged")}, id="nobody looked yet"),
    pytest.param(ReviewState.NOTIFIED, {("none", "review", "confirmed")}, id="confirmed"),
    pytest.param(ReviewState.CLOSED, {("none", "review", "confirmed")}, id="confirmed and closed"),
    pytest.param(ReviewState.DISMISSED, {("", "model", "dismissed")}, id="dismissed: nobody's word"),
    pytest.param(ReviewState.WITHDRAWN, {("", "model", "dismissed")}, id="withdrawn: nobody's word"),
]


@pytest.mark.parametrize(("state", "rows"), STATES)
def test_people_s_verdict_decides_whose_word_a_flag_is(
    folder: Path, tmp_path: Path, state: ReviewState, rows: set[tuple[str, str, str]]
) -> None:
    data = tmp_path / "data"
    shutil.copytree(folder / "data", data)
    with open_store(data) as store, store.database.writing() as session:
        session.execute(update(tables.Violation).values(state=state))
    config = load_config(folder / "crops.yaml")
    box = config.model_copy(update={"box": config.box.model_copy(update={"data": data})})
    export_hard(box, datetime(2026, 1, 1, tzinfo=UTC), tmp_path / "out")
    flagged = [row for row in heads(tmp_path / "out") if row["why"] not in {"cannot_tell", "random"}]
    assert {(row["mask"], row["by"], row["why"]) for row in flagged if row["mask"] != "wrong"} == rows


def test_frames_are_the_evidence_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    export(folder, tmp_path / "out", "frames")
    evidence = {sha256(p.read_bytes()).hexdigest() for p in (folder / "data/evidence").rglob("*.original.jpg")}
    assert {sha256(p.read_bytes()).hexdigest() for p in (tmp_path / "out/images").iterdir()} == evidence


def test_crops_show_little_more_than_the_head(folder: Path, tmp_path: Path) -> None:
    export(folder, tmp_path / "out")
    for path in (tmp_path / "out/images").iterdir():
        image = cv2.imread(str(path))
        assert image is not None
        [line] = (tmp_path / "out/labels" / f"{path.stem}.txt").read_text().splitlines()
        _, _, _, width, height = map(float, line.split())
        assert max(width, height) >= 0.45


def test_the_same_again_gives_the_same(folder: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        export(folder, tmp_path / name, at_random=3)
    assert heads(tmp_path / "a") == heads(tmp_path / "b")


def test_nothing_since_then_is_told(folder: Path, tmp_path: Path) -> None:
    said = export(folder, tmp_path / "out", since="2030-01-01")
    assert said.code == 1
    assert "no violation was opened and no head kept" in said.err
    assert not (tmp_path / "out").exists()

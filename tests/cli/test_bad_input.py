"""Bad input: a clear error that names the thing and the mend, exit 1 or 2, and never a traceback."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sunkitchen.paths import CONFIGS, MODELS
from tests.cli.command import Said, sunkitchen
from tests.cli.videos import truncated, without_keyframe, write_video

BOX = """\
version: 1
box: {{data: {data}}}
sites:
  - id: market
    name: 市场
    type: farmers_market
    cameras:
      - id: C1
        source: {source}
        zones: [{{id: Z1, kind: {kind}, polygon: {polygon}}}]
"""


def text_file(path: Path) -> Path:
    path.write_text("这不是录像\n", encoding="utf-8")
    return path


def empty_file(path: Path) -> Path:
    path.touch()
    return path


def box(
    folder: Path,
    source: str = "{file: clip.mp4}",
    kind: str = "deli_counter",
    data: str = "data",
    polygon: str = "[[0, 0], [1, 0], [1, 1]]",
) -> Path:
    path = folder / "box.yaml"
    path.write_text(BOX.format(source=source, kind=kind, data=data, polygon=polygon), encoding="utf-8")
    return path


def complains(said: Said, words: str, code: int = 1) -> None:
    assert said.code == code, said.err
    assert words in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(lambda path: path, "clip.mp4", id="missing file"),
        pytest.param(text_file, "clip.mp4", id="text named mp4"),
        pytest.param(empty_file, "clip.mp4", id="zero bytes"),
        pytest.param(truncated, "clip.mp4", id="truncated mp4"),
        pytest.param(without_keyframe, "key frame", id="no key frame"),
    ],
)
def test_a_bad_video_is_named(tmp_path: Path, make: Callable[[Path], Path], words: str) -> None:
    complains(sunkitchen("analyse", make(tmp_path / "clip.mp4"), "--out", tmp_path / "out"), words)


def test_a_bad_video_does_not_stop_the_good_one(tmp_path: Path) -> None:
    bad, good = empty_file(tmp_path / "bad.mp4"), write_video(tmp_path / "good.mp4")
    said = sunkitchen("analyse", bad, good, "--out", tmp_path / "out")
    complains(said, "bad.mp4")
    assert "good.mp4: 4 looks" in said.err
    assert (tmp_path / "out" / "events.jsonl").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param({"source": "{file: clip.mp4, speed: 2}"}, "unknown key", id="unknown key"),
        pytest.param({"kind": "toilet"}, "第八条", id="toilet"),
        pytest.param({"kind": "changing_room"}, "第八条", id="changing room"),
        pytest.param({"kind": "dormitory"}, "第八条", id="dormitory"),
        pytest.param({"polygon": "[[0, 0], [1, 1]]"}, "at least 3 points, got 2", id="two points"),
        pytest.param({"polygon": "[[0, 0], [1, 1], [1, 0], [0, 1]]"}, "edges cross", id="crossing itself"),
        pytest.param({"source": "{rtsp_env: NOT_SET_ANYWHERE}"}, "NOT_SET_ANYWHERE", id="variable not set"),
        pytest.param({"source": "{file: none.mp4}"}, "none.mp4", id="video missing"),
    ],
)
def test_check_names_the_mistake(tmp_path: Path, text: dict[str, str], words: str) -> None:
    complains(sunkitchen("check", "--config", box(tmp_path, **text)), words)


def test_a_box_with_nothing_to_watch_does_not_start(tmp_path: Path) -> None:
    complains(sunkitchen("run", "--config", box(tmp_path, "{file: none.mp4}")), "none.mp4: does not exist")


def test_check_of_an_unreachable_camera(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"rtsp://admin:hunter2@127.0.0.1:{taken.getsockname()[1]}/1"
        said = sunkitchen("check", "--config", box(tmp_path, "{rtsp_env: CAMERA}"), CAMERA=url)
    complains(said, "camera C1: no picture")
    assert "hunter2" not in said.err


def test_a_model_with_another_hash(tmp_path: Path) -> None:
    models = Path(shutil.copytree(MODELS, tmp_path / "models", ignore=shutil.ignore_patterns("recipe")))
    weights = next(models.glob("heads/*.onnx"))
    weights.write_bytes(weights.read_bytes() + b"!")
    config = box(tmp_path)
    config.write_text(config.read_text().replace("data: data", "data: data, models: models"))
    complains(sunkitchen("check", "--config", config), "sha256")


def test_a_model_with_other_classes(tmp_path: Path) -> None:
    models = Path(shutil.copytree(MODELS, tmp_path / "models", ignore=shutil.ignore_patterns("recipe")))
    manifest = models / "manifest.json"
    text = manifest.read_text().replace('"hand"\n   ]', '"hand",\n    "cat"\n   ]', 1)
    assert text != manifest.read_text()
    manifest.write_text(text)
    config = box(tmp_path)
    config.write_text(config.read_text().replace("data: data", "data: data, models: models"))
    complains(sunkitchen("check", "--config", config), "cat")


def test_a_database_that_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with sqlite3.connect(tmp_path / "data" / "sunkitchen.db") as foreign:
        foreign.execute("CREATE TABLE recipes (name)")
    complains(sunkitchen("check", "--config", box(tmp_path)), "recipes")


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 1 MiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], check=True)
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_full_disk(tmp_path: Path, tiny_disk: Path) -> None:
    (tiny_disk / "ballast").write_bytes(b"\0" * 900_000)
    said = sunkitchen("analyse", write_video(tmp_path / "clip.mp4"), "--out", tiny_disk / "out")
    complains(said, "room")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["analyse", "clip.mp4"], id="no --out"),
        pytest.param(["run"], id="no --config"),
        pytest.param(["dance"], id="no such command"),
        pytest.param(["analyse", "a.mp4", "--out", "o", "--start", "10:00"], id="start that is no time"),
    ],
)
def test_bad_usage_is_exit_2(words: list[str]) -> None:
    assert sunkitchen(*words).code == 2


def test_verify_of_what_is_no_store(tmp_path: Path) -> None:
    complains(sunkitchen("evidence", "verify", tmp_path), "sunkitchen.db")


def test_two_videos_of_one_name(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    said = sunkitchen("analyse", tmp_path / "a/x.mp4", tmp_path / "b/x.mp4", "--out", tmp_path / "out")
    complains(said, "come twice")


def test_a_video_of_no_camera_of_the_configuration(tmp_path: Path) -> None:
    video = write_video(tmp_path / "other.mp4")
    said = sunkitchen("analyse", video, "--config", CONFIGS / "demo.yaml", "--out", tmp_path / "out")
    complains(said, "--camera with one of YH-C01, YH-C02")

"""What pages wrote is laid over the given configuration, checked as strictly, and can be taken off again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from sunkitchen.config import Config, load_config
from sunkitchen.config.overlay import NAME, CamerasFile, Placed, merge, read_cameras
from sunkitchen.keeping.writing import HISTORY, version_of, write_cameras
from vision.errors import ConfigError

SQUARE = [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9]]
AT = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
SECRET = "rtsp://box:right-horse@10.0.0.5:554/live"


def camera(name: str, url: str = "rtsp://10.0.0.1/live", **more: object) -> dict[str, object]:
    zone = {"id": f"{name}-Z1", "kind": "deli_counter", "polygon": SQUARE, **more}
    return {"id": name, "source": {"rtsp": url}, "zones": [zone]}


def placed(name: str, site: str = "market", **more: object) -> Placed:
    return Placed.model_validate({"site": site, "camera": camera(name, SECRET, **more)})


@pytest.fixture
def given(tmp_path: Path) -> Path:
    merchant = {"id": "m1", "name": "卤味", "kind": "licensed_food_sale"}
    market = {"id": "market", "name": "市场", "type": "farmers_market", "merchants": [merchant]}
    canteen = {"id": "canteen", "name": "食堂", "type": "school_canteen", "cameras": [camera("K1")]}
    sites = [{**market, "cameras": [camera("C1"), camera("C2")]}, canteen]
    path = tmp_path / "box.yaml"
    path.write_text(yaml.safe_dump({"version": 1, "box": {"data": "data"}, "sites": sites}), encoding="utf-8")
    (tmp_path / "data").mkdir()
    return path


def cameras_of(config: Config) -> dict[str, list[str]]:
    return {site.id: [one.id for one in site.cameras] for site in config.sites}


def write(given: Path, *cameras: Placed) -> Path:
    path = given.parent / "data" / NAME
    write_cameras(path, CamerasFile(cameras=cameras), AT, "root")
    return path


def test_without_a_second_file_the_given_one_is_all(given: Path) -> None:
    config = load_config(given)
    assert cameras_of(config) == {"market": ["C1", "C2"], "canteen": ["K1"]}
    assert config.given is config


def test_a_camera_takes_the_place_of_the_given_one_and_a_new_one_is_added(given: Path) -> None:
    alone = load_config(given).sha256
    write(given, placed("C1", max_people=2), placed("C9"))
    config = load_config(given)
    first = config.sites[0].cameras[0]
    assert cameras_of(config) == {"market": ["C1", "C2", "C9"], "canteen": ["K1"]}
    assert (first.zones[0].max_people, first.source.rtsp and first.source.rtsp.get_secret_value()) == (2, SECRET)
    assert cameras_of(config.given)["market"] == ["C1", "C2"]
    assert config.sha256 != alone


def test_what_was_written_reads_back_and_nobody_else_may_read_it(given: Path) -> None:
    path = write(given, placed("C1", requires={"mask": "should"}))
    again = read_cameras(path)
    assert again.cameras[0].camera.zones[0].requires == {"mask": "should"}
    assert path.stat().st_mode & 0o777 == 0o600
    assert "right-horse" not in repr(again)


def test_earlier_versions_are_kept(given: Path) -> None:
    path = write(given, placed("C1"))
    before = path.read_text(encoding="utf-8")
    first = version_of(path)
    write(given, placed("C2"))
    kept = list((path.parent / HISTORY).glob("*.yaml"))
    assert [one.read_text(encoding="utf-8") for one in kept] == [before]
    assert version_of(path) != first


@pytest.mark.parametrize(
    ("one", "words"),
    [
        pytest.param(placed("C9", site="nowhere"), "there is no site nowhere", id="no such site"),
        pytest.param(placed("C9", merchant="m9"), "not listed under merchants", id="no such merchant"),
        pytest.param(placed("C9", site="canteen", merchant="m1"), "not listed under merchants", id="another site's"),
        pytest.param(placed("C9", id="C1-Z1"), "used more than once", id="a zone's id twice"),
    ],
)
def test_what_does_not_fit_is_refused(given: Path, one: Placed, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        merge(load_config(given), CamerasFile(cameras=(one,)), "cameras")


def test_a_mistake_in_the_second_file_is_told_with_its_line(given: Path) -> None:
    (given.parent / "data" / NAME).write_text("version: 1\ncameras:\n- site: market\n  camara: {}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=rf"{NAME}:4: cameras\[0\].camara: unknown key; did you mean 'camera'"):
        load_config(given)

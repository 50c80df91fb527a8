"""A recording that cannot be opened is told of, and the other cameras go on."""

from __future__ import annotations

from pathlib import Path

from records import health
from sunkitchen.box import build_box
from sunkitchen.config import load_config, load_rulebook
from sunkitchen.networks.eyes import open_eyes
from sunkitchen.paths import MODELS, SAMPLE_VIDEOS
from sunkitchen.store import open_store
from vision.camera_facts import CameraState

BOX = """\
version: 1
box: {{data: data}}
sites:
  - id: S
    name: 市场
    type: farmers_market
    cameras:
      - id: good
        source: {{file: {good}, pace: fast}}
        zones: [{{id: Z1, kind: deli_counter, polygon: [[0, 0], [1, 0], [1, 1], [0, 1]]}}]
      - id: bad
        source: {{file: none.mp4}}
        zones: [{{id: Z2, kind: deli_counter, polygon: [[0, 0], [1, 0], [1, 1], [0, 1]]}}]
"""


def test_one_missing_recording_does_not_stop_the_box(tmp_path: Path) -> None:
    path = tmp_path / "box.yaml"
    path.write_text(BOX.format(good=SAMPLE_VIDEOS / "deli_room_02.mp4"), encoding="utf-8")
    config = load_config(path)
    rulebook = load_rulebook(config.rules)
    with open_store(config.box.data) as store:
        box = build_box(config, store, open_eyes(MODELS), rulebook)
        with store.database.reading() as session:
            states = {one.camera: one.state for one in health.latest(session)}
    assert [camera.source.camera for camera in box.cameras] == ["good"]
    assert "none.mp4: does not exist" in box.failures()["bad"]
    assert states == {"bad": CameraState.LOST}

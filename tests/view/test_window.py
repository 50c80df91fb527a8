"""What people see over a camera's shoulder: small, eyes hidden before it is kept, now and then, and the last of all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest

from records.live import LiveFolder
from sunkitchen.window import LiveWindow, live_picture
from vision.facts import Box, ShownHead
from vision.frames import Image
from vision.pixels import decode_jpeg

T0 = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
STAFF, STRANGER = Box(200, 100, 360, 300), Box(800, 100, 960, 300)
HEADS = (ShownHead(STAFF, True), ShownHead(STRANGER, False))
PARTS = {"hat": (0.02, 0.26), "eyes": (0.34, 0.66), "mouth": (0.74, 0.98)}


@pytest.fixture
def scene() -> Image:
    blocks = np.random.default_rng(3).integers(0, 255, (90, 160, 3), np.uint8)
    return np.asarray(cv2.resize(blocks, (1280, 720), interpolation=cv2.INTER_NEAREST), np.uint8)


def test_it_is_small_and_shows_nobodys_eyes(scene: Image) -> None:
    picture = live_picture(T0, scene, HEADS)
    shown = decode_jpeg(picture.jpeg)
    assert (shown.shape, (picture.width, picture.height)) == ((360, 640, 3), (640, 360))
    assert [head.box for head in picture.heads] == [Box(100, 50, 180, 150), Box(400, 50, 480, 150)]
    told = {(who, part): _is_told(scene, shown, box, part) for who, box in _heads() for part in PARTS}
    assert {key for key, seen in told.items() if seen} == {("staff", "hat"), ("staff", "mouth")}


def _heads() -> tuple[tuple[str, Box], ...]:
    return ("staff", STAFF), ("stranger", STRANGER)


def _is_told(scene: Image, shown: Image, box: Box, part: str) -> bool:
    """Whether that part of a head on the large picture is to be recognised on the small one."""
    top, bottom = (round(box.y0 + share * box.height) for share in PARTS[part])
    large = scene[top:bottom, round(box.x0) : round(box.x1)]
    small = shown[top // 2 : bottom // 2, round(box.x0) // 2 : round(box.x1) // 2]
    wanted = cv2.resize(large, small.shape[1::-1], interpolation=cv2.INTER_AREA).astype(float)
    return bool(np.corrcoef(wanted.ravel(), small.astype(float).ravel())[0, 1] > 0.5)


@pytest.mark.parametrize(
    ("asked_s", "expected"),
    [
        pytest.param(None, [0, 10, 20, 25], id="nobody looks"),
        pytest.param(0, [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 25], id="somebody looked at the beginning"),
    ],
)
def test_it_is_renewed_more_often_while_somebody_looks(
    tmp_path: Path, scene: Image, asked_s: int | None, expected: list[int]
) -> None:
    live, clock = LiveFolder(tmp_path / "live"), [T0]
    live.asked_at = None if asked_s is None else T0 + timedelta(seconds=asked_s)
    window, kept = LiveWindow("c1", live, lambda: clock[0]), []
    for second in range(26):
        clock[0] = T0 + timedelta(seconds=second)
        window.see(clock[0], scene, ())
        kept.append(live.times()["c1"])
    window.finish()
    kept.append(live.times()["c1"])
    assert sorted({(at - T0).seconds for at in kept}) == expected

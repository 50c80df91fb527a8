"""The newest picture of each camera: with the heads that are on it, whole, and gone with its camera."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from records.live import LiveFolder, LivePicture
from vision.errors import StoreError
from vision.facts import Box, ShownHead

AT = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
HEADS = (ShownHead(Box(1.5, 2.0, 30.0, 40.5), True), ShownHead(Box(50.0, 2.0, 60.0, 12.0), False))
PICTURE = LivePicture(AT, b"\xff\xd8\xff\n\x00not looked into\n", 64, 36, HEADS)


@pytest.fixture
def live(tmp_path: Path) -> LiveFolder:
    return LiveFolder(tmp_path / "live")


def test_what_was_put_comes_back_until_the_next_takes_its_place(live: LiveFolder) -> None:
    live.put("c1", PICTURE)
    newer = replace(PICTURE, jpeg=b"\xff\xd8\xffnewer", heads=())
    live.put("c2", newer)
    assert (live.get("c1"), live.get("c2"), live.times()) == (PICTURE, newer, {"c1": AT, "c2": AT})
    live.put("c1", newer)
    assert live.get("c1") == newer


def test_nobody_ever_showed_anything(live: LiveFolder) -> None:
    assert (live.get("c1"), live.times()) == (None, {})


def test_pictures_go_with_their_cameras(live: LiveFolder) -> None:
    for camera in ("c1", "c2"):
        live.put(camera, PICTURE)
    live.keep_only(frozenset({"c2"}))
    assert sorted(live.times()) == ["c2"]
    assert [path.name for path in live.folder.iterdir()] == ["c2.live"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xd8\xff", id="only a picture"),
        pytest.param(b'{"at": "2026-06-01T02:00:00+00:00"}\nx', id="heads unknown"),
        pytest.param(b'{"at": "soon", "width": 1, "height": 1, "heads": []}\nx', id="no time"),
        pytest.param(b'{"at": "2026-06-01T02:00:00+00:00", "width": 1, "height": 1, "heads": []}\n', id="no picture"),
    ],
)
def test_what_is_no_picture_with_its_heads_is_not_shown(live: LiveFolder, content: bytes) -> None:
    live.put("c1", PICTURE)
    (live.folder / "c1.live").write_bytes(content)
    assert live.get("c1") is None


@pytest.mark.parametrize("camera", ["../c1", "a/b", ".hidden", ""])
def test_only_a_camera_has_a_picture(live: LiveFolder, camera: str) -> None:
    with pytest.raises(StoreError, match="id of a camera"):
        live.put(camera, PICTURE)

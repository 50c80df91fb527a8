"""Photos that people send: their pixels and nothing else."""

from __future__ import annotations

import struct

import cv2
import numpy as np
import pytest

from sunkitchen.rendering import develop
from vision.photos import MOST_PIXELS

SECRET = b"Ningbo 29.87N 121.55E"


def picture() -> np.ndarray:
    """Red on the left, dark on the right, (30, 40, 3)."""
    image = np.zeros((30, 40, 3), np.uint8)
    image[:, :20] = (0, 0, 255)
    return image


def written(ending: str) -> bytes:
    done, data = cv2.imencode(ending, picture())
    assert done
    return data.tobytes()


def with_exif(jpeg: bytes, orientation: int) -> bytes:
    """The same with an EXIF part that says which way is up, and where it was."""
    tiff = (
        b"II*\0" + struct.pack("<IH", 8, 1) + struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0) + b"\0" * 4 + SECRET
    )
    body = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def kept_of(data: bytes) -> bytes | None:
    photo = develop(data)
    assert photo is None or size_of(photo.jpeg) == (photo.height, photo.width)
    return None if photo is None else photo.jpeg


def size_of(jpeg: bytes) -> tuple[int, int]:
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    assert image is not None
    height, width = image.shape[:2]
    return height, width


@pytest.mark.parametrize("ending", [".jpg", ".png"])
def test_pictures_become_jpegs_of_the_same_size(ending: str) -> None:
    cleaned = kept_of(written(ending))
    assert cleaned is not None
    assert cleaned.startswith(b"\xff\xd8\xff")
    assert size_of(cleaned) == (30, 40)


@pytest.mark.parametrize(("orientation", "shape"), [(1, (30, 40)), (3, (30, 40)), (6, (40, 30)), (8, (40, 30))])
def test_what_a_camera_wrote_beside_the_picture_is_gone_but_for_which_way_is_up(
    orientation: int, shape: tuple[int, int]
) -> None:
    sent = with_exif(written(".jpg"), orientation)
    cleaned = kept_of(sent)
    assert cleaned is not None
    assert SECRET in sent
    assert (SECRET in cleaned, b"Exif" in cleaned, size_of(cleaned)) == (False, False, shape)


def huge_png() -> bytes:
    png = written(".png")
    return png[:16] + struct.pack(">II", MOST_PIXELS, 2) + png[24:]


def huge_jpeg() -> bytes:
    jpeg = written(".jpg")
    at = jpeg.index(b"\xff\xc0")
    return jpeg[: at + 5] + struct.pack(">HH", 65000, 65000) + jpeg[at + 9 :]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="svg"),
        pytest.param(b"GIF89a" + b"\0" * 40, id="gif"),
        pytest.param(b"\xff\xd8\xff", id="just-a-head"),
        pytest.param(b"\xff\xd8\xff\xe1\xff\xff", id="a-length-beyond-the-end"),
        pytest.param(written(".png")[:40], id="cut-png"),
        pytest.param(written(".webp"), id="webp"),
        pytest.param(huge_png(), id="huge-png"),
        pytest.param(huge_jpeg(), id="huge-jpeg"),
        pytest.param(b"\xff\xd8\xff<script>alert(1)</script>", id="script-behind-a-head"),
    ],
)
def test_what_is_no_picture_is_none(data: bytes) -> None:
    assert kept_of(data) is None


def test_what_hangs_behind_a_picture_is_gone() -> None:
    cleaned = kept_of(written(".jpg") + b"<script>alert(1)</script>")
    assert cleaned is not None
    assert b"script" not in cleaned

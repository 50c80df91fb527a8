"""Photos that people send: only their pixels are kept, turned upright; where and with what they were taken is not."""

from __future__ import annotations

import struct

import cv2
import numpy as np

from vision.frames import Image

MOST_PIXELS = 40_000_000
"""Larger ones are refused before they are unpacked: a small file can hold a huge picture."""
JPEG_QUALITY = 92
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})


def photo_pixels(data: bytes) -> Image | None:
    """The (h, w, 3) uint8 BGR pixels of a JPEG or PNG; None where it is neither, damaged, or too large."""
    size = _size(data)
    if size is None or not 0 < size[0] * size[1] <= MOST_PIXELS:
        return None
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if image is None or not image.size else np.asarray(image, np.uint8)


def _size(data: bytes) -> tuple[int, int] | None:
    """Width and height, px, as the head of the file says; None where it is no head that is known."""
    try:
        if data.startswith(PNG) and data[12:16] == b"IHDR":
            width, height = struct.unpack_from(">II", data, 16)
            return width, height
        return _jpeg_size(data) if data.startswith(JPEG) else None
    except (struct.error, IndexError):
        return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """From the first frame header."""
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # filling
            at += 1
        elif marker in BARE_MARKERS:
            at += 2
        elif marker in FRAME_MARKERS:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        else:
            at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    return None

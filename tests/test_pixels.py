"""Crops, privacy, sharpness, drawing and encoding."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.facts import Box, Point
from vision.frames import Image
from vision.pixels import (
    black_outside,
    burn,
    decode_jpeg,
    draw_box,
    draw_polygon,
    encode_jpeg,
    narrowed,
    read_jpeg,
    sharpness,
    square_crop,
)

SIDES = st.floats(4, 300)


def gradient(width: int = 200, height: int = 100) -> Image:
    """Blue grows to the right, green grows downwards."""
    image = np.zeros((height, width, 3), np.uint8)
    image[..., 0] = np.linspace(0, 255, width, dtype=np.uint8)[None, :]
    image[..., 1] = np.linspace(0, 255, height, dtype=np.uint8)[:, None]
    return image


@pytest.mark.parametrize("size", [pytest.param(16, id="shrunk"), pytest.param(72, id="enlarged")])
def test_crop_shows_what_is_in_the_box(size: int) -> None:
    image = np.zeros((100, 100, 3), np.uint8)
    image[20:60, 30:70] = 255
    crop = square_crop(image, Box(30, 20, 70, 60), 0.0, size)
    assert crop[2:-2, 2:-2].min() == 255


@given(st.floats(-50, 250), st.floats(-50, 150), SIDES, SIDES, st.floats(0, 1))
def test_crop_has_its_size_wherever_the_box_is(x: float, y: float, w: float, h: float, margin: float) -> None:
    crop = square_crop(gradient(), Box(x, y, x + w, y + h), margin, 72)
    assert crop.shape == (72, 72, 3)


@given(st.floats(40, 160), st.floats(30, 70), st.floats(10, 60))
def test_middle_of_the_crop_is_the_middle_of_the_box(x: float, y: float, side: float) -> None:
    box = Box(x - side / 2, y - side / 2, x + side / 2, y + side / 2)
    crop = square_crop(gradient(), box, 0.2, 71)
    assert crop[35, 35, :2] == pytest.approx([x / 199 * 255, y / 99 * 255], abs=6)


def test_margin_shows_more() -> None:
    image = np.zeros((100, 100, 3), np.uint8)
    image[40:60, 40:60] = 255
    shares = [square_crop(image, Box(40, 40, 60, 60), margin, 64).mean() / 255 for margin in (0.0, 0.5)]
    assert shares == pytest.approx([1.0, 0.25], abs=0.05)


def test_burn_paints_only_the_polygon_and_only_a_copy() -> None:
    image = np.full((100, 200, 3), 200, np.uint8)
    burnt = burn(image, [(Point(0, 0), Point(0.5, 0), Point(0.5, 1), Point(0, 1))])
    assert (burnt[:, :99].max(), burnt[:, 102:].min(), image.min()) == (0, 200, 200)


def test_nothing_to_burn_costs_nothing() -> None:
    image = gradient()
    assert burn(image, ()) is image


@given(st.integers(3, 15).map(lambda n: n * 2 + 1))
def test_blur_is_less_sharp(kernel: int) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (100, 100, 3), np.uint8)
    blurred = np.asarray(cv2.GaussianBlur(noise, (kernel, kernel), 0), np.uint8)
    box = Box(10, 10, 90, 90)
    assert sharpness(blurred, box) < sharpness(noise, box)


def test_jpeg_comes_back_nearly_the_same() -> None:
    image = gradient()
    assert np.abs(decode_jpeg(encode_jpeg(image)).astype(int) - image).mean() < 3


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        pytest.param(1920, 1080, (270, 480, 3), id="shrunk"),
        pytest.param(64, 36, (36, 64, 3), id="never-enlarged"),
    ],
)
def test_a_thumbnail_is_small(width: int, height: int, expected: tuple[int, int, int]) -> None:
    assert narrowed(np.full((height, width, 3), 90, np.uint8), 480).shape == expected


def test_black_outside_a_polygon_and_only_on_a_copy() -> None:
    image = np.full((100, 200, 3), 200, np.uint8)
    seen = black_outside(image, [Point(0, 0), Point(0.5, 0), Point(0.5, 1), Point(0, 1)])
    assert (seen[:, :99].min(), seen[:, 102:].max(), image.min()) == (200, 0, 200)


@pytest.mark.parametrize("data", [b"", b"no picture"])
def test_what_is_no_picture_is_none(data: bytes) -> None:
    assert read_jpeg(data) is None


def test_drawing_marks_the_box_and_the_zone() -> None:
    image = np.zeros((360, 640, 3), np.uint8)
    draw_box(image, Box(100, 100, 200, 200), "NO_HAT 0.97", (0, 0, 255))
    draw_polygon(image, [Point(0.5, 0.5), Point(0.9, 0.5), Point(0.9, 0.9)], (0, 255, 0))
    assert image[100, 150, 2] == 255
    assert image[180, 450, 1] == 255
    assert image[150, 150].max() == 0

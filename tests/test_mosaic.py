"""Hidden heads: a few colours are left of them, nothing outside changes, and what is worn stays to be seen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.facts import Box
from vision.frames import Image
from vision.mosaic import EYES_CELLS, EYES_FROM, EYES_TO, HEAD_CELLS, REST_CELLS, hide_eyes, hide_head, hide_rest

SIDES = st.floats(0, 200)
BOXES = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), st.floats(-50, 250), st.floats(-50, 150), SIDES, SIDES)


def noise(seed: int = 1) -> Image:
    return np.random.default_rng(seed).integers(0, 255, (120, 200, 3), np.uint8)


def colours(image: Image) -> int:
    return len(np.unique(image.reshape(-1, 3), axis=0))


@given(BOXES)
def test_a_handful_of_colours_is_left_of_a_head(box: Box) -> None:
    image = noise()
    hide_head(image, box)
    inside = image[max(int(box.y0), 0) : max(int(box.y1), 0), max(int(box.x0), 0) : max(int(box.x1), 0)]
    assert colours(inside) <= HEAD_CELLS**2


@given(BOXES)
def test_nothing_far_from_it_changes(box: Box) -> None:
    image, before = noise(), noise()
    hide_head(image, box)
    ys, xs = np.nonzero((image != before).any(axis=2))
    reach = 0.15 * max(box.width, box.height) + 1
    assert all(box.x0 - reach <= x <= box.x1 + reach for x in xs)
    assert all(box.y0 - reach <= y <= box.y1 + reach for y in ys)


def test_two_faces_with_the_same_means_leave_the_same() -> None:
    """What is not in the blocks cannot come back from them."""
    one, other = np.full((80, 80, 3), 100, np.uint8), np.full((80, 80, 3), 100, np.uint8)
    one[::2], one[1::2] = 50, 150
    other[:, ::2], other[:, 1::2] = 50, 150
    for image in (one, other):
        hide_head(image, Box(20, 20, 60, 60))
    middle = slice(20, 60), slice(20, 60)
    assert np.abs(one[middle].astype(int) - other[middle]).max() <= 8


def test_hat_and_mask_stay_when_eyes_are_hidden() -> None:
    image, before = noise(), noise()
    hide_eyes(image, Box(50, 20, 90, 70))
    top, bottom = int(20 + 50 * EYES_FROM), int(np.ceil(20 + 50 * EYES_TO))
    assert colours(image[top:bottom, 50:90]) <= EYES_CELLS[0] * EYES_CELLS[1]
    image[top:bottom, 50:90] = before[top:bottom, 50:90]
    assert np.array_equal(image, before)


def test_the_rest_is_coarse_but_for_what_is_shown() -> None:
    image, before = noise(), noise()
    hide_rest(image, [Box(50, 20, 90, 70)])
    assert np.array_equal(image[20:70, 50:90], before[20:70, 50:90])
    image[20:70, 50:90] = 0
    assert colours(image) <= REST_CELLS * round(REST_CELLS * 120 / 200) + 1


@pytest.mark.parametrize("hide", [hide_head, hide_eyes])
def test_a_box_beside_the_picture_hides_nothing(hide: object) -> None:
    image = noise()
    assert callable(hide)
    hide(image, Box(300, 300, 340, 350))
    assert np.array_equal(image, noise())

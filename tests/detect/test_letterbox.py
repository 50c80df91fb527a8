"""A picture goes onto the canvas and its boxes come back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.detect.letterbox import Letterbox, fit, letterbox

SIDES = st.integers(8, 4096)
SHARES = st.tuples(*[st.floats(0, 1)] * 4)


def box_in(width: int, height: int, shares: tuple[float, ...]) -> np.ndarray:
    (x0, x1), (y0, y1) = sorted(shares[:2]), sorted(shares[2:])
    return np.array([[x0 * width, y0 * height, x1 * width, y1 * height]], np.float32)


@given(SIDES, SIDES, SIDES, SIDES, SHARES)
def test_boxes_come_back(w: int, h: int, cw: int, ch: int, shares: tuple[float, ...]) -> None:
    boxes, lies = box_in(w, h, shares), fit(w, h, cw, ch)
    assert np.abs(lies.inverse(lies.forward(boxes), w, h) - boxes).max() < 1


@given(SIDES, SIDES, SIDES, SIDES, SHARES)
def test_boxes_stay_on_the_canvas(w: int, h: int, cw: int, ch: int, shares: tuple[float, ...]) -> None:
    there = fit(w, h, cw, ch).forward(box_in(w, h, shares))
    assert (there >= -0.01).all()
    assert (there[:, 2:] <= np.array([cw, ch]) + 1).all()


@given(SIDES, SIDES, st.lists(st.tuples(*[st.floats(-1e4, 1e4)] * 4), max_size=4))
def test_what_comes_back_is_inside_the_picture(w: int, h: int, rows: list[tuple[float, ...]]) -> None:
    back = fit(w, h, 640, 384).inverse(np.array(rows, np.float32).reshape(-1, 4), w, h)
    assert ((back >= 0) & (back <= [w, h, w, h])).all()


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        pytest.param(640, 384, Letterbox(1, 0, 0), id="same size"),
        pytest.param(1920, 1080, Letterbox(1 / 3, 0, 12), id="wide: grey above and below"),
        pytest.param(384, 768, Letterbox(0.5, 224, 0), id="tall: grey left and right"),
        pytest.param(320, 192, Letterbox(2, 0, 0), id="small: enlarged"),
    ],
)
def test_how_a_picture_lies(width: int, height: int, expected: Letterbox) -> None:
    assert fit(width, height, 640, 384) == expected


@pytest.mark.parametrize(
    ("width", "height"),
    [pytest.param(1920, 1080, id="hd"), pytest.param(333, 777, id="odd"), pytest.param(50, 40, id="small")],
)
def test_painted_box_lies_where_forward_says(width: int, height: int) -> None:
    image = np.zeros((height, width, 3), np.uint8)
    x0, y0, x1, y1 = width // 4, height // 3, width * 3 // 4, height * 2 // 3
    image[y0:y1, x0:x1] = 255
    blob, lies = letterbox(image, 640, 384)
    ys, xs = np.nonzero(blob[0].min(axis=0) > 0.5)
    painted = [xs.min(), ys.min(), xs.max() + 1, ys.max() + 1]
    assert lies.forward(np.array([[x0, y0, x1, y1]], np.float32))[0] == pytest.approx(painted, abs=1.01)


def test_blob_is_rgb_from_0_to_1_on_grey() -> None:
    orange_bgr = np.full((10, 20, 3), (0, 102, 255), np.uint8)
    blob, _ = letterbox(orange_bgr, 20, 20)
    assert blob.shape == (1, 3, 20, 20)
    assert blob[0, :, 10, 10] == pytest.approx([1, 0.4, 0])
    assert blob[0, :, 0, 0] == pytest.approx([114 / 255] * 3)

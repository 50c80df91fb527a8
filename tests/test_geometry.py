"""Boxes and polygons."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from vision.facts import Box, Point
from vision.frames import Boxes
from vision.geometry import anchor, area, contains, covered, cut_off, intersection, iou, polygon_fault

SQUARE = (Point(0.2, 0.2), Point(0.8, 0.2), Point(0.8, 0.8), Point(0.2, 0.8))
RAW = hnp.arrays(np.float32, st.tuples(st.integers(1, 6), st.just(4)), elements=st.integers(0, 200).map(float))


def sound(raw: Boxes) -> Boxes:
    """Boxes with left < right and top < bottom out of any four numbers."""
    low, high = np.minimum(raw[:, :2], raw[:, 2:]), np.maximum(raw[:, :2], raw[:, 2:]) + 1
    return np.hstack([low, high]).astype(np.float32)


def boxes(*rows: tuple[float, float, float, float]) -> Boxes:
    return np.array(rows, np.float32).reshape(-1, 4)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param((0, 0, 10, 10), (0, 0, 10, 10), 1.0, id="same"),
        pytest.param((0, 0, 10, 10), (10, 0, 20, 10), 0.0, id="side by side"),
        pytest.param((0, 0, 10, 10), (5, 0, 15, 10), 1 / 3, id="half over"),
        pytest.param((0, 0, 10, 10), (0, 0, 5, 5), 0.25, id="inside"),
        pytest.param((5, 5, 5, 5), (5, 5, 5, 5), 0.0, id="no area"),
    ],
)
def test_iou(a: tuple[float, ...], b: tuple[float, ...], expected: float) -> None:
    assert iou(boxes(a), boxes(b))[0, 0] == pytest.approx(expected)  # type: ignore[arg-type]


@given(RAW, RAW)
def test_iou_is_symmetric_and_bounded(a: Boxes, b: Boxes) -> None:
    shares = iou(sound(a), sound(b))
    assert np.allclose(shares, iou(sound(b), sound(a)).T)
    assert ((shares >= 0) & (shares <= 1)).all()


@given(RAW)
def test_a_box_shares_all_of_itself(raw: Boxes) -> None:
    own = sound(raw)
    assert np.allclose(np.diag(intersection(own, own)), area(own))


@given(RAW, st.integers(-50, 50))
def test_iou_does_not_mind_where(raw: Boxes, shift: int) -> None:
    assert np.allclose(iou(sound(raw), sound(raw)), iou(sound(raw) + shift, sound(raw) + shift), atol=1e-4)


@pytest.mark.parametrize(
    ("given_boxes", "expected"),
    [
        pytest.param(boxes(), [], id="nobody"),
        pytest.param(boxes((0, 0, 10, 10)), [0], id="alone"),
        pytest.param(boxes((0, 0, 10, 10), (50, 0, 60, 10)), [0, 0], id="apart"),
        pytest.param(boxes((0, 0, 10, 10), (0, 5, 10, 15)), [0.5, 0], id="the nearer hides the farther"),
    ],
)
def test_covered(given_boxes: Boxes, expected: list[float]) -> None:
    assert covered(given_boxes).tolist() == pytest.approx(expected)


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        pytest.param(Box(10, 10, 20, 20), False, id="inside"),
        pytest.param(Box(0, 10, 20, 20), True, id="left"),
        pytest.param(Box(10, 0, 20, 20), True, id="top"),
        pytest.param(Box(80, 10, 100, 20), True, id="right"),
        pytest.param(Box(10, 40, 20, 50), True, id="bottom"),
    ],
)
def test_cut_off(box: Box, expected: bool) -> None:
    assert cut_off(box, 100, 50) is expected


def test_anchor_is_the_middle_of_the_head() -> None:
    assert anchor(Box(10, 20, 30, 40), 100, 50) == Point(0.2, 0.6)


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        pytest.param(Point(0.5, 0.5), True, id="inside"),
        pytest.param(Point(0.2, 0.5), True, id="on the edge"),
        pytest.param(Point(0.8, 0.8), True, id="on a corner"),
        pytest.param(Point(0.1, 0.5), False, id="outside"),
    ],
)
def test_contains(point: Point, expected: bool) -> None:
    assert contains(SQUARE, point) is expected


@given(st.integers(3, 12), st.floats(0.05, 0.45))
def test_a_round_polygon_holds_its_middle(corners: int, radius: float) -> None:
    turns = [2 * math.pi * i / corners for i in range(corners)]
    polygon = [Point(0.5 + radius * math.cos(t), 0.5 + radius * math.sin(t)) for t in turns]
    assert polygon_fault(polygon) is None
    assert contains(polygon, Point(0.5, 0.5))


@pytest.mark.parametrize(
    ("polygon", "words"),
    [
        pytest.param([Point(0, 0), Point(1, 1)], "at least 3 points, got 2", id="two points"),
        pytest.param([Point(0, 0), Point(1, 1), Point(1, 0), Point(0, 1)], "cross", id="crossing itself"),
        pytest.param([Point(0, 0), Point(0.5, 0.5), Point(1, 1)], "", id="a line"),
        pytest.param([Point(0, 0), Point(2, 0), Point(1, 1)], "between 0 and 1", id="outside the picture"),
    ],
)
def test_polygon_fault(polygon: list[Point], words: str) -> None:
    fault = polygon_fault(polygon)
    assert fault is not None
    assert words in fault

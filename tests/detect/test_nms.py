"""Greedy suppression against the obvious way to write it, and against OpenCV's."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.detect.nms import nms
from vision.frames import Detections

ROW = st.tuples(
    st.integers(0, 40),
    st.integers(0, 40),
    st.integers(1, 30),
    st.integers(1, 30),
    st.integers(1, 999),
    st.integers(0, 2),
)
ROWS = st.lists(ROW, max_size=25, unique_by=lambda row: row[4])
# No IoU of boxes this small is exactly one of these: at equality rounding decides, and OpenCV rounds elsewhere.
OVERLAP = st.sampled_from([0.1003, 0.3101, 0.5503, 0.7307])


def seen(rows: list[tuple[int, ...]]) -> Detections:
    table = np.array(rows, np.float32).reshape(-1, 6)
    boxes = np.concatenate([table[:, :2], table[:, :2] + table[:, 2:4]], axis=1)
    return Detections(boxes, table[:, 4] / np.float32(1000), table[:, 5].astype(np.int64))


def share(a: np.ndarray, b: np.ndarray) -> float:
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    common = max(wide, 0) * max(high, 0)
    return float(common / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - common))


def obvious(d: Detections, overlap: float) -> list[int]:
    kept: list[int] = []
    for i in sorted(range(len(d)), key=lambda i: -d.scores[i]):
        if not any(d.labels[i] == d.labels[k] and share(d.boxes[i], d.boxes[k]) > overlap for k in kept):
            kept.append(i)
    return kept


@given(ROWS, OVERLAP)
def test_as_the_obvious_way(rows: list[tuple[int, ...]], overlap: float) -> None:
    d = seen(rows)
    assert nms(d.boxes, d.scores, d.labels, overlap).tolist() == obvious(d, overlap)


@given(ROWS, OVERLAP)
def test_as_opencv_for_one_class(rows: list[tuple[int, ...]], overlap: float) -> None:
    d = seen(rows)
    wide_high = np.concatenate([d.boxes[:, :2], d.boxes[:, 2:] - d.boxes[:, :2]], axis=1)
    theirs = cv2.dnn.NMSBoxes(wide_high.tolist(), d.scores.tolist(), 0.0, overlap)
    assert nms(d.boxes, d.scores, np.zeros(len(d), np.int64), overlap).tolist() == list(theirs)


@given(ROWS, st.integers(0, 5))
def test_limit_keeps_the_best(rows: list[tuple[int, ...]], limit: int) -> None:
    d = seen(rows)
    assert nms(d.boxes, d.scores, d.labels, 0.5, limit).tolist() == obvious(d, 0.5)[:limit]


@pytest.mark.parametrize(
    ("labels", "kept"),
    [pytest.param([0, 0], [1], id="one class: the better stays"), pytest.param([0, 1], [1, 0], id="two classes: both")],
)
def test_the_same_box_twice(labels: list[int], kept: list[int]) -> None:
    boxes = np.array([[0, 0, 10, 10], [0, 0, 10, 10]], np.float32)
    assert nms(boxes, np.array([0.5, 0.9], np.float32), np.array(labels, np.int64), 0.5).tolist() == kept

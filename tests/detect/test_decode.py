"""Raw YOLO output to candidate boxes."""

from __future__ import annotations

import numpy as np
import pytest

from vision.detect.decode import decode

OUTPUT = np.array([[[50, 20], [40, 20], [20, 10], [10, 10], [0.9, 0.2], [0.1, 0.4]]], np.float32)


@pytest.mark.parametrize(
    ("score", "boxes", "labels"),
    [
        pytest.param(0.0, [[40, 35, 60, 45], [15, 15, 25, 25]], [0, 1], id="all, each with its best class"),
        pytest.param(0.4, [[40, 35, 60, 45], [15, 15, 25, 25]], [0, 1], id="the threshold itself counts"),
        pytest.param(0.5, [[40, 35, 60, 45]], [0], id="weak ones go"),
        pytest.param(1.0, [], [], id="none"),
    ],
)
def test_decode(score: float, boxes: list[list[int]], labels: list[int]) -> None:
    seen = decode(OUTPUT, score)
    assert seen.boxes.tolist() == boxes
    assert seen.labels.tolist() == labels

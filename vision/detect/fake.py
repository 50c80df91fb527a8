"""Fakes of the Detector and AttributeClassifier seams, for tests of what stands behind them.

Both answer by call order: the first call gets the first answer, and the last answer is repeated for ever.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vision.facts import Answer, Box, Judgement
from vision.frames import Boxes, Detections, Image


def heads(*boxes: Box, score: float = 0.9) -> Detections:
    """Detections of label 0 in these boxes, all with one score."""
    n = len(boxes)
    array = np.array(boxes, np.float32).reshape(n, 4)
    return Detections(array, np.full(n, score, np.float32), np.zeros(n, np.int64))


class FakeDetector:
    """Says what it was told to say.

    Args:
        script: what to say at each call.
        min_brightness: mean grey, 0-255, below which it sees nothing (a dark picture), whatever the script.
    """

    def __init__(self, script: Sequence[Detections], min_brightness: float = 0.0) -> None:
        self._script = list(script) or [Detections.empty()]
        self._min_brightness = min_brightness
        self.calls = 0

    @property
    def version(self) -> str:
        """A name no real network has."""
        return "fake_detector@000000000000"

    @property
    def labels(self) -> tuple[str, ...]:
        """Heads only."""
        return ("head",)

    def detect(self, image: Image) -> Detections:
        """The next line of the script."""
        said = self._script[min(self.calls, len(self._script) - 1)]
        self.calls += 1
        return said if image.mean() >= self._min_brightness else Detections.empty()


class FakeClassifier:
    """Says the same of every box of a call.

    Args:
        script: one tuple of judgements per call, all of the same attributes.
    """

    def __init__(self, script: Sequence[tuple[Judgement, ...]] = ()) -> None:
        self._script = list(script) or [(Judgement("hat", Answer.WORN, 0.9), Judgement("mask", Answer.WORN, 0.9))]
        self.calls = 0

    @property
    def version(self) -> str:
        """A name no real network has."""
        return "fake_classifier@000000000000"

    @property
    def label(self) -> str:
        """Heads only."""
        return "head"

    @property
    def attributes(self) -> tuple[str, ...]:
        """As scripted."""
        return tuple(j.attribute for j in self._script[0])

    def judge(self, image: Image, boxes: Boxes) -> Sequence[tuple[Judgement, ...]]:  # noqa: ARG002 - a fake is blind
        """The next line of the script, once per box."""
        said = self._script[min(self.calls, len(self._script) - 1)]
        self.calls += 1
        return [said] * len(boxes)

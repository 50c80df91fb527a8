"""Fakes of the Detector and AttributeClassifier seams, for tests of what stands behind them.

Both answer by call order: the first call gets the first answer, and the last answer is repeated for ever.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vision.facts import HEAD, Answer, Box, Judgement
from vision.frames import Boxes, Detections, Image


def heads(*boxes: Box, score: float = 0.9) -> Detections:
    """Detections of label 0 in these boxes, all with one score."""
    n = len(boxes)
    array = np.array(boxes, np.float32).reshape(n, 4)
    return Detections(array, np.full(n, score, np.float32), np.zeros(n, np.int64))


def heads_and_hands(heads: Sequence[Box], hands: Sequence[Box], score: float = 0.9) -> Detections:
    """Detections of label 0 in the first boxes and of label 1 in the others, all with one score."""
    n = len(heads) + len(hands)
    array = np.array([*heads, *hands], np.float32).reshape(n, 4)
    return Detections(array, np.full(n, score, np.float32), np.repeat([0, 1], [len(heads), len(hands)]))


class FakeDetector:
    """Says what it was told to say.

    Args:
        script: what to say at each call.
        labels: what it can find.
        min_brightness: mean grey, 0-255, below which it sees nothing (a dark picture), whatever the script.
    """

    def __init__(
        self, script: Sequence[Detections], labels: tuple[str, ...] = (HEAD,), min_brightness: float = 0.0
    ) -> None:
        self._script = list(script) or [Detections.empty()]
        self._labels = labels
        self._min_brightness = min_brightness
        self.calls = 0

    @property
    def version(self) -> str:
        """A name no real network has."""
        return "fake_detector@000000000000"

    @property
    def labels(self) -> tuple[str, ...]:
        """As it was told."""
        return self._labels

    def detect(self, image: Image) -> Detections:
        """The next line of the script."""
        said = self._script[min(self.calls, len(self._script) - 1)]
        self.calls += 1
        return said if image.mean() >= self._min_brightness else Detections.empty()


class FakeClassifier:
    """Says the same of every box of a call.

    Args:
        script: one tuple of judgements per call, all of the same attributes.
        label: of the boxes it judges.
    """

    def __init__(self, script: Sequence[tuple[Judgement, ...]] = (), label: str = HEAD) -> None:
        self._label = label
        self._script = list(script) or [(Judgement("hat", Answer.WORN, 0.9), Judgement("mask", Answer.WORN, 0.9))]
        self.calls = 0

    @property
    def version(self) -> str:
        """A name no real network has."""
        return "fake_classifier@000000000000"

    @property
    def label(self) -> str:
        """As it was told."""
        return self._label

    @property
    def attributes(self) -> tuple[str, ...]:
        """As scripted."""
        return tuple(j.attribute for j in self._script[0])

    def judge(self, image: Image, boxes: Boxes) -> Sequence[tuple[Judgement, ...]]:  # noqa: ARG002 - a fake is blind
        """The next line of the script, once per box."""
        said = self._script[min(self.calls, len(self._script) - 1)]
        self.calls += 1
        return [said] * len(boxes)

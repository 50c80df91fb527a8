"""Heads that walk, as a detector would see them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from vision.frames import Detections

START = datetime(2026, 3, 2, 10, tzinfo=UTC)
SIZE = 60.0


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def heads(*middles: tuple[float, float], size: float = SIZE) -> Detections:
    """60 px heads round these middles."""
    boxes = np.array([[x - size / 2, y - size / 2, x + size / 2, y + size / 2] for x, y in middles], np.float32)
    n = len(middles)
    return Detections(boxes.reshape(-1, 4), np.full(n, 0.9, np.float32), np.zeros(n, np.int64))


def permuted(seen: Detections, order: list[int]) -> Detections:
    return Detections(seen.boxes[order], seen.scores[order], seen.labels[order])

"""Key frames only: the cheapest way to watch, as often as the camera sends them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from vision.facts import Look
from vision.frames import Frame


class KeyFrames:
    """Looks at every key frame; the source need not decode anything else."""

    keyframes_only = True

    def admits(self, frame: Frame) -> bool:
        """Whether this is a key frame."""
        return frame.is_keyframe

    def heard(self, looks: Sequence[Look], at: datetime) -> None:
        """It looks as often whatever is seen."""

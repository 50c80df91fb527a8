"""A clip as it is told of: plain values, no pixels. Kept apart from the other facts, for few need it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vision.facts import ShownHead


@dataclass(frozen=True, slots=True)
class HeadsAt:
    """All that may be heads on one picture of a clip; `at_ms`: when it is shown, from the clip's beginning."""

    at_ms: int
    heads: tuple[ShownHead, ...]


@dataclass(frozen=True, slots=True)
class Clip:
    """What was filmed around the moment in which a violation opened; bytes, not yet a file.

    Attributes:
        violation, camera, opened_at: whose it is.
        begins_at, ends_at: UTC.
        video: an MP4 without sound, privacy areas black.
        width, height: px.
        copied: whether its pictures are as the camera encoded them; else they were encoded anew.
        looks: the pictures on which heads were looked for, oldest first: nobody knows where they are on the others.
    """

    violation: UUID
    camera: str
    opened_at: datetime
    begins_at: datetime
    ends_at: datetime
    video: bytes
    width: int
    height: int
    copied: bool
    looks: tuple[HeadsAt, ...]

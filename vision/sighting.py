"""What was seen on one frame, without its picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vision.facts import Look


@dataclass(frozen=True, slots=True)
class Sighting:
    """The looks of one frame, those at its whole picture included; none is news, too, for tracks age.

    Attributes:
        at: UTC time of the frame. frame: its index. pts_s: seconds since the source's start.
        width, height: of the frame, px.
        first: the first one after the watching began: whatever was open before had been settled.
    """

    camera: str
    at: datetime
    frame: int
    pts_s: float
    width: int
    height: int
    looks: tuple[Look, ...]
    first: bool = False

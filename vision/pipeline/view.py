"""Looks at a camera's picture as a whole: dark, covered, blurred, moved or frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from vision.facts import PICTURE, Answer, Box, Judgement, Look, Point, Track, camera_track
from vision.frames import Frame, Image
from vision.scene import (
    COARSE_PX,
    SOFTEST,
    Grey,
    Light,
    Outlines,
    fineness_of,
    light_of,
    likeness,
    normal,
    outlines_of,
    reduced,
    visible,
)

USUAL_S = 1800.0
"""What is usual is learnt this slowly, and only from pictures that show nothing wrong."""
RECENT_S = 60.0
"""What is seen now is averaged over this: people pass, the room stays."""
LONGEST_STEP_S = 10.0
EXPECTED = 0.4
"""Fineness expected of a camera before any is known, so that one that begins blurred is told, too."""


@dataclass(frozen=True, slots=True)
class ViewLimits:
    """When a picture shows too little to watch by.

    Attributes:
        dark: 98 % of the picture are below this, 0-255.
        covered: 5 % and 95 % of the picture are nearer than this, 0-255: it shows nothing.
        blurred: it has no more than this share of the detail that is usual here, 0-1.
        moved: outlines like the usual ones no more than this, 0-1, for moved_s watched seconds on end.
        adopt_s: another view that was watched for so long is the usual one from then on.
        frozen_s: not one pixel changed for so long, though time went on.
    """

    dark: float
    covered: float
    blurred: float
    moved: float
    moved_s: float
    adopt_s: float
    frozen_s: float


class View:
    """What one camera usually shows, and a look at each picture against it.

    Args:
        hidden: 0-1 polygons that are painted over. turns: the camera is meant to turn: another view is nothing wrong.
    """

    def __init__(
        self, camera: str, limits: ViewLimits, hidden: Sequence[Sequence[Point]] = (), *, turns: bool = False
    ) -> None:
        self._camera, self._limits, self._hidden = camera, limits, hidden
        self._place = None if turns else Scenery(limits, hidden)
        self._stillness = Stillness(limits.frozen_s)
        self._fineness = 0.0
        self._first_at: datetime | None = None
        self._last_at: datetime | None = None

    def look(self, frame: Frame, image: Image) -> Look:
        """The look of a whole picture, (h, w, 3) uint8 BGR: a judgement for each thing that is wrong with it."""
        grey = reduced(image)
        fineness = fineness_of(grey)
        step_s = 0.0 if self._last_at is None else (frame.at - self._last_at).total_seconds()
        self._first_at, self._last_at = self._first_at or frame.at, frame.at
        found = self._found(frame.at, grey, fineness, min(max(step_s, 0.0), LONGEST_STEP_S))
        judged = tuple(Judgement(name, Answer.WRONG, round(score, 3)) for name, score in found.items())
        height, width = image.shape[:2]
        whole = Box(0.0, 0.0, float(width), float(height))
        track = Track(camera_track(self._camera), PICTURE, whole, self._first_at, frame.at)
        return Look(self._camera, track, frame.at, frame.index, frame.pts_s, (), judged, fineness)

    def _found(self, at: datetime, grey: Grey, fineness: float, step_s: float) -> dict[str, float]:
        """What is wrong, and how sure that is. A picture without content is not compared with what is usual."""
        where = visible(self._hidden, *grey.shape) if self._hidden else None
        if where is not None and not where.any():
            return {}
        found = self._contentless(light_of(grey, where))
        found |= {"frozen": 1.0} if self._stillness.lasts(at, grey) else {}
        if "dark" in found or "covered" in found:
            return found
        usual = max(self._fineness, EXPECTED) - SOFTEST
        found |= _below("blurred", fineness - SOFTEST, self._limits.blurred * usual)
        if self._place is not None:
            found |= self._place.compare(grey, step_s)
        if not found:
            self._fineness += (fineness - self._fineness) * (step_s / USUAL_S if self._fineness else 1.0)
        return found

    def _contentless(self, light: Light) -> dict[str, float]:
        dark = _below("dark", light.top, self._limits.dark)
        return dark or _below("covered", light.high - light.low, self._limits.covered)


class Stillness:
    """Whether not one pixel changes for long. No sensor is without noise: it is the same picture, sent again."""

    def __init__(self, limit_s: float) -> None:
        self._limit = timedelta(seconds=limit_s)
        self._last: Grey | None = None
        self._changed_at: datetime | None = None

    def lasts(self, at: datetime, grey: Grey) -> bool:
        """Whether the picture has been this one for the limit."""
        if self._changed_at is None or self._last is None or not np.array_equal(grey, self._last):
            self._last, self._changed_at = grey, at
        return at - self._changed_at >= self._limit


class Scenery:
    """The room behind the people: where the camera looked so far, and where it looks now."""

    def __init__(self, limits: ViewLimits, hidden: Sequence[Sequence[Point]]) -> None:
        self._limits = limits
        self._where = visible(hidden, COARSE_PX[1], COARSE_PX[0]) if hidden else None
        self._usual: Outlines | None = None
        self._recent: Outlines | None = None
        self._known_s = self._unlike_s = 0.0

    def compare(self, grey: Grey, step_s: float) -> dict[str, float]:
        """`moved`, with how sure that is, where the camera has been looking elsewhere for long; else nothing."""
        seen = outlines_of(grey, self._where)
        if self._usual is None or self._recent is None:
            self._usual = self._recent = seen
        self._recent = _blend(self._recent, seen, step_s / RECENT_S)
        alike = likeness(normal(self._recent), normal(self._usual))
        if alike >= self._limits.moved:
            self._unlike_s = 0.0
            self._learn(seen, self._usual, step_s)
            return {}
        self._unlike_s += step_s
        if self._unlike_s >= self._limits.adopt_s:
            self._usual, self._known_s, self._unlike_s = self._recent, RECENT_S, 0.0
            return {}
        return _below("moved", alike, self._limits.moved) if self._unlike_s >= self._limits.moved_s else {}

    def _learn(self, seen: Outlines, usual: Outlines, step_s: float) -> None:
        """Only from what looks usual itself: the first pictures of another view are still outvoted by those before."""
        if likeness(seen, normal(usual)) >= self._limits.moved:
            self._known_s = min(self._known_s + step_s, USUAL_S)
            self._usual = _blend(usual, seen, step_s / max(self._known_s, RECENT_S))


def _below(what: str, value: float, limit: float) -> dict[str, float]:
    """What is wrong where a value is below its limit, with how sure that is, 0.5-1."""
    return {} if value >= limit else {what: 1 - 0.5 * max(value, 0.0) / limit}


def _blend(old: Outlines, new: Outlines, weight: float) -> Outlines:
    return np.asarray(old + np.float32(min(weight, 1.0)) * (new - old), np.float32)

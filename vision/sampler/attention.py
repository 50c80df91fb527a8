"""Attention instead of a frame rate: look seldom while nobody is there, often while somebody is being judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from vision.facts import Look
from vision.frames import Frame
from vision.sampler.fixed_rate import SLACK, FixedRate
from vision.sampler.settled import Settled


class Mode(StrEnum):
    """How a camera is watched."""

    PATROL = "patrol"
    ATTEND = "attend"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Pace:
    """How often is looked, and when that changes; seconds.

    Attributes:
        attend_per_s: looks a second while somebody is unsettled, and for `linger_s` after.
        patrol_s: between looks while all are settled or nobody is there.
        rest_s: the same after `tired_s` in which nobody was there.
        key_gap_s: key frames that come more seldom are no patrol: everything is decoded instead.
    """

    attend_per_s: float = 2.0
    linger_s: float = 2.0
    patrol_s: float = 2.0
    rest_s: float = 4.0
    tired_s: float = 600.0
    key_gap_s: float = 4.5


PACE = Pace()


class Attention:
    """PATROL on key frames; ATTEND while somebody who must wear something is in view and not settled; REST after a long
    time of nobody. Judges by the looks it is told of; time is the frames' own.

    Args:
        asked: zone -> attributes that must be worn in it; people elsewhere are nobody's business.

    Attributes:
        mode: how is watched now.
    """

    def __init__(self, asked: Mapping[str, frozenset[str]], pace: Pace = PACE) -> None:
        self.mode = Mode.PATROL
        self._pace = pace
        self._settled = Settled(asked)
        self._often = FixedRate(pace.attend_per_s)
        self._keys = _Keys(timedelta(seconds=pace.key_gap_s))
        self._looked_at: datetime | None = None
        self._somebody_at: datetime | None = None
        self._unsettled_at: datetime | None = None

    @property
    def keyframes_only(self) -> bool:
        """Whether the source need not decode anything else."""
        return self.mode is not Mode.ATTEND and self._keys.suffice

    def admits(self, frame: Frame) -> bool:
        """Whether to look at this frame."""
        self._keys.note(frame)
        due = self._often.admits(frame) if self.mode is Mode.ATTEND else self._is_due(frame)
        if due:
            self._looked_at = frame.at
        return due

    def heard(self, looks: Sequence[Look], at: datetime) -> None:
        """What the look at an admitted frame showed."""
        somebody, unsettled = self._settled.hear(looks, at)
        if somebody or self._somebody_at is None:
            self._somebody_at = at
        if unsettled:
            self._unsettled_at = at
        self.mode = self._mode(at, self._somebody_at)

    def _mode(self, at: datetime, somebody_at: datetime) -> Mode:
        if self._unsettled_at is not None and at - self._unsettled_at <= timedelta(seconds=self._pace.linger_s):
            return Mode.ATTEND
        return Mode.REST if at - somebody_at > timedelta(seconds=self._pace.tired_s) else Mode.PATROL

    def _is_due(self, frame: Frame) -> bool:
        if self._looked_at is None:
            return True
        if self._keys.suffice and not frame.is_keyframe:
            return False
        wait_s = self._pace.rest_s if self.mode is Mode.REST else self._pace.patrol_s
        nearest = self._keys.gap / 2 if self._keys.suffice else SLACK
        return frame.at - self._looked_at + nearest >= timedelta(seconds=wait_s)


class _Keys:
    """Whether key frames come often enough to watch by: cameras that save bandwidth send one a minute.

    Attributes:
        gap: between the last two; endless until two were seen.
    """

    def __init__(self, limit: timedelta) -> None:
        self.gap = timedelta.max
        self._limit = limit
        self._last_at: datetime | None = None

    @property
    def suffice(self) -> bool:
        return self.gap <= self._limit

    def note(self, frame: Frame) -> None:
        if not frame.is_keyframe:
            return
        if self._last_at is not None:
            self.gap = frame.at - self._last_at
        self._last_at = frame.at

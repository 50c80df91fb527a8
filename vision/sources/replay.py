"""Plays what is finite: every picture, in order, with times that go on from the start time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Event
from typing import Protocol

from vision.facts import TimeSource
from vision.frames import Frame
from vision.ports import SourceCounts
from vision.sources.clock import Clock
from vision.sources.decode import Picture
from vision.sources.spec import Pace
from vision.tape import Tape


class Reel(Protocol):
    """Something recorded that can be played again from its beginning."""

    keyframes_only: bool

    @property
    def duration_s(self) -> float | None:
        """Length in seconds; None where it does not say."""
        ...

    def pictures(self, counts: SourceCounts) -> Iterator[Picture]:
        """Every whole picture, with strictly increasing times; counts.corrupt grows by what cannot be decoded.

        Raises:
            SourceError: it cannot be read, or ends before it should; whatever could be read was given before.
        """
        ...


@dataclass(frozen=True, slots=True)
class Start:
    """When the first picture was taken, and how that is known."""

    at: datetime
    source: TimeSource


class Replay:
    """A FrameSource over a reel. Drops nothing; ends with the reel unless it loops.

    Attributes:
        camera: camera id.
        counts: what it has done so far.
        tape: the packets of its last seconds, which the reel puts there; None where there are none.
    """

    def __init__(
        self, camera: str, reel: Reel, start: Start, clock: Clock, *, pace: Pace, loop: bool, tape: Tape | None = None
    ) -> None:
        self.camera = camera
        self.counts = SourceCounts()
        self.tape = tape
        self._reel = reel
        self._start = start
        self._clock = clock
        self._realtime = pace is Pace.REALTIME
        self._loop = loop
        self._closed = Event()

    @property
    def time_source(self) -> TimeSource:
        """How the start time is known."""
        return self._start.source

    @property
    def begins_at(self) -> datetime:
        """UTC time of the recording's beginning."""
        return self._start.at

    @property
    def duration_s(self) -> float | None:
        """Length of one round in seconds; None where the recording does not say."""
        return self._reel.duration_s

    @property
    def keyframes_only(self) -> bool:
        """Whether only key frames are decoded; may be switched while playing."""
        return self._reel.keyframes_only

    @keyframes_only.setter
    def keyframes_only(self, only: bool) -> None:
        self._reel.keyframes_only = only

    def frames(self) -> Iterator[Frame]:
        """Every frame, oldest first.

        Raises:
            SourceError: the recording cannot be read to its end; what could be read was given before.
        """
        begun = self._clock.monotonic()
        for picture in self._rounds():
            if self._realtime:
                self._clock.wait(self._closed, begun + picture.pts_s - self._clock.monotonic())
            if self._closed.is_set():
                return
            yield self._frame(picture)

    def close(self) -> None:
        """Stop before the next frame."""
        self._closed.set()

    def _rounds(self) -> Iterator[Picture]:
        timeline_s = 0.0
        while not self._closed.is_set():
            last_s = step_s = 0.0
            if self.tape is not None:
                self.tape.offset_s = timeline_s
            for picture in self._reel.pictures(self.counts):
                last_s, step_s = picture.pts_s, picture.pts_s - last_s or step_s
                yield replace(picture, pts_s=timeline_s + picture.pts_s)
            if not self._loop:
                return
            timeline_s += max(last_s + step_s, self.duration_s or 0.0)

    def _frame(self, picture: Picture) -> Frame:
        index = self.counts.decoded
        self.counts.decoded += 1
        at = self._start.at + timedelta(seconds=picture.pts_s)
        return Frame(self.camera, picture.render, at, picture.pts_s, index, picture.is_keyframe, picture.ticks)

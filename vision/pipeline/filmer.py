"""Films what opens: five seconds before and ten after."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from vision.clip import Clip
from vision.facts import ShownHead, Violation
from vision.frames import Frame, Image
from vision.pipeline.rolls import Reel, Roll, Shot
from vision.ports import EventSink

log = logging.getLogger(__name__)


class Window(NamedTuple):
    """How much is filmed before and after the moment in which a violation opens, seconds."""

    before_s: float
    after_s: float


WINDOW = Window(5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Wish:
    """A violation of which a clip is still to be made, and when it opened by the source's clock, seconds."""

    violation: Violation
    opened_s: float


class Filmer:
    """Makes a clip of every violation that opens. It waits for what comes after; making and keeping it happens on a
    thread beside the watching, one at a time, for encoding may take longer than a look.
    """

    def __init__(self, roll: Roll, sink: EventSink, window: Window = WINDOW) -> None:
        self._roll = roll
        self._sink = sink
        self._window = window
        self._newest: Frame | None = None
        self._wishes: list[Wish] = []
        self._making: list[Future[None]] = []
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="clip")

    def saw(self, frame: Frame, image: Image, heads: tuple[ShownHead, ...]) -> None:
        """A frame was looked at, as of Roll; what has waited long enough is cut.

        Raises:
            StoreError: a clip could not be kept.
        """
        self._newest = frame
        self._roll.saw(frame, image, heads)
        self._film([wish for wish in self._wishes if frame.pts_s >= wish.opened_s + self._window.after_s])

    def opened(self, violation: Violation) -> None:
        """A violation opened, at the newest frame or a little before."""
        if self._newest is None:
            return
        ago_s = (self._newest.at - violation.opened_at).total_seconds()
        self._wishes.append(Wish(violation, self._newest.pts_s - ago_s))
        self._hold()

    def finish(self) -> None:
        """Nothing more comes: what still waits becomes a shorter clip. Returns when all are kept.

        Raises:
            StoreError: a clip could not be kept.
        """
        try:
            self._film(list(self._wishes))
        finally:
            self._beside.shutdown()
        self._settle()

    def _film(self, due: Sequence[Wish]) -> None:
        self._settle()
        before_s, after_s = self._window
        for wish in due:
            self._wishes.remove(wish)
            shot = self._roll.shot(wish.opened_s - before_s, wish.opened_s, wish.opened_s + after_s)
            if shot is not None:
                self._making.append(self._beside.submit(self._make, wish, shot))
        if due:
            self._hold()

    def _settle(self) -> None:
        """Let what went wrong beside be told where it is heard."""
        done = [one for one in self._making if one.done()]
        self._making = [one for one in self._making if one not in done]
        for one in done:
            one.result()

    def _hold(self) -> None:
        self._roll.want(min((wish.opened_s - self._window.before_s for wish in self._wishes), default=None))

    def _make(self, wish: Wish, shot: Shot) -> None:
        made = shot.make()
        if made is None:
            log.warning("violation %s: no clip, for its packets hold no picture", wish.violation.id)
            return
        self._sink.clip(clip_of(wish, shot, made))


def clip_of(wish: Wish, shot: Shot, made: Reel) -> Clip:
    """The clip as it is told."""
    opened_at = wish.violation.opened_at
    return Clip(
        violation=wish.violation.id,
        camera=wish.violation.camera,
        opened_at=opened_at,
        begins_at=opened_at + timedelta(seconds=shot.begins_s - wish.opened_s),
        ends_at=opened_at + timedelta(seconds=shot.ends_s - wish.opened_s),
        video=made.video,
        width=made.width,
        height=made.height,
        copied=made.copied,
        looks=made.looks,
    )

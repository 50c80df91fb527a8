"""Films what opens: five seconds before and ten after, of the camera's own packets where nothing has to be hidden."""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from vision.clip import Clip, HeadsAt
from vision.facts import Point, ShownHead, Violation
from vision.filming import Film, film
from vision.frames import Frame
from vision.ports import EventSink
from vision.tape import Cut, Tape

log = logging.getLogger(__name__)
REMEMBERED_S = 60.0
"""How long a look's heads are known: longer than any clip that the tape's bytes allow is worth."""
SAME_S = 1.0
"""A recording that is played again has the same ticks again, but not within a second."""


class Window(NamedTuple):
    """How much is filmed before and after the moment in which a violation opens, seconds."""

    before_s: float
    after_s: float


WINDOW = Window(5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Seen:
    """A frame that was looked at: when, by the source's clock and by the stream's, and the heads on it."""

    at_s: float
    ticks: int
    heads: tuple[ShownHead, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """A violation of which a clip is still to be made, and when it opened by the source's clock, seconds."""

    violation: Violation
    opened_s: float


class Filmer:
    """Makes a clip of every violation that opens. It waits for what comes after; making and keeping it happens on a
    thread beside the watching, one at a time, for encoding may take longer than a look.

    Args:
        tape: of the source. hidden: 0-1 polygons that are black before anything is kept.
    """

    def __init__(self, tape: Tape, hidden: Sequence[Sequence[Point]], sink: EventSink, window: Window = WINDOW) -> None:
        self._tape = tape
        self._hidden = hidden
        self._sink = sink
        self._window = window
        self._seen: deque[Seen] = deque()
        self._newest: Frame | None = None
        self._wishes: list[Wish] = []
        self._making: list[Future[None]] = []
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="clip")

    def saw(self, frame: Frame, heads: tuple[ShownHead, ...]) -> None:
        """A frame was looked at; what has waited long enough is cut.

        Raises:
            StoreError: a clip could not be kept.
        """
        self._newest = frame
        if frame.ticks is not None:
            self._seen.append(Seen(frame.pts_s, frame.ticks, heads))
        while self._seen and self._seen[0].at_s < frame.pts_s - REMEMBERED_S:
            self._seen.popleft()
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
            cut = self._tape.cut(wish.opened_s - before_s, wish.opened_s, wish.opened_s + after_s)
            if cut is not None:
                self._making.append(self._beside.submit(self._make, wish, cut, self._seen_on(cut)))
        if due:
            self._hold()

    def _settle(self) -> None:
        """Let what went wrong beside be told where it is heard."""
        done = [one for one in self._making if one.done()]
        self._making = [one for one in self._making if one not in done]
        for one in done:
            one.result()

    def _hold(self) -> None:
        self._tape.want(min((wish.opened_s - self._window.before_s for wish in self._wishes), default=None))

    def _seen_on(self, cut: Cut) -> tuple[Seen, ...]:
        begins_s, ends_s = cut.begins_s - SAME_S, cut.ends_s + SAME_S
        near = [seen for seen in self._seen if begins_s <= seen.at_s <= ends_s]
        often = Counter(one.pts if cut.spool.tells_times else one.dts for one in cut.packets)
        return tuple(seen for seen in near if often[seen.ticks] == 1)  # a clock that jumped tells nothing

    def _make(self, wish: Wish, cut: Cut, seen: Sequence[Seen]) -> None:
        made = film(cut, self._hidden)
        if made is None:
            log.warning("violation %s: no clip, for its packets hold no picture", wish.violation.id)
            return
        self._sink.clip(clip_of(wish, cut, made, seen))


def clip_of(wish: Wish, cut: Cut, made: Film, seen: Sequence[Seen]) -> Clip:
    """The clip as it is told."""
    opened_at = wish.violation.opened_at
    looks = tuple(HeadsAt(made.ms(one.ticks), one.heads) for one in seen if one.ticks in made.shown)
    return Clip(
        violation=wish.violation.id,
        camera=wish.violation.camera,
        opened_at=opened_at,
        begins_at=opened_at + timedelta(seconds=cut.begins_s - wish.opened_s),
        ends_at=opened_at + timedelta(seconds=cut.ends_s - wish.opened_s),
        video=made.video,
        width=made.width,
        height=made.height,
        copied=made.copied,
        looks=looks,
    )

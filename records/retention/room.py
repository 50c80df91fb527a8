"""Room on the disk with the evidence: an alert first, then the least important goes, then the least important stops.

The box keeps running whatever happens here.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from records.retention.holdings import holdings
from records.retention.plan import relief
from records.retention.removing import Gone
from records.retention.running import Retention, Run
from records.states import RunOutcome

log = logging.getLogger(__name__)
AGAIN = timedelta(minutes=10)
"""How long it waits where nothing may go, before it looks through everything once more."""
GB = 1e9


class Level(StrEnum):
    """How the disk stands: enough room; low, somebody should look; short, evidence goes; tight, and nothing may go."""

    OK = "ok"
    LOW = "low"
    SHORT = "short"
    TIGHT = "tight"


@dataclass(slots=True)
class Room:
    """What is known of the disk, shared by who looks after it and who writes; `free_bytes` is None before a look."""

    level: Level = Level.OK
    free_bytes: int | None = None

    @property
    def tight(self) -> bool:
        """Whether what is least important is not to be written any more."""
        return self.level is Level.TIGHT


class FloorWatch:
    """Looks after the room of one store."""

    def __init__(self, retention: Retention, room: Room, free: Callable[[], int] | None = None) -> None:
        """Take over; `free` tells the bytes left, the evidence folder's disk where it is not given."""
        self.retention, self.room = retention, room
        self._free = free or retention.evidence.free_bytes
        self._tried: datetime | None = None

    def attend(self, now: datetime, stop: Callable[[], bool] = lambda: False, *, may_delete: bool = True) -> Gone:
        """Look; where room is short, and that was told before, make some.

        Raises:
            StoreError: database or folder cannot be used.
        """
        was, free = self.room.level, self._free()
        level = self._level(free)
        self.room.free_bytes = free
        if level is not Level.SHORT or was is Level.OK or not may_delete:
            self._set(level)
            return Gone()
        if was is Level.TIGHT and self._tried is not None and abs(now - self._tried) < AGAIN:
            return Gone()
        self._tried = now
        gone = self._relieve(now, self.retention.rules.floor.alert - free, stop)
        self.room.free_bytes = free = self._free()
        level = self._level(free)
        self._set(Level.TIGHT if level is Level.SHORT and not gone.files else level)
        return gone

    def _relieve(self, now: datetime, wanted: float, stop: Callable[[], bool]) -> Gone:
        rules, keeper = self.retention.rules, self.retention.keeper
        with self.retention.database.reading() as session:
            take = relief(holdings(session), rules.floor, wanted, now)
        gone = Gone()
        for some in keeper.carry_out(take, lambda here: relief(here, rules.floor, math.inf, now), now):
            gone += some
            if stop():
                break
        if gone.files:
            words = (f"{wanted / GB:.2f} GB were wanted, {gone.size_bytes / GB:.2f} GB went",)
            run = Run(now, now, "system", RunOutcome.FLOOR, gone.files, gone.size_bytes, gone.rows, words)
            self.retention.remember(run)
        return gone

    def _level(self, free: int) -> Level:
        floor = self.retention.rules.floor
        if free >= floor.alert:
            return Level.OK
        return Level.LOW if free >= floor.act else Level.SHORT

    def _set(self, level: Level) -> None:
        if level is not self.room.level:
            say = log.info if level is Level.OK else log.error
            say("disk of %s: %s", self.retention.evidence.root, self._words(level))
        self.room.level = level

    def _words(self, level: Level) -> str:
        free = f"{(self.room.free_bytes or 0) / GB:.2f} GB free"
        alert = f"{self.retention.rules.floor.alert / GB:g} GB"
        return {
            Level.OK: f"{free}, enough again",
            Level.LOW: f"{free}, less than {alert}: make room, or evidence will go",
            Level.SHORT: f"{free}: evidence goes, the least important first",
            Level.TIGHT: f"{free}, and nothing may go: no clips and no heads to label are kept until there is room",
        }[level]

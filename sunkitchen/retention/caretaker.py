"""The caretaker: runs retention once a day, makes up for what was missed, and keeps an eye on the disk."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from api.context import Keeping
from records.retention.room import FloorWatch
from records.retention.running import Retention, Run
from records.states import RunOutcome
from sunkitchen.clock import clock_of
from sunkitchen.config import BoxConfig, load_retention
from sunkitchen.store import Store
from vision.facts import TimeSource

log = logging.getLogger(__name__)
RETRY = timedelta(hours=1)
"""How soon it looks again after it had to wait, or needs somebody's word."""


@dataclass(slots=True)
class Caretaker:
    """Looks after one store, whenever the clerk comes by.

    Attributes:
        active: whether anything is deleted at all; the disk is watched in any case.
    """

    retention: Retention
    floor: FloorWatch
    active: bool = True
    _next: datetime | None = field(default=None, repr=False)
    _last: Run | None = field(default=None, repr=False)

    def attend(self, now: datetime, stop: Callable[[], bool] = lambda: False) -> None:
        """Do what is due.

        Raises:
            StoreError: database or folder cannot be used; the next round tries again.
        """
        self.floor.attend(now, stop, may_delete=self.active)
        if not self.active or not self._is_due(now):
            return
        run = self.retention.run(now, "system", stop=stop)
        if run is not None:
            self._next = now + (self.retention.rules.every if run.outcome is RunOutcome.DONE else RETRY)
            self._last = run
            _tell(run)

    def keeping(self) -> Keeping:
        """How it goes, for the pages and whoever asks; nothing is read."""
        return Keeping(self.active, self.floor.room.level, self.floor.room.free_bytes, self._last)

    def _is_due(self, now: datetime) -> bool:
        """A clock that was set back makes it due, too: then the run says what it thinks of that."""
        every = self.retention.rules.every
        if self._next is None:
            with self.retention.database.reading() as session:
                runs = self.retention.runs(session)
            self._last = next((run for run in runs if run.outcome is not RunOutcome.FLOOR), None)
            done = self._last if self._last is not None and self._last.outcome is RunOutcome.DONE else None
            self._next = now if done is None else done.ended_at + every
        return now >= self._next or self._next - now > every


def caretaker_of(store: Store, box: BoxConfig) -> Caretaker:
    """The caretaker of a box.

    Raises:
        ConfigError: the rules of retention have mistakes.
    """
    retention = retention_of(store)
    return Caretaker(retention, FloorWatch(retention, store.room), box.retention)


def retention_of(store: Store) -> Retention:
    """Retention of a store by the shipped rules, by this machine's clock.

    Raises:
        ConfigError: the rules have mistakes.
    """
    return Retention(store.database, store.evidence, load_retention(), clock_of(TimeSource.LIVE))


def _tell(run: Run) -> None:
    if run.outcome is RunOutcome.DONE and (run.files or run.rows):
        log.info("retention: %d files, %.1f MB and %d rows went", run.files, run.size_bytes / 1e6, run.rows)
    for words in run.words:
        log.warning("retention: %s: %s", run.outcome, words)

"""One run of retention: look, ask what stands against it, take away what is due, and say what came of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from records import tables
from records.chain.standing import FILED
from records.database import Database
from records.evidence import PART, EvidenceFolder
from records.provenance import ClockReading, unmeasured
from records.retention import shelves
from records.retention.guard import (
    NOTHING,
    About,
    Allowed,
    Doubt,
    Mark,
    doubts_of_amount,
    doubts_of_clock,
    doubts_of_store,
    last_believed,
    left,
    links_of,
)
from records.retention.holdings import holdings
from records.retention.keeper import Judge, Keeper
from records.retention.plan import Going, Holding, Plan, plan
from records.retention.removing import Gone
from records.retention.rules import Rules, Shelf
from records.states import RunOutcome

log = logging.getLogger(__name__)
HALF_WRITTEN = timedelta(hours=1)
"""Younger ones may still be written to."""
NAMED = 5


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a run would do now.

    Attributes:
        lines: of other tables, that would go. orphans: files no row knows; they are never deleted here.
        lost: files that are due and not there: nobody deleted them on record. doubts: why nothing may go.
    """

    plan: Plan
    lines: Mapping[Shelf, int]
    orphans: tuple[str, ...]
    lost: tuple[str, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A run that came to an end. `words`: what people should know of it."""

    began_at: datetime
    ended_at: datetime
    who: str
    outcome: RunOutcome
    files: int
    size_bytes: int
    rows: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Retention:
    """Retention of one store by these rules; `clock` tells how far the time can be trusted."""

    database: Database
    evidence: EvidenceFolder
    rules: Rules
    clock: Callable[[], ClockReading] = unmeasured

    @property
    def keeper(self) -> Keeper:
        """Who takes things away."""
        return Keeper(self.database, self.evidence, self.rules.chunk)

    def look(self, now: datetime) -> Outlook:
        """What a run would do; nothing is changed.

        Raises:
            StoreError: database or folder cannot be used.
        """
        with self.database.reading() as session:
            found = plan(holdings(session), self.rules, now)
            lines = shelves.due(session, self.rules.shelves, now)
            orphans = tuple(self._orphans(session))
            mark = Mark.read(self.evidence)
            doubts = (
                *doubts_of_clock(self.rules.clock, now, last_believed(session), self.clock()),
                *doubts_of_amount(self.rules.guard, found),
                *doubts_of_store(session, len(orphans), mark),
            )
        return Outlook(found, lines, orphans, tuple(self._lost(found)), doubts)

    def run(
        self, now: datetime, who: str, allowed: Allowed = NOTHING, stop: Callable[[], bool] = lambda: False
    ) -> Run | None:
        """Do what is due, unless something stands against it; None where it was stopped before the end.

        Args:
            who: a login, or the box. allowed: what they take on themselves. stop: asked between chunks.

        Raises:
            StoreError: database or folder cannot be used; a later run goes on.
        """
        outlook = self.look(now)
        doubts = left(outlook.doubts, allowed)
        if doubts:
            waiting = any(doubt.about is About.CLOCK for doubt in doubts)
            outcome = RunOutcome.WAITING if waiting else RunOutcome.REFUSED
            words = tuple(doubt.words for doubt in doubts)
            return self.remember(Run(now, now, who, outcome, 0, 0, 0, words))
        gone = Gone()
        for some in self._work(outlook, now):
            gone += some
            if stop():
                return None
        self._sweep(now)
        words = (*_told(outlook.orphans, "files no row knows"), *_told(outlook.lost, "files lost before their time"))
        run = self.remember(Run(now, now, who, RunOutcome.DONE, gone.files, gone.size_bytes, gone.rows, words))
        with self.database.reading() as session:
            Mark(links_of(session)).write(self.evidence)
        return run

    def runs(self, session: Session, limit: int = 10) -> tuple[Run, ...]:
        """The last runs, newest first."""
        query = select(tables.RetentionRun).order_by(tables.RetentionRun.seq.desc()).limit(limit)
        return tuple(map(_run, session.scalars(query)))

    def judge(self, now: datetime) -> Judge:
        """What may go by age, asked again inside the transaction."""
        return partial(_going, rules=self.rules, now=now)

    def _work(self, outlook: Outlook, now: datetime) -> Iterator[Gone]:
        self.keeper.finish()
        yield from self.keeper.carry_out(outlook.plan.going, self.judge(now), now)
        yield from (Gone(rows=count) for count in shelves.clear(self.database, self.rules.shelves, now))

    def _orphans(self, session: Session) -> Iterator[str]:
        recorded = (tables.Base.metadata.tables[name].c.path for name in (*FILED, "erasure"))
        known = {path for column in recorded for path in session.scalars(select(column))}
        yield from sorted(path for path in self.evidence.paths() if path not in known and PART not in path)

    def _lost(self, found: Plan) -> Iterator[str]:
        paths = {file.path for one in found.going for file in one.files}
        yield from sorted(path for path in paths if not self.evidence.has(path))

    def _sweep(self, now: datetime) -> None:
        """Take away what a crash left half-written."""
        for path in list(self.evidence.forgotten((now - HALF_WRITTEN).timestamp())):
            self.evidence.sweep(path)

    def remember(self, run: Run) -> Run:
        """Write down what came of a run."""
        with self.database.writing() as session:
            session.add(
                tables.RetentionRun(
                    began_at=run.began_at,
                    ended_at=run.ended_at,
                    who=run.who,
                    outcome=run.outcome,
                    files=run.files,
                    size_bytes=run.size_bytes,
                    rows=run.rows,
                    words=run.words,
                )
            )
        return run


def _going(found: Sequence[Holding], rules: Rules, now: datetime) -> tuple[Going, ...]:
    return plan(found, rules, now).going


def _told(paths: tuple[str, ...], what: str) -> tuple[str, ...]:
    more = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
    return (f"{len(paths)} {what}: {', '.join(paths[:NAMED])}{more}",) if paths else ()


def _run(row: tables.RetentionRun) -> Run:
    return Run(row.began_at, row.ended_at, row.who, row.outcome, row.files, row.size_bytes, row.rows, tuple(row.words))

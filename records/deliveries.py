"""Messages on their way to somebody outside: filed once, tried until they arrive or are too old.

At least once: a message that was sent and whose arrival could not be written down is sent again, under the same id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from records import tables
from records.states import Topic

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(days=1)
KEPT = timedelta(days=30)
"""How long a message is kept after it was filed, that people can see what was told."""
LONGEST_ERROR = 300


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message and how far it came; `next_at` is None where it is not tried again, `sent_at` until it arrived."""

    id: UUID
    notifier: UUID
    topic: Topic
    filed_at: datetime
    body: str
    attempts: int
    next_at: datetime | None
    sent_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be filed; `body` is its JSON."""

    id: UUID
    notifier: UUID
    topic: Topic
    body: str
    violation: UUID | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How it goes with one notifier: what waits, what arrived, what was given up, and the newest error."""

    waiting: int = 0
    sent: int = 0
    given_up: int = 0
    last_sent: datetime | None = None
    error: str = ""


def file(session: Session, draft: Draft, at: datetime) -> bool:
    """File a message, to be sent now; False where it was filed before."""
    if session.get(tables.Delivery, draft.id) is not None:
        return False
    session.add(
        tables.Delivery(
            id=draft.id,
            notifier=draft.notifier,
            topic=draft.topic,
            violation=draft.violation,
            filed_at=at,
            body=draft.body,
            attempts=0,
            next_at=at,
            sent_at=None,
            error="",
        )
    )
    session.flush()
    return True


def due(session: Session, now: datetime, limit: int) -> tuple[Delivery, ...]:
    """What is to be sent now to whoever is told at all, the longest waiting first."""
    d, n = tables.Delivery, tables.Notifier
    query = select(d).join(n, n.id == d.notifier).where(d.next_at <= now, n.active).order_by(d.next_at, d.filed_at)
    return tuple(map(_delivery, session.scalars(query.limit(limit))))


def arrived(session: Session, delivery: UUID, at: datetime) -> None:
    """It was taken; nothing where it went with its notifier meanwhile."""
    row = session.get(tables.Delivery, delivery)
    if row is not None:
        row.attempts, row.sent_at, row.next_at, row.error = row.attempts + 1, at, None, ""


def failed(session: Session, delivery: UUID, error: str, at: datetime) -> None:
    """It was not taken: again later, each time twice as late, until it is too old."""
    row = session.get(tables.Delivery, delivery)
    if row is None:
        return
    row.attempts, row.error = row.attempts + 1, error[:LONGEST_ERROR]
    row.next_at = at + pause(row.attempts) if at - row.filed_at < GIVEN_UP_AFTER else None


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 20)), LONGEST_PAUSE)


def recent(session: Session, notifier: UUID, limit: int = 20) -> tuple[Delivery, ...]:
    """The newest messages to one, newest first."""
    d = tables.Delivery
    query = select(d).where(d.notifier == notifier).order_by(d.filed_at.desc(), d.id).limit(limit)
    return tuple(map(_delivery, session.scalars(query)))


def tallies(session: Session) -> Mapping[UUID, Tally]:
    """How it goes, by notifier; nothing for one without messages."""
    d = tables.Delivery
    counted = select(
        d.notifier,
        func.count(d.next_at),
        func.count(d.sent_at),
        func.count(),
        func.max(d.sent_at),
    ).group_by(d.notifier)
    return {
        notifier: Tally(waiting, sent, total - waiting - sent, last, _last_error(session, notifier))
        for notifier, waiting, sent, total, last in session.execute(counted)
    }


def waiting(session: Session) -> int:
    """How many messages wait to be sent."""
    d = tables.Delivery
    return session.scalar(select(func.count()).select_from(d).where(d.next_at.is_not(None))) or 0


def sweep(session: Session, now: datetime) -> None:
    """Forget what was settled long ago."""
    d = tables.Delivery
    session.execute(delete(d).where(d.next_at.is_(None), d.filed_at < now - KEPT))


def _last_error(session: Session, notifier: UUID) -> str:
    """Of the newest message, where it has one."""
    d = tables.Delivery
    newest = select(d.error).where(d.notifier == notifier, d.attempts > 0).order_by(d.filed_at.desc()).limit(1)
    return session.scalar(newest) or ""


def _delivery(row: tables.Delivery) -> Delivery:
    return Delivery(
        row.id,
        row.notifier,
        row.topic,
        row.filed_at,
        row.body,
        row.attempts,
        row.next_at,
        row.sent_at,
        row.error,
    )

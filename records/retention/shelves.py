"""Lines of tables that grow without end and belong to no violation, taken away a few hundred at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import ColumnElement, Select, delete, exists, func, select, tuple_
from sqlalchemy.orm import Session

from records import tables
from records.chain.links import BOX, Entry, append, forget
from records.chain.rows import key_of
from records.database import Database
from records.retention.rules import Shelf
from records.states import LinkKind

LINES = 500
Query = Callable[[datetime], tuple[type[tables.Base], ColumnElement[bool]]]
"""The table, and which of its lines are older than a time."""


def _labelled() -> ColumnElement[bool]:
    return exists().where(tables.SampleLabel.sample == tables.Sample.id)


def _not_newest() -> ColumnElement[bool]:
    """What a camera last said stays: it is how the camera is known to stand."""
    h = tables.CameraHealth
    newest = select(h.camera, func.max(h.at, type_=tables.UtcDateTime())).group_by(h.camera)
    return tuple_(h.camera, h.at).not_in(newest)


OLDER: Mapping[Shelf, Query] = MappingProxyType(
    {
        Shelf.AUDIT: lambda t: (tables.Audit, tables.Audit.at < t),
        Shelf.COVERAGE: lambda t: (tables.Coverage, tables.Coverage.hour < t),
        Shelf.SUPPRESSIONS: lambda t: (tables.Suppression, tables.Suppression.hour < t),
        Shelf.CAMERA_HEALTH: lambda t: (tables.CameraHealth, (tables.CameraHealth.at < t) & _not_newest()),
        Shelf.SAMPLES: lambda t: (tables.Sample, (tables.Sample.at < t) & ~_labelled()),
        Shelf.LABELLED_SAMPLES: lambda t: (tables.Sample, (tables.Sample.at < t) & _labelled()),
        Shelf.EXPIRED_TOKENS: lambda t: (tables.Token, (tables.Token.expires < t) | (tables.Token.revoked < t)),
        Shelf.LOGIN_FAILURES: lambda t: (tables.LoginFailure, tables.LoginFailure.last_at < t),
        Shelf.REQUESTS: lambda t: (tables.PersonRequest, tables.PersonRequest.decided_at < t),
        Shelf.RUNS: lambda t: (tables.RetentionRun, tables.RetentionRun.ended_at < t),
    }
)


def due(session: Session, kept: Mapping[Shelf, timedelta], now: datetime) -> dict[Shelf, int]:
    """How many lines may go, by shelf; shelves with nothing are left out."""
    counts = {shelf: _count(session, shelf, now - lasts) for shelf, lasts in kept.items()}
    return {shelf: count for shelf, count in counts.items() if count}


def clear(database: Database, kept: Mapping[Shelf, timedelta], now: datetime) -> Iterator[int]:
    """Take them away, LINES in a transaction; gives how many went with each.

    Raises:
        StoreError: the database cannot be used; a later call goes on.
    """
    for shelf, lasts in kept.items():
        while True:
            with database.writing() as session:
                count = _some(session, shelf, now - lasts, now)
            if not count:
                break
            yield count


def _count(session: Session, shelf: Shelf, before: datetime) -> int:
    kind, where = OLDER[shelf](before)
    return session.scalar(select(func.count()).select_from(kind).where(where)) or 0


def _some(session: Session, shelf: Shelf, before: datetime, now: datetime) -> int:
    kind, where = OLDER[shelf](before)
    if kind is tables.PersonRequest:
        return _requests(session, select(tables.PersonRequest).where(where).limit(LINES), now)
    keys = list(kind.__table__.primary_key)
    some = session.execute(select(*keys).where(where).limit(LINES)).all()
    if some:
        session.execute(delete(kind).where(tuple_(*keys).in_([tuple(row) for row in some])))
    return len(some)


def _requests(session: Session, query: Select[tables.PersonRequest], now: datetime) -> int:
    """What a person asked is in the chain, too, and goes from there with its line."""
    rows = list(session.scalars(query))
    for row in rows:
        key, subject = key_of(row), row.id
        append(session, Entry(BOX, now, LinkKind.DELETION, subject, gone=[key], note={"rules": ["requests"]}))
        session.delete(row)
        session.flush()
        forget(session, subject)
    return len(rows)

"""A database with many events: the demo's own, written again and again with other ids.

What is over comes with its steps, without looks and pictures: nothing on the way asks for them. What waits has all, and
was captured within the last hours. The rows go in as they are, beside the chain: nobody will verify this folder.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from cases.desk import Desk
from records import tables
from records.states import ReviewState
from sunkitchen.config import load_casebook
from sunkitchen.store import Store, open_store

BATCH = 2000
APART = timedelta(minutes=7)
"""Between those that wait."""
OVER_BEFORE, OVER_APART = timedelta(days=100), timedelta(minutes=15)
"""What is over happened in the years before: a stall is not flagged a thousand times in a month."""
Row = dict[str, Any]
Copies = Sequence[tuple[UUID, UUID]]
"""Pairs of a violation that is there, and a new one like it."""


def fill(folder: Path, events: int, waiting: int) -> None:
    """Write so many events into the demo's folder, so many of which wait for review."""
    with open_store(folder) as store:
        with store.database.writing() as session:
            over = _copies(session, waits=False, count=events - waiting)
            times = _captured(over, OVER_BEFORE, OVER_APART)
            for copies in _batches(over):
                _write(session, tables.Violation, "id", copies, times)
                _write(session, tables.CaseStep, "violation", copies)
        with store.database.writing() as session:
            fresh = _copies(session, waits=True, count=waiting)
            _write(session, tables.Violation, "id", fresh, _captured(fresh, APART, APART))
            _look(session, fresh)
            _picture(store, session, fresh)
        Desk(store.database, load_casebook()).run(datetime.now(UTC))


def _copies(session: Session, *, waits: bool, count: int) -> list[tuple[UUID, UUID]]:
    v = tables.Violation
    states = [ReviewState.PENDING_REVIEW] if waits else [ReviewState.CLOSED, ReviewState.DISMISSED]
    old = session.scalars(select(v.id).where(v.state.in_(states), ~v.advisory).order_by(v.id)).all()
    return [(old[number % len(old)], uuid4()) for number in range(count)]


def _batches(copies: Copies) -> Iterator[Copies]:
    for begin in range(0, len(copies), BATCH):
        yield copies[begin : begin + BATCH]


def _captured(copies: Copies, before: timedelta, apart: timedelta) -> Mapping[UUID, Row]:
    """When each was captured: so long before now, and so far apart."""
    now = datetime.now(UTC)
    times = (now - before - apart * number for number in range(len(copies)))
    return {
        new: {"opened_at": at, "started_at": at - timedelta(seconds=9), "at": at}
        for (_, new), at in zip(copies, times, strict=True)
    }


def _rows(session: Session, kind: type[tables.Base], key: str, old: Sequence[UUID]) -> dict[UUID, list[Row]]:
    table = kind.__table__
    assert isinstance(table, Table)
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in session.execute(select(table).where(table.c[key].in_(old))).mappings():
        found[row[key]].append(dict(row))
    return found


def _write(
    session: Session, kind: type[tables.Base], key: str, copies: Copies, changed: Mapping[UUID, Row] | None = None
) -> None:
    rows = _rows(session, kind, key, list({old for old, _ in copies}))
    more = changed or {}
    session.execute(insert(kind), [row | {key: new} | more.get(new, {}) for old, new in copies for row in rows[old]])


def _look(session: Session, copies: Copies) -> None:
    looks = _rows(session, tables.Look, "violation", list({old for old, _ in copies}))
    pairs = [(row, new, uuid4()) for old, new in copies for row in looks[old]]
    session.execute(insert(tables.Look), [row | {"id": look, "violation": new} for row, new, look in pairs])
    said = _rows(session, tables.Judgement, "look", list({row["id"] for row, _, _ in pairs}))
    session.execute(
        insert(tables.Judgement), [one | {"look": look} for row, _, look in pairs for one in said[row["id"]]]
    )


def _picture(store: Store, session: Session, copies: Copies) -> None:
    kept = _rows(session, tables.Evidence, "violation", list({old for old, _ in copies}))
    made = [_linked(store, row, new) for old, new in copies for row in kept[old]]
    session.execute(insert(tables.Evidence), made)


def _linked(store: Store, row: Row, new: UUID) -> Row:
    """The same file under the new event's name."""
    was = Path(row["path"])
    path = was.parent.parent / str(new) / was.name
    place = store.evidence.root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    os.link(store.evidence.root / was, place)
    return row | {"id": uuid4(), "violation": new, "path": str(path), "derived_from": None}

"""Taking away what is kept of a violation, in the caller's transaction: tombstone, removals, and what is to be erased.

The files themselves go afterwards, once all of this is on record (records.retention.keeper).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, func, select
from sqlalchemy.orm import Session

from records import tables
from records.canonical import Json
from records.chain.links import Entry, append, forget
from records.chain.rows import CHAINED, RowKey, key_of
from records.retention.plan import Going, HeldFile
from records.states import LinkKind, Matter

VIOLATION: Table = tables.Base.metadata.tables["violation"]
LOOKS = frozenset({"look", "judgement"})


@dataclass(frozen=True, slots=True)
class Gone:
    """What went: how many files, bytes and rows."""

    files: int = 0
    size_bytes: int = 0
    rows: int = 0

    def __add__(self, other: Gone) -> Gone:
        return Gone(self.files + other.files, self.size_bytes + other.size_bytes, self.rows + other.rows)


def remove(session: Session, going: Sequence[Going], at: datetime) -> Gone:
    """Take away some matters of one violation, and say so in its site's chain.

    Raises:
        StoreError: the database cannot be used.
    """
    violation, site = going[0].violation, going[0].site
    matters = {one.matter for one in going}
    files = {file.path: file for one in going for file in one.files}
    rows = _rows(violation, going, at)
    note: dict[str, Json] = {"rules": sorted({one.rule for one in going})}
    session.add_all(tables.Erasure(path=path, since=at) for path in files)
    if Matter.ROWS in matters:
        count = _clear(session, site, violation, at, Tombstone(note, tuple(files)))
    elif Matter.LOOKS in matters:
        session.add_all(rows)
        count = _thin(session, site, violation, at, Tombstone(note, tuple(files)))
    else:
        session.add_all(rows)
        append(session, Entry(site, at, LinkKind.DELETION, violation, rows, files=tuple(files), note=note))
        count = 0
    return Gone(len(files), sum(file.size_bytes for file in files.values()), count)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What a deletion says of itself: note, and paths of the files."""

    note: Mapping[str, Json]
    files: tuple[str, ...]


def _rows(violation: UUID, going: Sequence[Going], at: datetime) -> list[tables.Base]:
    found = {file: one.rule for one in going for file in one.files}
    return [_removal(violation, file, rule, at) for file, rule in found.items()]


def _removal(violation: UUID, file: HeldFile, rule: str, at: datetime) -> tables.Removal:
    return tables.Removal(path=file.path, violation=violation, at=at, matter=file.matter, rule=rule)


def _clear(session: Session, site: str, violation: UUID, at: datetime, said: Tombstone) -> int:
    """All rows of a violation go, and what the chain said of them; hashes stay."""
    session.flush()
    gone = [key_of(row) for row in _chained(session, violation)]
    session.expunge_all()
    count = sum(_delete(session, table, where) for table, where in reversed(list(hanging_on(violation))))
    append(session, Entry(site, at, LinkKind.DELETION, violation, gone=gone, files=said.files, note=said.note))
    forget(session, violation)
    return count


def _thin(session: Session, site: str, violation: UUID, at: datetime, said: Tombstone) -> int:
    """Its looks go, also from what the chain said; what stays is said again, for the old words are forgotten."""
    session.flush()
    rows = list(_chained(session, violation))
    looks = [row for row in rows if row.__tablename__ in LOOKS]
    gone: list[RowKey] = [key_of(row) for row in looks]
    stay = [row for row in rows if row.__tablename__ not in LOOKS]
    append(session, Entry(site, at, LinkKind.DELETION, violation, stay, gone, said.files, said.note))
    forget(session, violation)
    for row in looks:
        session.expunge(row)
    going = [(table, where) for table, where in hanging_on(violation) if table.name in LOOKS]
    return sum(_delete(session, table, where) for table, where in reversed(going))


def hanging_on(violation: UUID) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """The violation's table and every table that hangs on it, parents first, each with which rows are its."""
    found: dict[Table, ColumnElement[bool]] = {VIOLATION: VIOLATION.c.id == violation}
    for table in tables.Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            parent = key.column.table
            if table not in found and parent in found:
                found[table] = key.parent.in_(select(key.column).where(found[parent]))
    yield from found.items()


def _chained(session: Session, violation: UUID) -> Iterator[tables.Base]:
    kinds = {kind.__tablename__: kind for kind in CHAINED}
    for table, where in hanging_on(violation):
        if table.name in kinds:
            yield from session.scalars(select(kinds[table.name]).where(where))


def _delete(session: Session, table: Table, where: ColumnElement[bool]) -> int:
    count = session.scalar(select(func.count()).select_from(table).where(where)) or 0
    session.execute(delete(table).where(where))
    return count

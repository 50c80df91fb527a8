"""Rows exactly as the database holds them, as JSON; read without the ORM, so that nothing is smoothed over.

What a column cannot properly hold (somebody wrote to the file by other means) comes out as `?` and its text, and so
equals nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    LargeBinary,
    Select,
    Table,
    Uuid,
    and_,
    inspect,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType, TypeEngine

from records import tables
from records.canonical import Json, utc_text

Image: TypeAlias = Mapping[str, Json]
"""A row's columns by name."""

CHAINED: tuple[type[tables.Base], ...] = (
    tables.Violation,
    tables.Look,
    tables.Judgement,
    tables.Evidence,
    tables.CaseStep,
    tables.Attachment,
    tables.Clip,
    tables.Removal,
    tables.Hold,
    tables.RegisterCopy,
    tables.PersonRequest,
    tables.SigningKey,
)
"""Tables whose every row must be in the chain. A table whose rows are appended to it belongs here."""

BATCH = 300
HEX = re.compile(r"[0-9a-f]{32}")
TIME = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d{6})")


class RowKey(NamedTuple):
    """A row's table and primary key."""

    table: str
    key: tuple[str | int, ...]

    def __str__(self) -> str:
        return f"row:{self.table}/{'/'.join(map(str, self.key))}"


def key_of(row: tables.Base) -> RowKey:
    """Key of a row that was flushed."""
    table = row.__table__
    assert isinstance(table, Table)
    state = inspect(row)
    values = (getattr(row, state.mapper.get_property_by_column(column).key) for column in table.primary_key)
    return RowKey(table.name, tuple(value if isinstance(value, int) else str(value) for value in values))


def table_of(name: str) -> Table | None:
    """A chained table by its name."""
    return tables.Base.metadata.tables[name] if name in {one.__tablename__ for one in CHAINED} else None


def images(session: Session, keys: Iterable[RowKey]) -> dict[RowKey, Image]:
    """The rows with these keys; those that are not there are left out."""
    found: dict[RowKey, Image] = {}
    by_table: dict[str, list[RowKey]] = {}
    for key in keys:
        by_table.setdefault(key.table, []).append(key)
    for name, wanted in by_table.items():
        table = table_of(name)
        if table is not None:
            for begin in range(0, len(wanted), BATCH):
                query = _selected(table, wanted[begin : begin + BATCH])
                found |= keyed(table, _read(session, query, table))
    return found


def stream(
    session: Session, table: Table, *order: Column[object], where: Sequence[ColumnElement[bool]] = ()
) -> Iterator[Image]:
    """The rows of a table of which all this is true, a few at a time."""
    return _read(session, _raw(table).where(*where).order_by(*order or table.primary_key), table)


def keyed(table: Table, found: Iterable[Image]) -> dict[RowKey, Image]:
    """Rows of a table by their keys."""
    return {_key(table, image): image for image in found}


def keys(session: Session, table: Table) -> Iterator[RowKey]:
    """Keys of all rows of a table."""
    columns = list(table.primary_key)
    rows = session.execute(select(*(type_coerce(column, NullType()) for column in columns)))
    for row in rows:
        yield RowKey(table.name, tuple(_part(column, value) for column, value in zip(columns, row, strict=True)))


def _read(session: Session, query: Select[*tuple[Any, ...]], table: Table) -> Iterator[Image]:
    for row in session.execute(query.execution_options(yield_per=BATCH)):
        yield {column.name: _plain(column.type, value) for column, value in zip(table.columns, row, strict=True)}


@cache
def _raw(table: Table) -> Select[*tuple[Any, ...]]:
    return select(*(type_coerce(column, NullType()).label(column.name) for column in table.columns))


def _selected(table: Table, wanted: Sequence[RowKey]) -> Select[*tuple[Any, ...]]:
    columns = list(table.primary_key)
    if len(columns) == 1:
        return _raw(table).where(columns[0].in_([_typed(columns[0], one.key[0]) for one in wanted]))
    same = (
        and_(*(column == _typed(column, part) for column, part in zip(columns, one.key, strict=True))) for one in wanted
    )
    return _raw(table).where(or_(*same))


def _typed(column: Column[object], part: str | int) -> object:
    if isinstance(column.type, Uuid):
        return UUID(str(part))
    return datetime.fromisoformat(str(part)) if isinstance(column.type, tables.UtcDateTime) else part


def _key(table: Table, image: Image) -> RowKey:
    return RowKey(table.name, tuple(_key_part(image[column.name]) for column in table.primary_key))


def _part(column: Column[object], raw: object) -> str | int:
    return _key_part(_plain(column.type, raw))


def _key_part(value: Json) -> str | int:
    return value if isinstance(value, int) else str(value)


def _plain(kind: TypeEngine[object], raw: object) -> Json:
    if raw is None:
        return None
    reader = next((reader for one, reader in READERS if isinstance(kind, one)), _as_it_is)
    try:
        return reader(raw)
    except (TypeError, ValueError):
        return f"?{raw!r}"


def _as_it_is(raw: object) -> Json:
    if isinstance(raw, (str, int, float)):
        return raw
    raise TypeError


def _uuid(raw: object) -> Json:
    if isinstance(raw, str) and not HEX.fullmatch(raw):
        raise ValueError(raw)
    return str(UUID(str(raw)))


def _time(raw: object) -> Json:
    if isinstance(raw, datetime):
        return utc_text(raw)
    found = TIME.fullmatch(str(raw))
    if found is None:
        raise ValueError(raw)
    return f"{found[1]}T{found[2]}Z"


def _truth(raw: object) -> Json:
    if raw in (0, 1):
        return bool(raw)
    raise ValueError(raw)


def _json(raw: object) -> Json:
    """As SQLAlchemy writes it and in no other way; some databases give the value itself."""
    if not isinstance(raw, str):
        return raw  # type: ignore[return-value]
    value: Json = json.loads(raw)
    if json.dumps(value) != raw:
        raise ValueError(raw)
    return value


def _bytes(raw: object) -> Json:
    if isinstance(raw, bytes):
        return raw.hex()
    raise TypeError


READERS: tuple[tuple[type[TypeEngine[object]], Callable[[object], Json]], ...] = (  # type: ignore[assignment]
    (Uuid, _uuid),
    (tables.UtcDateTime, _time),
    (Boolean, _truth),
    (JSON, _json),
    (LargeBinary, _bytes),
)

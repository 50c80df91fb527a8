"""How many violations there are of each kind, by the UTC day and hour they opened in.

The database keeps it itself, by triggers on the violation table (migration 0016), so that no writer can forget to; rows
that come to nothing are gone. A merchant of '' is nobody's.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Integer, String, Table

from records.states import ReviewState
from records.tables.base import Base, word

HOURS = tuple(f"h{hour:02}" for hour in range(24))
"""A column an hour: those that opened in it. `n` is their sum."""
KEYS: tuple[Column[object], ...] = (
    Column("site", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("merchant", String, primary_key=True),
    Column("camera", String, primary_key=True),
    Column("code", String, primary_key=True),
    Column("advisory", Boolean, primary_key=True),
    Column("state", word(ReviewState), primary_key=True),
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("repeated", Boolean, primary_key=True),
)
COUNTERS: tuple[Column[int], ...] = tuple(Column(name, Integer, nullable=False) for name in ("n", *HOURS))

TALLY = Table("tally", Base.metadata, *KEYS, *COUNTERS, sqlite_with_rowid=False)

"""A report as values: headings in two languages, columns that say what they hold, rows of plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cases.words import Words

Cell = str | int | float | date | datetime | None
"""None is what nobody knows; writers show a dash, never a zero."""


class Kind(StrEnum):
    """What a column holds. SHARE is 0-1; MINUTES a number of minutes; TIME an aware datetime."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    SHARE = "share"
    MINUTES = "minutes"
    TIME = "time"
    DAY = "day"


class Form(StrEnum):
    """As what a report is written."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `width`: about how many Chinese characters it needs; only writers look at it."""

    name: Words
    kind: Kind = Kind.TEXT
    width: int = 6


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, each with one value per column.

    Raises:
        ValueError: a row of another length.
    """

    title: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.title.en}: expected rows of {len(self.columns)}, came {row!r}")


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, one per name; every bar is also a number in a table."""

    title: Words
    names: tuple[str, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the head of a report."""

    name: Words
    value: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is written.

    Attributes:
        name: by which it is asked for. head: title, period, scope, formula, time, coverage, in order.
        notes: what a reader must know. signatures: who signs by hand; nobody where it is empty.
    """

    name: str
    title: Words
    head: tuple[Field, ...]
    tables: tuple[Table, ...]
    notes: tuple[Words, ...]
    charts: tuple[Chart, ...] = ()
    signatures: tuple[Words, ...] = ()

"""Reports as the API tells of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.access.may import Right
from api.problem import field_problem
from api.schemas import Day, LabelOut, Out
from cases.reports.catalogue import Kind
from cases.reports.period import Period, Span, usual
from cases.reports.table import Cell, Chart, Column, Form, Report, Table
from cases.words import Words
from records.scopes import Scope


class ReportQuery(BaseModel):
    """Of which days, over what, as what. Without days the usual ones."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    first: Day | None = Field(None, alias="from", description="first day, as in Ningbo")
    last: Day | None = Field(None, alias="to", description="last day, included")
    scope: str | None = Field(
        None,
        min_length=1,
        max_length=200,
        description="all, district:NAME, street:DISTRICT/NAME, site:ID, merchant:ID; left out: all you may see",
    )
    form: Form | Literal["json"] = Field("json", alias="format")
    reason: str | None = Field(None, max_length=300, description="why, for the audit log")

    def period(self, span: Span, now: datetime) -> Period:
        """The days.

        Raises:
            Problem: 422, there are no such.
        """
        if self.first is None and self.last is None:
            return usual(span, now)
        if self.first is None or self.last is None:
            raise field_problem("from" if self.first is None else "to", "expected both from and to, or neither")
        try:
            return Period(self.first, self.last)
        except ValueError as error:
            raise field_problem("to", str(error)) from error

    def wanted(self) -> Scope | None:
        """Over what.

        Raises:
            Problem: 422, it is no scope.
        """
        try:
            return None if self.scope is None else Scope.parse(self.scope)
        except ValueError as error:
            raise field_problem("scope", str(error)) from error


class KindOut(Out):
    """A report there is. `span`: of its usual period. `right`: what it takes to see it."""

    name: str
    title: LabelOut
    span: Span
    right: Right
    url: str

    @classmethod
    def of(cls, kind: Kind, right: Right) -> KindOut:
        """From the catalogue."""
        url = f"/api/v1/reports/{kind.name}"
        return cls(name=kind.name, title=_label(kind.title), span=kind.span, right=right, url=url)


class KindList(Out):
    """Those you may see."""

    items: tuple[KindOut, ...]


class FieldOut(Out):
    """A line of the head."""

    name: LabelOut
    value: str


class ColumnOut(Out):
    """A column. `kind`: text | count | number | share (0-1) | minutes | time (UTC) | day."""

    name: LabelOut
    kind: str

    @classmethod
    def of(cls, column: Column) -> ColumnOut:
        """From a table."""
        return cls(name=_label(column.name), kind=column.kind)


class TableOut(Out):
    """Rows of one value per column; null is what nobody knows."""

    title: LabelOut
    columns: tuple[ColumnOut, ...]
    rows: tuple[tuple[int | float | str | None, ...], ...]

    @classmethod
    def of(cls, table: Table) -> TableOut:
        """From a report."""
        rows = tuple(tuple(_plain(cell) for cell in row) for row in table.rows)
        return cls(title=_label(table.title), columns=tuple(map(ColumnOut.of, table.columns)), rows=rows)


class ChartOut(Out):
    """Bars."""

    title: LabelOut
    names: tuple[str, ...]
    values: tuple[float, ...]

    @classmethod
    def of(cls, chart: Chart) -> ChartOut:
        """From a report."""
        return cls(title=_label(chart.title), names=chart.names, values=chart.values)


class ReportOut(Out):
    """A report as it stands when it is asked for."""

    name: str
    title: LabelOut
    head: tuple[FieldOut, ...]
    tables: tuple[TableOut, ...]
    charts: tuple[ChartOut, ...]
    notes: tuple[LabelOut, ...]

    @classmethod
    def of(cls, report: Report) -> ReportOut:
        """From the report."""
        return cls(
            name=report.name,
            title=_label(report.title),
            head=tuple(FieldOut(name=_label(field.name), value=field.value) for field in report.head),
            tables=tuple(map(TableOut.of, report.tables)),
            charts=tuple(map(ChartOut.of, report.charts)),
            notes=tuple(map(_label, report.notes)),
        )


def _label(words: Words) -> LabelOut:
    return LabelOut(zh=words.zh, en=words.en)


def _plain(cell: Cell) -> int | float | str | None:
    return cell.isoformat() if isinstance(cell, date) else cell

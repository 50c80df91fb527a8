"""Cells as people read them."""

from __future__ import annotations

from datetime import date, datetime

from cases.reports.frame import moment, share
from cases.reports.table import Cell, Column, Kind

UNKNOWN = "—"


def shown(cell: Cell, column: Column) -> str:
    """A cell in words; a dash for what nobody knows."""
    if cell is None:
        return UNKNOWN
    if isinstance(cell, datetime):
        return moment(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, (int, float)):
        return _number(cell, column.kind)
    return cell


def _number(value: float, kind: Kind) -> str:
    if kind is Kind.SHARE:
        return share(value)
    return f"{value:.1f}" if kind in (Kind.NUMBER, Kind.MINUTES) else f"{value:g}"

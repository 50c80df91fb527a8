"""A report as CSV for spreadsheets: UTF-8 with its mark, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from cases.reports.table import Report, Table
from cases.words import Words
from sunkitchen.printing.text import shown

RUN = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, where a cell begins so; full width ones in Chinese too."""
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?%?")
MARK = "\ufeff"


def csv_of(report: Report) -> bytes:
    """Head, tables, notes, with an empty line between; every cell is text."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in line] for line in _lines(report))
    return (MARK + page.getvalue()).encode()


def harmless(text: str) -> str:
    """The text, with an apostrophe before what would be run; numbers below zero stay numbers."""
    return f"'{text}" if text.lstrip(" \n").startswith(RUN) and not NUMBER.fullmatch(text) else text


def _lines(report: Report) -> Iterator[list[str]]:
    yield [_both(report.title)]
    for field in report.head:
        yield [_both(field.name), field.value]
    for table in report.tables:
        yield from _table(table)
    yield []
    for note in report.notes:
        yield [_both(note)]


def _table(table: Table) -> Iterator[list[str]]:
    yield []
    yield [_both(table.title)]
    yield [_both(column.name) for column in table.columns]
    for row in table.rows:
        yield [shown(cell, column) for cell, column in zip(row, table.columns, strict=True)]


def _both(words: Words) -> str:
    return f"{words.zh} {words.en}"

"""A report as a workbook: one sheet per table, numbers as numbers, every text as text and never as a formula."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from typing import Any

import xlsxwriter

from cases.reports.period import ZONE
from cases.reports.table import Cell, Chart, Column, Kind, Report, Table
from cases.words import Words
from sunkitchen.printing.text import UNKNOWN

FORMATS = {
    Kind.COUNT: "0",
    Kind.NUMBER: "0.0",
    Kind.MINUTES: "0.0",
    Kind.SHARE: "0.0%",
    Kind.TIME: "yyyy-mm-dd hh:mm",
    Kind.DAY: "yyyy-mm-dd",
    Kind.TEXT: "@",
}
NO_NAME = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31
FONT = "宋体"
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
Book = Any
"""xlsxwriter tells no types."""


def xlsx_of(report: Report) -> bytes:
    """A sheet with head and notes, then one per table; charts stand beneath the head."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        styles = _styles(book)
        _cover(book, report, styles)
        for number, table in enumerate(report.tables, start=1):
            _sheet(book, table, number, styles)
    return file.getvalue()


def _styles(book: Book) -> dict[str, Any]:
    plain = {"font_name": FONT, "font_size": 10.5, "valign": "vcenter"}
    boxed = plain | {"border": 1, "text_wrap": True}
    return {
        "title": book.add_format(plain | {"bold": True, "font_size": 15}),
        "name": book.add_format(plain | {"bold": True}),
        "words": book.add_format(plain | {"text_wrap": True, "num_format": "@"}),
        "heading": book.add_format(boxed | {"bold": True, "bg_color": "#DDE6EF"}),
        **{kind: book.add_format(boxed | {"num_format": shape}) for kind, shape in FORMATS.items()},
    }


def _cover(book: Book, report: Report, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, f"{report.title.zh} {report.title.en}", styles["title"])
    row = 2
    for field in report.head:
        sheet.write_string(row, 0, _both(field.name), styles["name"])
        sheet.write_string(row, 1, field.value, styles["words"])
        row += 1
    for note in report.notes:
        row += 1
        sheet.write_string(row, 0, "说明 note", styles["name"])
        sheet.write_string(row, 1, _both(note), styles["words"])
    for words in report.signatures:
        row += 2
        sheet.write_string(row, 0, f"{words.zh}:", styles["name"])
    for number, chart in enumerate(report.charts):
        _chart(book, sheet, chart, row + 3 + 18 * number)


def _sheet(book: Book, table: Table, number: int, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet(_name(f"{number} {table.title.zh}"))
    sheet.write_string(0, 0, _both(table.title), styles["name"])
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, 2.1 * column.width + 3)
        sheet.write_string(1, at, f"{column.name.zh}\n{column.name.en}", styles["heading"])
    for down, row in enumerate(table.rows, start=2):
        for at, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _write(sheet, (down, at), cell, column, styles)
    sheet.freeze_panes(2, 0)
    if table.rows:
        sheet.autofilter(1, 0, 1 + len(table.rows), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)


def _write(sheet: Book, place: tuple[int, int], cell: Cell, column: Column, styles: dict[str, Any]) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(*place, cell.astimezone(ZONE).replace(tzinfo=None), styles[Kind.TIME])
    elif isinstance(cell, date):
        sheet.write_datetime(*place, cell, styles[Kind.DAY])
    elif isinstance(cell, (int, float)):
        sheet.write_number(*place, cell, styles[column.kind])
    else:
        sheet.write_string(*place, UNKNOWN if cell is None else cell, styles[Kind.TEXT])


def _chart(book: Book, sheet: Book, chart: Chart, row: int) -> None:
    """The numbers of the bars stand beside them, in columns of their own."""
    if not chart.names:
        return
    for at, (name, value) in enumerate(zip(chart.names, chart.values, strict=True)):
        sheet.write_string(row + at, 3, name)
        sheet.write_number(row + at, 4, value)
    last = row + len(chart.names) - 1
    bars = book.add_chart({"type": "bar"})
    bars.add_series(
        {"categories": ["说明", row, 3, last, 3], "values": ["说明", row, 4, last, 4], "data_labels": {"value": True}}
    )
    bars.set_title({"name": chart.title.zh, "name_font": {"size": 11}})
    bars.set_legend({"none": True})
    bars.set_y_axis({"reverse": True})
    sheet.insert_chart(row, 0, bars)


def _name(text: str) -> str:
    return NO_NAME.sub(" ", text)[:LONGEST_NAME].strip()


def _both(words: Words) -> str:
    return f"{words.zh} {words.en}"

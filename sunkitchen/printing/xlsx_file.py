"""A report as a workbook: one sheet per table, numbers as numbers, every text as text and never as a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from math import ceil
from typing import Any
from unicodedata import east_asian_width

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
A4 = 9
BAR_PX = 20
LINE_PT = 15
NOTE_CHARS = 100
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
Book = Any
"""xlsxwriter tells no types."""


def xlsx_of(report: Report) -> bytes:
    """A sheet with head and notes, then one per table and per chart."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        styles = _styles(book)
        _cover(book, report, styles)
        for number, table in enumerate(report.tables, start=1):
            _sheet(book, table, number, styles)
        for number, chart in enumerate((one for one in report.charts if one.names), start=1):
            _chart(book, chart, f"图{number}", styles)
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
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, NOTE_CHARS)
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
        sheet.set_row(row, LINE_PT * _lines(_both(note), NOTE_CHARS))
    for words in report.signatures:
        row += 2
        sheet.write_string(row, 0, f"{words.zh}:", styles["name"])
    _printable(sheet)


def _sheet(book: Book, table: Table, number: int, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet(_name(f"{number} {table.title.zh}"))
    sheet.write_string(0, 0, _both(table.title), styles["name"])
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, _chars(column))
        sheet.write_string(1, at, f"{column.name.zh}\n{column.name.en}", styles["heading"])
    sheet.set_row(1, 2 * LINE_PT)
    for down, row in enumerate(table.rows, start=2):
        sheet.set_row(down, LINE_PT * _tallest(row, table.columns))
        for at, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _write(sheet, (down, at), cell, column, styles)
    sheet.freeze_panes(2, 0)
    if table.rows:
        sheet.autofilter(1, 0, 1 + len(table.rows), len(table.columns) - 1)
    sheet.repeat_rows(0, 1)
    _printable(sheet)


def _printable(sheet: Book) -> None:
    """Landscape A4, as wide as the page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _chars(column: Column) -> float:
    """Width of a column as a spreadsheet counts it: in Latin letters."""
    return 2.1 * column.width + 3


def _tallest(row: Sequence[Cell], columns: Sequence[Column]) -> int:
    """Lines the longest text of a row takes; nobody but us knows, where a program does not fit heights itself."""
    both = zip(row, columns, strict=True)
    return max((_lines(cell, _chars(column)) for cell, column in both if isinstance(cell, str)), default=1)


def _lines(text: str, chars: float) -> int:
    letters = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
    return max(ceil(letters / (chars - 1)), 1)


def _write(sheet: Book, place: tuple[int, int], cell: Cell, column: Column, styles: dict[str, Any]) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(*place, cell.astimezone(ZONE).replace(tzinfo=None), styles[Kind.TIME])
    elif isinstance(cell, date):
        sheet.write_datetime(*place, cell, styles[Kind.DAY])
    elif isinstance(cell, (int, float)):
        sheet.write_number(*place, cell, styles[column.kind])
    else:
        sheet.write_string(*place, UNKNOWN if cell is None else cell, styles[Kind.TEXT])


def _chart(book: Book, chart: Chart, name: str, styles: dict[str, Any]) -> None:
    """Bars, and beside them their numbers."""
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 34)
    sheet.write_string(0, 0, _both(chart.title), styles["name"])
    for row, (bar, value) in enumerate(zip(chart.names, chart.values, strict=True), start=1):
        sheet.write_string(row, 0, bar, styles[Kind.TEXT])
        sheet.write_number(row, 1, value, styles[Kind.NUMBER])
    last = len(chart.names)
    bars = book.add_chart({"type": "bar"})
    bars.add_series(
        {
            "categories": [name, 1, 0, last, 0],
            "values": [name, 1, 1, last, 1],
            "data_labels": {"value": True, "num_format": FORMATS[Kind.NUMBER]},
            "gap": 40,
        }
    )
    bars.set_title({"name": chart.title.zh, "name_font": {"size": 11}, "overlay": False})
    bars.set_legend({"none": True})
    bars.set_y_axis({"reverse": True, "interval_unit": 1})
    bars.set_size({"width": 760, "height": 120 + BAR_PX * last})
    sheet.insert_chart(1, 3, bars)
    _printable(sheet)


def _name(text: str) -> str:
    return NO_NAME.sub(" ", text)[:LONGEST_NAME].strip()


def _both(words: Words) -> str:
    return f"{words.zh} {words.en}"

"""A report as PDF: landscape pages, tables whose headings come again on every page, bars, room for signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.graphics.charts.barcharts import HorizontalBarChart
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor, grey
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Paragraph, Spacer
from reportlab.platypus import Table as Grid

from cases.reports.table import Chart, Column, Field, Kind, Report, Table
from cases.words import Words
from sunkitchen.printing.lettering import FONT, is_simple, paragraph, plain, style, width
from sunkitchen.printing.pages import Sheet, pdf_of
from sunkitchen.printing.text import shown

SIZE, SMALL, PADDING = 8.5, 7.0, 3.0
SHADE, BAR = HexColor("#DDE6EF"), HexColor("#4C78A8")
BAR_HEIGHT = 7 * mm
MOST_BARS = 18
NAMES_WIDTH = 55 * mm
LEAST_ROOM = 38 * mm
"""What a table needs to begin on a page: its title, headings and a row."""


def report_pdf(report: Report) -> bytes:
    """The file."""
    sheet = Sheet(
        f"{report.title.zh} {report.title.en}", f"{report.title.zh} · 线索, 不是处罚证据 leads, no evidence", wide=True
    )
    return pdf_of(sheet, list(_story(report, sheet)))


def _story(report: Report, sheet: Sheet) -> Iterator[Flowable]:
    yield paragraph(report.title.zh, style(17, centred=True))
    yield paragraph(report.title.en, style(9, centred=True, space=6))
    yield _head(report.head, sheet)
    for table in report.tables:
        yield Spacer(0, 5 * mm)
        yield CondPageBreak(LEAST_ROOM)
        yield from _table(table, sheet)
    for chart in report.charts:
        for part in _parts(chart):
            yield KeepTogether([Spacer(0, 5 * mm), *_chart(part, max(chart.values), sheet)])
    yield Spacer(0, 5 * mm)
    yield KeepTogether([paragraph(_both(note), style(SIZE, space=2)) for note in report.notes])
    if report.signatures:
        yield KeepTogether([Spacer(0, 10 * mm), signatures(report.signatures, sheet)])


def signatures(names: Sequence[Words], sheet: Sheet) -> Flowable:
    """Lines to sign on, side by side."""
    cells = [f"{words.zh}: ________________" for words in names]
    return Grid([[paragraph(cell, style(10)) for cell in cells]], colWidths=[sheet.width / len(cells)] * len(cells))


def _head(fields: Sequence[Field], sheet: Sheet) -> Flowable:
    rows = [[paragraph(_both(field.name), style(SIZE)), paragraph(field.value, style(SIZE))] for field in fields]
    look = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]
    return Grid(rows, colWidths=[42 * mm, sheet.width - 42 * mm], style=look)


def _table(table: Table, sheet: Sheet) -> Iterator[Flowable]:
    yield paragraph(_both(table.title), style(11, space=3))
    whole = sum(column.width for column in table.columns)
    widths = [sheet.width * column.width / whole for column in table.columns]
    both = list(zip(table.columns, widths, strict=True))
    headings = [[paragraph(column.name.zh, style(SIZE)), paragraph(column.name.en, style(SMALL))] for column, _ in both]
    rows = [
        [_cell(shown(cell, column), column, room) for cell, (column, room) in zip(row, both, strict=True)]
        for row in table.rows
    ]
    if not rows:
        rows = [["（无 none）", *[""] * (len(widths) - 1)]]
    yield Grid([headings, *rows], colWidths=widths, repeatRows=1, style=[*LOOK, *_right(table.columns)])


LOOK = [
    ("FONT", (0, 0), (-1, -1), FONT, SIZE),
    ("LEADING", (0, 0), (-1, -1), SIZE * 1.45),
    ("GRID", (0, 0), (-1, -1), 0.4, grey),
    ("BACKGROUND", (0, 0), (-1, 0), SHADE),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
    ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
]


def _right(columns: Sequence[Column]) -> list[tuple[str, tuple[int, int], tuple[int, int], str]]:
    numbers = [at for at, column in enumerate(columns) if column.kind not in (Kind.TEXT, Kind.TIME, Kind.DAY)]
    return [("ALIGN", (at, 1), (at, -1), "RIGHT") for at in numbers]


def _cell(text: str, column: Column, room: float) -> str | Paragraph:
    """Plain where it fits on its line, for a paragraph takes its time; a time breaks between day and hour."""
    if "\n" not in text and is_simple(text) and width(text, SIZE) <= room - 2 * PADDING:
        return text
    return text.replace(" ", "\n") if column.kind is Kind.TIME else paragraph(text, style(SIZE))


def _parts(chart: Chart) -> Iterator[Chart]:
    """As many bars as a page has room for."""
    for at in range(0, len(chart.names), MOST_BARS):
        some = slice(at, at + MOST_BARS)
        yield Chart(chart.title, chart.names[some], chart.values[some])


def _chart(chart: Chart, longest: float, sheet: Sheet) -> list[Flowable]:
    tall = BAR_HEIGHT * len(chart.names)
    drawing = Drawing(sheet.width, tall + 10 * mm)
    bars = HorizontalBarChart()
    bars.x, bars.y, bars.width, bars.height = NAMES_WIDTH, 8 * mm, sheet.width - NAMES_WIDTH - 20 * mm, tall
    bars.data = [list(reversed(chart.values))]
    bars.categoryAxis.categoryNames = [_short(name) for name in reversed(chart.names)]
    bars.valueAxis.valueMin = 0
    bars.valueAxis.valueMax = max(longest, 1.0) * 1.1
    bars.bars[0].fillColor = BAR
    bars.barLabelFormat = "%.1f"
    for labels in (bars.categoryAxis.labels, bars.valueAxis.labels, bars.barLabels):
        labels.fontName, labels.fontSize = FONT, SIZE
    bars.barLabels.boxAnchor = "w"
    bars.barLabels.dx = 2 * mm
    drawing.add(bars)
    return [paragraph(_both(chart.title), style(11, space=3)), drawing]


def _short(name: str) -> str:
    """As much as stands beside a bar."""
    name = plain(name)
    while width(name, SIZE) > NAMES_WIDTH - 4 * mm:
        name = f"{name[:-2]}…"
    return name


def _both(words: Words) -> str:
    return f"{words.zh} {words.en}"

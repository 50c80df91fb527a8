"""A paper of a case as PDF: upright pages, its number, what it says, room to sign, a code that names the case."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import grey
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer
from reportlab.platypus import Table as Grid

from cases.papers.paper import Paper, Part
from cases.reports.frame import moment
from cases.words import Words
from sunkitchen.printing.lettering import paragraph, style
from sunkitchen.printing.pages import Sheet, pdf_of

SIZE = 10.5
QR_SIDE = 26 * mm
NAMES = 34 * mm
SIGN_NAMES = 26 * mm
LEAST_ROOM = 40 * mm
BLANK = "_" * 22


def paper_pdf(paper: Paper) -> bytes:
    """The file."""
    title = f"{paper.title.zh} {paper.number}"
    sheet = Sheet(title, f"{title} · 打印 printed {moment(paper.at)}")
    return pdf_of(sheet, list(_story(paper, sheet)))


def _story(paper: Paper, sheet: Sheet) -> Iterator[Flowable]:
    yield _top(paper, sheet)
    for part in paper.parts:
        yield CondPageBreak(LEAST_ROOM)
        yield Spacer(0, 4 * mm)
        yield paragraph(_both(part.title), style(12, space=3))
        yield _part(part, sheet)
    yield Spacer(0, 6 * mm)
    notes = [paragraph(_both(note), style(9, space=2)) for note in paper.notes]
    yield KeepTogether([*notes, Spacer(0, 8 * mm), _signatures(paper, sheet)])


def _top(paper: Paper, sheet: Sheet) -> Flowable:
    """Title and number, and the code beside them."""
    titles = [
        paragraph(paper.title.zh, style(20, centred=True, space=2)),
        paragraph(paper.title.en, style(9, centred=True, space=6)),
        paragraph(f"编号 No.: {paper.number}", style(SIZE, centred=True)),
    ]
    case = paragraph(paper.mark.split(":")[2], style(6, centred=True))
    widths = [QR_SIDE + 8 * mm, sheet.width - 2 * (QR_SIDE + 8 * mm), QR_SIDE + 8 * mm]
    return Grid(
        [["", titles, [_code(paper.mark), case]]], colWidths=widths, style=[("VALIGN", (0, 0), (-1, -1), "TOP")]
    )


def _code(mark: str) -> Flowable:
    widget = QrCodeWidget(mark, barWidth=QR_SIDE, barHeight=QR_SIDE, barBorder=1)
    drawing = Drawing(QR_SIDE, QR_SIDE, hAlign="CENTER")
    drawing.add(widget)
    return drawing


def _part(part: Part, sheet: Sheet) -> Flowable:
    rows = [[paragraph(line.name.zh, style(SIZE)), paragraph(line.value, style(SIZE))] for line in part.lines]
    look = [
        ("GRID", (0, 0), (-1, -1), 0.4, grey),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
    ]
    return Grid(rows, colWidths=[NAMES, sheet.width - NAMES], style=look, splitInRow=1)


def _signatures(paper: Paper, sheet: Sheet) -> Flowable:
    """A line to sign on, and one for the date, for each."""
    rows = [
        [paragraph(text, style(SIZE)) for text in (f"{words.zh}:", BLANK, "日期:", BLANK)] for words in paper.signers
    ]
    half = sheet.width / 2 - SIGN_NAMES
    look = [("BOTTOMPADDING", (0, 0), (-1, -1), 14)]
    return Grid(rows, colWidths=[SIGN_NAMES, half, SIGN_NAMES, half], style=look)


def _both(words: Words) -> str:
    return f"{words.zh} {words.en}"

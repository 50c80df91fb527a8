"""The letters of printed pages: Noto Sans SC, a part of this program: a page looks the same wherever it is opened.

It has the characters of GBK (fonts/README.md). What it lacks is set in STSong-Light, which
viewers of PDF bring along for Chinese; what that lacks too is 〓.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

FONT = "NotoSansSC"
OTHER = "STSong-Light"
FILE = Path(__file__).parent / "fonts" / "NotoSansSC-Regular-subset.ttf"
NOT_SET = "〓"
LAST_OF_PLANE = 0xFFFF


@cache
def font() -> TTFont:
    """Makes both fonts known, once."""
    own = TTFont(FONT, str(FILE))
    pdfmetrics.registerFont(own)
    pdfmetrics.registerFontFamily(FONT, normal=FONT, bold=FONT, italic=FONT, boldItalic=FONT)
    pdfmetrics.registerFont(UnicodeCIDFont(OTHER))
    return own


def style(size: float, *, centred: bool = False, space: float = 0.0) -> ParagraphStyle:
    """Letters of a size in points; lines break between Chinese characters."""
    font()
    found = ParagraphStyle(
        f"{size} {centred} {space}", fontName=FONT, fontSize=size, leading=size * 1.45, wordWrap="CJK", spaceAfter=space
    )
    if centred:
        found.alignment = TA_CENTER
    return found


def paragraph(text: str, wanted: ParagraphStyle) -> Paragraph:
    """Plain text as a paragraph: nothing in it is markup, a line break breaks the line."""
    return Paragraph("<br/>".join(_marked(line) for line in text.splitlines()) or " ", wanted)


def is_simple(text: str) -> bool:
    """Whether it can be drawn as it is, in our own font."""
    return all(_known(character) for character in text)


def plain(text: str) -> str:
    """For where only our own font can be set: 〓 for what it lacks."""
    return "".join(character if _known(character) else NOT_SET for character in text)


def width(text: str, size: float) -> float:
    """Points it takes on a line."""
    font()
    return float(pdfmetrics.stringWidth(text, FONT, size))


def _marked(line: str) -> str:
    runs = ((own, "".join(run)) for own, run in groupby(map(_drawn, line), key=_known))
    return "".join(escape(run) if own else f'<font name="{OTHER}">{escape(run)}</font>' for own, run in runs)


def _known(character: str) -> bool:
    return ord(character) in font().face.charToGlyph


def _drawn(character: str) -> str:
    """The character, a blank for one that controls, 〓 for one that neither font has."""
    if unicodedata.category(character).startswith("C"):
        return " "
    return character if _known(character) or ord(character) <= LAST_OF_PLANE else NOT_SET

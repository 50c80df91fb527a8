"""Pages of A4 with a foot that says which of how many, and what they are."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, SimpleDocTemplate

from sunkitchen.printing.lettering import FONT, font

MARGIN = 14 * mm
FOOT_SIZE = 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """What kind of pages. foot: stands on each; wide: landscape."""

    title: str
    foot: str
    wide: bool = False

    @property
    def width(self) -> float:
        """Points between the margins."""
        size = landscape(A4) if self.wide else A4
        return float(size[0] - 2 * MARGIN)


def pdf_of(sheet: Sheet, story: Sequence[Flowable]) -> bytes:
    """The file; the same for the same story."""
    font()
    file = io.BytesIO()
    template = SimpleDocTemplate(
        file,
        pagesize=landscape(A4) if sheet.wide else A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN + 6 * mm,
        title=sheet.title,
        author="sunkitchen",
        lang="zh-CN",
        invariant=1,
    )
    template.build(list(story), canvasmaker=lambda *args, **kwargs: _Counted(sheet.foot, *args, **kwargs))
    return file.getvalue()


class _Counted(Canvas):  # type: ignore[misc] # reportlab tells no types
    """Keeps pages until it knows how many they are."""

    def __init__(self, foot: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._foot_words = foot
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - its parent's name
        """Keep the page."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Draw the foot of each page, and write them all."""
        for number, page in enumerate(self._kept, start=1):
            self.__dict__.update(page)
            self.setFont(FONT, FOOT_SIZE)
            across, at = self._pagesize[0], MARGIN - 2 * mm
            self.drawString(MARGIN, at, self._foot_words)
            self.drawRightString(across - MARGIN, at, f"第 {number} 页 共 {len(self._kept)} 页")
            super().showPage()
        super().save()

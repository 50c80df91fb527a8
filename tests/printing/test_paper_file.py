"""A paper as PDF: Chinese that can be searched, its number, lines to sign on; no picture, and no markup of others."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from uuid import UUID

import pypdf
import pytest

from cases.papers.paper import Line, Paper, Part
from cases.words import Words
from sunkitchen.printing.paper_file import paper_pdf
from tests.cases.reports.build import NOW
from tests.printing.nasty import NASTY

CASE = UUID("00000000-0000-4000-8000-000000000007")
PAPER = Paper(
    name="notice",
    title=Words("整改通知书", "Notice to rectify"),
    number="月市整〔2026〕7号",
    at=NOW,
    mark=f"sunkitchen:notice:{CASE}:4",
    parts=(Part(Words("基本情况", "facts"), (Line(Words("摊位", "stall"), "阿明卤味"),)),),
    notes=(Words("不是行政机关的文书", "no paper of the agency"),),
    signers=(Words("签发人", "issued by"), Words("摊位签收", "received by")),
)


def read(paper: Paper) -> tuple[str, int, int]:
    """Text without blanks, pages, pictures."""
    pages = pypdf.PdfReader(io.BytesIO(paper_pdf(paper))).pages
    text = "".join("".join(unicodedata.normalize("NFKC", page.extract_text()).split()) for page in pages)
    return text, len(pages), sum(len(page.images) for page in pages)


def test_everything_stands_on_one_page() -> None:
    text, pages, pictures = read(PAPER)
    wanted = ["整改通知书", "月市整〔2026〕7号", "阿明卤味", "签发人:____", "摊位签收:____", str(CASE), "第1页共1页"]
    wanted += ["打印printed2026-07-0109:30", "不是行政机关的文书"]
    assert [word for word in wanted if word not in text] == []
    assert text.count("日期:____") == 2
    assert (pages, pictures) == (1, 0)


def test_a_long_story_goes_over_pages() -> None:
    lines = tuple(Line(Words(f"第{n}步", "step"), "说了很多话。" * 60) for n in range(40))
    text, pages, _ = read(replace(PAPER, parts=(Part(Words("经过", "course"), lines),)))
    assert pages > 5
    assert text.count("话") == 40 * 60


def test_a_line_longer_than_a_page_is_broken() -> None:
    line = Line(Words("说明", "statement"), "很长的说明。" * 2000)
    text, pages, _ = read(replace(PAPER, parts=(Part(Words("经过", "course"), (line,)),)))
    assert pages > 2
    assert text.count("很") == 2000


@pytest.mark.parametrize("name", NASTY)
def test_what_people_type_is_only_text(name: str) -> None:
    made = replace(PAPER, parts=(Part(Words("情况", "facts"), (Line(Words("摊位", "stall"), name),)),), number=name)
    assert "".join(name.split()) in read(made)[0]


def test_the_same_paper_is_the_same_file() -> None:
    assert paper_pdf(PAPER) == paper_pdf(PAPER)

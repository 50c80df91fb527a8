"""A report as PDF, read back by another library: Chinese that can be searched, its own letters, headings on every page."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace

import pypdf
import pytest

from cases.reports.catalogue import KINDS, Kind, kind_of
from cases.reports.table import Chart, Column, Field, Form, Report, Table
from cases.words import Words
from sunkitchen.printing.lettering import FILE, FONT, NOT_SET, OTHER, is_simple, paragraph, style
from sunkitchen.printing.printer import written
from tests.cases.reports.build import STALLS, material
from tests.printing.nasty import NASTY


def known(name: str) -> Kind:
    kind = kind_of(name)
    assert kind is not None
    return kind


def pages(report: Report) -> list[str]:
    """Text of each page, without blanks: lines break where there is no room."""
    reader = pypdf.PdfReader(io.BytesIO(written(report, Form.PDF)))
    return ["".join(unicodedata.normalize("NFKC", page.extract_text()).split()) for page in reader.pages]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_report_can_be_read(kind: Kind) -> None:
    report = kind.make(material())
    text = "".join(pages(report))
    expected = [report.title.zh, "2026-06-01至2026-06-07", "70.0%", "不是处罚证据", "数据完整性"]
    expected += [table.title.zh for table in report.tables]
    expected += [column.name.zh for table in report.tables for column in table.columns]
    expected += [f"{words.zh}:____" for words in report.signatures]
    wanted = ["".join(unicodedata.normalize("NFKC", word).split()) for word in expected]
    assert [word for word in wanted if word not in text] == []
    assert f"第1页共{len(pages(report))}页" in text


def test_figures_and_names_stand_in_it() -> None:
    text = "".join(pages(known("market-monthly").make(material())))
    assert [word for word in ("阿明卤味1号", "92.0", "不参评", "各摊位百小时率") if word not in text] == []


def long(rows: int) -> Report:
    columns = (Column(Words("编号", "number")), Column(Words("摊位", "stall")))
    table = Table(Words("很长的表", "long"), columns, tuple((f"n{n}", "阿明卤味") for n in range(rows)))
    return Report("long", Words("长报表", "long"), (Field(Words("期间", "period"), "—"),), (table,), ())


def test_headings_come_again_on_every_page() -> None:
    found = pages(long(200))
    assert len(found) > 4
    assert all("编号" in page and "摊位" in page for page in found)
    assert all(f"第{number}页共{len(found)}页" in page for number, page in enumerate(found, start=1))
    assert sum(page.count("阿明卤味") for page in found) == 200


def test_an_empty_table_says_so() -> None:
    assert "(无none)" in pages(long(0))[0]


def fonts(data: bytes) -> dict[str, bool]:
    """By font whether it is embedded."""
    found = {}
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        for name in page["/Resources"]["/Font"].values():  # type: ignore[index]
            font = name.get_object()
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            descriptor = inner.get("/FontDescriptor")
            found[str(font["/BaseFont"])] = descriptor is not None and "/FontFile2" in descriptor.get_object()
    return found


def test_its_letters_are_embedded() -> None:
    report = known("market-monthly").make(material())
    found = fonts(written(report, Form.PDF))
    assert {name: there for name, there in found.items() if not there and "Helvetica" not in name} == {}
    assert any(FONT in name or "NotoSans" in name for name in found)


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_name_is_only_text(name: str) -> None:
    report = known("market-monthly").make(replace(material(), stalls=(replace(STALLS[0], name=name, stall=""),)))
    assert "".join(name.split()) in "".join(pages(report))
    data = written(report, Form.PDF)
    assert [word for word in (b"/JavaScript", b"/Launch", b"/URI") if word in data] == []


@pytest.mark.parametrize(
    ("text", "simple", "markup"),
    [
        pytest.param("石碶 喆堃昇", True, "石碶 喆堃昇", id="names and places are in our own font"),
        pytest.param("䶮", False, f'<font name="{OTHER}">䶮</font>', id="rarer ones are in the viewer's"),
        pytest.param("𠮷", False, NOT_SET, id="what no font has is 〓"),
        pytest.param("a\x00b", False, "a b", id="what controls is a blank"),
        pytest.param("<b>&", True, "&lt;b&gt;&amp;", id="markup is text"),
        pytest.param("一\n二", False, "一<br/>二", id="a line break is one"),
        pytest.param("", True, "", id="nothing"),
    ],
)
def test_how_text_becomes_a_paragraph(text: str, simple: bool, markup: str) -> None:
    assert is_simple(text) is simple
    assert paragraph(text, style(9)).text == markup


def test_the_same_report_is_the_same_file() -> None:
    report = known("weekly").make(material())
    assert written(report, Form.PDF) == written(report, Form.PDF)


def test_bars_with_long_names_and_of_nothing() -> None:
    chart = Chart(Words("图", "chart"), ("很长的名字" * 12, "短"), (0.0, 0.0))
    assert "很长的名字" in "".join(pages(replace(long(1), charts=(chart, Chart(Words("空", "none"), (), ())))))


def test_a_bar_of_a_name_no_font_has() -> None:
    chart = Chart(Words("图", "chart"), ("𠮷䶮店",), (1.0,))
    assert f"{NOT_SET}{NOT_SET}店" in "".join(pages(replace(long(1), charts=(chart,))))


def test_more_bars_than_a_page_has_room_for() -> None:
    chart = Chart(Words("图", "chart"), tuple(f"摊位{n}" for n in range(60)), tuple(map(float, range(60))))
    text = "".join(pages(replace(long(1), charts=(chart,))))
    assert [n for n in range(60) if f"摊位{n}" not in text] == []


def test_the_font_is_free_to_be_shipped() -> None:
    assert "SIL OPEN FONT LICENSE" in (FILE.parent / "OFL.txt").read_text(encoding="utf-8").upper()

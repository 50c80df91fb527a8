"""A report as a workbook, read back by another library: numbers are numbers, names are text, nothing is a formula."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from cases.reports.catalogue import KINDS, Kind, kind_of
from cases.reports.table import Form
from sunkitchen.printing.printer import written
from tests.cases.reports.build import STALLS, material
from tests.printing.nasty import NASTY


def book(kind: Kind, **changes: object) -> Any:
    report = kind.make(replace(material(), **changes))  # type: ignore[arg-type]
    return openpyxl.load_workbook(io.BytesIO(written(report, Form.XLSX)))


def known(name: str) -> Kind:
    kind = kind_of(name)
    assert kind is not None
    return kind


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_report_has_its_cover_and_a_sheet_per_table(kind: Kind) -> None:
    found = book(kind)
    report = kind.make(material())
    tables, charts = report.tables, [one for one in report.charts if one.names]
    assert found.sheetnames[0] == "说明"
    assert len(found.sheetnames) == 1 + len(tables) + len(charts)
    cover = [cell.value for row in found["说明"].iter_rows() for cell in row if cell.value is not None]
    assert f"{kind.title.zh} {kind.title.en}" in cover
    assert any("不是处罚证据" in str(text) for text in cover)
    for sheet, table in zip(found.worksheets[1:], tables, strict=False):
        assert [cell.value.split("\n")[0] for cell in sheet[2]] == [column.name.zh for column in table.columns]
        assert sheet.max_row == 2 + len(table.rows)


def test_numbers_shares_and_times_are_what_they_are() -> None:
    sheet = book(known("market-monthly")).worksheets[1]
    row = {head.value.split("\n")[0]: cell for head, cell in zip(sheet[2], sheet[3], strict=True)}
    assert (row["计入"].value, row["计入"].data_type) == (2, "n")
    assert (row["覆盖率"].value, row["覆盖率"].number_format) == (pytest.approx(0.7), "0.0%")
    cases = book(known("stall-daily")).worksheets[2]
    assert cases["A3"].value == datetime(2026, 6, 1, 10, 0)  # noqa: DTZ001 - a workbook knows no zones


def test_what_nobody_knows_is_a_dash_and_no_zero() -> None:
    sheet = book(known("market-monthly")).worksheets[3]
    last = [cell.value for cell in sheet[sheet.max_row]]
    assert last[:4] == ["不参评", "老城烤鸭 3号", "—", "—"]


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_name_is_text(name: str) -> None:
    found = book(known("market-monthly"), stalls=(replace(STALLS[0], name=name, stall=""),))
    cells = [cell for sheet in found for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink is not None] == []
    texts = {str(cell.value).replace("_x000D_", "\r") for cell in cells}
    assert any(name.replace("\r\n", "\n") in text.replace("\r\n", "\n") for text in texts)


def test_the_chart_draws_the_ranked_stalls() -> None:
    sheet = book(known("market-monthly"))["图1"]
    assert len(sheet._charts) == 1
    assert {row[0].value: row[1].value for row in sheet.iter_rows(min_row=2)} == {"阿明卤味 1号": 4, "甬味熟食 2号": 0}


def test_columns_are_as_wide_as_they_need() -> None:
    sheet = book(known("market-monthly")).worksheets[3]
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["C"].width > 8


def test_rows_are_as_high_as_their_text_needs() -> None:
    sheet = book(known("stall-history"), stalls=(replace(STALLS[0], name="很长的名字" * 20),)).worksheets[1]
    assert sheet.row_dimensions[3].height > 5 * 15 > sheet.row_dimensions[2].height

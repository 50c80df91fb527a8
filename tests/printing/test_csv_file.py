"""A report as CSV: the golden file, and nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.reports.catalogue import kind_of
from cases.reports.table import Form
from sunkitchen.printing.csv_file import NUMBER, RUN, csv_of, harmless
from sunkitchen.printing.printer import written
from tests.cases.reports.build import STALLS, material
from tests.printing.nasty import NASTY

GOLDEN = Path(__file__).parent / "golden" / "market-monthly.csv"
MARKET = kind_of("market-monthly")
assert MARKET is not None
REPORT = MARKET.make(material())


def test_the_market_monthly_is_the_golden_one() -> None:
    assert csv_of(REPORT) == GOLDEN.read_bytes()


def test_it_opens_as_chinese_in_a_spreadsheet() -> None:
    assert csv_of(REPORT).startswith("\ufeff市场月报".encode())


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        pytest.param("=1+1", "'=1+1", id="equals"),
        pytest.param("+SUM(A1)", "'+SUM(A1)", id="plus"),
        pytest.param("-2+3", "'-2+3", id="minus"),
        pytest.param("@cmd", "'@cmd", id="at"),
        pytest.param("\t=1", "'\t=1", id="tab"),
        pytest.param("\r=1", "'\r=1", id="return"),
        pytest.param("  =1", "'  =1", id="after blanks"),
        pytest.param("\n=1", "'\n=1", id="after a new line"),
        pytest.param("＝1", "'＝1", id="full width"),
        pytest.param("-4.0", "-4.0", id="a number below zero is one"),
        pytest.param("-4.0%", "-4.0%", id="and a share"),
        pytest.param("+4", "'+4", id="a plus is never needed"),
        pytest.param("—", "—", id="nobody knows"),
        pytest.param("阿明卤味", "阿明卤味", id="a name"),
    ],
)
def test_what_would_be_run_is_made_text(text: str, safe: str) -> None:
    assert harmless(text) == safe


@given(st.text())
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    safe = harmless(text)
    assert safe in (text, f"'{text}")
    assert not safe.startswith(RUN) or NUMBER.fullmatch(safe)


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_name_stays_one_cell(name: str) -> None:
    assert MARKET is not None
    report = MARKET.make(replace(material(), stalls=(replace(STALLS[0], name=name, stall=""),)))
    lines = list(csv.reader(io.StringIO(written(report, Form.CSV).decode("utf-8-sig"), newline="")))
    assert harmless(name) in [line[1] for line in lines if len(line) > 1]

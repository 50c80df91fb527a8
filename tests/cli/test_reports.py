"""`sunkitchen report`: files of every form, and who made them in the audit log."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from itertools import product
from pathlib import Path

import openpyxl
import pytest

from cases.reports.catalogue import KINDS, kind_of
from cases.reports.table import Form
from records import audit, registry
from records.audit import Line
from records.database import open_database
from records.registry import MerchantEntry, SiteEntry
from records.roles import Level
from records.scopes import Scope
from records.states import Noted
from sunkitchen.config import load_config
from sunkitchen.reporting import Order, write_report
from tests.cli.command import sunkitchen
from tests.cli.test_users import BOX
from vision.errors import AccountError, StoreError

MARKET = SiteEntry("market", "市场", "farmers_market", merchants=(MerchantEntry("m1", "阿明卤味"),))
DAYS = ("--from", "2026-06-01", "--to", "2026-06-30")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A box that was started once."""
    (tmp_path / "clip.mp4").touch()
    path = tmp_path / "box.yaml"
    path.write_text(BOX, encoding="utf-8")
    (tmp_path / "data").mkdir()
    with open_database(tmp_path / "data" / "sunkitchen.db") as database, database.writing() as session:
        registry.sync(session, [MARKET])
    return path


def log(config: Path) -> tuple[Line, ...]:
    with open_database(config.parent / "data" / "sunkitchen.db") as database, database.reading() as session:
        return audit.lines(session)


def test_a_report_at_the_command_line(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "out" / "m.xlsx"
    said = sunkitchen("report", "market-monthly", "--config", config, *DAYS, "--scope", "site:market", "--out", file)
    assert (said.code, said.out) == (0, f"{file}\n")
    assert "市场 摊位排名" in openpyxl.load_workbook(file).worksheets[3]["A1"].value
    (line,) = log(config)
    digest = sha256(file.read_bytes()).hexdigest()
    assert (line.action, line.who.startswith("command line: ")) == (Noted.REPORTED, True)
    assert line.subject == f"market-monthly 2026-06-01/2026-06-30 site:market xlsx sha256:{digest}"


def test_json_tells_what_was_written(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "m"
    said = sunkitchen("report", "weekly", "--config", config, "--format", "csv", "--out", file, "--json")
    told = json.loads(said.out)
    assert told == {
        "report": "weekly",
        "out": str(file),
        "format": "csv",
        "sha256": sha256(file.read_bytes()).hexdigest(),
    }
    assert "周排查" in file.read_text(encoding="utf-8-sig")


def test_every_report_in_every_form(config: Path, tmp_path: Path) -> None:
    box = load_config(config)
    for kind, form in product(KINDS, Form):
        file = tmp_path / f"{kind.name}.{form}"
        assert write_report(box, Order(kind, form, Scope(Level.ALL)), file) == sha256(file.read_bytes()).hexdigest()
    assert len(log(config)) == len(KINDS) * len(Form)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param(["nothing"], 2, "expected one of stall-daily", id="no such report"),
        pytest.param(["weekly", "--from", "2026-06-01"], 2, "go together", id="half a period"),
        pytest.param(
            ["weekly", "--from", "2026-06-02", "--to", "2026-06-01"],
            2,
            "first day ≤ last day",
            id="the wrong way round",
        ),
        pytest.param(["weekly", "--scope", "m1"], 2, "scope: expected all", id="no scope"),
        pytest.param(["weekly", "--scope", "site:nowhere"], 1, "expected a place the box knows", id="no such place"),
        pytest.param(["weekly", "--out", "report.doc"], 2, "expected one of csv, xlsx, pdf", id="no such form"),
    ],
)
def test_what_is_refused(config: Path, tmp_path: Path, words: list[str], code: int, says: str) -> None:
    said = sunkitchen("report", "--config", config, "--out", tmp_path / "report.csv", *words)
    assert (said.code, says in " ".join(said.err.replace("│", " ").split())) == (code, True)
    assert log(config) == ()


def test_a_place_nobody_may_write_to(config: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    kind = kind_of("weekly")
    assert kind is not None
    with pytest.raises(StoreError, match="expected a place to write"):
        write_report(load_config(config), Order(kind, Form.CSV, Scope(Level.ALL)), tmp_path / "file" / "x.csv")


def test_no_such_place_is_said(config: Path, tmp_path: Path) -> None:
    kind = kind_of("weekly")
    assert kind is not None
    order = Order(kind, Form.CSV, Scope(Level.MERCHANT, "m9"))
    with pytest.raises(AccountError, match="m9"):
        write_report(load_config(config), order, tmp_path / "x.csv", datetime(2026, 6, 1, tzinfo=UTC))

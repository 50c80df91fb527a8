"""`sunkitchen report`: files of every form, and who made them in the audit log."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import product
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from sqlalchemy import update

from cases.desk import Desk
from cases.filing import printed
from cases.reports.catalogue import KINDS, kind_of
from cases.reports.table import Form
from cases.states import Action, Role
from cases.values import Actor, Deed
from records import audit, registry, tables
from records.audit import Line
from records.database import open_database
from records.registry import CameraEntry, MerchantEntry, SiteEntry
from records.roles import Level
from records.scopes import Scope
from records.states import Noted
from sunkitchen.config import load_casebook, load_config
from sunkitchen.reports.making import Order, write_report
from tests.cases.build import MINUTE, what
from tests.cli.command import sunkitchen
from tests.cli.test_users import BOX
from tests.records.build import SQUARE, T0, sink_of, violation
from vision.errors import AccountError, StoreError
from vision.facts import Zone, ZoneKind

NOBODY = "00000000-0000-4000-8000-00000000dead"
ZONE = Zone("Z1", ZoneKind.DELI_COUNTER, SQUARE, "m1")
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


def confirmed_and_told(config: Path) -> UUID:
    """A case of the box whose stall was told in writing."""
    told = replace(violation(camera="C1", zone="Z1"), opened_at=T0, at=T0)
    with open_database(config.parent / "data" / "sunkitchen.db") as database:
        with database.writing() as session:
            registry.sync(session, [replace(MARKET, cameras=(CameraEntry("C1", "柜台", (ZONE,)),))])
        sink_of(database, config.parent / "data" / "evidence").violation(told, ())
        with database.writing() as session:
            session.execute(update(tables.Violation).values(time_quality="good"))
        desk = Desk(database, load_casebook())
        for version, action in enumerate((Action.CONFIRM, Action.NOTIFY)):
            desk.act(told.id, Deed(action, Actor("mgr", Role.MANAGER), T0 + MINUTE, version, what(action)))
    return told.id


def test_a_paper_at_the_command_line(config: Path, tmp_path: Path) -> None:
    case = confirmed_and_told(config)
    file = tmp_path / "notice.pdf"
    said = sunkitchen("paper", str(case), "notice", "--config", config, "--out", file, "--number", "7号", "--json")
    digest = sha256(file.read_bytes()).hexdigest()
    assert json.loads(said.out) == {"case": str(case), "paper": "notice", "out": str(file), "sha256": digest}
    (line,) = log(config)
    assert (line.action, line.subject) == (Noted.PRINTED, f"notice {case} sha256:{digest}")
    with open_database(config.parent / "data" / "sunkitchen.db") as database, database.reading() as session:
        (done,) = printed(session, case)
    assert (done.paper, done.number, done.sha256) == ("notice", "7号", digest)
    refused = sunkitchen("paper", str(case), "dissuasion", "--config", config, "--out", tmp_path / "d.pdf")
    assert (refused.code, "没有劝阻记录" in refused.err, (tmp_path / "d.pdf").exists()) == (1, True, False)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param([NOBODY, "notice"], 1, "expected one of this box", id="no such case"),
        pytest.param([NOBODY, "penalty"], 2, "expected one of notice", id="no such paper"),
        pytest.param(["x", "notice"], 2, "should be a valid UUID", id="no id"),
    ],
)
def test_a_paper_that_is_refused(config: Path, tmp_path: Path, words: list[str], code: int, says: str) -> None:
    said = sunkitchen("paper", *words, "--config", config, "--out", tmp_path / "p.pdf")
    assert (said.code, says in " ".join(said.err.replace("│", " ").split())) == (code, True)

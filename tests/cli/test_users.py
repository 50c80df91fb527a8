"""`sunkitchen users`: a life of accounts at a box, and what is refused."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from records import accounts, audit, registry
from records.audit import Line
from records.database import open_database
from records.grants import Grant
from records.registry import MerchantEntry, SiteEntry
from records.roles import Level, Role
from records.scopes import Scope
from records.states import Noted
from sunkitchen.config import BoxConfig
from sunkitchen.users.keeping import Keeper
from tests.cli.command import COMMAND, sunkitchen
from vision.errors import AccountError, StoreError

BOX = """\
version: 1
box: {data: data}
sites:
  - id: market
    name: 市场
    type: farmers_market
    merchants: [{id: m1, name: 阿明卤味, kind: licensed_food_sale}]
    cameras:
      - id: C1
        source: {file: clip.mp4}
        zones: [{id: Z1, kind: deli_counter, merchant: m1, polygon: [[0, 0], [1, 0], [1, 1]]}]
"""
STALL = Grant(Role.OPERATOR, Scope(Level.MERCHANT, "m1"))
MARKET = SiteEntry("market", "市场", "farmers_market", merchants=(MerchantEntry("m1", "阿明卤味"),))


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


@pytest.fixture
def keeper(config: Path) -> Keeper:
    return Keeper(BoxConfig(data=config.parent / "data"))


def log(config: Path) -> tuple[Line, ...]:
    with open_database(config.parent / "data" / "sunkitchen.db") as database, database.reading() as session:
        return audit.lines(session)[::-1]


def lets_in(config: Path, login: str, password: str) -> bool:
    with open_database(config.parent / "data" / "sunkitchen.db") as database:
        return accounts.check_password(database, login, password, datetime.now(UTC)).accepted


def test_a_life_at_the_command_line(config: Path) -> None:
    added = sunkitchen("users", "add", "stall01", "--role", "operator", "--scope", "merchant:m1", "--config", config)
    assert (added.code, lets_in(config, "stall01", added.out.strip())) == (0, True)
    listed = sunkitchen("users", "list", "--config", config, "--json")
    (entry,) = json.loads(listed.out)
    assert (entry["login"], entry["grants"]) == ("stall01", [{"role": "operator", "scope": "merchant:m1"}])
    assert sunkitchen("users", "revoke", "stall01", "operator", "merchant:m1", "--config", config).code == 0
    assert "没有角色" in sunkitchen("users", "list", "--config", config).out
    assert added.out.strip() not in str(log(config))


def test_a_password_comes_from_stdin_and_is_not_repeated(config: Path) -> None:
    done = subprocess.run(
        [COMMAND, "users", "add", "mgr", "--password-stdin", "--config", config],
        input="correct horse battery\n",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "correct horse" not in done.stdout + done.stderr
    assert lets_in(config, "mgr", "correct horse battery")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param(["add", "<b>"], 1, "letters, digits", id="a login that is none"),
        pytest.param(["add", "a", "--role", "operator"], 2, "go together", id="a role over nothing"),
        pytest.param(["grant", "a", "king", "all"], 2, "expected one of operator", id="no such role"),
        pytest.param(["grant", "a", "system", "all"], 2, "expected one of operator", id="the box's own role"),
        pytest.param(["grant", "a", "operator", "m1"], 2, "scope: expected all", id="no such scope"),
        pytest.param(["lock", "nobody"], 1, "expected a known login", id="no such account"),
        pytest.param(["add", "a", "--password", "x"], 2, "No such option", id="a password on the command line"),
    ],
)
def test_what_is_refused(config: Path, words: list[str], code: int, says: str) -> None:
    done = sunkitchen("users", *words, "--config", config)
    assert (done.code, says in " ".join(done.err.split())) == (code, True)


def test_every_change_leaves_a_line(config: Path, keeper: Keeper) -> None:
    keeper.add("a", STALL, None)
    keeper.listed()
    keeper.revoke("a", STALL)
    keeper.grant("a", STALL)
    keeper.password("a", None)
    token = keeper.token("a", "脚本", 7, STALL)
    keeper.lock("a")
    keeper.unlock("a")
    lines = log(config)
    assert [line.action for line in lines] == [
        *(Noted.GRANTED, Noted.ACCOUNT_ADDED, Noted.READ, Noted.REVOKED, Noted.GRANTED),
        *(Noted.PASSWORD_CHANGED, Noted.TOKEN_MADE, Noted.LOCKED, Noted.UNLOCKED),
    ]
    assert all(line.who.startswith("command line: ") and line.subject for line in lines)
    assert token not in str(lines)


def test_what_is_refused_changes_nothing(config: Path, keeper: Keeper) -> None:
    with pytest.raises(AccountError, match="expected a scope at the level merchant"):
        keeper.add("a", Grant(Role.OPERATOR, Scope(Level.SITE, "market")), None)
    assert (log(config), keeper.listed()) == ((), ())


def test_a_box_never_started_has_no_users(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="found none"):
        Keeper(BoxConfig(data=tmp_path / "none")).listed()

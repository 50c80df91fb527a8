"""`sunkitchen retention`: looking changes nothing, running deletes what is due, and what stands against it is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from records import audit
from records.chain.keyring import open_key
from records.database import Database, open_database
from records.evidence import EvidenceFolder
from records.states import ReviewState
from tests.cli.command import sunkitchen
from tests.cli.test_users import BOX
from tests.records.build import T0, copied
from tests.retention.build import Shop


def shop_of(place: Path, database: Database) -> Shop:
    return Shop(place, database, EvidenceFolder(place / "evidence", database.id))


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A box with a case that was dismissed long ago, and one that is open."""
    (tmp_path / "clip.mp4").touch()
    path = tmp_path / "box.yaml"
    path.write_text(BOX, encoding="utf-8")
    data = tmp_path / "data"
    data.mkdir()
    copied(data).rename(data / "sunkitchen.db")
    with open_database(data / "sunkitchen.db") as database:
        database.sign_with(open_key(database, data, T0))
        shop_of(data, database).fill("v", ReviewState.DISMISSED)
        shop_of(data, database).fill("open")
    return path


def test_a_life_from_plan_to_verify(config: Path) -> None:
    plan = sunkitchen("retention", "plan", "--config", config, "--json")
    told = json.loads(plan.out)
    assert (plan.code, told["files"], told["files_going"], told["stays"]) == (0, 4, 2, {"open": 1})
    assert {line["rule"] for line in told["going"]} == {"picture/dismissed", "looks/dismissed"}
    words = sunkitchen("retention", "plan", "--config", config)
    assert "已排除 dismissed" in words.out
    assert "案件未结" in words.out
    run = sunkitchen("retention", "run", "--config", config, "--json")
    assert (run.code, json.loads(run.out)["files"]) == (0, 2)
    verify = sunkitchen("evidence", "verify", config.parent / "data", "--json")
    assert (verify.code, json.loads(verify.out)["files"]) == (0, 2)
    with open_database(config.parent / "data" / "sunkitchen.db") as database, database.reading() as session:
        (line,) = audit.lines(session)
    assert line.subject == "retention: done, 2 files, 6 rows"


def test_what_stands_against_it_is_said_and_ends_with_1(config: Path) -> None:
    data = config.parent / "data"
    with open_database(data / "sunkitchen.db") as database:
        shop_of(data, database).evidence.write_mark('{"links":9999}\n')
    run = sunkitchen("retention", "run", "--config", config, "--json")
    assert (run.code, json.loads(run.out)["outcome"]) == (1, "refused")
    assert "older than the evidence" in run.err
    assert "Traceback" not in run.err
    plan = sunkitchen("retention", "plan", "--config", config)
    assert "--older-database" in plan.err
    again = sunkitchen("retention", "run", "--config", config, "--older-database")
    assert again.code == 0


def test_a_box_that_was_never_started_has_nothing_to_delete(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").touch()
    (tmp_path / "box.yaml").write_text(BOX, encoding="utf-8")
    said = sunkitchen("retention", "plan", "--config", tmp_path / "box.yaml")
    assert (said.code, "found none" in said.err) == (1, True)

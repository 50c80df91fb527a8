"""Killed at any point while it deletes: what is on record as gone is never served, and the next run finishes.

SUNKITCHEN_KILLS sets how many points.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random
from shutil import copytree
from time import sleep

import pytest
from sqlalchemy import select

from records import tables
from records.states import ReviewState
from tests.records.build import HOUSE
from tests.retention.build import days, open_shop, reopened

KILLS = int(os.environ.get("SUNKITCHEN_KILLS", "6"))
LONGEST_S = 0.25
CASES = 30
RUNS = """
import sys
from dataclasses import replace
from pathlib import Path
from tests.retention.build import RULES, days, reopened

shop = reopened(Path(sys.argv[1]))
with shop.database:
    retention = shop.retention(replace(RULES, chunk=1))
    print("begun", flush=True)
    retention.run(days(8), "system")
"""


def killed(place: Path, after_s: float) -> None:
    with subprocess.Popen([sys.executable, "-c", RUNS, str(place)], cwd=HOUSE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        sleep(after_s)
        child.kill()


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of which much is due, to be copied."""
    place = tmp_path_factory.mktemp("full")
    shop = open_shop(place)
    with shop.database:
        for number in range(CASES):
            shop.fill(f"v{number}", ReviewState.DISMISSED)
        shop.fill("open")
    return place


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_kill_leaves_what_the_next_run_finishes(full: Path, tmp_path: Path, seed: int) -> None:
    place = copytree(full, tmp_path / "copy")
    killed(place, Random(seed).random() * LONGEST_S)
    shop = reopened(place)
    with shop.database:
        assert shop.findings() == ()
        with shop.database.reading() as session:
            removed = set(session.scalars(select(tables.Removal.path)))
            erased_soon = set(session.scalars(select(tables.Erasure.path)))
        assert removed & shop.files() <= erased_soon
        run = shop.retention().run(days(8), "system")
        assert run is not None
        assert run.files == 2 * CASES - len(removed)
        assert len(shop.files()) == 2
        assert shop.findings() == ()

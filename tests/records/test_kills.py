"""Killed at any point while it writes evidence: nothing recorded is missing, nothing half-written is served.

SUNKITCHEN_KILLS sets how many points; 200 is the full form.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from records import tables
from records.chain.keyring import open_key
from records.database import Database, open_database
from records.evidence import PART, EvidenceFolder
from records.findings import FindingKind
from records.verify import verify
from tests.records.build import T0, copied, violation
from tests.records.killing import killed

KILLS = int(os.environ.get("SUNKITCHEN_KILLS", "10"))
LONGEST_S = 0.15
WRITES = """
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path
from records.chain.keyring import open_key
from records.database import open_database
from tests.records.build import T0, sink_of, snapshots, violation

place, first = Path(sys.argv[1]), int(sys.argv[2])
with open_database(place / "box.db") as database:
    database.sign_with(open_key(database, place, T0))
    sink = sink_of(database, place / "evidence")
    for number in count(first):
        pictures = [replace(one, jpeg=one.jpeg * 20_000) for one in snapshots(number)]
        sink.violation(violation(f"v{number}"), pictures)
        print(number, flush=True)
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One box, killed again and again."""
    return copied(tmp_path_factory.mktemp("box")).parent


def kept(database: Database) -> set[str]:
    with database.reading() as session:
        return {str(row) for row in session.scalars(select(tables.Violation.id))}


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_kill_loses_nothing_and_leaves_nothing_half(place: Path, seed: int) -> None:
    first = seed * 100_000
    last = killed(WRITES, place, first, Random(seed).random() * LONGEST_S)
    with open_database(place / "box.db") as database:
        evidence = EvidenceFolder(place / "evidence", database.id)
        report = verify(database, evidence)
        served = kept(database)
    assert {str(violation(f"v{number}").id) for number in range(first, last + 1)} <= served
    # bytes come first, then the transaction: what a kill leaves is files that no row knows, and so nobody serves
    assert {finding.kind for finding in report.findings} <= {FindingKind.UNKNOWN}
    assert all(finding.path.endswith(".jpg") or PART in finding.path for finding in report.findings)
    assert report.files == 2 * len(served)


def test_after_a_kill_the_same_key_goes_on(place: Path) -> None:
    with open_database(place / "box.db") as database, database.reading() as session:
        keys = session.scalars(select(tables.SigningKey.fingerprint)).all()
        assert [open_key(database, place, T0).fingerprint] == keys

"""Clips are kept once, in the chain, gone through by verify, taken away by retention and never half there."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from records import clips, tables
from records.clips import clip_id, clip_path
from records.database import Database, open_database
from records.evidence import PART, EvidenceFolder
from records.findings import FindingKind
from records.provenance import Recorder
from records.retention.holdings import holdings
from records.retention.room import Level, Room
from records.scopes import OPEN_SIGHT, Sight
from records.sink import DatabaseSink
from records.states import LinkKind, Matter
from records.verify import verify
from tests.records.build import T0, clip, contents, copied, sink_of, snapshots, violation
from tests.records.killing import killed
from vision.clip import HeadsAt
from vision.errors import StoreError
from vision.facts import Box, ShownHead, TimeSource

KILLS = int(os.environ.get("SUNKITCHEN_KILLS", "8"))
LONGEST_S = 0.15
LOOKED = (HeadsAt(0, (ShownHead(Box(1.5, 2, 3, 4), True),)), HeadsAt(500, ()))
TOLD = violation()


@pytest.fixture
def told(database: Database, folder: EvidenceFolder) -> None:
    sink = sink_of(database, folder.root)
    sink.violation(TOLD, snapshots(25))
    sink.clip(clip(TOLD, looks=LOOKED))


@pytest.mark.usefixtures("told")
def test_a_clip_is_read_as_it_was_told(database: Database, folder: EvidenceFolder) -> None:
    with database.reading() as session:
        row = clips.of(session, TOLD.id)
        found = clips.find(session, clip_id(TOLD.id))
        kinds = session.scalars(select(tables.ChainLink.kind).order_by(tables.ChainLink.seq)).all()
    assert row is not None
    assert found is not None
    assert (row.looks, row.copied, row.ends_at - row.begins_at) == (LOOKED, True, timedelta(seconds=15))
    assert (row.path, (folder.root / row.path).read_bytes()) == (clip_path(clip(TOLD)), b"film")
    assert (found.row, found.cut) == (row, None)
    assert kinds[-1] is LinkKind.CLIP
    assert verify(database, folder).findings == ()


@pytest.mark.usefixtures("told")
def test_told_again_nothing_changes(database: Database, folder: EvidenceFolder) -> None:
    before = contents(database)
    sink_of(database, folder.root).clip(clip(TOLD, b"made by another version of the program"))
    assert contents(database) == before
    assert verify(database, folder).findings == ()


def test_where_there_is_no_room_clips_are_the_first_to_be_left_out(database: Database, folder: EvidenceFolder) -> None:
    sink = DatabaseSink(database, folder, "run", Recorder(TimeSource.OPTION), Room(Level.TIGHT))
    sink.violation(TOLD, snapshots(25))
    sink.clip(clip(TOLD))
    with database.reading() as session:
        assert clips.of(session, TOLD.id) is None
    assert not folder.has(clip_path(clip(TOLD)))


def test_of_what_was_never_told_there_is_no_clip(database: Database, folder: EvidenceFolder) -> None:
    sink_of(database, folder.root).clip(clip(TOLD))
    assert list(folder.paths()) == []


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("sight", "seen"),
    [
        pytest.param(Sight(frozenset(), frozenset(), frozenset()), False, id="nothing within"),
        pytest.param(OPEN_SIGHT, True, id="everything"),
    ],
)
def test_it_is_within_a_sight_as_its_violation_is(database: Database, sight: Sight, seen: bool) -> None:
    with database.reading() as session:
        assert (clips.find(session, clip_id(TOLD.id), sight) is not None) is seen


@pytest.mark.usefixtures("told")
def test_a_changed_byte_is_named(database: Database, folder: EvidenceFolder) -> None:
    path = folder.root / clip_path(clip(TOLD))
    path.write_bytes(b"filn")
    [finding] = verify(database, folder).findings
    assert (finding.kind, finding.path, finding.violation) == (FindingKind.DIFFERS, clip_path(clip(TOLD)), TOLD.id)


@pytest.mark.usefixtures("told")
def test_retention_knows_it(database: Database) -> None:
    with database.reading() as session:
        [holding] = holdings(session)
    assert [file.path for file in holding.files if file.matter is Matter.CLIP] == [clip_path(clip(TOLD))]


@pytest.mark.usefixtures("told")
def test_a_stray_file_is_never_written_over(database: Database, folder: EvidenceFolder) -> None:
    other = replace(violation("other"), opened_at=T0)
    sink = sink_of(database, folder.root)
    sink.violation(other, snapshots(26))
    folder.put(b"stray", clip_path(clip(other)))
    with pytest.raises(StoreError, match="never overwritten"):
        sink.clip(clip(other))


WRITES = """
import sys
from itertools import count
from pathlib import Path
from records.database import open_database
from tests.records.build import clip, sink_of, snapshots, violation

place, first = Path(sys.argv[1]), int(sys.argv[2])
with open_database(place / "box.db") as database:
    sink = sink_of(database, place / "evidence")
    for number in count(first):
        sink.violation(violation(f"v{number}"), snapshots(number))
        sink.clip(clip(violation(f"v{number}"), b"film" * 200_000))
        print(number, flush=True)
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One box, killed again and again."""
    return copied(tmp_path_factory.mktemp("box")).parent


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_kill_leaves_no_clip_half(place: Path, seed: int) -> None:
    first = seed * 100_000
    last = killed(WRITES, place, first, Random(seed).random() * LONGEST_S)
    with open_database(place / "box.db") as database:
        findings = verify(database, EvidenceFolder(place / "evidence", database.id)).findings
        with database.reading() as session:
            kept = set(session.scalars(select(tables.Clip.violation)))
    assert {violation(f"v{number}").id for number in range(first, last + 1)} <= kept
    strays = [one.path for one in findings if one.kind is FindingKind.UNKNOWN]
    assert all(PART in path or path.endswith((".jpg", "clip.mp4")) for path in strays)  # served by nobody: no row
    assert {one.kind for one in findings} <= {FindingKind.UNKNOWN, FindingKind.UNSIGNED}

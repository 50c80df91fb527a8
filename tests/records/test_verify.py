"""Verifying finds every file that is not what the database says, and names it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from records.database import Database
from records.evidence import EvidenceFolder
from records.findings import FindingKind
from records.sink import DatabaseSink
from records.verify import verify
from tests.records.build import contents, life, violation

FIRST = f"c1/2026-03-02/{violation().id}/first-00000025.original.jpg"


@pytest.fixture
def told(sink: DatabaseSink) -> None:
    for step in life():
        sink.violation(*step)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[3] ^= 1
    path.write_bytes(data)


def swap(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


@pytest.mark.usefixtures("told")
def test_untouched_evidence_has_no_findings(database: Database, folder: EvidenceFolder) -> None:
    report = verify(database, folder)
    assert (report.files, report.findings) == (6, ())


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("harm", "kind"),
    [
        pytest.param(flip, FindingKind.DIFFERS, id="one bit"),
        pytest.param(lambda path: path.write_bytes(b""), FindingKind.DIFFERS, id="emptied"),
        pytest.param(Path.unlink, FindingKind.MISSING, id="gone"),
    ],
)
def test_a_harmed_file_is_named(
    database: Database, folder: EvidenceFolder, harm: Callable[[Path], object], kind: FindingKind
) -> None:
    harm(folder.root / FIRST)
    (finding,) = verify(database, folder).findings
    assert (finding.kind, finding.path, finding.violation) == (kind, FIRST, violation().id)
    assert finding.expected != finding.came


@pytest.mark.usefixtures("told")
def test_a_file_swapped_for_a_link_is_missing(database: Database, folder: EvidenceFolder) -> None:
    swap(folder.root / FIRST)
    kinds = {(finding.kind, finding.path) for finding in verify(database, folder).findings}
    assert (FindingKind.MISSING, FIRST) in kinds


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    "name", [pytest.param("c1/new.jpg", id="a picture"), pytest.param("c1/.part-x", id="a left-over")]
)
def test_a_stray_file_is_named(database: Database, folder: EvidenceFolder, name: str) -> None:
    (folder.root / name).write_bytes(b"?")
    (finding,) = verify(database, folder).findings
    assert str(finding) == f"unknown: {name}: expected no such file, came a file no row refers to"


@pytest.mark.usefixtures("told")
def test_verifying_changes_nothing_and_tells_how_far_it_is(database: Database, folder: EvidenceFolder) -> None:
    before, steps = contents(database), list[tuple[int, int]]()
    verify(database, folder, progress=lambda done, all_: steps.append((done, all_)))
    assert contents(database) == before
    assert steps == [(n, 6) for n in range(1, 7)]

"""Does the evidence still say what it said? Every hash computed again, every stray file named; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from records import tables
from records.database import Database
from records.evidence import EvidenceFolder
from vision.errors import StoreError


class FindingKind(StrEnum):
    """What is wrong with a file."""

    MISSING = "missing"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One file that is not as it should be.

    Attributes:
        path: relative to the evidence folder.
        expected, came: sha256 in hex, or words.
        violation: whose evidence it is; None for an unknown file.
    """

    kind: FindingKind
    path: str
    expected: str
    came: str
    violation: UUID | None = None

    def __str__(self) -> str:
        return f"{self.kind}: {self.path}: expected {self.expected}, came {self.came}"


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """How many files the database knows, and what is wrong, by path."""

    files: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    path: str
    sha256: str
    violation: UUID


def verify(
    database: Database, evidence: EvidenceFolder, progress: Callable[[int, int], None] | None = None
) -> VerifyReport:
    """Compare folder and database; progress is called with files done and files in all.

    Raises:
        StoreError: database or folder cannot be read at all.
    """
    known = _known(database)
    findings = []
    for done, entry in enumerate(known, start=1):
        findings += _look_at(evidence, entry)
        if progress is not None:
            progress(done, len(known))
    present = set(evidence.paths())
    # asked again after the walk: a box that is running adds files meanwhile
    strays = present - {entry.path for entry in _known(database)}
    findings += [Finding(FindingKind.UNKNOWN, path, "no such file", "a file no violation refers to") for path in strays]
    return VerifyReport(len(known), tuple(sorted(findings, key=lambda f: f.path)))


def _known(database: Database) -> tuple[_Known, ...]:
    e = tables.Evidence
    with database.reading() as session:
        rows = session.execute(select(e.path, e.sha256, e.violation).order_by(e.path))
        return tuple(_Known(*row) for row in rows)


def _look_at(evidence: EvidenceFolder, entry: _Known) -> list[Finding]:
    try:
        came = evidence.sha256(entry.path)
    except StoreError:
        return [Finding(FindingKind.MISSING, entry.path, entry.sha256, "no file that can be read", entry.violation)]
    if came == entry.sha256:
        return []
    return [Finding(FindingKind.DIFFERS, entry.path, entry.sha256, came, entry.violation)]

"""Does the evidence still say what it said? Chain, signatures, rows and files are gone through; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records import tables
from records.chain.rows import Image, stream
from records.chain.standing import FILED, Compared, compare
from records.chain.walk import walk
from records.database import Database
from records.evidence import EvidenceFolder
from records.findings import Finding, FindingKind
from records.keys import PublicKey
from vision.errors import StoreError

KEYS = tables.Base.metadata.tables["signing_key"]


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """How many files and links the database knows, by which keys it is signed, and what is wrong, by path."""

    files: int
    links: int
    keys: tuple[str, ...]
    findings: tuple[Finding, ...]


def verify(
    database: Database,
    evidence: EvidenceFolder,
    trusted: Sequence[PublicKey] = (),
    progress: Callable[[int, int], None] | None = None,
) -> VerifyReport:
    """Go through everything; progress is called with files done and files in all.

    Args:
        trusted: keys one knows to be the box's from elsewhere; without, those the database says it had.

    Raises:
        StoreError: database or folder cannot be read at all.
    """
    with database.reading() as session, unsmoothed(session):
        keys = tuple(trusted) or tuple(own_keys(session))
        walked = walk(session, str(database.id), keys)
        compared = compare(session)
    files = list(_files(database, evidence, compared, progress))
    if any(finding.kind is FindingKind.MISSING for finding in files):  # retention may have been at work meanwhile
        removed = _removed(database).paths
        files = [one for one in files if one.kind is not FindingKind.MISSING or one.path not in removed]
    findings = [*walked.findings, *compared.findings, *files]
    return VerifyReport(len(compared.files), walked.links, _signers(keys), _in_order(findings))


def _files(
    database: Database, evidence: EvidenceFolder, compared: Compared, progress: Callable[[int, int], None] | None
) -> Iterator[Finding]:
    for done, entry in enumerate(compared.files, start=1):
        yield from file_faults(evidence, entry)
        if progress is not None:
            progress(done, len(compared.files))
    present = set(evidence.paths())
    # asked again after the walk: a box that is running adds files meanwhile
    known = {str(entry["path"]) for entry in compared.files} | (_added(database, compared) - compared.gone)
    for path in present - known - _removed(database).erased_soon:
        came = "the file: its deletion is on record" if path in compared.gone else "a file no row refers to"
        yield Finding(FindingKind.UNKNOWN, path, "no such file", came)


def file_faults(evidence: EvidenceFolder, entry: Image) -> Iterator[Finding]:
    """What is wrong with the file a row tells of: it is not there, or has other bytes."""
    path, expected, violation = str(entry["path"]), str(entry["sha256"]), UUID(str(entry["violation"]))
    try:
        came = evidence.sha256(path)
    except StoreError:
        yield Finding(FindingKind.MISSING, path, expected, "no file that can be read", violation)
        return
    if came != expected:
        yield Finding(FindingKind.DIFFERS, path, expected, came, violation)


@dataclass(frozen=True, slots=True)
class _Removed:
    """Paths whose removal is on record, and of them those that still have to be taken off the disk."""

    paths: frozenset[str]
    erased_soon: frozenset[str]


def _removed(database: Database) -> _Removed:
    with database.reading() as session, unsmoothed(session):
        removed, erasures = (
            frozenset(str(path) for path in session.scalars(select(table.path)))
            for table in (tables.Removal, tables.Erasure)
        )
    return _Removed(removed, erasures)


def _added(database: Database, compared: Compared) -> set[str]:
    """Paths of files that were recorded since the rows were compared."""
    before = {str(entry["id"]) for entry in compared.files}
    with database.reading() as session, unsmoothed(session):
        told = (row for name in FILED for row in stream(session, tables.Base.metadata.tables[name]))
        return {str(row["path"]) for row in told if row["id"] not in before}


def own_keys(session: Session) -> Iterator[PublicKey]:
    """Keys of the database; one that cannot be read is found as a row that differs."""
    for row in stream(session, KEYS):
        try:
            yield PublicKey.parse(str(row["pem"]))
        except (StoreError, ValueError):
            continue


@contextmanager
def unsmoothed(session: Session) -> Iterator[None]:
    """Text that is no UTF-8 comes out as it is, instead of ending the reading."""
    raw = session.connection().connection.dbapi_connection
    if raw is None or not hasattr(raw, "text_factory"):
        yield
        return
    raw.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        raw.text_factory = str


def _signers(keys: Sequence[PublicKey]) -> tuple[str, ...]:
    return tuple(key.fingerprint for key in keys)


def _in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda f: (f.path, f.expected)))

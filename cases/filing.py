"""A case's docket out of the records, and what was printed of it into the chain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from cases.gathering import places_of, stalls_of
from cases.keeping import handled
from cases.papers.kinds import PaperKind
from cases.papers.paper import Docket, Paper, Shown
from cases.reports.material import Book, Place
from records import registry, violations
from records.canonical import Json, digest
from records.case_steps import Wanted
from records.chain.links import Entry, append, notes
from records.database import Database
from records.scopes import Reach, Sight
from records.states import LinkKind
from records.violation_rows import EvidenceRow
from vision.facts import EvidenceKind, EvidenceRole

KINDS = {EvidenceKind.ORIGINAL: "原图", EvidenceKind.ANNOTATED: "标注图", EvidenceKind.STRIP: "观察小图"}
ROLES = {
    EvidenceRole.FIRST: "首帧",
    EvidenceRole.CLEAREST: "最清晰",
    EvidenceRole.LAST: "末帧",
    EvidenceRole.REPEAT: "再次",
    EvidenceRole.LOOKS: "逐次观察",
}
PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper that was printed: which, its number, the SHA-256 of the file, by whom, when."""

    paper: str
    number: str
    sha256: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """A paper that somebody wants printed. number: as the market counts them; None: made from the case."""

    case: UUID
    kind: PaperKind
    by: str
    at: datetime
    number: str | None = None


def print_paper(
    database: Database, wish: Wish, within: Reach, book: Book, press: Callable[[Paper], bytes]
) -> bytes | None:
    """Print a paper; its SHA-256 is in the chain before anybody has it. None where there is no such case in the reach.

    Raises:
        NothingToPrint: the step it tells of was not taken. StoreError: it cannot be recorded.
    """
    with database.reading() as session:
        found = docket(session, wish.case, within, book, wish.at, wish.number)
    if found is None:
        return None
    paper = wish.kind.paper(found)
    data = press(paper)
    with database.writing() as session:
        done = Printed(paper.name, paper.number, digest(data), wish.by, wish.at)
        record(session, found.handled.case.site.id, wish.case, done)
    return data


def docket(
    session: Session, case: UUID, within: Reach, book: Book, at: datetime, number: str | None = None
) -> Docket | None:
    """What the papers of a case say; None where there is none within the reach.

    Raises:
        BrokenHistory, StoreError: the records cannot be used.
    """
    found = next(iter(handled(session, Wanted(ids=[case], within=within))), None)
    detail = violations.one(session, case, Sight(within, frozenset(), frozenset()))
    if found is None or detail is None:
        return None
    site, row = found.case.site, detail.violation
    sites = [one for one in registry.sites(session, within) if one.id == site.id]
    return Docket(
        handled=found,
        place=next(places_of(sites), Place(site.id, row.site_name, site.type)),
        stall=next((one for one in stalls_of(sites) if one.id == found.case.merchant), None),
        camera=f"{row.camera_name} {row.camera}",
        evidence=tuple(map(_shown, detail.evidence)),
        book=book,
        at=at,
        number=number,
    )


def _shown(file: EvidenceRow) -> Shown:
    gone = () if file.removed is None else ("(已到期删除)",)
    words = ROLES.get(file.role, str(file.role)), KINDS.get(file.kind, str(file.kind)), *gone
    return Shown(" ".join(words), file.sha256)


def record(session: Session, site: str, case: UUID, printed: Printed) -> None:
    """Link what was printed into the site's chain, with the file's SHA-256."""
    note: Mapping[str, Json] = {
        PAPER: printed.paper,
        "number": printed.number,
        "sha256": printed.sha256,
        "by": printed.by,
    }
    append(session, Entry(site, printed.at, LinkKind.EXPORT, case, note=note))


def printed(session: Session, case: UUID) -> tuple[Printed, ...]:
    """What was printed of a case, oldest first; nothing of one whose links are empty since it was deleted."""
    return tuple(
        Printed(str(note[PAPER]), str(note["number"]), str(note["sha256"]), str(note["by"]), at)
        for at, note in notes(session, case, LinkKind.EXPORT)
        if PAPER in note
    )

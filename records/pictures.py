"""Which picture of a violation to show first, and where on it the flagged head is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records import tables
from vision.facts import Box, EvidenceKind, EvidenceRole, Point

Polygon = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """An evidence picture to show.

    Attributes:
        id: of the evidence. width, height: px.
        head: the flagged head (or hand) on it, px; None where no look tells.
        cut: the polygon, 0-1, beyond which it may not be shown; None where the whole may be.
    """

    id: UUID
    width: int
    height: int
    head: Box | None
    cut: Polygon | None = None


def first_pictures(session: Session, violations: Iterable[UUID]) -> dict[UUID, Picture]:
    """By violation: annotated before original, the clearest before others; strips, what was
    removed and violations without evidence are left out."""
    e, gone = tables.Evidence, select(tables.Removal.path)
    there = e.violation.in_(violations), e.kind != EvidenceKind.STRIP, e.path.not_in(gone)
    best: dict[UUID, tables.Evidence] = {}
    for row in session.scalars(select(e).where(*there).order_by(e.at, e.id)):
        if row.violation not in best or _appeal(row) > _appeal(best[row.violation]):
            best[row.violation] = row
    found = heads(session, [row.id for row in best.values()])
    return {violation: Picture(row.id, row.width, row.height, found.get(row.id)) for violation, row in best.items()}


def heads(session: Session, evidence: Iterable[UUID]) -> dict[UUID, Box]:
    """Where the flagged head is, px, by evidence; of two tracks on one frame the one the violation carries now."""
    e, look, v = tables.Evidence, tables.Look, tables.Violation
    query = (
        select(e.id, look.x0, look.y0, look.x1, look.y1)
        .join(look, (look.violation == e.violation) & (look.frame == e.frame))
        .join(v, v.id == e.violation)
        .where(e.id.in_(evidence), e.kind != EvidenceKind.STRIP)
        .order_by(look.track == v.track, look.id)
    )
    return {found: Box(*sides) for found, *sides in session.execute(query)}


def digests(session: Session, violation: UUID) -> frozenset[str]:
    """SHA-256 of every evidence file of a violation."""
    e = tables.Evidence
    return frozenset(session.scalars(select(e.sha256).where(e.violation == violation)))


def hashes(session: Session, evidence: Iterable[UUID]) -> dict[UUID, str]:
    """SHA-256 of evidence files, by their ids."""
    e = tables.Evidence
    return {row[0]: row[1] for row in session.execute(select(e.id, e.sha256).where(e.id.in_(evidence)))}


def _appeal(row: tables.Evidence) -> tuple[bool, bool]:
    return row.kind is EvidenceKind.ANNOTATED, row.role is EvidenceRole.CLEAREST

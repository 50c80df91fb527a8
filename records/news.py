"""The outbox, as whoever tells others reads it: in order, each with what is to be said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records import tables
from records.scopes import Reach, violation_in
from records.states import OutboxKind
from vision.facts import EvidenceKind, EvidenceRole, Phase, Severity


@dataclass(frozen=True, slots=True)
class Course:
    """What a step did: its action, and the level before and after it."""

    action: str
    before: int
    level: int


@dataclass(frozen=True, slots=True)
class News:
    """A phase of a violation, or a step of its case (`course`; None for a phase).

    Attributes:
        id: of the outbox row, the same whoever is told. at: when it happened. thumbnail: id of its clearest picture.
        site, stall, camera: their names; a stall's is empty where nobody owns the place.
    """

    seq: int
    id: UUID
    kind: OutboxKind
    violation: UUID
    phase: Phase
    at: datetime
    code: str
    severity: Severity
    site: str
    stall: str
    camera: str
    course: Course | None
    thumbnail: UUID | None


def news(session: Session, after: int, within: Reach, limit: int) -> tuple[News, ...]:
    """The next news after a place in the outbox, of what is within the reach, oldest first."""
    o, v = tables.Outbox, tables.Violation
    query = select(o, v).join(v, v.id == o.violation).where(o.seq > after, violation_in(within))
    return tuple(_news(session, row, of) for row, of in session.execute(query.order_by(o.seq).limit(limit)))


def _news(session: Session, row: tables.Outbox, of: tables.Violation) -> News:
    merchant = None if of.merchant is None else session.get(tables.Merchant, of.merchant)
    return News(
        seq=row.seq,
        id=row.id,
        kind=row.kind,
        violation=of.id,
        phase=row.phase,
        at=row.at,
        code=of.code,
        severity=Severity.ADV if of.advisory else of.severity,
        site=session.get_one(tables.Site, of.site).name,
        stall="" if merchant is None else merchant.name,
        camera=session.get_one(tables.Camera, of.camera).name,
        course=_course(session, row),
        thumbnail=_thumbnail(session, of.id),
    )


def _course(session: Session, row: tables.Outbox) -> Course | None:
    if row.version is None:
        return None
    step = session.get_one(tables.CaseStep, (row.violation, row.version))
    before = session.get(tables.CaseStep, (row.violation, row.version - 1))
    return Course(step.action, 1 if before is None else before.level, step.level)


def _thumbnail(session: Session, violation: UUID) -> UUID | None:
    e = tables.Evidence
    clearest = (e.violation == violation, e.kind == EvidenceKind.ANNOTATED, e.role == EvidenceRole.CLEAREST)
    return session.scalars(select(e.id).where(*clearest)).first()

"""What persons ask about pictures of themselves, and what was decided: a log that is linked into the box's chain.

A granted request for deletion is carried out by retention, within the transaction of the decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from records import tables
from records.chain.links import BOX, Entry, append
from records.states import LinkKind, RequestKind
from vision.errors import DataError

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks.

    Attributes:
        applicant: who, as they can be reached. statement: in their words.
        violations: whose pictures it is about, as far as that is known.
    """

    kind: RequestKind
    applicant: str
    statement: str
    violations: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it stands; `granted` is None while nobody decided."""

    id: UUID
    received_at: datetime
    recorded_by: str
    asked: Asked
    decided_at: datetime | None
    decided_by: str | None
    granted: bool | None
    decision: str | None


def receive(session: Session, asked: Asked, by: str, at: datetime) -> UUID:
    """Write a request down; gives its id.

    Raises:
        DataError: it is about a violation the box does not know.
    """
    for violation in asked.violations:
        if session.get(tables.Violation, violation) is None:
            raise DataError(f"violation {violation}: expected one of this box, came one it does not know")
    row = tables.PersonRequest(
        id=uuid4(),
        received_at=at,
        recorded_by=by,
        kind=asked.kind,
        applicant=asked.applicant[:LONGEST],
        statement=asked.statement[:LONGEST],
        violations=tuple(map(str, asked.violations)),
    )
    session.add(row)
    append(session, Entry(BOX, at, LinkKind.REQUEST, row.id, [row]))
    return row.id


def decide(session: Session, request: UUID, granted: bool, decision: str, by: str, at: datetime) -> Request:
    """Write down what was decided, once, and why.

    Raises:
        DataError: there is no such request, or it is decided already.
    """
    row = session.get(tables.PersonRequest, request)
    if row is None or row.granted is not None:
        raise DataError(f"request {request}: expected one that waits for a decision; see the list of requests")
    row.decided_at, row.decided_by, row.granted, row.decision = at, by, granted, decision[:LONGEST]
    append(session, Entry(BOX, at, LinkKind.REQUEST, row.id, [row]))
    return _request(row)


def one(session: Session, request: UUID) -> Request | None:
    """A request; None where there is none."""
    row = session.get(tables.PersonRequest, request)
    return None if row is None else _request(row)


def listed(session: Session, limit: int = 500) -> tuple[Request, ...]:
    """Requests, newest first."""
    p = tables.PersonRequest
    return tuple(map(_request, session.scalars(select(p).order_by(p.received_at.desc(), p.id).limit(limit))))


def _request(row: tables.PersonRequest) -> Request:
    violations = tuple(map(UUID, row.violations))
    asked = Asked(row.kind, row.applicant, row.statement, violations)
    return Request(
        row.id, row.received_at, row.recorded_by, asked, row.decided_at, row.decided_by, row.granted, row.decision
    )

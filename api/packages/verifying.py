"""GET /violations/{id}/verification: does the evidence of an event still say what it said, looked at now."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from api.access.may import Right
from api.access.needs import needs
from api.cases.acting import case_in
from api.cases.schemas import NO_CASE
from api.context import Told
from api.schemas import Out
from records.findings import FindingKind
from records.scopes import Reach
from records.verify_event import EventReport, verify_event

Seeing = Annotated[Reach, needs(Right.SEE_VIOLATIONS)]


class FindingOut(Out):
    """Something that is not as it should be. `path`: of a file, or `row:…`, `link:…`."""

    kind: FindingKind
    path: str
    expected: str
    came: str


class VerificationOut(Out):
    """What was gone through, and what is wrong: nothing, where `sound`.

    `links` of the chain tell of the event, `files` should be there, `removed` were deleted on record. `key`: whose
    signature vouches for the last link, by its fingerprint.
    """

    sound: bool
    at: datetime
    links: int
    files: int
    removed: int
    key: str | None
    findings: tuple[FindingOut, ...]

    @classmethod
    def of(cls, report: EventReport, at: datetime) -> VerificationOut:
        """From the records."""
        return cls(
            sound=not report.findings,
            at=at,
            links=report.links,
            files=report.files,
            removed=report.removed,
            key=report.key,
            findings=tuple(map(FindingOut.model_validate, report.findings)),
        )


def verifying_router() -> APIRouter:
    """GET /violations/{id}/verification."""
    router = APIRouter(prefix="/violations", tags=["evidence"])

    @router.get("/{violation_id}/verification", responses=NO_CASE)
    def verification(violation_id: UUID, within: Seeing, context: Told) -> VerificationOut:
        """Hashes of its files, its rows, its links and who vouches for them, gone through anew."""
        with context.database.reading() as session:
            case_in(session, violation_id, within)
        return VerificationOut.of(verify_event(context.database, context.evidence, violation_id), context.now())

    return router

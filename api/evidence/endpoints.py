"""Evidence pictures as each visitor may see them, cacheable by what was made of them; and originals, with a reason."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response

from api.access.identity import visitor_of
from api.access.may import Right
from api.access.needs import Seen, needs, note
from api.context import Context, Told
from api.evidence.derivative import Derivative, derivative, small
from api.evidence.serving import KNOWN, PICTURE, Kept, Reason, opened, path_of, served
from api.problem import Problem
from records import pictures, violations
from records.scopes import Reach, Sight
from records.states import Noted
from records.violation_rows import EvidenceFile, EvidenceRow
from vision.facts import Box


def evidence_router() -> APIRouter:
    """GET and HEAD /evidence/{id}, GET /evidence/{id}/thumbnail, POST /evidence/{id}/original."""
    router = APIRouter(prefix="/evidence", tags=["evidence"])
    looking = [needs(Right.SEE_EVIDENCE)]

    @router.head("/{evidence_id}", include_in_schema=False, dependencies=looking)
    @router.get("/{evidence_id}", response_class=Response, responses=KNOWN, dependencies=looking)
    def file(evidence_id: UUID, request: Request, sight: Seen, context: Told) -> Response:
        """The picture with heads hidden, as far as the visitor may see it."""
        return _served(context, request, _found(context, evidence_id, sight), derivative)

    @router.get(
        "/{evidence_id}/thumbnail",
        response_class=Response,
        responses=KNOWN,
        dependencies=[needs(Right.SEE_PICTURES)],
    )
    def thumbnail(evidence_id: UUID, request: Request, sight: Seen, context: Told) -> Response:
        """A small picture of the flagged head and what is around it, for lists."""
        return _served(context, request, _found(context, evidence_id, sight), small)

    @router.post("/{evidence_id}/original", response_class=FileResponse, responses=PICTURE)
    def original(
        evidence_id: UUID,
        request: Request,
        held: Annotated[Reach, needs(Right.SEE_ORIGINALS)],
        context: Told,
        reason: Reason,
    ) -> Response:
        """The file itself, nothing hidden. Who opened it and why is noted before the first byte leaves."""
        row = _found(context, evidence_id, Sight(held, held, held)).row
        path = path_of(context, _kept(row))
        note(context, request, visitor_of(request).login, Noted.OPENED_ORIGINAL, str(evidence_id), reason)
        return opened(path, f"{row.role}-{row.frame:08d}.{row.kind}.jpg")

    return router


def _served(
    context: Context, request: Request, found: EvidenceFile, made: Callable[[EvidenceFile, Box | None], Derivative]
) -> Response:
    with context.database.reading() as session:
        wanted = made(found, pictures.heads(session, [found.row.id]).get(found.row.id))
    return served(context, request, _kept(found.row), wanted)


def _kept(row: EvidenceRow) -> Kept:
    return Kept(f"evidence {row.id}", row.path, row.sha256)


def _found(context: Context, evidence_id: UUID, sight: Sight) -> EvidenceFile:
    with context.database.reading() as session:
        found = violations.evidence(session, evidence_id, sight)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no evidence {evidence_id}")
    return found

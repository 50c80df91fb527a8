"""Evidence pictures as each visitor may see them, cacheable by what was made of them; and originals, with a reason."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import FileResponse, Response

from api.access.identity import SESSION_LASTS, visitor_of
from api.access.may import Right
from api.access.needs import Seen, needs, note
from api.context import Context, Told
from api.evidence.derivative import Derivative, derivative, small
from api.problem import Problem
from records import pictures, violations
from records.scopes import Reach, Sight
from records.states import Noted
from records.violations import EvidenceFile, EvidenceRow
from vision.errors import StoreError
from vision.facts import Box

LASTS_S = int(SESSION_LASTS.total_seconds())
PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/jpeg": {}}},
    404: {"description": "no such evidence, or not yours to see"},
    410: {"description": "it is recorded, and its file is gone or changed"},
}
KNOWN = PICTURE | {304: {"description": "the picture that `If-None-Match` names"}}
Reason = Annotated[str, Form(min_length=4, max_length=300, pattern=r"\S.*\S")]


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
        found = _found(context, evidence_id, Sight(held, held, held))
        path = _path(context, found.row)
        note(context, request, visitor_of(request).login, Noted.OPENED_ORIGINAL, str(evidence_id), reason)
        name = f"{found.row.role}-{found.row.frame:08d}.{found.row.kind}.jpg"
        headers = {"cache-control": "no-store"}
        return FileResponse(
            path, headers=headers, media_type="image/jpeg", filename=name, content_disposition_type="inline"
        )

    return router


def _served(
    context: Context, request: Request, found: EvidenceFile, made: Callable[[EvidenceFile, Box | None], Derivative]
) -> Response:
    row, path = found.row, _path(context, found.row)
    with context.database.reading() as session:
        wanted = made(found, pictures.heads(session, [row.id]).get(row.id))
    headers = _kept(f"{row.sha256}-{wanted.tag}")
    if _known_to(request.headers.get("if-none-match", ""), headers["etag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    picture = context.render(path.read_bytes(), wanted)
    if picture is None:
        raise Problem(HTTPStatus.GONE, f"evidence {row.id} is not the picture any more; see `evidence verify`")
    return Response(picture, headers=headers, media_type="image/jpeg")


def _found(context: Context, evidence_id: UUID, sight: Sight) -> EvidenceFile:
    with context.database.reading() as session:
        found = violations.evidence(session, evidence_id, sight)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no evidence {evidence_id}")
    return found


def _path(context: Context, row: EvidenceRow) -> Path:
    """The file; a row whose path leaves the folder or whose file is gone is the same to the caller."""
    try:
        path = context.evidence.resolve(row.path)
    except StoreError:
        path = None
    if path is None or not path.is_file():
        raise Problem(HTTPStatus.GONE, f"evidence {row.id} is recorded, but its file is gone; see `evidence verify`")
    return path


def _kept(tag: str) -> dict[str, str]:
    """Evidence never changes: a browser need not ask again while its session lasts. What the next one to log in there
    sees is asked for anew, for it may be less."""
    lasts = f"private, max-age={LASTS_S}, immutable"
    return {"etag": f'"{tag}"', "cache-control": lasts, "vary": "Cookie, Authorization"}


def _known_to(if_none_match: str, etag: str) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in tags or etag in tags

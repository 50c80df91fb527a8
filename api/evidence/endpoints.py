"""The bytes of evidence: unaltered, cacheable for ever by their hash, in ranges where asked."""

from __future__ import annotations

import re
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response

from api.context import Context, Told
from api.evidence.part import part_of
from api.problem import Problem
from records import pictures, violations
from records.pictures import Picture
from records.violations import EvidenceRow
from vision.errors import StoreError
from vision.facts import Box

ONE_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))")


def evidence_router() -> APIRouter:
    """GET and HEAD /evidence/{id}, GET /evidence/{id}/thumbnail."""
    router = APIRouter(prefix="/evidence", tags=["evidence"])

    @router.head("/{evidence_id}", include_in_schema=False)
    @router.get("/{evidence_id}", response_class=FileResponse)
    def file(evidence_id: UUID, request: Request, context: Told) -> Response:
        row = _row(context, evidence_id)
        path = _path(context, row)
        headers = _kept(row.sha256)
        if _known_to(request.headers.get("if-none-match", ""), headers["etag"]):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        _check_range(request.headers.get("range"), path.stat().st_size)
        name = f"{row.role}-{row.frame:08d}.{row.kind}.jpg"
        return FileResponse(
            path, headers=headers, media_type="image/jpeg", filename=name, content_disposition_type="inline"
        )

    @router.get("/{evidence_id}/thumbnail", response_class=Response, responses={200: {"content": {"image/jpeg": {}}}})
    def small(evidence_id: UUID, request: Request, context: Told) -> Response:
        """A small picture of the flagged head and what is around it, for lists; the whole one is the evidence."""
        row = _row(context, evidence_id)
        headers = _kept(f"{row.sha256}-head")
        if _known_to(request.headers.get("if-none-match", ""), headers["etag"]):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        picture = context.shrink(_path(context, row).read_bytes(), _part(context, row))
        if picture is None:
            raise Problem(HTTPStatus.GONE, f"evidence {row.id} is no picture any more; see `evidence verify`")
        return Response(picture, headers=headers, media_type="image/jpeg")

    return router


def _row(context: Context, evidence_id: UUID) -> EvidenceRow:
    with context.database.reading() as session:
        row = violations.evidence(session, evidence_id)
    if row is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no evidence {evidence_id}")
    return row


def _part(context: Context, row: EvidenceRow) -> Box:
    with context.database.reading() as session:
        head = pictures.heads(session, [row.id]).get(row.id)
    return part_of(Picture(row.id, row.width, row.height, head))


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
    """Evidence never changes: whoever has it need not ask again."""
    return {"etag": f'"{tag}"', "cache-control": "private, max-age=31536000, immutable"}


def _known_to(if_none_match: str, etag: str) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in tags or etag in tags


def _check_range(wanted: str | None, size_bytes: int) -> None:
    """One range that begins within the file; starlette serves it."""
    if wanted is None:
        return
    found = ONE_RANGE.fullmatch(wanted.strip())
    start, end = (int(found[1] or 0), int(found[2] or size_bytes)) if found else (size_bytes, 0)
    if found is None or start >= size_bytes or end < start or (found[3] and int(found[3]) == 0):
        detail = f"expected one range of bytes within {size_bytes}, such as bytes=0-99"
        raise Problem(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, detail, {"content-range": f"bytes */{size_bytes}"})

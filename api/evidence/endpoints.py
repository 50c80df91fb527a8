"""The bytes of evidence: unaltered, cacheable by their hash, in ranges where asked; or just a stall's zone of them."""

from __future__ import annotations

import re
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response

from api.access.identity import SESSION_LASTS
from api.access.may import Right
from api.access.needs import Seen, needs
from api.context import Context, Told
from api.evidence.part import part_of, served, window_of
from api.problem import Problem
from records import pictures, violations
from records.pictures import Picture
from records.scopes import Sight
from records.violations import EvidenceFile, EvidenceRow
from vision.errors import StoreError
from vision.facts import Box

LASTS_S = int(SESSION_LASTS.total_seconds())
ONE_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))")


def evidence_router() -> APIRouter:
    """GET and HEAD /evidence/{id}, GET /evidence/{id}/thumbnail."""
    router = APIRouter(prefix="/evidence", tags=["evidence"])
    looking = [needs(Right.SEE_EVIDENCE)]

    @router.head("/{evidence_id}", include_in_schema=False, dependencies=looking)
    @router.get("/{evidence_id}", response_class=FileResponse, dependencies=looking)
    def file(evidence_id: UUID, request: Request, sight: Seen, context: Told) -> Response:
        """The picture, unaltered; whoever may not see all of it gets the stall's zone, black beyond its outline."""
        found = _found(context, evidence_id, sight)
        path = _path(context, found.row)
        headers = _kept(_tag(found))
        if _known_to(request.headers.get("if-none-match", ""), headers["etag"]):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        name = f"{found.row.role}-{found.row.frame:08d}.{found.row.kind}.jpg"
        if found.cut is not None:
            return Response(_cut_out(context, found, path), headers=headers, media_type="image/jpeg")
        _check_range(request.headers.get("range"), path.stat().st_size)
        return FileResponse(
            path, headers=headers, media_type="image/jpeg", filename=name, content_disposition_type="inline"
        )

    @router.get(
        "/{evidence_id}/thumbnail",
        response_class=Response,
        responses={200: {"content": {"image/jpeg": {}}}},
        dependencies=[needs(Right.SEE_PICTURES)],
    )
    def small(evidence_id: UUID, request: Request, sight: Seen, context: Told) -> Response:
        """A small picture of the flagged head and what is around it, for lists; the whole one is the evidence."""
        found = _found(context, evidence_id, sight)
        path = _path(context, found.row)
        headers = _kept(f"{_tag(found)}-head")
        if _known_to(request.headers.get("if-none-match", ""), headers["etag"]):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        data = path.read_bytes() if found.cut is None else _cut_out(context, found, path)
        picture = context.shrink(data, _part(context, found))
        if picture is None:
            raise _no_picture(found)
        return Response(picture, headers=headers, media_type="image/jpeg")

    return router


def _found(context: Context, evidence_id: UUID, sight: Sight) -> EvidenceFile:
    with context.database.reading() as session:
        found = violations.evidence(session, evidence_id, sight)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no evidence {evidence_id}")
    return found


def _part(context: Context, found: EvidenceFile) -> Box:
    row = found.row
    with context.database.reading() as session:
        head = pictures.heads(session, [row.id]).get(row.id)
    return part_of(served(Picture(row.id, row.width, row.height, head, found.cut)))


def _cut_out(context: Context, found: EvidenceFile, path: Path) -> bytes:
    row, cut = found.row, found.cut or ()
    data = context.cut_out(path.read_bytes(), cut, window_of(cut, (row.width, row.height)))
    if data is None:
        raise _no_picture(found)
    return data


def _no_picture(found: EvidenceFile) -> Problem:
    return Problem(HTTPStatus.GONE, f"evidence {found.row.id} is no picture any more; see `evidence verify`")


def _tag(found: EvidenceFile) -> str:
    """Another one for every way to see it."""
    if found.cut is None:
        return found.row.sha256
    return f"{found.row.sha256}-{sha256(repr(found.cut).encode()).hexdigest()[:16]}"


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


def _check_range(wanted: str | None, size_bytes: int) -> None:
    """One range that begins within the file; starlette serves it."""
    if wanted is None:
        return
    found = ONE_RANGE.fullmatch(wanted.strip())
    start, end = (int(found[1] or 0), int(found[2] or size_bytes)) if found else (size_bytes, 0)
    if found is None or start >= size_bytes or end < start or (found[3] and int(found[3]) == 0):
        detail = f"expected one range of bytes within {size_bytes}, such as bytes=0-99"
        raise Problem(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, detail, {"content-range": f"bytes */{size_bytes}"})

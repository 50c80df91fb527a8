"""Clips as each visitor may see them, and originals, with a reason.

What is served shows the pictures on which heads were looked for, each as long as it was so: on the others nobody knows
where heads are. It is made when it is first asked for.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response

from api.access.identity import visitor_of
from api.access.may import Right
from api.access.needs import Seen, needs, note
from api.context import Context, Told
from api.evidence.derivative import slides, tag_of
from api.evidence.serving import Kept, Reason, cached, gone, known_to, opened, path_of
from api.evidence.shelf import Shelf
from api.problem import Problem
from records import clips
from records.clips import ClipFile
from records.scopes import Reach, Sight
from records.states import Noted

MP4 = "video/mp4"
MOST_BYTES = 64 * 1024 * 1024
"""Of clips that were made to be served: some thirty."""
VIDEO: dict[int | str, dict[str, Any]] = {
    200: {"content": {MP4: {}}},
    404: {"description": "no such clip, or not yours to see"},
    410: {"description": "it is recorded, and its file is gone or changed, or nothing of it may be shown"},
}
KNOWN = VIDEO | {
    206: {"content": {MP4: {}}, "description": "the part that `Range` asks for"},
    304: {"description": "the clip that `If-None-Match` names"},
    416: {"description": "there is no such part"},
}
RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


def clips_router() -> APIRouter:
    """GET /clips/{id}, POST /clips/{id}/original."""
    router = APIRouter(prefix="/clips", tags=["evidence"])
    shelf = Shelf(MOST_BYTES)

    @router.get("/{clip_id}", response_class=Response, responses=KNOWN, dependencies=[needs(Right.SEE_EVIDENCE)])
    def clip(clip_id: UUID, request: Request, sight: Seen, context: Told) -> Response:
        """The clip with heads hidden, as far as the visitor may see it: a few pictures a second."""
        return _served(context, request, shelf, _found(context, clip_id, sight))

    @router.post("/{clip_id}/original", response_class=FileResponse, responses=VIDEO)
    def original(
        clip_id: UUID,
        request: Request,
        held: Annotated[Reach, needs(Right.SEE_ORIGINALS)],
        context: Told,
        reason: Reason,
    ) -> Response:
        """The file itself, nothing hidden but privacy areas. Who opened it and why is noted before."""
        path = path_of(context, _kept(_found(context, clip_id, Sight(held, held, held))))
        note(context, request, visitor_of(request).login, Noted.OPENED_ORIGINAL, str(clip_id), reason)
        return opened(path, f"{clip_id}.mp4", MP4)

    return router


def _served(context: Context, request: Request, shelf: Shelf, found: ClipFile) -> Response:
    path, wanted = path_of(context, _kept(found)), slides(found)
    name = f"{found.row.sha256}-{tag_of(wanted)}"
    headers = cached(name) | {"accept-ranges": "bytes"}
    if known_to(request.headers.get("if-none-match", ""), headers["etag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)

    def make() -> bytes | None:
        return context.darkroom.project(path.read_bytes(), wanted) if wanted else None

    video = shelf.get(name, make)
    if video is None:
        raise gone(f"clip {found.row.id}: nothing of it may be shown, or it is no clip any more; see `evidence verify`")
    return _part(video, request.headers.get("range"), headers)


def _part(video: bytes, asked: str | None, headers: dict[str, str]) -> Response:
    """All of it, or the part that is asked for: some players take a video in no other way."""
    found = None if asked is None else RANGE.fullmatch(asked)
    if found is None:
        return Response(video, headers=headers, media_type=MP4)
    first, last = int(found[1]), min(int(found[2] or len(video) - 1), len(video) - 1)
    if first > last:
        raise Problem(
            HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            f"range: expected a part of {len(video)} bytes, came {asked}",
            {"content-range": f"bytes */{len(video)}"},
        )
    told = headers | {"content-range": f"bytes {first}-{last}/{len(video)}"}
    return Response(video[first : last + 1], HTTPStatus.PARTIAL_CONTENT, told, MP4)


def _kept(found: ClipFile) -> Kept:
    return Kept(f"clip {found.row.id}", found.row.path, found.row.sha256)


def _found(context: Context, clip_id: UUID, sight: Sight) -> ClipFile:
    with context.database.reading() as session:
        found = clips.find(session, clip_id, sight)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no clip {clip_id}")
    return found

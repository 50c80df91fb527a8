"""POST, GET and DELETE /analyses: a recording of one's own, streamed to disk, analysed in the background, soon gone."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import Annotated, Any
from uuid import UUID

from anyio import open_file
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.access.identity import visitor_of
from api.access.may import Right
from api.access.needs import needs
from api.analyses.reading import found_in, inside, sight_of
from api.analyses.schemas import AnalysisList, AnalysisOut, FoundList, FoundOut
from api.context import Context, Told
from api.evidence.derivative import derivative
from api.evidence.serving import KNOWN, Kept, served
from api.problem import Problem, field_problem
from records import pictures, violations
from records.uploads import Upload, Uploads, UploadState

MOST_BYTES = 64 * 1024**3  # the box's own limit is less
MOST_WAITING = 5
"""Of one person at a time."""
LONGEST_NAME = 120
HEAD_BYTES = 16
REFUSALS: dict[int | str, dict[str, Any]] = {
    409: {"description": "five of yours wait already, or this program analyses none"},
    413: {"description": "the recording is larger than this box takes"},
}
GONE: dict[int | str, dict[str, Any]] = {404: {"description": "no such analysis, or not yours"}}


def uploads_of(context: Told) -> Uploads:
    """Where recordings are kept.

    Raises:
        Problem: 409, nowhere.
    """
    if context.uploads is None:
        raise Problem(HTTPStatus.CONFLICT, "this program analyses no recordings", zh="本程序不分析录像。")
    return context.uploads


Held = Annotated[Uploads, Depends(uploads_of)]


def analyses_router() -> APIRouter:
    """One's own analyses."""
    router = APIRouter(prefix="/analyses", tags=["analyses"], dependencies=[needs(Right.ANALYSE_VIDEOS)])

    @router.post("", status_code=HTTPStatus.CREATED, responses=REFUSALS, max_body_size=MOST_BYTES)
    async def bring(
        request: Request, uploads: Held, context: Told, name: Annotated[str, Query(max_length=500)] = ""
    ) -> AnalysisOut:
        """The body is the video itself: mp4, mkv or avi. It is told by its first bytes; the name is for people only."""
        who = visitor_of(request).login
        _expect_room(uploads, who)
        upload = uploads.begin(who, _plain(name), context.now())
        try:
            size = await _streamed(request, uploads.video_of(upload.id), uploads.most_bytes)
        except BaseException:
            uploads.remove(upload.id)
            raise
        queued = replace(upload, size=size, state=UploadState.QUEUED)
        uploads.note(queued)
        return AnalysisOut.of(queued, uploads.keep)

    @router.get("")
    def listed(request: Request, context: Told) -> AnalysisList:
        """One's own, newest first."""
        uploads = context.uploads
        if uploads is None:
            return AnalysisList(items=(), most_bytes=0)
        own = (one for one in uploads.all() if one.who == visitor_of(request).login)
        return AnalysisList(
            items=tuple(AnalysisOut.of(one, uploads.keep) for one in own), most_bytes=uploads.most_bytes
        )

    _add_one(router)
    return router


def _add_one(router: APIRouter) -> None:
    """What is about one of them."""

    @router.get("/{analysis_id}", responses=GONE)
    def one(analysis_id: UUID, request: Request, uploads: Held) -> AnalysisOut:
        """How far it is."""
        return AnalysisOut.of(_own(uploads, analysis_id, request), uploads.keep)

    @router.delete("/{analysis_id}", status_code=HTTPStatus.NO_CONTENT, responses=GONE)
    def remove(analysis_id: UUID, request: Request, uploads: Held) -> None:
        """The recording and all that came of it, now."""
        uploads.remove(_own(uploads, analysis_id, request).id)

    @router.get("/{analysis_id}/found", responses=GONE)
    def found(analysis_id: UUID, request: Request, uploads: Held, context: Told) -> FoundList:
        """What was found, oldest first; nothing before it is done."""
        upload = _own(uploads, analysis_id, request)
        rows = found_in(context, uploads, upload, visitor_of(request).grants)
        return FoundList(items=tuple(FoundOut.of(upload.id, row, context.names) for row in rows))

    @router.get("/{analysis_id}/pictures/{evidence_id}", response_class=Response, responses=KNOWN)
    def picture(analysis_id: UUID, evidence_id: UUID, request: Request, uploads: Held, context: Told) -> Response:
        """A picture of what was found, heads hidden."""
        upload = _own(uploads, analysis_id, request)
        if upload.state is not UploadState.DONE:
            raise Problem(HTTPStatus.NOT_FOUND, f"analysis {analysis_id} has no pictures yet")
        with inside(context, uploads, upload.id) as own:
            return _picture(own, evidence_id, request)


def _picture(own: Context, evidence_id: UUID, request: Request) -> Response:
    with own.database.reading() as session:
        found = violations.evidence(session, evidence_id, sight_of(visitor_of(request).grants))
        flagged = pictures.heads(session, [evidence_id]).get(evidence_id)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no evidence {evidence_id}")
    kept = Kept(f"evidence {found.row.id}", found.row.path, found.row.sha256)
    return served(own, request, kept, derivative(found, flagged))


async def _streamed(request: Request, path: Path, most_bytes: int) -> int:
    """The body to disk as it comes; how many bytes came.

    Raises:
        Problem: it is too large, or no video that is taken in.
    """
    size, head = 0, b""
    async with await open_file(path, "wb") as file:
        async for chunk in request.stream():
            size, head = size + len(chunk), head if len(head) >= HEAD_BYTES else head + chunk[:HEAD_BYTES]
            if size > most_bytes:
                detail = f"expected {most_bytes} bytes at most, came more"
                raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail, zh="录像太大。")
            if len(head) >= HEAD_BYTES and not is_video(head):
                break
            await file.write(chunk)
    if not is_video(head):
        raise field_problem("body", "expected a video: mp4, mkv or avi")
    return size


def is_video(head: bytes) -> bool:
    """Whether the first sixteen bytes are those of an mp4, mkv or avi."""
    return head[4:8] == b"ftyp" or head[:4] == b"\x1aE\xdf\xa3" or (head[:4] == b"RIFF" and head[8:12] == b"AVI ")


def _expect_room(uploads: Uploads, who: str) -> None:
    waiting = sum(one.who == who and one.state is not UploadState.DONE for one in uploads.all())
    if waiting >= MOST_WAITING:
        raise Problem(HTTPStatus.CONFLICT, "five of yours wait already; delete one", zh="您已有五段在排队；先删一段。")


def _own(uploads: Uploads, analysis_id: UUID, request: Request) -> Upload:
    found = uploads.get(analysis_id)
    if found is None or found.who != visitor_of(request).login:
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no analysis {analysis_id}", zh="没有这段录像。")
    return found


def _plain(name: str) -> str:
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[:LONGEST_NAME] or "video"

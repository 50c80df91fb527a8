"""Photos of a case: told by what they are and never by their name, and served like what shows people.

Nobody knows where on a photo heads are, so what is served of one is as coarse as a hidden head. The photo itself is
opened like any original: by role, with a reason, on record.
"""

from __future__ import annotations

from hashlib import sha256 as digest_of
from http import HTTPStatus
from pathlib import PurePosixPath
from threading import Semaphore
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request, UploadFile
from starlette.responses import FileResponse, Response

from api.access.identity import visitor_of
from api.access.may import Right
from api.access.needs import needs, note
from api.cases.acting import Handling, case_in, expect_theirs, no_case, reader_of
from api.cases.schemas import REFUSALS, AttachmentOut
from api.context import Context, Told
from api.evidence.derivative import of_photo
from api.evidence.serving import KNOWN, PICTURE, Kept, Reason, opened, path_of, served
from api.problem import Problem, field_problem
from records import attachments
from records.attachments import Attachment, attachment_path
from records.scopes import Reach
from records.states import Noted

MOST_BYTES = 10 * 1024 * 1024
FORM_BYTES = MOST_BYTES + 64 * 1024
"""The file and what a form puts around it."""
MOST_FILES = 50
"""Of one case."""
AT_A_TIME = 2
"""Photos unpacked at the same time: each may take 120 MB."""
LONGEST_NAME = 120
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
Seeing = Annotated[Reach, needs(Right.SEE_EVIDENCE)]
Opening = Annotated[Reach, needs(Right.SEE_ORIGINALS)]


def attachments_router() -> APIRouter:
    """Adding one, seeing what is served of it, and opening it."""
    router = APIRouter(tags=["cases"])
    unpacking = Semaphore(AT_A_TIME)

    @router.post(
        "/{case_id}/attachments",
        status_code=HTTPStatus.CREATED,
        responses=REFUSALS | {413: {"description": "the file is larger than 10 MiB"}},
        max_body_size=FORM_BYTES,
        dependencies=[Depends(expect_theirs)],
    )
    def attach(case_id: UUID, file: UploadFile, within: Handling, request: Request, context: Told) -> AttachmentOut:
        """Add a JPEG or PNG of 10 MiB at most. Only its pixels are kept, as JPEG; place and device are not.

        The answer has the SHA-256 by which a step names it.
        """
        _expect_room(context, request, within, case_id)
        data = file.file.read(MOST_BYTES + 1)
        with unpacking:
            new = _kept(context, case_id, data, visitor_of(request).login, _plain(file.filename or ""))
        with context.database.writing() as session:
            return AttachmentOut.of(attachments.add(session, new))

    @router.get("/{case_id}/attachments/{sha256}", response_class=Response, responses=KNOWN)
    def look(case_id: UUID, sha256: Digest, within: Seeing, request: Request, context: Told) -> Response:
        """What may be seen of it without a reason: that there is one, and its colours."""
        found = _found(context, case_id, sha256, within)
        return served(context, request, _file(found), of_photo((found.width, found.height)))

    @router.post("/{case_id}/attachments/{sha256}/original", response_class=FileResponse, responses=PICTURE)
    def original(
        case_id: UUID, sha256: Digest, within: Opening, request: Request, context: Told, reason: Reason
    ) -> Response:
        """The photo itself. Who opened it and why is noted before the first byte leaves."""
        path = path_of(context, _file(_found(context, case_id, sha256, within)))
        subject = f"{case_id}/{sha256}"
        note(context, request, visitor_of(request).login, Noted.OPENED_ORIGINAL, subject, reason)
        return opened(path, path.name)

    return router


def _expect_room(context: Context, request: Request, within: Reach, case_id: UUID) -> None:
    """Whoever can take no step now has nothing to add; and there is an end to it."""
    with context.database.reading() as session:
        view = reader_of(context, request, within).one(session, case_id)
    if view is None:
        raise no_case(case_id)
    if not view.offers:
        detail = f"case {case_id}: you can take no step now, so there is nothing to add to; look at its state"
        raise Problem(HTTPStatus.CONFLICT, detail, zh="您目前无可办理的步骤, 不能上传。")
    if len(view.attachments) >= MOST_FILES:
        detail = f"case {case_id}: expected {MOST_FILES} files at most, and it has them"
        raise Problem(HTTPStatus.CONFLICT, detail, zh=f"本案附件已达 {MOST_FILES} 个。")


def _kept(context: Context, case_id: UUID, data: bytes, who: str, name: str) -> Attachment:
    """Bytes to disk; the row is yet to be written."""
    if len(data) > MOST_BYTES:
        detail = f"expected {MOST_BYTES} bytes at most, came more"
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail, zh="文件超过 10 MiB。")
    photo = context.darkroom.develop(data)
    if photo is None:
        raise field_problem("file", "expected a JPEG or PNG of 40 megapixels at most")
    path = attachment_path(case_id, digest_of(photo.jpeg).hexdigest())
    stored = context.evidence.put(photo.jpeg, path)
    return Attachment(case_id, context.now(), who, name, stored, photo.width, photo.height)


def _plain(name: str) -> str:
    """The last part of a name, without what cannot be shown."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[:LONGEST_NAME]


def _found(context: Context, case_id: UUID, sha256: str, within: Reach) -> Attachment:
    with context.database.reading() as session:
        case_in(session, case_id, within)
        found = attachments.find(session, case_id, sha256)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"case {case_id} has no file {sha256[:12]}…", zh="本案没有这个文件。")
    return found


def _file(found: Attachment) -> Kept:
    return Kept(f"photo {found.file.sha256[:12]}… of case {found.violation}", found.file.path, found.file.sha256)

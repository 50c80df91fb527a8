"""POST /violations/{id}/package: all there is of an event as one signed zip, for a reason, on record."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from tempfile import TemporaryFile
from typing import IO, Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import Response, StreamingResponse

from api.access.identity import visitor_of
from api.access.may import Right, reach
from api.access.needs import needs
from api.context import Context, Told
from api.evidence.serving import Reason
from api.packages.shown import hiding
from api.problem import Problem
from records.package.asked import MOST_EVENTS, Asked
from records.package.maker import Maker
from records.scopes import Reach, Sight
from vision.errors import PackageError

CHUNK = 1 << 20
ZIP: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/zip": {}}},
    404: {"description": "one of the events is not there, or not yours to see"},
}
Others = Annotated[list[UUID], Form(max_length=MOST_EVENTS - 1, description="more events for the same package")]
Hidden = Annotated[bool, Form(description="faces hidden also for who may have originals")]


def packages_router() -> APIRouter:
    """POST /violations/{id}/package."""
    router = APIRouter(prefix="/violations", tags=["evidence"])

    @router.post("/{violation_id}/package", response_class=StreamingResponse, responses=ZIP)
    def package(
        violation_id: UUID,
        request: Request,
        held: Annotated[Reach, needs(Right.EXPORT_EVIDENCE)],
        context: Told,
        reason: Reason,
        also: Others = [],  # noqa: B006 - FastAPI copies it
        hide_faces: Hidden = False,
    ) -> Response:
        """Originals for who may have them, else the pictures as they are served; in the chain before the first byte."""
        asked = _asked(context, request, held, (violation_id, *also), reason, hide_faces=hide_faces)
        return _sent(_made(context, asked), f"evidence-{violation_id}.zip")

    return router


def _asked(
    context: Context, request: Request, held: Reach, events: tuple[UUID, ...], reason: str, *, hide_faces: bool
) -> Asked:
    visitor = visitor_of(request)
    whole, judging = (reach(visitor.grants, right) for right in (Right.SEE_WHOLE_PICTURES, Right.JUDGE_PICTURES))
    return Asked(
        events=events,
        who=visitor.login,
        reason=reason,
        at=context.now(),
        address=request.client.host if request.client else "",
        sight=Sight(held, whole, judging),
        originals=frozenset() if hide_faces else reach(visitor.grants, Right.SEE_ORIGINALS),
    )


def _made(context: Context, asked: Asked) -> IO[bytes]:
    """A file without a name, so that nothing is left of it whatever happens."""
    maker = Maker(context.database, context.evidence, context.imprint, hiding(context.darkroom))
    target = TemporaryFile()  # noqa: SIM115 - closed when it was sent
    try:
        maker.make(asked, target)
    except PackageError as error:
        target.close()
        raise Problem(HTTPStatus.NOT_FOUND, str(error)) from error
    except BaseException:
        target.close()
        raise
    return target


def _sent(target: IO[bytes], name: str) -> Response:
    headers = {
        "cache-control": "no-store",
        "content-disposition": f'attachment; filename="{name}"',
        "content-length": str(target.seek(0, 2)),
    }
    target.seek(0)
    return StreamingResponse(_chunks(target), headers=headers, media_type="application/zip")


def _chunks(target: IO[bytes]) -> Iterator[bytes]:
    with target:
        while chunk := target.read(CHUNK):
            yield chunk

"""Setting cameras up: GET, PUT and DELETE /cameras/{id}/sheet, POST /cameras/{id}/trial. For who keeps the box."""

from __future__ import annotations

from http import HTTPStatus
from threading import BoundedSemaphore
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from pydantic import BaseModel, ConfigDict, Field, SecretStr
from starlette.responses import JSONResponse, Response

from api.access.identity import visitor_of
from api.access.may import Right
from api.access.needs import needs, note
from api.cameras.keeper import CameraKeeper, Draft, Sheet, StaleSheet
from api.cameras.reasons import why_refused
from api.context import Context, Label, Told
from api.evidence.derivative import of_live
from api.problem import FieldFault, Problem
from records.states import Noted
from vision.errors import ConfigError, SourceError

AT_A_TIME = 2
"""Trials at the same time: each may wait for a camera that does not answer."""


class WhyDark(BaseModel):
    """Why no picture came: in words for everybody, and what the reader said."""

    model_config = ConfigDict(frozen=True)

    zh: str
    en: str
    detail: str


CameraId = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
ANSWERS: dict[int | str, dict[str, Any]] = {
    404: {"description": "no such camera"},
    409: {"description": "somebody else changed the cameras meanwhile, or this program keeps none"},
}
PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/jpeg": {}}, "model": WhyDark, "description": "what it sees, or why nothing came"},
    409: {"description": "enough trials are going on, or this program keeps no cameras"},
}


class TrialIn(BaseModel):
    """`url`: rtsp://user:password@host:554/path, kept and shown nowhere; null tries the camera as it is set up."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Annotated[SecretStr, Field(max_length=500)] | None = None


def keeper_of(context: Told) -> CameraKeeper:
    """Who keeps the cameras.

    Raises:
        Problem: 409, nobody does.
    """
    if context.cameras is None:
        raise Problem(HTTPStatus.CONFLICT, "this program keeps no cameras", zh="本程序不管理摄像头。")
    return context.cameras


Keeping = Annotated[CameraKeeper, Depends(keeper_of)]


def sheets_router() -> APIRouter:
    """How one camera is set up."""
    router = APIRouter(prefix="/cameras", tags=["cameras"], dependencies=[needs(Right.KEEP_CAMERAS)])
    trials = BoundedSemaphore(AT_A_TIME)

    @router.get("/{camera_id}/sheet", responses=ANSWERS)
    def sheet(camera_id: CameraId, keeper: Keeping) -> Sheet:
        """How it is set up. No secret is in it."""
        return _known(keeper.sheet(camera_id), camera_id)

    @router.put("/{camera_id}/sheet", responses=ANSWERS)
    def save(camera_id: CameraId, draft: Draft, keeper: Keeping, request: Request, context: Told) -> Sheet:
        """Set it up anew, or add it; it is checked as the configuration file is."""
        try:
            saved, changed = keeper.save(camera_id, draft, visitor_of(request).login)
        except (ConfigError, StaleSheet) as error:
            raise _refusal(error) from error
        note(context, request, visitor_of(request).login, Noted.WROTE, f"camera {camera_id}", changed)
        return saved

    @router.delete("/{camera_id}/sheet", responses=ANSWERS)
    def restore(camera_id: CameraId, version: str, keeper: Keeping, request: Request, context: Told) -> Sheet | None:
        """Forget what was set up on pages: it is again as the configuration file says, or gone."""
        _known(keeper.sheet(camera_id), camera_id)
        try:
            restored = keeper.restore(camera_id, version, visitor_of(request).login)
        except (ConfigError, StaleSheet) as error:
            raise _refusal(error) from error
        note(context, request, visitor_of(request).login, Noted.WROTE, f"camera {camera_id}", "as the file says")
        return restored

    @router.post("/{camera_id}/trial", response_class=Response, responses=PICTURE)
    def trial(camera_id: CameraId, wanted: TrialIn, keeper: Keeping, context: Told) -> Response:
        """Look through it once: its first picture, faces hidden, or in words why none came. Takes up to 15 seconds."""
        if not trials.acquire(blocking=False):
            raise Problem(HTTPStatus.CONFLICT, "two trials are going on; wait for one", zh="正在测试其他地址，请稍候。")
        try:
            return _looked(keeper, camera_id, wanted, context)
        finally:
            trials.release()

    return router


def _looked(keeper: CameraKeeper, camera_id: str, wanted: TrialIn, context: Context) -> Response:
    url = None if wanted.url is None else wanted.url.get_secret_value().strip()
    try:
        found = keeper.trial(camera_id, url)
    except (SourceError, ConfigError) as error:
        why = why_refused(str(error)) or Label("没有画面", "No picture came")
        return JSONResponse(WhyDark(zh=why.zh, en=why.en, detail=str(error)).model_dump())
    shown = context.darkroom.render(found.jpeg, of_live(found, judging=False))
    assert shown is not None, "it was encoded a moment ago"
    return Response(shown, headers={"cache-control": "no-store"}, media_type="image/jpeg")


def _known(sheet: Sheet | None, camera_id: str) -> Sheet:
    if sheet is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no camera {camera_id}", zh="没有这个摄像头。")
    return sheet


def _refusal(error: ConfigError | StaleSheet) -> Problem:
    if isinstance(error, StaleSheet):
        detail = "somebody else changed the cameras meanwhile; nothing was saved: reload, and do it again"
        return Problem(HTTPStatus.CONFLICT, detail, zh="别人刚改过摄像头的设置，没有保存；请刷新后再改。")
    faults = tuple(FieldFault(field=place, message=words) for place, words in map(_parted, error.mistakes))
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "it cannot be so; see errors", errors=faults, zh="这样不行：")


def _parted(mistake: str) -> tuple[str, str]:
    place, _, words = mistake.partition(": ")
    return (place, words) if words else ("", place)

"""GET /live and /cameras/{id}/picture: what cameras see now, heads hidden. There is no original of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access.identity import visitor_of
from api.access.may import Right, reach
from api.access.needs import needs
from api.context import Context, Told
from api.evidence.derivative import Derivative, of_live
from api.evidence.serving import known_to
from api.live.schemas import LiveList, LiveOut
from api.problem import Problem
from api.session import Reading
from records import health, registry
from records.live import LivePicture
from records.scopes import Reach

PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/jpeg": {}}},
    304: {"description": "the picture that `If-None-Match` names"},
    404: {"description": "no such camera, not yours to see, or no picture of it yet"},
}
Looking = Annotated[Reach, needs(Right.SEE_LIVE)]


def live_router() -> APIRouter:
    """The list and the pictures."""
    router = APIRouter(tags=["cameras"])

    @router.get("/live")
    def listed(within: Looking, session: Reading, context: Told) -> LiveList:
        """Cameras in use: what each is doing and how old its newest picture is."""
        newest = {report.camera: report for report in health.latest(session, within)}
        times = {} if context.live is None else context.live.times()
        cameras = registry.cameras(session, None, within)
        return LiveList(
            items=tuple(LiveOut.of((c.id, c.name, c.site), newest.get(c.id), times.get(c.id)) for c in cameras)
        )

    @router.get("/cameras/{camera_id}/picture", response_class=Response, responses=PICTURE)
    def picture(camera_id: str, request: Request, within: Looking, session: Reading, context: Told) -> Response:
        """The newest picture of a camera, faces hidden, 640 px wide. While somebody asks it is renewed more often."""
        camera = registry.camera(session, camera_id, within)
        found = None if camera is None or context.live is None else context.live.get(camera.id)
        if camera is None or context.live is None or found is None:
            raise Problem(HTTPStatus.NOT_FOUND, f"there is no picture of a camera {camera_id[:64]}", zh="还没有画面。")
        context.live.asked_at = context.now()
        judging = reach(visitor_of(request).grants, Right.JUDGE_PICTURES)
        judged = bool(judging) and registry.camera(session, camera_id, judging) is not None
        return _served(context, request, found, of_live(found, judging=judged))

    return router


def _served(context: Context, request: Request, found: LivePicture, wanted: Derivative) -> Response:
    """The picture, or that the browser has it already; it must ask each time, for the next one is near."""
    etag = f'"{found.at.timestamp():.3f}-{wanted.tag}"'
    headers = {"etag": etag, "cache-control": "private, no-cache", "vary": "Cookie, Authorization"}
    if known_to(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    shown = context.darkroom.render(found.jpeg, wanted)
    if shown is None:
        raise Problem(HTTPStatus.NOT_FOUND, "the newest picture cannot be read; the next one will be")
    return Response(shown, headers=headers, media_type="image/jpeg")

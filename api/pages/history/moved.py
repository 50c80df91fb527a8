"""Where the list of snapshots was; its addresses lead to the pictures of the history."""

from __future__ import annotations

from http import HTTPStatus

from nicegui import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse

from api.access.may import Right
from api.access.needs import needs


def moved_router() -> APIRouter:
    """The old address."""
    router = APIRouter(include_in_schema=False)

    @router.get("/snapshots", dependencies=[needs(Right.SEE_VIOLATIONS)])
    def snapshots(request: Request) -> RedirectResponse:
        query = f"&{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/history?view=pictures{query}", HTTPStatus.SEE_OTHER)

    return router

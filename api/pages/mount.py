"""Joins the pages to the application.

NiceGUI brings an application of its own for scripts, styles and its websocket; it is reached under /_nicegui only, so
that every other unknown address is answered by ours. The guard stands before both.
"""

from __future__ import annotations

from collections.abc import Awaitable
from http import HTTPStatus
from uuid import UUID

from fastapi import FastAPI
from nicegui import APIRouter, Client, ui
from nicegui import app as nicegui_app
from starlette.requests import Request
from starlette.routing import BaseRoute, Match, Mount
from starlette.types import Scope

from api.context import Context
from api.icon import SVG
from api.pages.cameras import cameras_page
from api.pages.detail import detail_page
from api.pages.frame import notice, open_frame
from api.pages.snapshots import snapshots_page
from api.problem import problem_of
from vision.errors import SunkitchenError

BUILD_S = 30.0  # a busy box may take its time; the default of 3 s would show an error instead


def add_pages(app: FastAPI, context: Context) -> None:
    """Add the pages to an application; once in a process."""
    app.include_router(_pages(context))
    ui.run_with(
        app,
        title=context.title,
        favicon=SVG,
        dark=None,
        language="zh-CN",
        tailwind=False,
        show_welcome_message=False,
        gzip_middleware_factory=None,
    )
    app.router.routes[:] = [_narrowed(route) for route in app.router.routes]


def _pages(context: Context) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.page("/", response_timeout=BUILD_S)
    async def snapshots(request: Request, client: Client) -> None:
        await _built(context, request, client, snapshots_page(context, request))

    @router.page("/violations/{violation_id}", response_timeout=BUILD_S)
    async def detail(violation_id: UUID, request: Request, client: Client) -> None:
        await _built(context, request, client, detail_page(context, request, client, violation_id))

    @router.page("/cameras", response_timeout=BUILD_S)
    async def cameras(request: Request, client: Client) -> None:
        await _built(context, request, client, cameras_page(context, request))

    return router


async def _built(context: Context, request: Request, client: Client, page: Awaitable[None]) -> None:
    """Build a page; where the records cannot be read, say so in words."""
    try:
        await page
    except SunkitchenError as error:
        problem_of(error)
        client.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        open_frame(context, request, "暂时不可用")
        words = "暂时读不到记录", "The records cannot be read right now.", "请稍后刷新；原因写在设备日志里。"
        ui.html(notice(*words), sanitize=False)


class _OnlyNicegui(Mount):
    """NiceGUI's application, for its own addresses."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Only what begins with /_nicegui."""
        return super().matches(scope) if scope["path"].startswith("/_nicegui") else (Match.NONE, {})


def _narrowed(route: BaseRoute) -> BaseRoute:
    return _OnlyNicegui("", app=nicegui_app) if isinstance(route, Mount) and route.app is nicegui_app else route

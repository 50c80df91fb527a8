"""Joins the pages to the application.

NiceGUI brings an application of its own for scripts, styles and its websocket; it is reached under /_nicegui only, so
that every other unknown address is answered by ours. The guard stands before both.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from uuid import UUID

from fastapi import FastAPI
from nicegui import APIRouter, Client, ui
from nicegui import app as nicegui_app
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Match, Mount
from starlette.types import Scope

from api.access.identity import visitor_of
from api.access.may import Right, reach
from api.access.needs import shows
from api.context import Context
from api.icon import SVG
from api.pages.audit import audit_page
from api.pages.cameras import cameras_page
from api.pages.case import case_page
from api.pages.detail import detail_page
from api.pages.frame import first_page, notice, open_frame
from api.pages.queue import queue_page
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

    @router.page("/", response_timeout=BUILD_S, dependencies=[shows(Right.SEE_VIOLATIONS)])
    async def snapshots(request: Request, client: Client) -> Response | None:
        build = partial(snapshots_page, context, request)
        return await _built(context, request, client, Right.SEE_VIOLATIONS, build)

    @router.page("/violations/{violation_id}", response_timeout=BUILD_S, dependencies=[shows(Right.SEE_VIOLATIONS)])
    async def detail(violation_id: UUID, request: Request, client: Client) -> Response | None:
        build = partial(detail_page, context, request, client, violation_id)
        return await _built(context, request, client, Right.SEE_VIOLATIONS, build)

    @router.page("/cases", response_timeout=BUILD_S, dependencies=[shows(Right.SEE_VIOLATIONS)])
    async def queue(request: Request, client: Client) -> Response | None:
        return await _built(context, request, client, Right.SEE_VIOLATIONS, partial(queue_page, context, request))

    @router.page("/cases/{case_id}", response_timeout=BUILD_S, dependencies=[shows(Right.SEE_VIOLATIONS)])
    async def case(case_id: UUID, request: Request, client: Client) -> Response | None:
        build = partial(case_page, context, request, client, case_id)
        return await _built(context, request, client, Right.SEE_VIOLATIONS, build)

    @router.page("/cameras", response_timeout=BUILD_S, dependencies=[shows(Right.SEE_CAMERAS)])
    async def cameras(request: Request, client: Client) -> Response | None:
        build = partial(cameras_page, context, request)
        return await _built(context, request, client, Right.SEE_CAMERAS, build)

    @router.page("/audit", response_timeout=BUILD_S, dependencies=[shows(Right.SEE_AUDIT)])
    async def audit(request: Request, client: Client) -> Response | None:
        return await _built(context, request, client, Right.SEE_AUDIT, partial(audit_page, context, request))

    return router


async def _built(
    context: Context, request: Request, client: Client, right: Right, page: Callable[[], Awaitable[None]]
) -> Response | None:
    """Build a page; where it is not for this visitor, or the records cannot be read, say so in words."""
    if not reach(visitor_of(request).grants, right):
        return _not_theirs(context, request, client)
    try:
        await page()
    except SunkitchenError as error:
        problem_of(error)
        client.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        open_frame(context, request, "暂时不可用")
        words = "暂时读不到记录", "The records cannot be read right now.", "请稍后刷新；原因写在设备日志里。"
        ui.html(notice(*words), sanitize=False)
    return None


def _not_theirs(context: Context, request: Request, client: Client) -> Response | None:
    """From the first page on to the first of theirs; else a word."""
    theirs = first_page(request)
    if request.url.path == "/" and theirs is not None:
        return RedirectResponse(theirs, HTTPStatus.SEE_OTHER)
    client.status_code = HTTPStatus.FORBIDDEN
    open_frame(context, request, "没有权限")
    words = "这一页不在您的职责内", "None of your roles opens this page.", "需要时请找设备管理员。"
    ui.html(notice(*words), sanitize=False)
    return None


class _OnlyNicegui(Mount):
    """NiceGUI's application, for its own addresses."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Only what begins with /_nicegui."""
        return super().matches(scope) if scope["path"].startswith("/_nicegui") else (Match.NONE, {})


def _narrowed(route: BaseRoute) -> BaseRoute:
    return _OnlyNicegui("", app=nicegui_app) if isinstance(route, Mount) and route.app is nicegui_app else route

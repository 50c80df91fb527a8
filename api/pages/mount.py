"""Joins the pages to the application.

NiceGUI brings an application of its own for scripts, styles and its websocket; it is reached under /_nicegui only, so
that every other unknown address is answered by ours. The guard stands before both.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

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
from api.context import Context, Label
from api.icon import SVG
from api.pages.admin.audit import audit_page
from api.pages.admin.landing import admin_landing
from api.pages.admin.models import models_page
from api.pages.admin.notifiers import notifiers_page
from api.pages.admin.requests import requests_page
from api.pages.admin.retention import retention_page
from api.pages.admin.system import system_page
from api.pages.admin.user import user_page
from api.pages.admin.users import users_page
from api.pages.analyse.page import analyse_page
from api.pages.cameras.edit import edit_page
from api.pages.cameras.page import cameras_page
from api.pages.cases.case import case_page
from api.pages.cases.queue import queue_page
from api.pages.enrolment.page import enrolment_page
from api.pages.history.detail import detail_page
from api.pages.history.moved import moved_router
from api.pages.history.page import history_page
from api.pages.live.page import live_page
from api.pages.quality.page import quality_page
from api.pages.reports.page import reports_page
from api.pages.review.page import review_page
from api.pages.review.routes import review_router
from api.pages.shell.assets import assets_router
from api.pages.shell.frame import notice, open_frame
from api.pages.shell.menu import entries_for
from api.pages.shell.packed import PackedFiles
from api.pages.shell.say import say
from api.pages.shell.visit import Visit
from api.pages.stall.page import stall_page
from api.problem import problem_of
from vision.errors import SunkitchenError

ASK = say("需要时请找设备管理员。", "Ask who keeps the box.")
BUILD_S = 30.0  # a busy box may take its time; the default of 3 s would show an error instead


def add_pages(app: FastAPI, context: Context) -> None:
    """Add the pages to an application; once in a process."""
    app.include_router(assets_router())
    app.include_router(review_router())
    app.include_router(moved_router())
    app.include_router(_pages(context))
    ui.run_with(
        app,
        title=context.title,
        favicon=SVG,
        dark=None,
        language="zh-CN",
        tailwind=False,
        show_welcome_message=False,
        gzip_middleware_factory=None,  # it would pack pages, too; see PackedFiles
    )
    app.add_middleware(PackedFiles)
    app.router.routes[:] = [_narrowed(route) for route in app.router.routes]


@dataclass(frozen=True, slots=True)
class Page:
    """Where a page is, whose it is, and what builds it."""

    path: str
    right: Right
    build: Callable[[Visit], Awaitable[Response | None]]


PAGES = (
    Page("/review", Right.REVIEW_CASES, review_page),
    Page("/history", Right.SEE_VIOLATIONS, history_page),
    Page("/violations/{violation_id}", Right.SEE_VIOLATIONS, detail_page),
    Page("/stall", Right.SEE_OWN_STALL, stall_page),
    Page("/cases", Right.SEE_VIOLATIONS, queue_page),
    Page("/cases/{case_id}", Right.SEE_VIOLATIONS, case_page),
    Page("/live", Right.SEE_LIVE, live_page),
    Page("/reports", Right.LIST_REPORTS, reports_page),
    Page("/cameras", Right.SEE_CAMERAS, cameras_page),
    Page("/analyse", Right.ANALYSE_VIDEOS, analyse_page),
    Page("/cameras/{camera_id}", Right.KEEP_CAMERAS, edit_page),
    Page("/enrolment", Right.ENROL_SITE, enrolment_page),
    Page("/quality", Right.SEE_QUALITY, quality_page),
    Page("/admin", Right.SEE_RETENTION, admin_landing),
    Page("/admin/system", Right.SEE_METRICS, system_page),
    Page("/admin/notifiers", Right.KEEP_NOTIFIERS, notifiers_page),
    Page("/admin/models", Right.SEE_MODELS, models_page),
    Page("/admin/retention", Right.SEE_RETENTION, retention_page),
    Page("/admin/requests", Right.SEE_REQUESTS, requests_page),
    Page("/admin/users", Right.SEE_ACCOUNTS, users_page),
    Page("/admin/users/{login}", Right.SEE_ACCOUNTS, user_page),
    Page("/audit", Right.SEE_AUDIT, audit_page),
)


def _pages(context: Context) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    for page in PAGES:
        _add(router, context, page)

    @router.page("/", dependencies=[shows(Right.KEEP_ACCOUNT)])
    def home(request: Request, client: Client) -> Response | None:
        theirs = entries_for(visitor_of(request).grants)
        if theirs:
            return RedirectResponse(theirs[0].path, HTTPStatus.SEE_OTHER)
        open_frame(Visit(context, request, client), Label("还没有角色", "No role yet"))
        ui.html(notice(say("您还没有角色", "You hold no role yet"), ASK), sanitize=False)
        return None

    return router


def _add(router: APIRouter, context: Context, page: Page) -> None:
    @router.page(page.path, response_timeout=BUILD_S, dependencies=[shows(page.right)])
    async def built(request: Request, client: Client) -> Response | None:
        visit = Visit(context, request, client)
        if reach(visit.grants, page.right):
            return await _build(visit, page)
        _not_theirs(visit)
        return None


async def _build(visit: Visit, page: Page) -> Response | None:
    """Build a page, or lead to another; where the records cannot be read, say so in words."""
    try:
        return await page.build(visit)
    except SunkitchenError as error:
        problem_of(error)
        visit.client.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        open_frame(visit, Label("暂时不可用", "Out of reach"))
        words = say("暂时读不到记录", "The records cannot be read right now")
        ui.html(
            notice(words, say("请稍后刷新; 原因写在设备日志里。", "Reload later; the log says why.")), sanitize=False
        )
        return None


def _not_theirs(visit: Visit) -> None:
    visit.client.status_code = HTTPStatus.FORBIDDEN
    open_frame(visit, Label("没有权限", "Not yours"))
    words = say("这一页不在您的职责内", "None of your roles opens this page")
    ui.html(notice(words, ASK), sanitize=False)


class _OnlyNicegui(Mount):
    """NiceGUI's application, for its own addresses."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Only what begins with /_nicegui."""
        return super().matches(scope) if scope["path"].startswith("/_nicegui") else (Match.NONE, {})


def _narrowed(route: BaseRoute) -> BaseRoute:
    return _OnlyNicegui("", app=nicegui_app) if isinstance(route, Mount) and route.app is nicegui_app else route

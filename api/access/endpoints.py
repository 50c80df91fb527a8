"""Logging in and out. The only door for people; programs bring a bearer token."""

from __future__ import annotations

import math
from http import HTTPStatus
from typing import Annotated

import anyio
from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from api.access.form import Paper, login_page
from api.access.identity import enter, leave, visitor_of
from api.access.may import Right
from api.access.needs import needs, note
from api.access.own import own_router
from api.context import Context, Label, Told
from records import accounts
from records.accounts import LoginResult, check_password
from records.states import Noted

PASSWORD_CHECKS = 2  # at the same time: each takes 64 MiB and a core


def access_router() -> APIRouter:
    """GET and POST /login, POST /logout, and /account."""
    router = APIRouter(include_in_schema=False)
    door = anyio.CapacityLimiter(PASSWORD_CHECKS)

    @router.get("/login")
    def show(request: Request, context: Told, next: str = "/") -> Response:  # noqa: A002 - the name in the URL
        return login_page(Paper.of(context.title, request), _local(next))

    @router.post("/login")
    async def log_in(
        request: Request,
        context: Told,
        login: Annotated[str, Form(min_length=1, max_length=128)],
        password: Annotated[str, Form(min_length=1, max_length=256)],
        next: Annotated[str, Form(max_length=2000)] = "/",  # noqa: A002 - the name of the field
    ) -> Response:
        target = _local(next)

        def judge() -> Response:
            result = check_password(context.database, login, password, context.now())
            if not result.accepted:
                note(context, request, _known(context, login), Noted.LOGIN_REFUSED)
                return _refused(Paper.of(context.title, request), target, result)
            response = RedirectResponse(target, HTTPStatus.SEE_OTHER)
            enter(context, login, response, secure=request.url.scheme == "https")
            note(context, request, login, Noted.LOGGED_IN)
            return response

        return await anyio.to_thread.run_sync(judge, limiter=door)

    @router.post("/logout", dependencies=[needs(Right.KEEP_ACCOUNT)])
    def log_out(request: Request, context: Told) -> Response:
        response = RedirectResponse("/login", HTTPStatus.SEE_OTHER)
        leave(context, request, visitor_of(request), response)
        return response

    router.include_router(own_router(door))
    return router


def _known(context: Context, login: str) -> str:
    """What is no login may be a password typed into the wrong field: it is noted nowhere."""
    with context.database.reading() as session:
        return login if login in accounts.logins(session) else "unknown login"


def _refused(paper: Paper, target: str, result: LoginResult) -> Response:
    wait_s = math.ceil(result.wait_s)
    if wait_s:
        fault = Label(f"尝试过多, 请 {wait_s} 秒后再试。", f"Too many attempts: wait {wait_s} s.")
        return login_page(paper, target, fault, HTTPStatus.TOO_MANY_REQUESTS, wait_s)
    wrong = Label("用户名或密码不对。", "Wrong name or password.")
    return login_page(paper, target, wrong, HTTPStatus.UNAUTHORIZED)


def _local(target: str) -> str:
    """Only a path of ours; anything that could lead elsewhere becomes the first page."""
    plain = target.startswith("/") and not target.startswith("//") and "\\" not in target and target.isprintable()
    return target if plain else "/"

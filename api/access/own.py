"""One's own account: which roles it has, a new password, and the end of every session."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Annotated

import anyio
from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from api.access.form import account_page
from api.access.identity import visitor_of
from api.access.may import Right
from api.access.needs import needs, note
from api.context import Context, Told
from cases.words import ROLES
from records import accounts, tokens
from records.accounts import check_password
from records.states import Noted
from vision.errors import AccountError


def own_router(door: anyio.CapacityLimiter) -> APIRouter:
    """GET /account, POST /account/password and /account/leave; `door` bounds how many passwords are checked at once."""
    router = APIRouter(include_in_schema=False)
    own = [needs(Right.KEEP_ACCOUNT)]

    @router.get("/account", dependencies=own)
    def account(request: Request, context: Told) -> Response:
        return _account(context, request)

    @router.post("/account/password", dependencies=own)
    async def change(
        request: Request,
        context: Told,
        old: Annotated[str, Form(min_length=1, max_length=256)],
        new: Annotated[str, Form(min_length=1, max_length=256)],
    ) -> Response:
        judge = partial(_changed, context, request, old, new)
        return await anyio.to_thread.run_sync(judge, limiter=door)

    @router.post("/account/leave", dependencies=own)
    def leave_everywhere(request: Request, context: Told) -> Response:
        with context.database.writing() as session:
            tokens.forget(session, visitor_of(request).login)
        return RedirectResponse("/login", HTTPStatus.SEE_OTHER)

    return router


def _changed(context: Context, request: Request, old: str, new: str) -> Response:
    """The new password, and out; or the page again with what is wrong."""
    login = visitor_of(request).login
    result = check_password(context.database, login, old, context.now())
    if not result.accepted:
        fault = "现在的密码不对，或尝试过多。Wrong password, or too many attempts."
        return _account(context, request, fault, HTTPStatus.FORBIDDEN)
    try:
        with context.database.writing() as session:
            accounts.reset_password(session, login, new)
    except AccountError:
        fault = f"新密码太短。The new password is too short: {accounts.LEAST_PASSWORD} characters or more."
        return _account(context, request, fault, HTTPStatus.UNPROCESSABLE_ENTITY)
    note(context, request, login, Noted.PASSWORD_CHANGED, login)
    return RedirectResponse("/login", HTTPStatus.SEE_OTHER)


def _account(context: Context, request: Request, fault: str = "", status: int = HTTPStatus.OK) -> Response:
    visitor = visitor_of(request)
    roles = sorted(f"{ROLES[grant.role].zh} {grant.role} · {grant.scope}" for grant in visitor.grants)
    return account_page(context.title, visitor.login, roles, fault, status)

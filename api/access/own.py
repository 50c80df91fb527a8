"""One's own account: which roles it has, its tokens, a new password, and the end of every session."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

import anyio
from fastapi import APIRouter, Form, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from api.access.account_page import Own, account_page
from api.access.form import Paper
from api.access.identity import Visitor, visitor_of
from api.access.may import Right
from api.access.needs import needs, note
from api.context import Context, Label, Told
from api.pages.admin.tree import Tree
from api.pages.shell.say import Tongue, pick
from cases.words import ROLES
from records import accounts, registry, tokens
from records.accounts import check_password
from records.grants import Grant
from records.states import Noted
from vision.errors import AccountError

WRONG = Label("现在的密码不对, 或尝试过多。", "Wrong password, or too many attempts.")
SHORT = Label(f"新密码太短, 至少 {accounts.LEAST_PASSWORD} 位。", f"Too short: {accounts.LEAST_PASSWORD} or more.")
NO_TOKENS = Label("令牌不能再生成令牌; 请登录后操作。", "A token makes no tokens: log in and make it there.")


def own_router(door: anyio.CapacityLimiter) -> APIRouter:
    """GET /account, and what is done there; `door` bounds how many passwords are checked at once."""
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

    _add_tokens(router)

    @router.post("/account/leave", dependencies=own)
    def leave_everywhere(request: Request, context: Told) -> Response:
        with context.database.writing() as session:
            tokens.forget(session, visitor_of(request).login)
        return RedirectResponse("/login", HTTPStatus.SEE_OTHER)

    return router


def _add_tokens(router: APIRouter) -> None:
    own = [needs(Right.KEEP_ACCOUNT)]

    @router.post("/account/tokens", dependencies=own)
    def make(
        request: Request,
        context: Told,
        name: Annotated[str, Form(min_length=1, max_length=64)],
        days: Annotated[int, Form(ge=1, le=366)],
        only: Annotated[str, Form(max_length=300)] = "",
    ) -> Response:
        visitor, at = visitor_of(request), context.now()
        if not visitor.by_cookie:
            return _account(context, request, NO_TOKENS, HTTPStatus.FORBIDDEN)
        grant = next((one for one in visitor.grants if str(one) == only), None)
        if only and grant is None:
            fault = Label("您没有这个角色。", "You do not hold this role.")
            return _account(context, request, fault, HTTPStatus.UNPROCESSABLE_ENTITY)
        with context.database.writing() as session:
            token = tokens.issue(session, visitor.login, name, at, at + timedelta(days=days), grant)
        note(context, request, visitor.login, Noted.TOKEN_MADE, f"{visitor.login}: {name}")
        return _account(context, request, made=token)

    @router.post("/account/tokens/stop", dependencies=own)
    def stop(request: Request, context: Told, token_id: Annotated[UUID, Form()]) -> Response:
        login = visitor_of(request).login
        with context.database.writing() as session:
            if token_id in {entry.id for entry in tokens.listed(session, login)}:
                tokens.revoke(session, token_id, context.now())
        note(context, request, login, Noted.TOKEN_STOPPED, f"{login}: {token_id}")
        return RedirectResponse("/account", HTTPStatus.SEE_OTHER)


def _changed(context: Context, request: Request, old: str, new: str) -> Response:
    """The new password, and out; or the page again with what is wrong."""
    login = visitor_of(request).login
    result = check_password(context.database, login, old, context.now())
    if not result.accepted:
        return _account(context, request, WRONG, HTTPStatus.FORBIDDEN)
    try:
        with context.database.writing() as session:
            accounts.reset_password(session, login, new)
    except AccountError:
        return _account(context, request, SHORT, HTTPStatus.UNPROCESSABLE_ENTITY)
    note(context, request, login, Noted.PASSWORD_CHANGED, login)
    return RedirectResponse("/login", HTTPStatus.SEE_OTHER)


def _account(
    context: Context, request: Request, fault: Label | None = None, status: int = HTTPStatus.OK, made: str = ""
) -> Response:
    visitor, paper = visitor_of(request), Paper.of(context.title, request)
    with context.database.reading() as session:
        own = _own(session, visitor, paper.tongue, made)
    return account_page(paper, own, fault, status)


def _own(session: Session, visitor: Visitor, tongue: Tongue, made: str) -> Own:
    tree = Tree(registry.sites(session, frozenset(grant.scope for grant in visitor.grants)))
    held = tuple((grant, _words(grant, tree, tongue)) for grant in sorted(visitor.grants, key=str))
    return Own(visitor.login, held, tokens.listed(session, visitor.login), visitor.by_cookie, made)


def _words(grant: Grant, tree: Tree, tongue: Tongue) -> str:
    return f"{pick(Label(*ROLES[grant.role]), tongue)} · {pick(tree.words(grant.scope), tongue)}"

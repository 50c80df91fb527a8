"""GET /accounts, and one's own /tokens."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access.identity import visitor_of
from api.access.may import Right
from api.access.needs import needs
from api.accounts.schemas import AccountList, AccountOut, TokenList, TokenMade, TokenOut, TokenWanted
from api.context import Told
from api.problem import Problem, field_problem
from api.session import Reading
from records import accounts, tokens
from records.grants import Grant
from records.scopes import Scope
from vision.errors import AccountError


def accounts_router() -> APIRouter:
    """Who may log in, and the keys of one's own."""
    router = APIRouter(tags=["accounts"])
    own = [needs(Right.KEEP_ACCOUNT)]

    @router.get("/accounts", dependencies=[needs(Right.SEE_ACCOUNTS)])
    def everybody(session: Reading) -> AccountList:
        """All accounts with their roles."""
        return AccountList(items=tuple(AccountOut.of(entry) for entry in accounts.accounts(session)))

    @router.get("/tokens", dependencies=own)
    def mine(request: Request, session: Reading) -> TokenList:
        """One's own tokens and sessions."""
        entries = tokens.listed(session, visitor_of(request).login)
        return TokenList(items=tuple(TokenOut.of(entry) for entry in entries))

    @router.post("/tokens", status_code=HTTPStatus.CREATED, dependencies=own)
    def make(wanted: TokenWanted, request: Request, context: Told) -> TokenMade:
        """A key for a program; only who logged in can make one, so that no key lives on by making others."""
        visitor, at = visitor_of(request), context.now()
        if not visitor.by_cookie:
            raise Problem(HTTPStatus.FORBIDDEN, "a token makes no tokens; log in and make it there")
        only, until = _only(wanted), at + timedelta(days=wanted.days)
        try:
            with context.database.writing() as session:
                return TokenMade(token=tokens.issue(session, visitor.login, wanted.name, at, until, only))
        except AccountError as error:
            raise field_problem("scope", "expected a role and scope that you hold, or a part of it") from error

    @router.delete(
        "/tokens/{token_id}",
        status_code=HTTPStatus.NO_CONTENT,
        dependencies=own,
        responses={404: {"description": "no such token of yours that could be stopped"}},
    )
    def stop(token_id: UUID, request: Request, context: Told) -> Response:
        """Stop one of one's own tokens or sessions."""
        login = visitor_of(request).login
        with context.database.writing() as session:
            theirs = token_id in {entry.id for entry in tokens.listed(session, login)}
            if not (theirs and tokens.revoke(session, token_id, context.now())):
                raise Problem(HTTPStatus.NOT_FOUND, f"you have no token {token_id} that could be stopped")
        return Response(status_code=HTTPStatus.NO_CONTENT)

    return router


def _only(wanted: TokenWanted) -> Grant | None:
    if wanted.role is None and wanted.scope is None:
        return None
    if wanted.role is None or wanted.scope is None:
        raise field_problem("scope", "expected role and scope together, or neither")
    try:
        return Grant(wanted.role, Scope.parse(wanted.scope))
    except ValueError as error:
        raise field_problem("scope", str(error)) from error

"""Keeping the accounts of others: POST /accounts, and below one grants, revocations, lock, unlock, password, tokens.

Nobody changes their own account here, so that no stolen session makes itself more than it was. Who keeps the box does
not judge what it sees: an admin holds no other role. The command line at the box itself is bound by neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.access.identity import visitor_of
from api.access.may import Right
from api.access.needs import address_of, needs
from api.accounts.schemas import AccountMade, AccountOut, AccountWanted, GrantWanted, TokenList, TokenOut, WhyWanted
from api.context import Context, Told
from api.problem import Problem, field_problem
from api.session import Reading
from records import account_changes, accounts, grants, tokens
from records.account_changes import Hand
from records.grants import Grant
from records.roles import Role
from records.states import Noted
from vision.errors import AccountError, LastAdmin

Login = Annotated[str, Path(min_length=1, max_length=64)]
KEEP = [needs(Right.KEEP_ACCOUNTS)]
REFUSALS: dict[int | str, dict[str, object]] = {
    404: {"description": "no such account"},
    409: {"description": "one's own account, the last admin, or an admin who would hold another role"},
}


@contextmanager
def told() -> Iterator[None]:
    """What the records refuse, as a problem."""
    try:
        yield
    except LastAdmin as error:
        zh = "这是最后一个能登录的系统管理员, 请先另设一个。"
        raise Problem(HTTPStatus.CONFLICT, str(error), zh=zh) from error
    except AccountError as error:
        raise field_problem("account", str(error)) from error


@contextmanager
def changing(context: Context, request: Request, login: str, why: str = "") -> Iterator[tuple[Session, Hand]]:
    """A transaction in which somebody else's account is changed.

    Raises:
        Problem: there is no such account, it is one's own, or what is done is refused.
    """
    who = visitor_of(request).login
    with told(), context.database.writing() as session:
        _known(session, login)
        if login == who:
            raise Problem(
                HTTPStatus.CONFLICT,
                "your own account is changed by another admin, or at the box's command line",
                zh="不能更改自己的账号; 请由另一位管理员, 或在设备命令行更改。",
            )
        yield session, Hand(who, context.now(), address_of(request), why)


def keeping_router() -> APIRouter:
    """What an admin does about the accounts of others."""
    router = APIRouter(prefix="/accounts", tags=["accounts"])
    _add_changes(router)
    _add_doors(router)
    _add_tokens(router)
    return router


def _add_changes(router: APIRouter) -> None:
    @router.post("", status_code=HTTPStatus.CREATED, dependencies=KEEP)
    def add(wanted: AccountWanted, request: Request, context: Told) -> AccountMade:
        """A new account; its random password is told once."""
        grant = None if wanted.grant is None else wanted.grant.grant()
        hand = Hand(visitor_of(request).login, context.now(), address_of(request))
        with told(), context.database.writing() as session:
            return AccountMade(login=wanted.login, password=account_changes.add(session, hand, wanted.login, grant))

    @router.post("/{login}/grants", dependencies=KEEP, responses=REFUSALS)
    def give(login: Login, wanted: GrantWanted, request: Request, context: Told) -> AccountOut:
        """Give a role over a scope."""
        grant = wanted.grant()
        with changing(context, request, login) as (session, hand):
            _expect_apart(grants.held(session, login), grant)
            account_changes.give(session, hand, login, grant)
            return _account(session, login)

    @router.post("/{login}/revocations", dependencies=KEEP, responses=REFUSALS)
    def take(login: Login, wanted: GrantWanted, request: Request, context: Told) -> AccountOut:
        """Take a role back; what is open on it stops at once."""
        with changing(context, request, login) as (session, hand):
            account_changes.take(session, hand, login, wanted.grant())
            return _account(session, login)


def _add_doors(router: APIRouter) -> None:
    @router.post("/{login}/lock", dependencies=KEEP, responses=REFUSALS)
    def lock(login: Login, wanted: WhyWanted, request: Request, context: Told) -> AccountOut:
        """Let nobody in by it; its sessions and tokens end."""
        with changing(context, request, login, wanted.reason) as (session, hand):
            account_changes.lock(session, hand, login)
            return _account(session, login)

    @router.post("/{login}/unlock", dependencies=KEEP, responses=REFUSALS)
    def unlock(login: Login, wanted: WhyWanted, request: Request, context: Told) -> AccountOut:
        """Let people in by it again."""
        with changing(context, request, login, wanted.reason) as (session, hand):
            account_changes.unlock(session, hand, login)
            return _account(session, login)

    @router.post("/{login}/password", dependencies=KEEP, responses=REFUSALS)
    def password(login: Login, wanted: WhyWanted, request: Request, context: Told) -> AccountMade:
        """A new random password, told once; all sessions and tokens of the account end."""
        with changing(context, request, login, wanted.reason) as (session, hand):
            return AccountMade(login=login, password=account_changes.password(session, hand, login))


def _add_tokens(router: APIRouter) -> None:
    @router.get("/{login}/tokens", dependencies=[needs(Right.SEE_ACCOUNTS)], responses={404: REFUSALS[404]})
    def theirs(login: Login, session: Reading) -> TokenList:
        """Somebody's tokens and sessions, without their text."""
        _known(session, login)
        return TokenList(items=tuple(TokenOut.of(entry) for entry in tokens.listed(session, login)))

    @router.delete(
        "/{login}/tokens/{token_id}",
        status_code=HTTPStatus.NO_CONTENT,
        dependencies=KEEP,
        responses=REFUSALS,
    )
    def stop(login: Login, token_id: UUID, request: Request, context: Told) -> Response:
        """Stop one of somebody's tokens or sessions."""
        with changing(context, request, login) as (session, hand):
            known = token_id in {entry.id for entry in tokens.listed(session, login)}
            if not (known and tokens.revoke(session, token_id, context.now())):
                raise Problem(
                    HTTPStatus.NOT_FOUND, f"{login} has no token {token_id} that could be stopped", zh="没有这个令牌。"
                )
            hand.note(session, Noted.TOKEN_STOPPED, f"{login}: {token_id}")
        return Response(status_code=HTTPStatus.NO_CONTENT)


def _expect_apart(held: frozenset[Grant], grant: Grant) -> None:
    roles = {one.role for one in held} | {grant.role}
    if Role.ADMIN in roles and len(roles) > 1:
        raise Problem(
            HTTPStatus.CONFLICT,
            "who keeps the box does not judge what it sees: expected an account without another role",
            zh="系统管理员不能兼任其他角色; 请另建账号。",
        )


def _account(session: Session, login: str) -> AccountOut:
    session.flush()
    return AccountOut.of(_known(session, login))


def _known(session: Session, login: str) -> accounts.AccountEntry:
    entry = accounts.account(session, login)
    if entry is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no account {login[:80]!r}", zh="没有这个用户。")
    return entry

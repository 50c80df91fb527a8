"""Who is asking: a bearer token, or the cookie of a browser that logged in. Both are tokens of records.tokens.

A browser's token carries a random name, which the cookie repeats, so that logging out stops just this browser.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import HTTPConnection
from starlette.responses import Response

from api.context import Context
from records import tokens
from records.grants import Grants

COOKIE = "sunkitchen_session"
SESSION_LASTS = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody known, and what they hold. `by_cookie`: a browser sends it unasked, so its origin must be checked."""

    login: str
    by_cookie: bool
    grants: Grants = frozenset()


def identify(context: Context, connection: HTTPConnection) -> Visitor | None:
    """Who is asking; None for a stranger.

    Raises:
        StoreError: the database cannot be used.
    """
    scheme, _, key = connection.headers.get("authorization", "").partition(" ")
    by_cookie = not key
    token = key.strip() if scheme.lower() == "bearer" else _cookie(connection)[1]
    if not token:
        return None
    with context.database.reading() as session:
        bearer = tokens.bearer_of(session, token, context.now())
    return None if bearer is None else Visitor(bearer.login, by_cookie, bearer.grants)


def enter(context: Context, login: str, response: Response, secure: bool) -> None:
    """Start a session of this browser: the cookie holds the token, the database its hash."""
    at = context.now()
    name = secrets.token_hex(8)
    with context.database.writing() as session:
        token = tokens.issue(session, login, _session_name(name), at, at + SESSION_LASTS)
    lasts_s = int(SESSION_LASTS.total_seconds())
    response.set_cookie(
        COOKIE, f"{name}.{token}", max_age=lasts_s, path="/", secure=secure, httponly=True, samesite="lax"
    )


def leave(context: Context, connection: HTTPConnection, visitor: Visitor, response: Response) -> None:
    """End the session of this browser."""
    name = _session_name(_cookie(connection)[0])
    with context.database.writing() as session:
        for entry in tokens.listed(session, visitor.login):
            if entry.name == name:
                tokens.revoke(session, entry.id, context.now())
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")


def visitor_of(connection: HTTPConnection) -> Visitor:
    """Whom the guard let in."""
    visitor = connection.scope["visitor"]
    assert isinstance(visitor, Visitor)
    return visitor


def _cookie(connection: HTTPConnection) -> tuple[str, str]:
    name, _, token = connection.cookies.get(COOKIE, "").partition(".")
    return name, token


def _session_name(name: str) -> str:
    return f"browser {name}"

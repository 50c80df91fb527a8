"""The one guard before everything, HTTP and websocket alike: who is not known gets no further.

It stands before routing, so a route, a mount or a page added later is closed until it is written into OPEN.
"""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access.identity import identify
from api.context import Context
from api.problem import Problem, problem_of
from vision.errors import SunkitchenError

OPEN = frozenset(
    {
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("GET", "/login"),
        ("POST", "/login"),
    }
)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Pure ASGI: lets known visitors through and puts them into the scope as `visitor`."""

    def __init__(self, app: ASGIApp, context: Context) -> None:
        self.app = app
        self.context = context

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, or answer in the place of the application."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        refusal = await self._refusal(scope)
        if refusal is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "not logged in"})
        else:
            await refusal(scope, receive, send)

    async def _refusal(self, scope: Scope) -> Response | None:
        connection = HTTPConnection(scope)
        if (scope.get("method"), scope["path"]) in OPEN:
            return None if _same_origin(connection, proven=False) else _cross_origin().response(scope["path"])
        try:
            visitor = await run_in_threadpool(identify, self.context, connection)
        except SunkitchenError as error:
            return problem_of(error).response(scope["path"])
        if visitor is None:
            return _stranger(connection)
        if visitor.by_cookie and not _same_origin(connection, proven=True):
            return _cross_origin().response(scope["path"])
        scope["visitor"] = visitor
        return None


def _stranger(connection: HTTPConnection) -> Response:
    """People are shown the way to the login page, programs get a problem."""
    scope = connection.scope
    path: str = scope["path"]
    wants_page = "text/html" in connection.headers.get("accept", "") and not path.startswith("/api/")
    if wants_page and scope.get("method") == "GET":
        query = f"?{connection.url.query}" if connection.url.query else ""
        return RedirectResponse(f"/login?next={quote(path + query, safe='')}", HTTPStatus.SEE_OTHER)
    detail = "expected a bearer token or a session; log in at /login, or send Authorization: Bearer <token>"
    return Problem(HTTPStatus.UNAUTHORIZED, detail, {"WWW-Authenticate": "Bearer"}).response(path)


def _same_origin(connection: HTTPConnection, *, proven: bool) -> bool:
    """Whether no other site made the browser ask this. Browsers send at least one of two headers, programs neither:
    where a cookie opens the door, silence is no proof."""
    if connection.scope["type"] == "http" and connection.scope["method"] in SAFE_METHODS:
        return True
    site, origin = connection.headers.get("sec-fetch-site"), connection.headers.get("origin")
    if site not in (None, "same-origin", "none"):
        return False
    if origin is None:
        return site is not None or not proven
    return urlsplit(origin).netloc == connection.headers.get("host")


def _cross_origin() -> Problem:
    return Problem(HTTPStatus.FORBIDDEN, "another site asked this in your name; open the page here and do it there")

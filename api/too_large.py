"""Bodies larger than an address takes are refused like everything else is: as a problem, with our headers."""

from __future__ import annotations

from http import HTTPStatus

from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problem import Problem


class BodyLimit:
    """Pure ASGI: Starlette counts the bytes, and a route may name a limit of its own; the refusal is in our words."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self.app = RequestBodyLimitMiddleware(app, max_body_size=most_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; a bare 413 on the way out is replaced."""
        refused = False

        async def told(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                refused = True
                await _problem().response(scope["path"])(scope, receive, send)
            elif not refused:
                await send(message)

        await self.app(scope, receive, told)


def _problem() -> Problem:
    detail = "the body is larger than this address takes; the documentation of the interface says how large it may be"
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail, {"connection": "close"}, zh="上传内容过大。")

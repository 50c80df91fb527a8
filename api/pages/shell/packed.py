"""Scripts and styles leave compressed: they weigh a third. Nothing else does.

A page that holds both what somebody typed and what only they may see tells by its compressed length whether the two are
alike. Files that are the same for everybody tell nothing.
"""

from __future__ import annotations

from nicegui import __version__
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

FILES = ("/assets/", f"/_nicegui/{__version__}/")
LEAST_BYTES = 1024
LEVEL = 6


class PackedFiles:
    """Pure ASGI: compresses what is served from where files of the program stand."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.packing = GZipMiddleware(app, minimum_size=LEAST_BYTES, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, through the press where it is a file."""
        is_file = scope["type"] == "http" and scope["path"].startswith(FILES)
        await (self.packing if is_file else self.app)(scope, receive, send)

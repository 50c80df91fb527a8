"""Scripts and styles of our own, served by name from where they stand; nothing is loaded from outside."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType

from fastapi import APIRouter
from nicegui import ui
from starlette.responses import FileResponse

from api.access.may import Right
from api.access.needs import needs
from api.pages.shell.markup import h
from api.problem import Problem

PAGES = Path(__file__).parents[1]
TYPES = MappingProxyType({".css": "text/css", ".js": "text/javascript"})
KEPT = "private, max-age=31536000, immutable"  # the address changes with the content


@cache
def _files() -> dict[str, Path]:
    found = {path.name: path for path in sorted(PAGES.rglob("*")) if path.suffix in TYPES}
    assert len(found) == sum(path.suffix in TYPES for path in PAGES.rglob("*")), "two assets share a name"
    return found


@cache
def address(name: str) -> str:
    """Where an asset is served: `/assets/desk.css?v=1f2e3d4c`."""
    return f"/assets/{name}?v={sha256(_files()[name].read_bytes()).hexdigest()[:8]}"


def load(*names: str) -> None:
    """Have the page that is being built load styles (`x.css`) and scripts (`x.js`, in order, once it stands)."""
    for name in names:
        if name.endswith(".css"):
            ui.add_head_html(h("link", rel="stylesheet", href=address(name)))
        else:
            ui.add_head_html(h("script", src=address(name), defer=""))


def assets_router() -> APIRouter:
    """For everybody who is logged in."""
    router = APIRouter(include_in_schema=False)

    @router.get("/assets/{name}", dependencies=[needs(Right.KEEP_ACCOUNT)])
    def asset(name: str) -> FileResponse:
        path = _files().get(name)
        if path is None:
            raise Problem(HTTPStatus.NOT_FOUND, f"no asset {name!r}; expected one that a page names")
        return FileResponse(path, media_type=TYPES[path.suffix], headers={"cache-control": KEPT})

    return router

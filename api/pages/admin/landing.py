"""/admin leads to the first of its pages that somebody may open."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import RedirectResponse

from api.pages.admin.room import rooms_for
from api.pages.shell.visit import Visit


async def admin_landing(visit: Visit) -> RedirectResponse:
    """Lead there; the page's own right opens one at least."""
    return RedirectResponse(rooms_for(visit.grants)[0].path, HTTPStatus.SEE_OTHER)

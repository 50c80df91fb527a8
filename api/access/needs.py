"""How a route names the right it needs, and what happens to one that names none.

`Annotated[Reach, needs(Right.SEE_CAMERAS)]` on an endpoint's parameter gives over what the visitor has the right.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Annotated
from urllib.parse import unquote

from fastapi import Depends, Request, params
from fastapi.routing import APIRoute
from starlette.requests import HTTPConnection

from api.access.guard import OPEN, SAFE_METHODS
from api.access.identity import visitor_of
from api.access.may import Right, reach, row_of, sight
from api.context import Context, Told
from api.problem import Problem
from records import audit
from records.audit import Entry
from records.scopes import Reach, Sight
from records.states import Noted

log = logging.getLogger(__name__)
REASON = "x-reason"


class Holder:
    """A dependency: the visitor's reach for a right, refused where it is empty; writes and noted reads are noted."""

    def __init__(self, right: Right) -> None:
        self.right = right

    def __call__(self, request: Request, context: Told) -> Reach:
        """Over what the visitor has the right.

        Raises:
            Problem: 403, they do not have it.
            StoreError: it has to be noted and cannot be; then it does not happen.
        """
        held = reach(visitor_of(request).grants, self.right)
        if not held:
            raise Problem(HTTPStatus.FORBIDDEN, f"none of your roles may do this ({self.right}); ask who keeps the box")
        self._note(request, context)
        return held

    def _note(self, request: Request, context: Context) -> None:
        safe = request.method in SAFE_METHODS
        if not safe or row_of(self.right).noted:
            note(context, request, visitor_of(request).login, Noted.READ if safe else Noted.WROTE)


class PageHolder(Holder):
    """The same for a page, which itself says that it is not for this visitor; a reach of nothing shows nothing."""

    def __call__(self, request: Request, context: Told) -> Reach:
        """Over what the visitor has the right; empty where they do not have it.

        Raises:
            StoreError: it has to be noted and cannot be.
        """
        held = reach(visitor_of(request).grants, self.right)
        if held:
            self._note(request, context)
        return held


def needs(right: Right) -> params.Depends:
    """For an endpoint or its parameter: it needs this right."""
    return params.Depends(Holder(right))


def shows(right: Right) -> params.Depends:
    """For a page's parameter: it shows what this right opens."""
    return params.Depends(PageHolder(right))


def right_of(route: object) -> Right | None:
    """The right a route names; None where it names none."""
    if not isinstance(route, APIRoute):
        return None
    named = [part.call.right for part in route.dependant.dependencies if isinstance(part.call, Holder)]
    return named[0] if len(named) == 1 else None


def refuse_unnamed(request: Request) -> None:
    """For the whole application: a route that names no right is shut, whoever asks.

    Raises:
        Problem: 403.
    """
    if (request.method, request.url.path) in OPEN or right_of(request.scope.get("route")) is not None:
        return
    log.error("%s names no right, and is shut", request.url.path)
    raise Problem(HTTPStatus.FORBIDDEN, "nobody has been given this yet")


def note(
    context: Context, connection: HTTPConnection, who: str, action: Noted, subject: str = "", why: str = ""
) -> None:
    """Add a line to the audit log; the subject is the path where none is named, the reason what the request brings.

    Raises:
        StoreError: it cannot be kept.
    """
    reason = why or unquote(connection.headers.get(REASON, "")) or connection.query_params.get("reason", "")
    with context.database.writing() as session:
        entry = Entry(who, action, subject or connection.url.path, reason, address_of(connection))
        audit.note(session, entry, context.now())


def address_of(connection: HTTPConnection) -> str:
    """From where somebody asks."""
    return connection.client.host if connection.client else ""


def _sight(request: Request) -> Sight:
    return sight(visitor_of(request).grants)


Seen = Annotated[Sight, Depends(_sight)]
"""What the visitor sees of violations."""

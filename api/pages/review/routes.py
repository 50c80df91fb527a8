"""What the page asks for while it is open: the queue as it is now, and one flag, as HTML."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from api.access.identity import visitor_of
from api.access.may import Right
from api.access.needs import needs
from api.context import Told
from api.pages.review.item import item_html
from api.pages.review.queue import MORE, MOST, queue_list
from api.pages.review.reading import read_item, read_waiting
from api.pages.shell.say import tongue_of
from api.problem import Problem

Size = Annotated[int, Query(ge=1, le=MOST)]


def review_router() -> APIRouter:
    """For who may review."""
    router = APIRouter(prefix="/review", include_in_schema=False, dependencies=[needs(Right.REVIEW_CASES)])

    @router.get("/waiting")
    def waiting(request: Request, context: Told, size: Size = MORE) -> HTMLResponse:
        """The queue, the most urgent first."""
        return HTMLResponse(queue_list(read_waiting(context, visitor_of(request), size), context.names))

    @router.get("/cases/{case_id}")
    def flag(case_id: UUID, request: Request, context: Told) -> HTMLResponse:
        """One that waits."""
        item = read_item(context, visitor_of(request), case_id)
        if item is None:
            detail = f"case {case_id} does not wait for review, or is not yours to review"
            raise Problem(HTTPStatus.NOT_FOUND, detail, zh="这条已不在待复核中。")
        return HTMLResponse(item_html(item, context.names, tongue_of(request)))

    return router

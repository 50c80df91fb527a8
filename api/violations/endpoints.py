"""GET /violations and /violations/{id}."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.access.may import Right
from api.access.needs import Seen, needs
from api.context import Told
from api.problem import Problem, field_problem
from api.session import Reading
from api.violations.schemas import ViolationDetailOut, ViolationPage, ViolationQuery
from records import clips, violations
from records.violation_rows import Cursor

Asked = Annotated[ViolationQuery, Query()]


def violations_router() -> APIRouter:
    """The list, and one."""
    router = APIRouter(prefix="/violations", tags=["violations"], dependencies=[needs(Right.SEE_VIOLATIONS)])

    @router.get("")
    def listed(query: Asked, sight: Seen, session: Reading, context: Told) -> ViolationPage:
        """Violations, newest first."""
        page = violations.page(session, query.wanted(sight), _cursor(query.cursor), query.limit)
        return ViolationPage.of(page, context.names)

    @router.get("/{violation_id}", responses={404: {"description": "no such violation, or not yours to see"}})
    def one(violation_id: UUID, sight: Seen, session: Reading, context: Told) -> ViolationDetailOut:
        """One violation with the looks that decided it and its evidence."""
        detail = violations.one(session, violation_id, sight)
        if detail is None:
            raise Problem(HTTPStatus.NOT_FOUND, f"there is no violation {violation_id}")
        return ViolationDetailOut.of_detail(detail, clips.of(session, violation_id), context.names)

    return router


def _cursor(text: str | None) -> Cursor | None:
    try:
        return None if text is None else Cursor.parse(text)
    except ValueError as error:
        raise field_problem("cursor", "expected the `next` of an earlier page") from error

"""GET /cases and /cases/{id}; POST /cases/{id}/{step}, one route per step of people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy.orm import Session

from api.access.may import Right
from api.access.needs import needs
from api.cases.acting import Handling, expect_theirs, no_case, reader_of, take
from api.cases.attachments import attachments_router
from api.cases.papers import papers_router
from api.cases.payloads import Looked, body_of
from api.cases.schemas import NO_CASE, REFUSALS, CaseDetailOut, CasePage, CaseQuery
from api.context import Context, Told
from api.problem import field_problem
from api.session import Reading
from cases.offers import PEOPLES
from cases.states import Action, Role
from cases.table import roles_of
from cases.words import ACTIONS
from records.scopes import Reach
from records.violation_rows import Cursor

Seeing = Annotated[Reach, needs(Right.SEE_VIOLATIONS)]
Asked = Annotated[CaseQuery, Query()]


def cases_router() -> APIRouter:
    """The queue, one, and what people do."""
    router = APIRouter(prefix="/cases", tags=["cases"])
    router.include_router(attachments_router())
    router.include_router(papers_router())

    @router.get("")
    def listed(query: Asked, within: Seeing, request: Request, session: Reading, context: Told) -> CasePage:
        """Open cases, nearest deadline first."""
        queue = reader_of(context, request, within).queue(session, query.wanted(), _cursor(query.cursor), query.limit)
        return CasePage.of(queue, context.names)

    @router.get("/{case_id}", responses=NO_CASE)
    def one(case_id: UUID, within: Seeing, request: Request, session: Reading, context: Told) -> CaseDetailOut:
        """A case as it stands, its deadlines, everything that was done, and what you may do now."""
        return _told(context, request, within, session, case_id)

    for action in PEOPLES:
        router.add_api_route(
            f"/{{case_id}}/{action}",
            _taker(action),
            methods=["POST"],
            name=action,
            summary=f"{ACTIONS[action].zh} {ACTIONS[action].en}",
            responses=REFUSALS,
            dependencies=[Depends(expect_theirs)],
        )
    return router


def _taker(action: Action) -> Callable[..., CaseDetailOut]:
    """The endpoint of one step; FastAPI reads the body's type from its annotation."""

    def endpoint(case_id: UUID, step: Looked, within: Handling, request: Request, context: Told) -> CaseDetailOut:
        take(context, request, within, case_id, action, step)
        with context.database.reading() as session:
            return _told(context, request, within, session, case_id)

    endpoint.__annotations__["step"] = body_of(action)
    endpoint.__doc__ = f"By {', '.join(sorted(roles_of(action) - {Role.SYSTEM}))}. The case after it."
    return endpoint


def _told(context: Context, request: Request, within: Reach, session: Session, case_id: UUID) -> CaseDetailOut:
    view = reader_of(context, request, within).one(session, case_id)
    if view is None:
        raise no_case(case_id)
    return CaseDetailOut.of_detail(view, context.names)


def _cursor(text: str | None) -> Cursor | None:
    try:
        return None if text is None else Cursor.parse(text)
    except ValueError as error:
        raise field_problem("cursor", "expected the `next` of an earlier page") from error

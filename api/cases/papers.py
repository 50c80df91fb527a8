"""GET /cases/{id}/papers: which can be printed, and what was; POST /cases/{id}/papers/{paper}: print one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.access.identity import visitor_of
from api.access.may import Right
from api.access.needs import needs
from api.cases.acting import case_in, no_case
from api.cases.payloads import PaperIn
from api.cases.schemas import NO_CASE, REFUSALS, PaperList, PaperOut, PrintedOut
from api.context import Context, Told
from api.session import Reading
from cases.filing import Wish, docket, print_paper, printed
from cases.papers.kinds import PAPERS, PaperKind
from records.scopes import Reach

Seeing = Annotated[Reach, needs(Right.SEE_VIOLATIONS)]
Printing = Annotated[Reach, needs(Right.PRINT_PAPERS)]
PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}}}


def papers_router() -> APIRouter:
    """One route per paper, each a PDF whose hash is in the chain before it leaves."""
    router = APIRouter(tags=["cases"])

    @router.get("/{case_id}/papers", responses=NO_CASE)
    def listed(case_id: UUID, within: Seeing, session: Reading, context: Told) -> PaperList:
        """Which papers the recorded steps allow, what the others lack, and what was printed."""
        found = docket(session, case_id, within, context.press.book, context.now())
        if found is None:
            raise no_case(case_id)
        done = tuple(map(PrintedOut.model_validate, printed(session, case_id)))
        return PaperList(items=tuple(PaperOut.of(kind, found) for kind in PAPERS), printed=done)

    for kind in PAPERS:
        router.add_api_route(
            f"/{{case_id}}/papers/{kind.name}",
            _printer(kind),
            methods=["POST"],
            name=f"print {kind.name}",
            summary=f"{kind.title.zh} {kind.title.en}",
            response_class=Response,
            responses=REFUSALS | PDF,
            dependencies=[Depends(_expect_theirs)],
        )
    return router


def _printer(kind: PaperKind) -> Callable[..., Response]:
    """The endpoint of one paper."""

    def endpoint(
        case_id: UUID, within: Printing, request: Request, context: Told, order: PaperIn | None = None
    ) -> Response:
        number = None if order is None else order.number
        return _printed(context, within, Wish(case_id, kind, visitor_of(request).login, context.now(), number))

    endpoint.__doc__ = "As PDF; refused where the step it tells of is not on record."
    return endpoint


def _expect_theirs(case_id: UUID, within: Printing, context: Told) -> None:
    """Before what was sent is looked at, as with steps."""
    with context.database.reading() as session:
        case_in(session, case_id, within)


def _printed(context: Context, within: Reach, wish: Wish) -> Response:
    data = print_paper(context.database, wish, within, context.press.book, context.press.paper)
    if data is None:
        raise no_case(wish.case)
    name = f"{wish.kind.name}-{wish.case}.pdf"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(data, headers=headers, media_type="application/pdf")

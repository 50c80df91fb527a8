"""GET /reports, and one route per report, each with the right of its circle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.access.identity import visitor_of
from api.access.may import Right, reach
from api.access.needs import needs, note
from api.context import Context, Told
from api.problem import Problem, ProblemOut
from api.reports.schemas import KindList, KindOut, ReportOut, ReportQuery
from cases.gathering import Asked, gather
from cases.reports.catalogue import KINDS, Circle, Kind
from cases.reports.period import Period
from cases.reports.table import Form, Report
from records.scopes import Reach, Scope, covers
from records.states import Noted

RIGHTS = {
    Circle.STALL: Right.SEE_STALL_REPORTS,
    Circle.SITE: Right.SEE_SITE_REPORTS,
    Circle.AUTHORITY: Right.SEE_RANKINGS,
    Circle.DEVICES: Right.SEE_DEVICE_REPORTS,
}
TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.PDF: "application/pdf",
}
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind.partition(";")[0]: {} for kind in TYPES.values()}},
    404: {"model": ProblemOut, "content": {"application/problem+json": {}}, "description": "no such place for you"},
}


def reports_router() -> APIRouter:
    """Which there are, and each."""
    router = APIRouter(prefix="/reports", tags=["reports"])

    @router.get("", dependencies=[needs(Right.LIST_REPORTS)])
    def listed(request: Request) -> KindList:
        """The reports you may see."""
        grants = visitor_of(request).grants
        mine = (kind for kind in KINDS if reach(grants, RIGHTS[kind.circle]))
        return KindList(items=tuple(KindOut.of(kind, RIGHTS[kind.circle]) for kind in mine))

    for kind in KINDS:
        router.add_api_route(
            f"/{kind.name}",
            _teller(kind),
            methods=["GET"],
            name=kind.name,
            summary=f"{kind.title.zh} {kind.title.en}",
            response_model=ReportOut,
            responses=ANSWERS,
        )
    return router


def _teller(kind: Kind) -> Callable[..., ReportOut | Response]:
    """The endpoint of one report; FastAPI reads the right it needs from its annotation."""

    def endpoint(
        query: Annotated[ReportQuery, Query()], within: Reach, request: Request, context: Told
    ) -> ReportOut | Response:
        made = _make(context, kind, query, within)
        return _file(context, request, made, query.form) if isinstance(query.form, Form) else ReportOut.of(made.report)

    endpoint.__annotations__["within"] = Annotated[Reach, needs(RIGHTS[kind.circle])]
    endpoint.__doc__ = "As JSON, or as a file by `format`; that a file was made, with its SHA-256, is noted."
    return endpoint


@dataclass(frozen=True, slots=True)
class Made:
    """A report, and of what."""

    kind: Kind
    period: Period
    scope: str
    report: Report


def _make(context: Context, kind: Kind, query: ReportQuery, within: Reach) -> Made:
    now = context.now()
    period, wanted = query.period(kind.span, now), query.wanted()
    with context.database.reading() as session:
        over = _narrowed(session, within, wanted)
        material = gather(session, Asked(period, now, over), context.press.book)
    return Made(kind, period, ",".join(sorted(map(str, over))), kind.make(material))


def _narrowed(session: Session, within: Reach, wanted: Scope | None) -> Reach:
    """What is asked for, where all of it is within the reach; else it is not there.

    Raises:
        Problem: 404.
    """
    if wanted is None:
        return within
    if not covers(session, within, wanted):
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no {wanted} for you", zh="没有这个范围。")
    return frozenset({wanted})


def _file(context: Context, request: Request, made: Made, form: Form) -> Response:
    """The file; that it was made is noted before it leaves."""
    data = context.press.report(made.report, form)
    subject = made.kind.noted(made.period, made.scope, form, sha256(data).hexdigest())
    note(context, request, visitor_of(request).login, Noted.REPORTED, subject)
    name = f"{made.kind.name}_{made.period.first}_{made.period.last}.{form}"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(data, headers=headers, media_type=TYPES[form])

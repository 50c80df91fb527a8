"""GET /audit and /audit/csv."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.access.may import Right
from api.access.needs import needs
from api.audit.export import MOST, log_report
from api.audit.schemas import AuditPage, AuditQuery, LineOut, LogFilter
from api.context import Told
from api.session import Reading
from cases.reports.table import Form
from records import audit


def audit_router() -> APIRouter:
    """The log, read only: nothing here could change it."""
    router = APIRouter(prefix="/audit", tags=["audit"], dependencies=[needs(Right.SEE_AUDIT)])

    @router.get("")
    def listed(query: Annotated[AuditQuery, Query()], session: Reading) -> AuditPage:
        """Who looked at what and changed what, newest first. That it was read is noted, too."""
        lines = audit.lines(session, query.wanted(), query.limit)
        more = len(lines) == query.limit and lines[-1].seq > 1
        items = tuple(LineOut.model_validate(line) for line in lines)
        return AuditPage(items=items, next=lines[-1].seq if more else None)

    @router.get("/csv", responses={200: {"content": {"text/csv": {}}}}, response_class=Response)
    def exported(query: Annotated[LogFilter, Query()], session: Reading, context: Told) -> Response:
        """The newest lines of these, MOST at most, for a spreadsheet."""
        report = log_report(audit.lines(session, query.wanted(), MOST))
        headers = {"content-disposition": 'attachment; filename="audit.csv"', "cache-control": "no-store"}
        return Response(context.press.report(report, Form.CSV), headers=headers, media_type="text/csv; charset=utf-8")

    return router

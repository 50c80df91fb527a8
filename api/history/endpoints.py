"""POST /history/exports, and what becomes of one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access.identity import visitor_of
from api.access.may import Right
from api.access.needs import needs, note
from api.context import Context, Told
from api.history.exports import Export, Exports, Order, Stage
from api.history.report import NAME, report_of
from api.history.schemas import ExportIn, ExportOut
from api.pages.history.choice import Choice
from api.pages.history.reading import Reader
from api.problem import Problem
from api.reports.endpoints import TYPES
from cases.past import Past
from cases.reports.table import Form
from records import violations
from records.grants import Grants
from records.states import Noted
from records.violation_rows import ViolationRow

MOST_ROWS = {Form.CSV: 100_000, Form.XLSX: 100_000, Form.PDF: 5_000}
"""More than these no program opens comfortably, and nobody reads."""
NOT_THERE: dict[int | str, dict[str, Any]] = {
    404: {"description": "there is none for you; it was forgotten, or your roles changed"}
}


def history_router() -> APIRouter:
    """Order, look how far it is, fetch."""
    router = APIRouter(prefix="/history/exports", tags=["history"], dependencies=[needs(Right.EXPORT_HISTORY)])
    exports = Exports()

    @router.post(
        "",
        status_code=HTTPStatus.ACCEPTED,
        responses={
            422: {"description": "more rows than such a file takes"},
            503: {"description": "too many are being made"},
        },
    )
    def order(wanted: ExportIn, request: Request, context: Told) -> ExportOut:
        """Begin a file of everything that the history shows for this query."""
        export = exports.take(_order(wanted, request, context))
        if export is None:
            raise Problem(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "another file is being made; try again",
                zh="正在生成另一个文件, 请稍后再试。",
            )
        return ExportOut.of(export)

    @router.get("/{export_id}", responses=NOT_THERE)
    def look(export_id: UUID, request: Request) -> ExportOut:
        """How far it is."""
        return ExportOut.of(_own(exports, export_id, request))

    @router.get("/{export_id}/file", responses=NOT_THERE)
    def fetch(export_id: UUID, request: Request) -> Response:
        """The file; that it was made is noted before it can be fetched."""
        export = _own(exports, export_id, request)
        if export.stage is not Stage.DONE:
            raise Problem(HTTPStatus.NOT_FOUND, f"export {export_id} is not done")
        headers = {"content-disposition": f'attachment; filename="{export.name}"', "cache-control": "no-store"}
        return Response(export.data, headers=headers, media_type=export.media_type)

    return router


def _own(exports: Exports, export: UUID, request: Request) -> Export:
    visitor = visitor_of(request)
    found = exports.find(export, visitor.login, visitor.grants)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no export {export} for you", zh="没有这个文件, 请重新导出。")
    return found


@dataclass(frozen=True, slots=True)
class Work:
    """What a file is made from."""

    context: Context
    request: Request
    reader: Reader
    grants: Grants
    login: str
    past: Past
    form: Form

    def __call__(self, export: Export) -> bytes:
        """Read, write, note; the bytes.

        Raises:
            StoreError: it cannot be read or noted.
        """
        rows = self._rows(export)
        export.stage = Stage.WRITING
        data = self.context.press.report(report_of(self.reader, self.past, rows, self.login), self.form)
        query = urlencode(self.reader.choice.without("view").query) or "when=quarter"
        subject = f"{NAME} {query} {self.form} {len(rows)} rows sha256:{sha256(data).hexdigest()}"
        note(self.context, self.request, self.login, Noted.REPORTED, subject)
        return data

    def _rows(self, export: Export) -> list[ViolationRow]:
        """All that is found, newest first; what comes meanwhile is beyond the total, and left out."""
        rows: list[ViolationRow] = []
        cursor = None
        while len(rows) < export.total:
            page = self.reader.page(self.grants, cursor, min(violations.MAX_PAGE, export.total - len(rows)))
            rows += page.items
            export.done, cursor = len(rows), page.next
            if cursor is None:
                break
        return rows


def _order(wanted: ExportIn, request: Request, context: Context) -> Order:
    """The order, within what may be seen.

    Raises:
        Problem: 422, there are more rows than such a file takes.
    """
    visitor = visitor_of(request)
    choice = replace(Choice.parse(dict(parse_qsl(wanted.query))), after=None)
    reader = Reader.of(context, choice, visitor.grants)
    past = reader.past(visitor.grants)
    count, most = past.tallied.all, MOST_ROWS[wanted.form]
    if count > most:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            f"expected at most {most:,} rows for {wanted.form}, came {count:,}; narrow the filters, or take CSV",
            zh=f"共 {count:,} 条, 超过 {wanted.form.upper()} 的上限 {most:,} 条; 请缩小范围, 或改用 CSV。",
        )
    work = Work(context, request, reader, visitor.grants, visitor.login, past, wanted.form)
    days = reader.days
    name = f"{NAME}_{days.first}_{days.last}.{wanted.form}"
    return Order(visitor.login, visitor.grants, name, TYPES[wanted.form], count, work)

"""The audit log, for the auditor: plain lines, newest first."""

from __future__ import annotations

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.context import Context, Label
from api.pages.shell.frame import notice, open_frame
from api.pages.shell.markup import Html, h
from api.pages.shell.places import HOME
from api.pages.shell.visit import Visit
from api.pages.shell.words import local, word
from records import audit
from records.audit import Line

PAGE = 200
HEADS = ("时间 When", "谁 Who", "做了什么 What", "对象 Subject", "理由 Reason", "来自 From")


async def audit_page(visit: Visit) -> None:
    """Build the page; `before` in the address is where it begins.

    Raises:
        StoreError: the database cannot be used.
    """
    lines = await run_in_threadpool(_read, visit.context, _before(visit.request.query_params.get("before", "")))
    open_frame(visit, Label("审计日志", "Audit log"))
    with ui.element("div").classes("page"):
        ui.html(_table(lines) if lines else notice("没有记录", "Nothing was noted."), sanitize=False)
        if len(lines) == PAGE:
            older = h("a", "更早的 Older", href=f"/audit?before={lines[-1].seq}", class_="more")
            ui.html(older, sanitize=False)


def _read(context: Context, before: int | None) -> tuple[Line, ...]:
    with context.database.reading() as session:
        return audit.lines(session, before, limit=PAGE)


def _before(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _table(lines: tuple[Line, ...]) -> Html:
    head = h("tr", *(h("th", text) for text in HEADS))
    return h(
        "section",
        h("h2", "审计日志 Audit log"),
        h("div", h("table", h("thead", head), h("tbody", *map(line_row, lines))), tabindex="0", class_="scroll tall"),
    )


def line_row(line: Line) -> Html:
    """One line as a table's row."""
    done = word(line.action)
    what = h("td", done.zh, h("small", done.en))
    texts = (line.subject, line.reason, line.address)
    return h("tr", h("td", local(line.at, HOME)), h("td", line.who), what, *(h("td", text) for text in texts))

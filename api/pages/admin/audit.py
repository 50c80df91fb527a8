"""The audit log, for the auditor: filters in the address, newest first, and a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from nicegui import ui
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from api.audit.schemas import LogFilter
from api.context import Context, Label
from api.pages.admin.room import ROOMS, cell, table
from api.pages.shell.frame import notice, open_frame
from api.pages.shell.markup import Html, h, join
from api.pages.shell.menu import MENU
from api.pages.shell.places import HOME
from api.pages.shell.say import Tongue, pick, said, say, tongue_of
from api.pages.shell.visit import Visit
from api.pages.shell.words import local, word
from records import audit
from records.audit import Line
from records.states import Noted

PAGE = 100
HEADS = (
    say("时间", "When"),
    say("谁", "Who"),
    say("做了什么", "What"),
    say("对象", "Subject"),
    say("理由", "Reason"),
    say("来自", "From"),
)


@dataclass(frozen=True, slots=True)
class Log:
    """What is shown: some lines, and everybody there is to choose from."""

    lines: tuple[Line, ...]
    people: tuple[str, ...]


async def audit_page(visit: Visit) -> None:
    """Build the page; the filters and where it begins are in its address.

    Raises:
        StoreError: the database cannot be used.
    """
    wanted = _filter(visit.request.query_params)
    log = await run_in_threadpool(_read, visit.context, wanted)
    open_frame(visit, Label("审计日志", "Audit log"), "admin.css", "audit.js")
    with ui.element("div").classes("page stack log"):
        ui.html(h("h1", say("审计日志", "Audit log")), sanitize=False)
        ui.html(_filters(wanted, log.people, tongue_of(visit.request)), sanitize=False)
        ui.html(_lines(log.lines), sanitize=False)
        ui.html(_pager(wanted, log.lines), sanitize=False)


def _filter(asked: Mapping[str, str]) -> LogFilter:
    """What the address asks for; what cannot be understood of it asks for nothing."""
    given = {name: asked[name] for name in LogFilter.model_fields if asked.get(name)}
    try:
        return LogFilter.model_validate(given)
    except ValidationError as error:
        wrong = {fault["loc"][0] for fault in error.errors()}
        return LogFilter.model_validate({name: value for name, value in given.items() if name not in wrong})


def _read(context: Context, wanted: LogFilter) -> Log:
    with context.database.reading() as session:
        return Log(audit.lines(session, wanted.wanted(), PAGE), audit.people(session))


def _filters(wanted: LogFilter, people: tuple[str, ...], tongue: Tongue) -> Html:
    everybody = _option("", pick(Label("所有人", "Everybody"), tongue), wanted.who)
    anything = _option("", pick(Label("全部", "Anything"), tongue), wanted.action)
    who = h("select", everybody, *(_option(one, one, wanted.who) for one in people), name="who")
    kinds = (_option(one, pick(word(one), tongue), wanted.action) for one in Noted)
    day = h("input", type="date", name="day", value=None if wanted.day is None else wanted.day.isoformat())
    csv = h("a", say("导出 CSV", "Export CSV"), href=f"/api/v1/audit/csv{_query(wanted)}", class_="btn", download="")
    return h(
        "form",
        h("label", say("谁", "Who"), who),
        h("label", say("做了什么", "What"), h("select", anything, *kinds, name="action")),
        h("label", say("哪一天", "Day"), day),
        h("button", say("筛选", "Filter"), type="submit", class_="btn"),
        h("a", say("清除", "Clear"), href="/audit", class_="clear"),
        csv,
        method="get",
        action="/audit",
        class_="filters",
    )


def _option(value: str, text: str, chosen: str | None) -> Html:
    return h("option", text, value=value, selected="" if value == (chosen or "") else None)


def _lines(lines: tuple[Line, ...]) -> Html:
    if not lines:
        return notice(
            say("没有记录", "Nothing"), say("换个条件再看。", "Nothing was noted like that: ask for something else.")
        )
    return h("section", table(HEADS, *map(line_row, lines)), class_="panel")


def line_row(line: Line) -> Html:
    """One line as a table's row."""
    when, who, what, subject, reason, come = HEADS
    at = h("time", local(line.at, HOME))
    return h(
        "tr",
        cell(when, at),
        cell(who, h("b", line.who)),
        cell(what, said(word(line.action))),
        cell(subject, _subject(line.subject)),
        *(_text(head, text) for head, text in ((reason, line.reason), (come, line.address))),
    )


def _subject(text: str) -> Html:
    """What it was; a page by its name as well."""
    page = next((entry for entry in (*ROOMS, *MENU) if text == entry.path), None)
    named = Html("") if page is None else join(say(page.zh, page.en), Html(" "))
    return join(named, h("span", text, class_="mono soft" if named else "mono"))


def _text(head: Html, text: str) -> Html:
    return cell(head, h("span", text, class_="mono"), class_=None if text else "empty-cell")


def _pager(wanted: LogFilter, lines: tuple[Line, ...]) -> Html:
    newest = h("a", say("最新的", "Newest"), href=f"/audit{_query(wanted)}", class_="btn")
    older = h(
        "a",
        say("更早的", "Older"),
        href=f"/audit{_query(wanted, before=lines[-1].seq)}" if lines else None,
        class_="btn",
    )
    shown = [newest] * (wanted.before is not None) + [older] * (len(lines) == PAGE and lines[-1].seq > 1)
    return h("nav", *shown, class_="pager", aria_label="翻页 Pages")


def _query(wanted: LogFilter, before: int | None = None) -> str:
    given = wanted.model_dump(mode="json", exclude_none=True, exclude={"before"})
    return f"?{urlencode(given | ({} if before is None else {'before': before}))}" if given or before else ""

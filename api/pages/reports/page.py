"""Reports: one is chosen on the left, its days and place above; it is looked at as tables and taken away as a file."""

from __future__ import annotations

from itertools import groupby
from urllib.parse import urlencode

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.access.may import reach
from api.context import Label
from api.pages.parts.fetching import sending
from api.pages.reports.asked import CIRCLES, Asked, kinds_for, presets, scopes
from api.pages.shell.frame import notice, open_frame
from api.pages.shell.markup import Html, h
from api.pages.shell.places import Places
from api.pages.shell.say import Tongue, pick, said, say, tongue_of
from api.pages.shell.visit import Visit
from api.reports.endpoints import RIGHTS
from cases.reports.catalogue import Kind
from cases.reports.period import MOST_DAYS, Period
from cases.reports.table import Form

ASSETS = ("steps.css", "reports.css", "fetched.js", "reports.js")
FORMS = {Form.XLSX: "Excel", Form.CSV: "CSV", Form.PDF: "PDF"}


async def reports_page(visit: Visit) -> None:
    """Build the page; the address keeps report, days and place. The report itself is asked of the interface.

    Raises:
        StoreError: the database cannot be used.
    """
    mine = kinds_for(visit.grants)
    open_frame(visit, Label("报表", "Reports"), *ASSETS)
    if not mine:
        ui.html(notice(say("没有您可用的报表", "There is no report for you")), sanitize=False)
        return
    asked = Asked.parse(visit.request.query_params, mine, visit.context.now())
    content = await run_in_threadpool(_content, visit, asked, mine)
    ui.html(content, sanitize=False).classes("page reports")


def _content(visit: Visit, asked: Asked, mine: tuple[Kind, ...]) -> Html:
    with visit.context.database.reading() as session:
        places = Places.read(session, reach(visit.grants, RIGHTS[asked.kind.circle]))
        over = scopes(session, asked.kind, visit.grants, places)
    wait = h("p", say("正在生成…", "Being made…"), class_="wait")
    report = h("div", wait, class_="report", tabindex="0", aria_live="polite")
    body = h("div", h("h1", say(*asked.kind.title)), _form(visit, asked, over), report, class_="body")
    return h("div", _list(asked, mine), body, class_="room")


def _list(asked: Asked, mine: tuple[Kind, ...]) -> Html:
    groups = (
        h("div", h("h2", said(CIRCLES[circle])), *(_link(kind, asked) for kind in kinds), class_="group")
        for circle, kinds in groupby(mine, key=lambda kind: kind.circle)
    )
    return h("nav", *groups, class_="kinds", aria_label="报表 Reports")


def _link(kind: Kind, asked: Asked) -> Html:
    here = kind is asked.kind
    query = {"name": kind.name} | ({"scope": asked.scope} if asked.scope and kind.circle is asked.kind.circle else {})
    address = f"/reports?{urlencode(query)}"
    return h("a", say(*kind.title), href=address, class_="on" if here else None, aria_current="page" if here else None)


def _form(visit: Visit, asked: Asked, over: dict[str, str]) -> Html:
    tongue = tongue_of(visit.request)
    chips = (_chip(one.name, one.period, asked.period) for one in presets(visit.context.now()))
    return h(
        "form",
        h("div", *chips, class_="chips", role="group", aria_label=pick(Label("期间", "Period"), tongue)),
        h("div", *_days(asked.period), _scope(asked, over, tongue), class_="fields"),
        h("div", h("span", say("下载", "Download"), class_="soft"), *map(_download, FORMS), class_="downloads"),
        sending(),
        action=f"/api/v1/reports/{asked.kind.name}",
        method="get",
        class_="fetched asked",
        data_as="query",
        data_name=asked.kind.name,
    )


def _chip(name: Label, period: Period, chosen: Period) -> Html:
    pressed = "true" if period == chosen else "false"
    first, last = str(period.first), str(period.last)
    return h("button", said(name), type="button", data_first=first, data_last=last, aria_pressed=pressed, class_="btn")


def _days(period: Period) -> tuple[Html, Html]:
    most = str(MOST_DAYS)
    first = h("input", type="date", name="from", value=str(period.first), required="", data_most=most)
    last = h("input", type="date", name="to", value=str(period.last), required="")
    return h("label", h("span", say("从", "From")), first), h("label", h("span", say("到", "To")), last)


def _scope(asked: Asked, over: dict[str, str], tongue: Tongue) -> Html:
    if len(over) < 2:
        return Html("")
    options = (
        h("option", name, value=scope, selected="" if scope == asked.scope else None) for scope, name in over.items()
    )
    every = h("option", pick(Label("全部 (我能看到的)", "All I may see"), tongue), value="")
    return h("label", h("span", say("范围", "Over what")), h("select", every, *options, name="scope"))


def _download(form: Form) -> Html:
    return h("button", FORMS[form], type="submit", name="format", value=form, class_="btn")

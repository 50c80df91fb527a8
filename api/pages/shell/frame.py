"""What all pages share: head, navigation, and the check that the visitor may still be here."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType

from nicegui import ui
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.access.identity import Visitor, identify, visitor_of
from api.access.may import Right, reach
from api.context import Context, Label
from api.icon import ICON
from api.pages.shell.assets import address, load
from api.pages.shell.markup import Html, h, join
from api.pages.shell.menu import Entry, entries_for
from api.pages.shell.say import pick, said, say, tongue_of
from api.pages.shell.visit import Visit
from records.grants import Grants
from records.retention.room import Level
from records.states import RunOutcome

DISK = MappingProxyType(
    {
        Level.LOW: say("磁盘空间不足, 请尽快腾出空间。", "The disk is nearly full: make room, or evidence will go."),
        Level.SHORT: say("磁盘将满, 正在删除最不重要的证据。", "The disk is full: the least important evidence goes."),
        Level.TIGHT: say("磁盘已满, 且无可删除。", "The disk is full, and nothing may go: no clips are kept any more."),
    }
)
STANDS_STILL = say("到期删除已暂停, 等人核对; 见设备日志。", "Retention stands still: see the log.")


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets a page that stays open go on only while its visitor is known: sessions end, roles are taken back."""

    context: Context
    request: Request

    async def visitor(self) -> Visitor | None:
        """Who is here, with what they hold now; None where nobody knows them any more."""
        return await run_in_threadpool(identify, self.context, self.request)

    async def grants(self) -> Grants | None:
        """What the visitor holds now; leads to the login page and gives None where nobody knows them any more."""
        visitor = await self.visitor()
        if visitor is None:
            ui.navigate.to("/login")
        return None if visitor is None else visitor.grants


def open_frame(visit: Visit, heading: Label, *assets: str) -> Gate:
    """Head and navigation; what the page builds afterwards stands below. `assets`: what it loads besides."""
    context, request = visit.context, visit.request
    ui.page_title(f"{pick(heading, tongue_of(request))} · {context.title}")
    ui.add_head_html(h("script", src=address("first.js")))
    load("desk.css", "desk.js", *assets)
    ui.html(_head(context, request), sanitize=False, tag="header").classes("head")
    words = alarm(context, request)
    if words:
        ui.html(h("p", words, role="alert"), sanitize=False).classes("alarm")
    ui.html(h("span", id="content", tabindex="-1"), sanitize=False)
    return Gate(context, request)


def absent(visit: Visit, what: Label) -> None:
    """In the place of a page about something that is not there for this visitor."""
    visit.client.status_code = HTTPStatus.NOT_FOUND
    open_frame(visit, what)
    why = say("它可能从未存在, 或不在您的职责内; 请从列表进入。", "It never was, or is not yours to see.")
    ui.html(notice(said(what), why), sanitize=False)


def notice(heading: str, *lines: str) -> Html:
    """A calm panel for nothing to show, or something that went wrong."""
    return h("div", h("h2", heading), *(h("p", line) for line in lines), class_="notice", role="status")


def alarm(context: Context, request: Request) -> Html:
    """What should not wait: of the disk, for who sees what is watched; of retention, for who sees that."""
    grants, keeping = visitor_of(request).grants, context.keeping()
    if keeping.disk is not Level.OK and reach(grants, Right.SEE_COVERAGE):
        return DISK[keeping.disk]
    stands = keeping.last is not None and keeping.last.outcome in (RunOutcome.WAITING, RunOutcome.REFUSED)
    return STANDS_STILL if stands and reach(grants, Right.SEE_RETENTION) else Html("")


def _head(context: Context, request: Request) -> Html:
    visitor = visitor_of(request)
    skip = h("a", say("跳到内容", "Skip to content"), href="#content", class_="skip")
    name = context.title
    brand = h("a", h("img", src=ICON, alt=""), h("b", name), href="/", class_="brand", aria_label=name)
    banner = (h("strong", context.banner, class_="banner"),) if context.banner else ()
    return join(skip, brand, *banner, _menu(visitor.grants, request.url.path), _me(visitor.login))


def _menu(grants: Grants, path: str) -> Html:
    links = (
        h("a", say(e.zh, e.en), href=e.path, class_="on" if _is_in(path, e.path) else None, aria_current=_here(path, e))
        for e in entries_for(grants)
    )
    return h("nav", *links, aria_label="页面 Pages")


def _here(path: str, entry: Entry) -> str | None:
    return "page" if _is_in(path, entry.path) else None


def _me(login: str) -> Html:
    tongue = h("button", say("English", "中文"), type="button", data_choose="lang")
    light = h(
        "button", "◐", type="button", data_choose="theme", title="明暗 Light or dark", aria_label="明暗 Light or dark"
    )
    me = h("a", login, href="/account", title="我的账号 My account")
    out = h("form", h("button", say("退出", "Log out"), type="submit"), method="post", action="/logout")
    return h("div", tongue, light, me, out, class_="me")


def _is_in(path: str, room: str) -> bool:
    return path == room or path.startswith(f"{room}/")

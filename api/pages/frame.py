"""What all pages share: head, navigation, and the check that the visitor may still be here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from nicegui import ui
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.access.identity import Visitor, identify, visitor_of
from api.access.may import Right, reach
from api.context import Context
from api.icon import ICON
from api.pages.markup import Html, h, join
from records.grants import Grants
from records.retention.room import Level
from records.states import RunOutcome

STYLE = Path(__file__).with_name("style.css")
NAVIGATION = (
    ("/", "抓拍", "Snapshots", Right.SEE_VIOLATIONS),
    ("/cases", "案件", "Cases", Right.SEE_VIOLATIONS),
    ("/cameras", "摄像头", "Cameras", Right.SEE_CAMERAS),
    ("/audit", "审计", "Audit", Right.SEE_AUDIT),
)

DISK = MappingProxyType(
    {
        Level.LOW: "磁盘空间不足, 请尽快腾出空间。 The disk is nearly full: make room, or evidence will go.",
        Level.SHORT: "磁盘将满, 正在删除最不重要的证据。 The disk is full: the least important evidence goes.",
        Level.TIGHT: "磁盘已满, 且无可删除。 The disk is full, and nothing may go: no clips are kept any more.",
    }
)
STANDS_STILL = "到期删除已暂停, 等人核对; 见设备日志。 Retention stands still until somebody looks: see the log."


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


def open_frame(context: Context, request: Request, heading: str) -> Gate:
    """Head and navigation; what the page builds afterwards stands below."""
    ui.page_title(f"{heading} · {context.title}")
    ui.add_css(STYLE.read_text(encoding="utf-8"))
    ui.html(_head(context, request), sanitize=False, tag="header").classes("head")
    words = alarm(context, request)
    if words:
        ui.html(h("p", words, role="alert"), sanitize=False).classes("alarm")
    return Gate(context, request)


def first_page(request: Request) -> str | None:
    """The first page that is for this visitor; None where none is."""
    return next((path for path, _, _, right in NAVIGATION if reach(visitor_of(request).grants, right)), None)


def notice(heading: str, *lines: str) -> Html:
    """A calm panel for nothing to show, or something that went wrong."""
    return h("div", h("h2", heading), *(h("p", line) for line in lines), class_="notice", role="status")


def alarm(context: Context, request: Request) -> str:
    """What should not wait: of the disk, for who sees what is watched; of retention, for who sees that."""
    grants, keeping = visitor_of(request).grants, context.keeping()
    if keeping.disk is not Level.OK and reach(grants, Right.SEE_COVERAGE):
        return DISK[keeping.disk]
    stands = keeping.last is not None and keeping.last.outcome in (RunOutcome.WAITING, RunOutcome.REFUSED)
    return STANDS_STILL if stands and reach(grants, Right.SEE_RETENTION) else ""


def _head(context: Context, request: Request) -> Html:
    links = (
        h("a", zh, h("small", en), href=path, class_="on" if _is_in(request.url.path, path) else None)
        for path, zh, en, right in NAVIGATION
        if reach(visitor_of(request).grants, right)
    )
    brand = h("a", h("img", src=ICON, alt=""), h("b", context.title), href="/", class_="brand")
    out = h("form", h("button", "退出 Log out", type="submit"), method="post", action="/logout")
    me = h("a", visitor_of(request).login, href="/account", title="我的账号 my account")
    banner = (h("strong", context.banner, class_="banner"),) if context.banner else ()
    return join(brand, *banner, h("nav", *links), h("div", h("span", me), out, class_="me"))


def _is_in(path: str, room: str) -> bool:
    return path == room or (room != "/" and path.startswith(f"{room}/"))

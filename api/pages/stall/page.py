"""What a stall has to do, on the phone of whoever runs it."""

from __future__ import annotations

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.certificates.schemas import CertificateOut, CertificateState, MerchantCertificatesOut
from api.context import Label
from api.pages.parts.clock import time_here
from api.pages.parts.steps import SCRIPTS
from api.pages.shell.frame import Gate, open_frame
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import say, tongue_of
from api.pages.shell.visit import Visit
from api.pages.stall.cards import past_line, todo_card, waiting_card
from api.pages.stall.reading import Mine, read_mine
from vision.errors import SunkitchenError

POLL_S = 5.0
ASSETS = ("steps.css", "stall.css", "due.js", *SCRIPTS, "stall.js")
NEWS = say("有新情况", "There is news")
SHOW = say("看一看", "Show it")


async def stall_page(visit: Visit) -> None:
    """Build the page.

    Raises:
        StoreError: the database cannot be used.
    """
    mine = await run_in_threadpool(read_mine, visit.context, visit.visitor)
    gate = open_frame(visit, Label("我的摊位", "My stall"), *ASSETS)
    page = StallPage(visit, gate, mine)
    ui.timer(POLL_S, page.poll)


class StallPage:
    """Shows it, and says when there is more: the browser shows that at once where nobody is typing (stall.js)."""

    def __init__(self, visit: Visit, gate: Gate, mine: Mine) -> None:
        self._visit, self._gate, self._mine = visit, gate, mine
        self._news = ui.html(time_here(mine.at), sanitize=False).classes("news")
        ui.html(_content(visit, mine), sanitize=False).classes("page stall")

    async def poll(self) -> None:
        """Look for news while the visitor may be here; what cannot be read now is tried again."""
        try:
            visitor = await self._gate.visitor()
            if visitor is None:
                told = h("a", say("请重新登录", "Log in again"), href="/login?next=/stall")
                self._news.content = h("p", told, role="status", class_="out")
                return
            now = await run_in_threadpool(read_mine, self._visit.context, visitor)
        except SunkitchenError:
            return
        if now.signature != self._mine.signature:
            self._news.content = h("p", NEWS, h("a", SHOW, href="/stall"), role="status", class_="fresh")


def _content(visit: Visit, mine: Mine) -> Html:
    names, who, tongue = visit.context.names, visit.visitor.login, tongue_of(visit.request)
    todo = [todo_card(view, mine, names, who, tongue) for view in mine.todo]
    waiting = [waiting_card(view, mine, names, who, tongue) for view in mine.waiting]
    past = [past_line(view, mine, names, who, tongue) for view in mine.past]
    return join(
        _head(mine),
        _group(say("现在要做的", "To do now"), *todo) if todo else _nothing(),
        _group(say("等市场处理", "Waiting for the market"), *waiting),
        _group(say("健康证", "Health certificates"), *(_papers(one, named=mine.several) for one in mine.papers)),
        _group(say("以前的", "Earlier"), h("ul", *past, class_="past")) if past else Html(""),
    )


def _head(mine: Mine) -> Html:
    stalls = [f"{m.name} · {m.stall}".strip(" ·") for site in mine.places.sites for m in site.merchants]
    return h("div", h("h1", say("我的摊位", "My stall")), h("p", "、".join(stalls), class_="soft"), class_="top")


def _group(heading: Html, *cards: Html) -> Html:
    return h("section", h("h2", heading), *cards) if cards else Html("")


def _nothing() -> Html:
    words = say("没有需要处理的事", "There is nothing to do")
    line = say("有新的事情, 这里会自动出现。", "Whatever comes up appears here by itself.")
    return h(
        "div",
        h("span", "✓", class_="tick", aria_hidden="true"),
        h("p", words),
        h("p", line, class_="soft"),
        class_="none",
    )


def _papers(merchant: MerchantCertificatesOut, *, named: bool) -> Html:
    """One line for those that hold; one each for those that need somebody."""
    calm = [one for one in merchant.certificates if one.state is CertificateState.VALID]
    rest = [one for one in merchant.certificates if one.state is not CertificateState.VALID]
    good = h("p", say(f"{len(calm)} 张有效", f"{len(calm)} are valid"), class_="valid") if calm else Html("")
    whose = h("p", merchant.merchant_name, class_="soft") if named else Html("")
    return h("article", whose, *map(paper, rest), good, class_="papers")


def paper(one: CertificateOut) -> Html:
    """A certificate that somebody has to look after."""
    end = one.certificate.removeprefix("…")
    if one.state is CertificateState.MISSING or one.days_left is None:
        words = say("有人没有健康证, 请尽快办", "Somebody has none: have it made soon")
    elif one.days_left < 0:
        words = say(f"尾号 {end}: 已过期 {-one.days_left} 天", f"…{end}: expired {-one.days_left} days ago")
    else:
        words = say(f"尾号 {end}: 还有 {one.days_left} 天到期", f"…{end}: expires in {one.days_left} days")
    return h("p", words, class_=str(one.state))

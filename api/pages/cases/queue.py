"""Cases that wait, the most urgent first, and those that are over, the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import ZoneInfo

from nicegui import ui
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api.access.identity import Visitor
from api.access.may import Right, reach, sight
from api.cases.reading import CaseView, Queue, Reader
from api.context import Context, Label
from api.pages.cases.asked import Asked, Tab, fields, tabs
from api.pages.cases.standing import deadlines, state_chips
from api.pages.parts.clock import time_here
from api.pages.parts.thumb import pictures_of, thumb
from api.pages.shell.frame import Gate, notice, open_frame
from api.pages.shell.markup import Html, h, join
from api.pages.shell.places import Places
from api.pages.shell.say import Tongue, said, say, tongue_of
from api.pages.shell.visit import Visit
from api.pages.shell.words import local, why_advisory
from records.pictures import Picture
from vision.errors import SunkitchenError
from vision.facts import Severity

PAGE = 50
POLL_S = 5.0
ASSETS = ("steps.css", "cases.css", "due.js", "queue.js")
KEYS = join(h("kbd", "j"), Html(" "), h("kbd", "k"), Html(" "), say("上下", "move"), Html(" · "))
KEYS = join(KEYS, h("kbd", "Enter"), Html(" "), say("打开", "open"))
EMPTY = {
    Tab.MINE: (say("都办完了", "All done"), say("没有等您办理的案件。", "No case waits for you.")),
    Tab.OPEN: (say("没有未结的案件", "No open case"), say("有新的抓拍会自动出现。", "New ones appear by themselves.")),
    Tab.CLOSED: (say("还没有办结的案件", "No case is closed yet"), Html("")),
}
NOTHING = (
    say("没有符合条件的案件", "No such case"),
    say("换一个条件, 或全部显示。", "Ask for something else, or for all."),
)


async def queue_page(visit: Visit) -> None:
    """Build the page; what it shows stands in the address.

    Raises:
        StoreError: the database cannot be used.
    """
    page = QueuePage(visit.context, Asked.parse(visit.request.query_params), tongue_of(visit.request))
    content = await run_in_threadpool(page.content, visit.visitor)
    gate = open_frame(visit, Label("案件", "Cases"), *ASSETS)
    with ui.element("div").classes("page cases"):
        ui.html(time_here(visit.context.now()), sanitize=False)
        page.show(ui.html(content, sanitize=False), gate)
    ui.timer(POLL_S, page.poll)


@dataclass(frozen=True, slots=True)
class Read:
    """What the list is made of."""

    queue: Queue
    places: Places
    pictures: Mapping[UUID, Picture]


class QueuePage:
    """The list, kept up to date."""

    def __init__(self, context: Context, asked: Asked, tongue: Tongue) -> None:
        self._context, self._asked, self._tongue = context, asked, tongue

    def show(self, element: ui.html, gate: Gate) -> None:
        """Where it is shown, and to whom."""
        self._element, self._gate = element, gate

    async def poll(self) -> None:
        """Look for news while the visitor may be here; what cannot be read now is tried again."""
        try:
            visitor = await self._gate.visitor()
            if visitor is None:
                ui.navigate.to("/login")
                return
            self._element.content = await run_in_threadpool(self.content, visitor)
        except SunkitchenError:
            return

    def content(self, visitor: Visitor) -> Html:
        """The whole list as it is now. Clocks count in the browser: without news it stays the same text.

        Raises:
            StoreError: the database cannot be used.
        """
        within = reach(visitor.grants, Right.SEE_VIOLATIONS)
        reader = Reader(self._context.desk, visitor, within, self._context.now())
        with self._context.database.reading() as session:
            read = self._read(session, reader, Places.read(session, within))
        rows = [_row(view, read, self._context) for view in read.queue.items]
        head = h(
            "div", fields(self._asked, read.places, self._tongue), h("p", KEYS, class_="keys soft"), class_="above"
        )
        listed = h("ol", *rows, class_="queue") if rows else self._nothing()
        return h("div", tabs(self._asked), head, listed, self._more(read.queue))

    def _read(self, session: Session, reader: Reader, places: Places) -> Read:
        asked = self._asked
        find = reader.closed if asked.tab is Tab.CLOSED else reader.queue
        queue = find(session, asked.filter, asked.after, PAGE)
        seen = sight(reader.visitor.grants)
        return Read(queue, places, pictures_of(session, [view.case.id for view in queue.items], seen))

    def _nothing(self) -> Html:
        heading, line = NOTHING if self._asked.narrowed or self._asked.after else EMPTY[self._asked.tab]
        return notice(heading, line)

    def _more(self, queue: Queue) -> Html:
        if queue.next is None:
            return Html("")
        return h("a", say("下一页", "More"), href=replace(self._asked, after=queue.next).address, class_="more btn")


def _row(view: CaseView, read: Read, context: Context) -> Html:
    case, places = view.case, read.places
    zone = places.zone_info(case.site.id)
    tone = Severity.ADV if case.lead.advisory else case.lead.severity
    advice = h("div", said(why_advisory(case.lead.severity)), class_="advised") if case.lead.advisory else Html("")
    where = places.merchant(case.merchant) or places.site(case.site.id)
    what = h(
        "div",
        h("div", said(context.names.code(case.lead.code)), class_="title"),
        h("div", h("span", where), h("time", local(case.lead.opened_at, zone)[:16]), class_="soft place"),
        advice,
        class_="about",
    )
    stands = h("div", state_chips(case), class_="chips")
    link = h(
        "a",
        thumb(read.pictures.get(case.id)),
        what,
        stands,
        deadlines(view, zone) if case.is_open else _ended(view, zone),
        href=f"/cases/{case.id}",
        class_=f"sev-{tone}",
    )
    return h("li", link)


def _ended(view: CaseView, zone: ZoneInfo) -> Html:
    """Since when nothing is asked any more."""
    since = h("time", local(view.case.since, zone)[:16])
    return h("dl", h("div", h("dt", say("结于", "ended")), h("dd", since)), class_="dues")

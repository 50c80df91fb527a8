"""Cases that wait, the most urgent first."""

from __future__ import annotations

from nicegui import ui
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.access.identity import Visitor
from api.access.may import Right, reach
from api.cases.reading import CaseView, Filter, Queue, Reader
from api.context import Context, Label
from api.pages.cases.timeline import deadlines, state_chips
from api.pages.parts.card import title
from api.pages.shell.frame import Gate, notice, open_frame
from api.pages.shell.markup import Html, h
from api.pages.shell.places import Places
from api.pages.shell.visit import Visit
from api.pages.shell.words import local, why_advisory
from records.violation_rows import Cursor
from vision.errors import SunkitchenError
from vision.facts import Severity

PAGE = 50
POLL_S = 5.0


async def queue_page(visit: Visit) -> None:
    """Build the page; `mine` in the address is what somebody may do themselves, `after` where the page begins.

    Raises:
        StoreError: the database cannot be used.
    """
    page = QueuePage(visit.context, visit.request)
    content = await run_in_threadpool(page.content, visit.visitor)
    gate = open_frame(visit, Label("案件", "Cases"))
    with ui.element("div").classes("page"):
        page.show(ui.html(content, sanitize=False), gate)
    ui.timer(POLL_S, page.poll)


class QueuePage:
    """The list, kept up to date."""

    def __init__(self, context: Context, request: Request) -> None:
        self._context = context
        self._mine = request.query_params.get("mine") == "true"
        self._after = _cursor(request.query_params.get("after", ""))

    def show(self, element: ui.html, gate: Gate) -> None:
        """Where it is shown, and to whom."""
        self._element, self._gate = element, gate

    async def poll(self) -> None:
        """Look for news while the visitor may be here; what cannot be read now is tried again."""
        try:
            if await self._gate.grants() is None:
                return
            visitor = await self._gate.visitor()
            if visitor is not None:
                self._element.content = await run_in_threadpool(self.content, visitor)
        except SunkitchenError:
            return

    def content(self, visitor: Visitor) -> Html:
        """The whole list as it is now.

        Raises:
            StoreError: the database cannot be used.
        """
        within = reach(visitor.grants, Right.SEE_VIOLATIONS)
        reader = Reader(self._context.desk, visitor, within, self._context.now())
        with self._context.database.reading() as session:
            places = Places.read(session, within)
            queue = reader.queue(session, Filter(mine=self._mine), self._after, PAGE)
        rows = [_row(view, places, self._context) for view in queue.items]
        listed = h("ol", *rows, class_="queue") if rows else notice("没有待办的案件", "No case waits.")
        return h("div", _tabs(self._mine), listed, _more(queue, self._mine))


def _tabs(mine: bool) -> Html:
    everything = h("a", "全部未结 All open", href="/cases", class_=None if mine else "on")
    own = h("a", "待我办理 Mine to do", href="/cases?mine=true", class_="on" if mine else None)
    return h("nav", everything, own, class_="tabs")


def _more(queue: Queue, mine: bool) -> Html:
    if queue.next is None:
        return Html("")
    kept = "&mine=true" if mine else ""
    return h("a", "下一页 More", href=f"/cases?after={queue.next}{kept}", class_="more")


def _row(view: CaseView, places: Places, context: Context) -> Html:
    case = view.case
    zone = places.zone_info(case.site.id)
    tone = Severity.ADV if case.lead.advisory else case.lead.severity
    advice = h("span", why_advisory(case.lead.severity).zh, class_="advised") if case.lead.advisory else Html("")
    where = f"{places.merchant(case.merchant) or places.site(case.site.id)} · {local(case.lead.opened_at, zone)}"
    what = h("div", title(context.names.code(case.lead.code), "div"), h("div", where, class_="soft"), advice)
    stands = h("div", state_chips(case), class_="chips")
    link = h("a", what, stands, deadlines(view, zone), href=f"/cases/{case.id}", class_=f"sev-{tone}")
    return h("li", link)


def _cursor(text: str) -> Cursor | None:
    try:
        return Cursor.parse(text) if text else None
    except ValueError:
        return None

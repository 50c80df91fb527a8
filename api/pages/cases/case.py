"""One case: the picture and the reason, what the visitor may do with it now, and everything that was done."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from nicegui import ui
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api.access.identity import Visitor
from api.access.may import Right, reach, sight
from api.cases.reading import CaseView, Filter, Reader
from api.cases.schemas import OfferOut
from api.context import Context, Label
from api.pages.cases.steps import Desk, step_forms
from api.pages.cases.timeline import deadlines, legal, state_chips, time_warning, timeline
from api.pages.parts.card import title, weight_chip
from api.pages.parts.gallery import Gallery
from api.pages.parts.register import register_table
from api.pages.parts.why import film, why
from api.pages.shell.frame import Gate, absent, open_frame
from api.pages.shell.markup import Html, h, join
from api.pages.shell.places import Places
from api.pages.shell.visit import Visit
from api.pages.shell.words import local
from cases.legal import Party
from cases.states import MerchantKind
from records import clips, violations
from records.clips import ClipRow
from records.scopes import Sight
from records.violation_rows import ViolationDetail
from vision.errors import SunkitchenError

POLL_S = 5.0
MERGEABLE = 50
MOVED = "案件已有新进展 The case has moved on"
EXPIRED = "登录已过期, 填写的内容仍在 Your session is over; what you typed is still here"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page tells of a case.

    Attributes:
        others: cases it could be merged into, by id. opens: whether the visitor may open its originals.
    """

    view: CaseView
    detail: ViolationDetail
    places: Places
    others: dict[str, str]
    opens: bool
    clip: ClipRow | None


async def case_page(visit: Visit) -> None:
    """Build the page.

    Raises:
        StoreError: the database cannot be used.
    """
    context, case = visit.context, visit.named("case_id")
    shown = None if case is None else await run_in_threadpool(_read, context, visit.visitor, case)
    if shown is None:
        absent(visit, Label("没有这个案件", "There is no such case"))
        return
    gate = open_frame(visit, context.names.code(shown.view.case.lead.code), "steps.js")
    page = CasePage(context, gate, shown)
    ui.timer(POLL_S, page.poll)


class CasePage:
    """Shows one case. What is typed stays: news are told, and shown when the page is opened again."""

    def __init__(self, context: Context, gate: Gate, shown: Shown) -> None:
        self._context, self._gate, self._shown = context, gate, shown
        self._news = ui.html("", sanitize=False).classes("news")
        with ui.element("div").classes("page detail case") as self._main:
            self._build()

    async def poll(self) -> None:
        """Say what is new; what cannot be read now is tried again."""
        case = self._shown.view.case
        try:
            visitor = await self._gate.visitor()
            now = None if visitor is None else await run_in_threadpool(_read, self._context, visitor, case.id)
        except SunkitchenError:
            return
        if visitor is not None and now is None:
            self._main.clear()  # it is not theirs any more
        elif visitor is None:
            self._news.content = _told(EXPIRED, f"/login?next=/cases/{case.id}", "登录 Log in")
        elif now is not None and now.view.case.version != case.version:
            self._news.content = _told(MOVED, f"/cases/{case.id}", "刷新 Reload")

    def _build(self) -> None:
        view, detail, places = self._shown.view, self._shown.detail, self._shown.places
        zone = places.zone_info(view.case.site.id)
        ui.html(_heading(self._shown, self._context), sanitize=False).classes("heading")
        with ui.element("div").classes("pictures"):
            if detail.copy is None:
                Gallery(opens=self._shown.opens).build(detail, zone)
                if self._shown.clip is not None:
                    ui.html(film(self._shown.clip), sanitize=False)
            else:  # no camera saw it
                ui.html(h("section", register_table(detail.copy, zone)), sanitize=False)
        with ui.element("aside"):
            ui.html(self._handling(), sanitize=False)
            ui.html(legal(_duties(self._shown, self._context)), sanitize=False)
            history = h(
                "section", h("h2", "经过 History"), timeline(view.steps, view.case, zone, opens=self._shown.opens)
            )
            ui.html(history, sanitize=False)
        whole = h("a", "全部观察与证据文件 All looks and files →", href=f"/violations/{view.case.id}", class_="back")
        ui.html(join(why(detail, self._context.names), h("p", whole)), sanitize=False).classes("reason")

    def _handling(self) -> Html:
        view, places = self._shown.view, self._shown.places
        zone = places.zone_info(view.case.site.id)
        desk = Desk(
            case=view.case,
            seen=[file.sha256 for file in self._shown.detail.evidence],
            now=view.at,
            zone=zone,
            stall=places.stall(self._shown.detail.violation),
            others=self._shown.others,
        )
        forms = step_forms([OfferOut.of(offer) for offer in view.offers], desk)
        parts = (time_warning(view.case), deadlines(view, zone), forms)
        return h("section", h("h2", "办理 Handling"), *parts, class_="handling")


def _read(context: Context, visitor: Visitor, case_id: UUID) -> Shown | None:
    within = reach(visitor.grants, Right.SEE_VIOLATIONS)
    originals = reach(visitor.grants, Right.SEE_ORIGINALS)
    reader = Reader(context.desk, visitor, within, context.now())
    with context.database.reading() as session:
        view = reader.one(session, case_id)
        detail = violations.one(session, case_id, sight(visitor.grants))
        if view is None or detail is None:
            return None
        places = Places.read(session, within)
        opens = violations.one(session, case_id, Sight(originals, originals, originals)) is not None
        others = _others(context, reader, session, view, places)
        return Shown(view, detail, places, others, opens, clips.of(session, case_id))


def _others(context: Context, reader: Reader, session: Session, view: CaseView, places: Places) -> dict[str, str]:
    """Open cases of the same zone first, by what people call them."""
    found = reader.queue(session, Filter(site=view.case.site.id), None, MERGEABLE).items
    cases = sorted(
        (one.case for one in found if one.case.id != view.case.id), key=lambda c: c.lead.zone != view.case.lead.zone
    )
    zone = places.zone_info(view.case.site.id)
    return {
        str(case.id): " · ".join(
            (context.names.code(case.lead.code).zh, places.merchant(case.merchant), local(case.lead.opened_at, zone))
        )
        for case in cases
    }


def _heading(shown: Shown, context: Context) -> Html:
    row = shown.detail.violation
    chips = h("div", weight_chip(row), state_chips(shown.view.case), class_="chips")
    back = h("a", "← 全部案件 All cases", href="/cases", class_="back")
    where = " · ".join((shown.places.stall(row), local(row.opened_at, shown.places.zone_info(row.site))))
    return join(back, title(context.names.code(row.code), "h1"), h("div", where, class_="who"), chips)


def _duties(shown: Shown, context: Context) -> tuple[str, ...]:
    case = shown.view.case
    kind = shown.places.merchant_kind(case.merchant)
    merchant = MerchantKind(kind) if kind in list(MerchantKind) else None
    party = Party.OPERATOR if case.merchant is None else Party.STALL
    return context.names.law.shown(case.lead.code, merchant, case.site.type, party)


def _told(text: str, address: str, label: str) -> Html:
    return h("p", text, h("a", label, href=address), role="status")

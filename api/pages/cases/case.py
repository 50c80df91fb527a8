"""One case: the picture and the reason, what the visitor may do with it now, and everything that was done."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.cases.schemas import OfferOut
from api.context import Context, Label
from api.evidence.schemas import clip_url, evidence_url
from api.pages.cases.compare import compare
from api.pages.cases.custody import hold, package, verification
from api.pages.cases.papers import papers
from api.pages.cases.reading import Shown, read_case, version_of
from api.pages.cases.standing import appeal_line, deadlines, legal, state_chips, time_warning
from api.pages.cases.timeline import Telling, timeline
from api.pages.parts.card import title, weight_chip
from api.pages.parts.clock import time_here
from api.pages.parts.moments import moments
from api.pages.parts.opening import opening
from api.pages.parts.register import register_table
from api.pages.parts.steps import SCRIPTS, Desk, step_forms
from api.pages.parts.strip import look_strip
from api.pages.parts.viewer import Shot, shots_of, viewer
from api.pages.parts.why import no_pictures, why
from api.pages.shell.frame import Gate, absent, open_frame
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import say, tongue_of
from api.pages.shell.visit import Visit
from api.pages.shell.words import local
from cases.legal import Party
from cases.states import MerchantKind
from vision.errors import SunkitchenError

POLL_S = 5.0
ASSETS = (
    "viewer.css",
    "strip.css",
    "steps.css",
    "cases.css",
    "viewer.js",
    "due.js",
    *SCRIPTS,
    "fetched.js",
    "custody.js",
)
MOVED = say("案件已有新进展; 您写的内容会保留", "The case has moved on; what you typed is kept")
EXPIRED = say("登录已过期, 填写的内容仍在", "Your session is over; what you typed is still here")


async def case_page(visit: Visit) -> None:
    """Build the page.

    Raises:
        StoreError: the database cannot be used.
    """
    context, case = visit.context, visit.named("case_id")
    shown = None if case is None else await run_in_threadpool(read_case, context, visit.visitor, case)
    if shown is None:
        absent(visit, Label("没有这个案件", "There is no such case"))
        return
    gate = open_frame(visit, context.names.code(shown.view.case.lead.code), *ASSETS)
    page = CasePage(visit, gate, shown)
    ui.timer(POLL_S, page.poll)


class CasePage:
    """Shows one case. What is typed stays: news are told, and shown when the page is opened again."""

    def __init__(self, visit: Visit, gate: Gate, shown: Shown) -> None:
        self._context, self._gate, self._shown = visit.context, gate, shown
        self._who, self._tongue = visit.visitor.login, tongue_of(visit.request)
        self._zone = shown.places.zone_info(shown.view.case.site.id)
        self._news = ui.html(time_here(shown.view.at), sanitize=False).classes("news")
        with ui.element("div").classes("page case") as self._main:
            self._build()

    async def poll(self) -> None:
        """Say what is new; what cannot be read now is tried again."""
        case = self._shown.view.case
        try:
            visitor = await self._gate.visitor()
            now = None if visitor is None else await run_in_threadpool(version_of, self._context, visitor, case.id)
        except SunkitchenError:
            return
        if visitor is not None and now is None:
            self._main.clear()  # it is not theirs any more
        elif visitor is None:
            self._news.content = _told(EXPIRED, f"/login?next=/cases/{case.id}", say("登录", "Log in"))
        elif now != case.version:
            self._news.content = _told(MOVED, f"/cases/{case.id}", say("刷新", "Reload"))

    def _build(self) -> None:
        shown, telling = self._shown, Telling(self._zone, self._shown.opens, self._tongue)
        ui.html(_heading(shown, self._context), sanitize=False).classes("heading")
        with ui.element("div").classes("main"):
            self._section(self._pictures(), "pictures")
            self._section(compare(shown.detail, shown.view.steps, telling), "compare-place")
            self._section(self._reason(), "reason")
            history = timeline(shown.view, shown.words, shown.prints, telling)
            self._section(h("section", h("h2", say("经过", "What happened")), history), "history")
        with ui.element("aside"):
            self._section(self._handling(), "handling-place")
            for part in self._beside():
                self._section(part)

    def _section(self, content: Html, looks: str = "") -> None:
        if content:
            ui.html(content, sanitize=False).classes(looks)

    def _pictures(self) -> Html:
        detail, clip = self._shown.detail, self._shown.clip
        if detail.copy is not None:  # no camera saw it
            return h("section", register_table(detail.copy, self._zone))
        about = self._context.names.attributes.get(detail.violation.code)
        shots = shots_of(detail, moments(detail), about, self._zone)
        if not shots:
            return no_pictures(detail, self._zone)
        film = None if clip is None else clip_url(clip.id)
        shown = join(viewer(shots, self._tongue, film), look_strip(detail, about, self._zone))
        return join(shown, _original(shots)) if self._shown.opens else shown

    def _reason(self) -> Html:
        words = say("全部观察与证据文件 →", "All looks and files →")
        whole = h("a", words, href=f"/violations/{self._shown.view.case.id}", class_="back")
        return join(why(self._shown.detail, self._context.names), h("p", whole))

    def _beside(self) -> tuple[Html, ...]:
        shown, case = self._shown, self._shown.view.case.id
        parts = [legal(_duties(shown, self._context))]
        if shown.docket is not None:
            parts.append(papers(case, shown.docket))
        parts.append(verification(case))
        if shown.exports:
            parts.append(package(case, self._tongue, originals=shown.opens))
        if shown.holds:
            parts.append(hold(case, self._tongue, held=shown.view.held))
        return tuple(parts)

    def _handling(self) -> Html:
        view, shown = self._shown.view, self._shown
        desk = Desk(
            case=view.case,
            who=self._who,
            tongue=self._tongue,
            seen=[file.sha256 for file in shown.detail.evidence],
            now=view.at,
            zone=self._zone,
            stall=shown.places.stall(shown.detail.violation),
            others=shown.others,
        )
        forms = step_forms([OfferOut.of(offer) for offer in view.offers], desk)
        parts = (time_warning(view.case), deadlines(view, self._zone), appeal_line(view, self._zone), forms)
        return h("section", h("h2", say("办理", "Handling")), *parts, class_="handling")


def _heading(shown: Shown, context: Context) -> Html:
    row, view = shown.detail.violation, shown.view
    chips = h("div", weight_chip(row), state_chips(view.case, held=view.held), class_="chips")
    back = h("a", say("← 案件", "← Cases"), href="/cases", class_="back")
    where = " · ".join((shown.places.stall(row), local(row.opened_at, shown.places.zone_info(row.site))))
    return join(back, title(context.names.code(row.code), "h1"), h("div", where, class_="who"), chips)


def _original(shots: Sequence[Shot]) -> Html:
    """Opens the moment that is before the others: custody.js turns the form to it."""
    addresses = [evidence_url(shot.row.id) for shot in shots]
    return h("div", opening(addresses[0]), class_="originals", data_of=" ".join(addresses))


def _duties(shown: Shown, context: Context) -> tuple[str, ...]:
    case = shown.view.case
    kind = shown.places.merchant_kind(case.merchant)
    merchant = MerchantKind(kind) if kind in list(MerchantKind) else None
    party = Party.OPERATOR if case.merchant is None else Party.STALL
    return context.names.law.shown(case.lead.code, merchant, case.site.type, party)


def _told(text: Html, address: str, label: Html) -> Html:
    return h("p", text, h("a", label, href=address), role="status")

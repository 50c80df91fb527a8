"""质量: what people said of the flags, what cannot be told, what changed, what is missed, what might be set better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from nicegui import ui
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams

from api.access.may import Right, reach
from api.context import Context, Label
from api.pages.quality.advice import Held, advice_section
from api.pages.quality.bars import share_bar
from api.pages.quality.checks import HEADS, checks_section
from api.pages.quality.sections import (
    abstained_section,
    drift_section,
    reasons_section,
    suppressed_section,
    verdicts_section,
)
from api.pages.shell.frame import open_frame
from api.pages.shell.markup import Html, h
from api.pages.shell.say import Tongue, pick, said, say, tongue_of
from api.pages.shell.visit import Visit
from api.problem import Problem
from api.quality.endpoints import narrowed
from api.quality.schemas import QualityQuery
from cases.advising import advices, tuned
from cases.looking_back import LookBack, look_back
from cases.quality import together
from cases.reports.period import ZONE, Period, day_of
from cases.tuning import Advice
from records import registry, spot_checks
from records.registry import SiteEntry
from records.samples import Kept
from records.scopes import Reach

TITLE = Label("质量", "Quality")
SPANS = (7, 28, 90)


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which days, of which site; `site` is None for all."""

    period: Period
    site: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to show, and the sites to choose from.

    Attributes:
        checked: whose random heads the visitor may look at; None where they may not. heads: some of them.
    """

    asked: Asked
    sites: tuple[SiteEntry, ...]
    back: LookBack
    advised: tuple[Advice, ...]
    held: Held
    checked: SiteEntry | None
    heads: tuple[Kept, ...]

    @property
    def cameras(self) -> Mapping[str, str]:
        """What people call each camera."""
        return {one.id: f"{one.name} {one.id}" for site in self.sites for one in site.cameras}


async def quality_page(visit: Visit) -> None:
    """Build the page; `from`, `to` and `site` in the address say of what.

    Raises:
        StoreError: the database cannot be used.
    """
    within = reach(visit.grants, Right.SEE_QUALITY)
    found = await run_in_threadpool(_read, visit, within)
    open_frame(visit, TITLE, "quality.css", "quality.js")
    with ui.element("div").classes("page quality"):
        ui.html(_page(visit, found), sanitize=False)


def _read(visit: Visit, within: Reach) -> Found:
    context = visit.context
    with context.database.reading() as session:
        sites = registry.sites(session, within)
        asked = _asked(context, visit.request.query_params, sites)
        over = narrowed(session, within, asked.site)
        mine = registry.sites(session, reach(visit.grants, Right.SPOT_CHECK))
        checked = next((one for one in mine if asked.site in (None, one.id)), None)
        return Found(
            asked,
            sites,
            look_back(session, asked.period, over),
            advices(session, context.now(), context.names.opens, over),
            tuned(session, over),
            checked,
            () if checked is None else spot_checks.to_check(session, checked.id, HEADS),
        )


def _asked(context: Context, params: QueryParams, sites: tuple[SiteEntry, ...]) -> Asked:
    """What the address asks for; the usual where it makes no sense."""
    wanted = {name: value for name in ("from", "to", "site") if (value := params.get(name))}
    try:
        query = QualityQuery.model_validate(wanted)
        period = query.period(context.now())
    except (ValidationError, Problem):
        query = QualityQuery(first=None, last=None, site=None)
        period = query.period(context.now())
    return Asked(period, query.site if query.site in {one.id for one in sites} else None)


def _page(visit: Visit, found: Found) -> Html:
    context, tongue = visit.context, tongue_of(visit.request)
    back, cameras, names = found.back, found.cameras, context.names
    accepts = bool(reach(visit.grants, Right.TUNE_RULES))
    site = None if found.checked is None else found.checked.id
    return h(
        "div",
        _heading(found, day_of(context.now()), tongue),
        _figures(back),
        verdicts_section(back.verdicts, cameras, names),
        h("div", reasons_section(back.verdicts), suppressed_section(back.suppressed, names), class_="pair"),
        drift_section(back.drifts, cameras),
        checks_section(back.missed, site, found.heads, cameras, ZONE, tongue),
        advice_section(found.advised, found.held, cameras, names, ZONE, accepts=accepts),
        abstained_section(back.abstained, cameras, tongue),
        class_="qualities",
    )


def _heading(found: Found, today: date, tongue: Tongue) -> Html:
    return h("header", h("h1", said(TITLE)), _spans(found.asked, today), _form(found, tongue), class_="qualityhead")


def _spans(asked: Asked, today: date) -> Html:
    """The usual periods, as links."""
    links = []
    for days in SPANS:
        first = today - timedelta(days=days - 1)
        site = f"&site={asked.site}" if asked.site else ""
        chosen = asked.period == Period(first, today)
        address = f"/quality?from={first}&to={today}{site}"
        words = say(f"{days} 天", f"{days} days")
        links.append(
            h("a", words, href=address, class_="on" if chosen else None, aria_current="true" if chosen else None)
        )
    return h("nav", *links, class_="spans")


def _form(found: Found, tongue: Tongue) -> Html:
    """A plain form: the address is the state."""
    period = found.asked.period
    options = [
        h("option", one.name, value=one.id, selected="" if one.id == found.asked.site else None) for one in found.sites
    ]
    every = h("option", pick(Label("全部", "All"), tongue), value="")
    sites = h("label", say("场所", "Site"), h("select", every, *options, name="site"))
    return h(
        "form",
        *((sites,) if len(options) > 1 else ()),
        h("label", say("从", "From"), h("input", type="date", name="from", value=str(period.first))),
        h("label", say("到", "To"), h("input", type="date", name="to", value=str(period.last))),
        h("button", say("看", "Show"), type="submit", class_="btn"),
        method="get",
        action="/quality",
        class_="filters",
    )


def _figures(back: LookBack) -> Html:
    told = together(back.verdicts)
    judged, abstained = sum(one.judged for one in back.abstained), sum(one.abstained for one in back.abstained)
    outside = sum(one.outside for one in back.drifts)
    waiting = say(f"待复核 {told.pending}", f"{told.pending} to review")
    decided = say(f"{told.decided:,} 条有结论", f"of {told.decided:,} decided")
    looked = say(f"{judged:,} 次判断", f"of {judged:,} judgements")
    changed = h("b", str(outside), class_="bad" if outside else None)
    return h(
        "div",
        _figure(say("抓拍", "Flagged"), h("b", f"{told.flagged:,}"), waiting),
        _figure(say("确认率", "Confirmed"), share_bar(told.confirmed, told.decided), decided),
        _figure(say("看不清", "Cannot tell"), share_bar(abstained, judged), looked),
        _figure(say("有变化的项目", "What changed"), changed, say("与前 4 周比", "against 4 weeks")),
        class_="panel figures",
    )


def _figure(name: Html, value: Html, beside: Html) -> Html:
    return h("div", h("span", name, class_="soft"), value, h("p", beside, class_="soft"))

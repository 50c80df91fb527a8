"""Who stands where: stalls, and sites, by the rate of what was counted; watched too little, none is compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from api.context import Label
from api.pages.history.choice import Choice
from api.pages.shell.markup import Html, h, join
from api.pages.shell.places import Places
from api.pages.shell.say import said, say
from cases.past import Ranked

UNRANKED = Label("不参评", "not ranked")
SHOWN = 15
"""Rows that are shown at once; the rest unfold."""
WIDTH, HEIGHT = 96, 22


def stall_ranking(ranked: Sequence[Ranked], choice: Choice, places: Places) -> Html:
    """The stalls."""

    def name(one: Ranked) -> Html:
        site = Html("") if choice.site or len(places.sites) < 2 else h("small", places.site(one.site))
        return join(Html(h("b", places.merchant(one.merchant))), h("small", places.stall_of(one.merchant)), site)

    def link(one: Ranked) -> str:
        return replace(choice, merchant=one.merchant, site=choice.site, after=None).address

    return _table(say("摊位", "stall"), ranked, name, link)


def site_ranking(ranked: Sequence[Ranked], choice: Choice, places: Places) -> Html:
    """The sites."""

    def link(one: Ranked) -> str:
        return replace(choice, site=one.site, merchant=None, camera=None, after=None).address

    return _table(say("场所", "site"), ranked, lambda one: h("b", places.site(one.site)), link)


def _table(
    heading: Html, ranked: Sequence[Ranked], name: Callable[[Ranked], Html], link: Callable[[Ranked], str]
) -> Html:
    names = (
        say("名次", "rank"), heading, say("百小时率", "per 100 h"), say("件数", "count"), say("抓拍", "flagged"),
        say("覆盖率", "coverage"), say("在岗时长", "staff-hours"), say("走势", "trend"),
    )  # fmt: skip
    head = h("thead", h("tr", *(h("th", one, scope="col") for one in names)))
    top = max((rate for one in ranked if (rate := one.rate) is not None and one.place), default=0.0)
    rows = [_row(one, name(one), link(one), top) for one in ranked]
    table = h("table", head, h("tbody", *rows[:SHOWN]), class_="ranking")
    if len(rows) <= SHOWN:
        return h("div", table, tabindex="0", class_="scroll tall", role="region", aria_label="排名 ranking")
    more = h("table", head, h("tbody", *rows[SHOWN:]), class_="ranking")
    count = len(rows) - SHOWN
    rest = h("details", h("summary", say(f"其余 {count} 个", f"{count} more")), h("div", more, class_="scroll tall"))
    return join(h("div", table, tabindex="0", class_="scroll tall", role="region", aria_label="排名 ranking"), rest)


def _row(one: Ranked, name: Html, href: str, top: float) -> Html:
    place = h("td", said(UNRANKED), class_="unranked") if one.place is None else h("td", str(one.place), class_="place")
    share = one.watched.coverage
    cells = (
        _rate(one, top),
        h("td", f"{one.count:,}", class_="n"),
        h("td", f"{one.tallied.all:,}", class_="n"),
        h("td", "—" if share is None else f"{share:.0%}", class_="n low" if one.place is None else "n"),
        h("td", f"{one.watched.staff_hours:,.0f}", class_="n"),
        h("td", sparkline(one.trend), class_="line"),
    )
    return h(
        "tr",
        place,
        h("th", h("a", name, href=href), scope="row"),
        *cells,
        class_="apart" if one.place is None else None,
    )


def _rate(one: Ranked, top: float) -> Html:
    if one.place is None or one.rate is None:
        return h("td", "—", class_="n rate")
    width = f"--share:{one.rate / top:.3f}" if top else "--share:0"
    return h("td", h("i", class_="rate-bar", style=width, aria_hidden="true"), f"{one.rate:.2f}", class_="n rate")


def sparkline(trend: Sequence[int | None]) -> Html:
    """Bars so small that they only show a shape; a gap with a foot is what nobody watched."""
    if not trend:
        return Html("")
    step, most = WIDTH / len(trend), max((count or 0 for count in trend), default=0) or 1
    bars = (_bar(at * step, step, count, most) for at, count in enumerate(trend))
    return h(
        "svg", *bars, viewBox=f"0 0 {WIDTH} {HEIGHT}", width=str(WIDTH), height=str(HEIGHT), class_="spark", role="img",
        aria_label=", ".join("–" if count is None else str(count) for count in trend),
    )  # fmt: skip


def _bar(left: float, step: float, count: int | None, most: int) -> Html:
    width = max(step - min(1.5, step / 4), 0.5)
    if count is None:
        return h("rect", x=f"{left:.1f}", y=f"{HEIGHT - 2}", width=f"{width:.1f}", height="2", class_="dark")
    tall = max((HEIGHT - 1) * count / most, 1.0)
    return h("rect", x=f"{left:.1f}", y=f"{HEIGHT - tall:.1f}", width=f"{width:.1f}", height=f"{tall:.1f}")

"""The sums at the head of the history, with how far was watched beside them."""

from __future__ import annotations

from dataclasses import replace

from api.context import Label, Names
from api.pages.history.choice import Choice
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import said, say
from cases.past import Past
from cases.reports.figures import rate
from records.tallies import Days, Standing

STANDINGS = {
    Standing.COUNTED: Label("计入", "counted"),
    Standing.PENDING: Label("待复核", "waiting for review"),
    Standing.DISMISSED: Label("已排除", "dismissed"),
    Standing.WITHDRAWN: Label("申诉撤销", "withdrawn"),
    Standing.MERGED: Label("已合并", "merged"),
    Standing.ADVISORY: Label("仅提示", "advisory only"),
}
MOST_CODES = 6


def totals(past: Past, days: Days, choice: Choice, names: Names, least: float) -> Html:
    """How many, by what they come to, how far was watched, the rate, and how many of each kind."""
    figures = h(
        "div",
        _figure(say("抓拍", "flagged"), f"{past.tallied.all:,}"),
        *(_figure(said(STANDINGS[one]), f"{getattr(past.tallied, one):,}", one) for one in _shown(past)),
        _coverage(past, least),
        _rate(past),
        class_="figures past",
    )
    return h("section", figures, _codes(past, choice, names), _span(days), class_="panel sums-of-past")


def _shown(past: Past) -> list[Standing]:
    """The first three always; what is rarer where there is any."""
    always = {Standing.COUNTED, Standing.PENDING, Standing.DISMISSED}
    return [one for one in Standing if one in always or getattr(past.tallied, one)]


def _figure(name: Html, value: str, looks: str = "", note: Html = Html("")) -> Html:  # noqa: B008 - a value
    return h("div", h("b", value), h("span", name), note, class_=f"figure {looks}".strip())


def _coverage(past: Past, least: float) -> Html:
    share = past.watched.coverage
    if share is None:
        return _figure(say("覆盖率", "coverage"), "—", "low", _soft(say("没有排班", "nothing scheduled")))
    low = share < least
    note = _soft(say("不足以下结论", "too little to tell")) if low else Html("")
    return _figure(say("覆盖率", "coverage"), f"{share:.1%}", "low" if low else "", note)


def _rate(past: Past) -> Html:
    found = rate(past.count, past.watched.staff_hours)
    hours = past.watched.staff_hours
    note = _soft(say(f"在岗 {hours:,.0f} 小时", f"{hours:,.0f} staff-hours"))
    return _figure(say("每百在岗小时", "per 100 staff-hours"), "—" if found is None else f"{found:.2f}", "", note)


def _soft(words: Html) -> Html:
    return h("small", words)


def _codes(past: Past, choice: Choice, names: Names) -> Html:
    """The kinds there are; each leads to its own history."""
    links = [
        h(
            "a", said(names.code(code)), h("b", f"{count:,}"),
            href=replace(choice, code=None if code == choice.code else code, after=None).address,
            class_="kind on" if code == choice.code else "kind",
        )
        for code, count in list(past.codes.items())[:MOST_CODES]
    ]  # fmt: skip
    more = len(past.codes) - MOST_CODES
    rest = [h("span", say(f"另有 {more} 类", f"and {more} more kinds"), class_="soft")] if more > 0 else []
    return h("div", *links, *rest, class_="kinds") if links else Html("")


def _span(days: Days) -> Html:
    count = (days.last - days.first).days + 1
    words = join(Html(f"{days.first} – {days.last} · "), say(f"{count} 天", f"{count} days"))
    return h("p", words, class_="soft span-of-past")

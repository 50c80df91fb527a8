"""The trend: a bar a day or week, and beside each how far was watched; what nobody watched is marked, never a zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from api.context import Label
from api.pages.history.totals import STANDINGS
from api.pages.shell.markup import Html, h
from api.pages.shell.say import Tongue, pick, said, say
from cases.past import Bucket, Past, Step
from records.tallies import Standing

# Readable on light and on dark.
BAR, WAITING, LINE, SOFT = "#c8622d", "#d8b48f", "#3d7fc4", "#8a948e"
WASH = "rgba(138, 148, 142, .18)"
LABEL = MappingProxyType({"color": SOFT, "fontSize": 11})
FAINT = MappingProxyType({"lineStyle": {"color": SOFT, "opacity": 0.22}})
NOT_WATCHED = Label("未观看", "not watched")
OFF = {"show": False}
COUNTS = {"type": "value", "minInterval": 1, "axisLabel": dict(LABEL), "splitLine": dict(FAINT)}
PERCENT = {**LABEL, "formatter": "{value}%"}
SHARES = {"type": "value", "min": 0, "max": 100, "interval": 50, "axisLabel": PERCENT, "splitLine": OFF}
STACKED = {"type": "bar", "stack": "found", "barMaxWidth": 22}
Options = Mapping[str, object]


def trend_options(past: Past, tongue: Tongue) -> Options:
    """ECharts options: bars of what counts and of what waits, a line of coverage, grey where nobody watched."""
    bars = past.buckets
    legend = {"top": 0, "left": 0, "itemWidth": 14, "itemHeight": 9, "textStyle": dict(LABEL), "selectedMode": False}
    return {
        "animation": False,
        "grid": {"left": 40, "right": 44, "top": 34, "bottom": 26},
        "legend": legend,
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}, "confine": True},
        "xAxis": {"type": "category", "data": [_name(one) for one in bars], "axisLabel": dict(LABEL), "axisTick": OFF},
        "yAxis": [COUNTS, SHARES],
        "series": [_counted(past, tongue), *_waiting(past, tongue), _coverage(bars, tongue)],
    }


def trend_table(past: Past) -> Html:
    """The same as a table, for who does not see the chart."""
    names = (say("期间", "when"), say("抓拍", "flagged"), *(said(STANDINGS[one]) for one in Standing))
    head = (*names, say("覆盖率", "coverage"), say("在岗时长", "staff-hours"), say("百小时率", "per 100 h"))
    rows = (_row(one, past) for one in past.buckets)
    table = h("table", h("thead", h("tr", *(h("th", name, scope="col") for name in head))), h("tbody", *rows))
    return h(
        "details",
        h("summary", say("趋势的数字", "The trend in figures")),
        h("div", table, tabindex="0", class_="scroll", role="region", aria_label="趋势 trend"),
        class_="figures-of",
    )


def told(past: Past, tongue: Tongue) -> str:
    """What the chart shows, in a sentence."""
    dark = sum(one.unwatched for one in past.buckets)
    step = {Step.DAY: Label("天", "days"), Step.WEEK: Label("周", "weeks")}[past.step]
    zh = f"{len(past.buckets)} {step.zh}, 计 {past.count} 件, 其中 {dark} {step.zh}没有观看"
    en = f"{len(past.buckets)} {step.en}, {past.count} in all, {dark} {step.en} not watched"
    return pick(Label(zh, en), tongue)


def _counted(past: Past, tongue: Tongue) -> Options:
    name = " + ".join(pick(STANDINGS[one], tongue) for one in past.among)
    dark = [_name(one) for one in past.buckets if one.unwatched]
    return {
        **STACKED,
        "name": name,
        "itemStyle": {"color": BAR},
        "data": [_height(one, past.among) for one in past.buckets],
        "markArea": {
            "silent": True,
            "itemStyle": {"color": WASH},
            "label": {"show": False},
            "data": [[{"name": pick(NOT_WATCHED, tongue), "xAxis": at}, {"xAxis": at}] for at in dark],
        },
    }


def _waiting(past: Past, tongue: Tongue) -> list[Options]:
    """What may yet count, where that is not what is asked for."""
    among = (Standing.PENDING,)
    if past.among == among or not past.tallied.pending:
        return []
    heights = [_height(one, among) for one in past.buckets]
    name = pick(STANDINGS[Standing.PENDING], tongue)
    return [{**STACKED, "name": name, "itemStyle": {"color": WAITING}, "data": heights}]


def _coverage(bars: Sequence[Bucket], tongue: Tongue) -> Options:
    shares = [one.watched.coverage for one in bars]
    return {
        "name": pick(Label("覆盖率 %", "coverage %"), tongue),
        "type": "line",
        "yAxisIndex": 1,
        "showSymbol": len(bars) <= 14,
        "symbolSize": 4,
        "lineStyle": {"color": LINE, "width": 1.5},
        "itemStyle": {"color": LINE},
        "data": [None if one is None else round(100 * one, 1) for one in shares],
    }


def _height(bucket: Bucket, among: Sequence[Standing]) -> int | None:
    """No bar where nobody watched; what was found all the same is shown."""
    count = bucket.tallied.among(among)
    return None if bucket.unwatched and not count else count


def _name(bucket: Bucket) -> str:
    if bucket.first == bucket.last:
        return f"{bucket.first:%m-%d}"
    return f"{bucket.first:%m-%d}–{bucket.last:%m-%d}"


def _row(bucket: Bucket, past: Past) -> Html:
    span = str(bucket.first) if bucket.first == bucket.last else f"{bucket.first} – {bucket.last}"
    head = h("th", span, scope="row")
    if bucket.unwatched and not bucket.tallied.all:
        dark = h("td", said(NOT_WATCHED), colspan=str(len(Standing) + 4), class_="soft")
        return h("tr", head, dark)
    counts = (bucket.tallied.all, *(getattr(bucket.tallied, one) for one in Standing))
    share, per_100_h = bucket.watched.coverage, bucket.rate(past.among)
    rest = (
        said(NOT_WATCHED) if bucket.unwatched else Html("—" if share is None else f"{share:.0%}"),
        Html(f"{bucket.watched.staff_hours:.1f}"),
        Html("—" if per_100_h is None else f"{per_100_h:.2f}"),
    )
    cells = (*(Html(str(count)) for count in counts), *rest)
    return h("tr", head, *(h("td", cell, class_="n") for cell in cells))


def steps(past: Past, day: str, week: str) -> Html:
    """The switch between days and weeks; each is an address."""
    links = ((Step.DAY, day, say("按天", "by day")), (Step.WEEK, week, say("按周", "by week")))
    return h(
        "span",
        *(h("a", words, href=href, class_="on" if past.step is step else None) for step, href, words in links),
        class_="switch",
    )

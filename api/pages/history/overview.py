"""The figures: trend, when it happens, and who stands where."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui

from api.pages.history.heat import busiest, heat_map, legend
from api.pages.history.ranking import site_ranking, stall_ranking
from api.pages.history.reading import Reader
from api.pages.history.trend import steps, told, trend_options, trend_table
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import Tongue, said, say
from cases.past import Past, Step


def overview(past: Past, reader: Reader, tongue: Tongue) -> None:
    """Build them where NiceGUI is building."""
    with ui.element("div").classes("charts"):
        with ui.element("section").classes("panel trend-of"):
            ui.html(_heading(past, reader), sanitize=False)
            chart = ui.echart(dict(trend_options(past, tongue))).classes("trend")
            chart.props(f'role=img aria-label="{told(past, tongue)}"')
            ui.html(trend_table(past), sanitize=False)
        with ui.element("section").classes("panel"):
            ui.html(_heat(past), sanitize=False)
    rankings = _rankings(past, reader)
    if rankings:
        ui.html(rankings, sanitize=False)


def _heading(past: Past, reader: Reader) -> Html:
    day, week = (replace(reader.choice, step=step).address for step in (Step.DAY, Step.WEEK))
    return h("div", h("h2", say("走势", "Trend")), steps(past, day, week), class_="headline")


def _heat(past: Past) -> Html:
    words = [h("span", said(label), class_="soft") for label in busiest(past)]
    head = h("div", h("h2", say("什么时候", "When it happens")), *words, class_="headline")
    return join(head, heat_map(past), legend())


def _rankings(past: Past, reader: Reader) -> Html:
    parts: list[Html] = []
    if not past.count:
        return Html("")
    if len(past.sites) > 1:
        parts.append(_panel(say("场所排名", "Sites"), site_ranking(past.sites, reader.choice, reader.places), reader))
    if len(past.stalls) > 1:
        parts.append(
            _panel(say("摊位排名", "Stalls"), stall_ranking(past.stalls, reader.choice, reader.places), reader)
        )
    return join(*parts)


def _panel(heading: Html, table: Html, reader: Reader) -> Html:
    least = f"{reader.least_coverage:.0%}"
    note = say(
        f"按每百在岗小时由高到低; 覆盖率低于 {least} 的不参评: 没看到不等于没有。",
        f"By the rate per 100 observed staff-hours, highest first; below {least} coverage nothing is ranked: "
        "not seen is not clean.",
    )
    return h(
        "section",
        h("div", h("h2", heading), h("span", note, class_="soft"), class_="headline"),
        table,
        class_="panel rank-of",
    )

"""When it happens: a field for each weekday and hour, the darker the more; a table, so that everybody can read it."""

from __future__ import annotations

from collections.abc import Iterable

from api.context import Label
from api.pages.shell.markup import Html, h
from api.pages.shell.say import said, say
from cases.past import Past

WEEKDAYS = (
    Label("一", "Mon"), Label("二", "Tue"), Label("三", "Wed"), Label("四", "Thu"),
    Label("五", "Fri"), Label("六", "Sat"), Label("日", "Sun"),
)  # fmt: skip
USUAL = range(6, 19)
"""Hours that are shown even where nothing is."""


def heat_map(past: Past) -> Html:
    """Weekdays down, hours across; a field that was never watched is hatched, and has no number."""
    hours = _hours(past)
    most = max(past.heat.values(), default=0)
    head = h("tr", h("th", say("时", "h"), scope="col"), *(h("th", str(hour), scope="col") for hour in hours))
    rows = (
        h("tr", h("th", said(label), scope="row"), *(_field(past, day, hour, most) for hour in hours))
        for day, label in enumerate(WEEKDAYS)
    )
    table = h("table", h("thead", head), h("tbody", *rows), class_="heat")
    return h(
        "div", table, tabindex="0", class_="scroll heat-of", role="region", aria_label="时段分布 by weekday and hour"
    )


def legend() -> Html:
    """What the fields say."""
    scale = (h("i", class_="field", style=f"--share:{share:.2f}") for share in (0.0, 0.33, 0.66, 1.0))
    dark = h("i", class_="field dark"), say("未观看", "not watched")
    return h("p", say("少", "few"), *scale, say("多", "many"), *dark, class_="legend soft")


def _hours(past: Past) -> list[int]:
    """From the first to the last hour of which anything is known."""
    known = {*USUAL, *(hour for _, hour in past.heat), *(hour for (_, hour), s in past.hours_watched.items() if s)}
    return list(range(min(known), max(known) + 1))


def _field(past: Past, day: int, hour: int, most: int) -> Html:
    count = past.heat.get((day, hour), 0)
    if not count and not past.hours_watched.get((day, hour)):
        return h("td", h("span", say("未观看", "not watched"), class_="unseen"), class_="field dark")
    share = count / most if most else 0.0
    looks = "field strong" if share > 0.55 else "field"
    return h("td", str(count) if count else h("span", "0", class_="zero"), class_=looks, style=f"--share:{share:.2f}")


def busiest(past: Past) -> Iterable[Label]:
    """The fullest field in words; nothing where nothing happened."""
    if past.heat:
        (day, hour), count = max(past.heat.items(), key=lambda one: (one[1], one[0]))
        name = WEEKDAYS[day]
        yield Label(
            f"最多: 周{name.zh} {hour}–{hour + 1} 时, {count} 件", f"Most: {name.en} {hour}–{hour + 1} h, {count}"
        )

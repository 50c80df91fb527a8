"""The strip of looks: what was seen when, and how sure; as a table and as a small plot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from zoneinfo import ZoneInfo

from api.pages.markup import Html, h
from api.pages.words import attribute_label, clock, percent, word
from records.violations import LookRow
from vision.facts import Answer, Judgement

# Readable on light and on dark.
COLOURS = MappingProxyType(
    {Answer.NOT_WORN: "#d64545", Answer.WRONG: "#d9822b", Answer.WORN: "#3a9d6c", Answer.CANNOT_TELL: "#8a948e"}
)
SOFT = "#8a948e"
Options = Mapping[str, object]


def attributes_of(looks: Sequence[LookRow], first: str | None) -> tuple[str, ...]:
    """What was judged, the attribute the code is about first."""
    found = {j.attribute for look in looks for j in look.judgements}
    return tuple(sorted(found, key=lambda name: (name != first, name)))


def strip_table(looks: Sequence[LookRow], attributes: Sequence[str], zone: ZoneInfo) -> Html:
    """One row a look, oldest first."""
    heads = [attribute_label(name) for name in attributes]
    columns = ("时间 Time", *(f"{label.zh} {label.en}" for label in heads), "清晰度 Sharpness", "帧 Frame")
    head = h("tr", *(h("th", column) for column in columns))
    rows = (_row(look, attributes, zone) for look in looks)
    return h("div", h("table", h("thead", head), h("tbody", *rows), class_="strip"), class_="scroll")


def plot_options(looks: Sequence[LookRow], attribute: str, zone: ZoneInfo) -> Options:
    """ECharts options: one point a look, its score as height, its answer as colour."""
    line = {
        "type": "line",
        "data": [_point(look, j, zone) for look in looks if (j := _of(look, attribute)) is not None],
        "symbol": "circle",
        "symbolSize": 8,
        "lineStyle": {"color": SOFT, "width": 1, "opacity": 0.5},
    }
    grey = {"color": SOFT, "fontSize": 11}
    return {
        "animation": False,
        "grid": {"left": 36, "right": 12, "top": 12, "bottom": 24},
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "xAxis": {"type": "category", "axisLabel": grey, "axisLine": {"lineStyle": {"color": SOFT}}},
        "yAxis": {
            "type": "value",
            "min": 0,
            "max": 1,
            "interval": 0.5,
            "axisLabel": grey,
            "splitLine": {"lineStyle": {"color": SOFT, "opacity": 0.25}},
        },
        "series": [line],
    }


def answer_chip(judgement: Judgement | None) -> Html:
    """The answer with its score, or why one cannot tell."""
    if judgement is None:
        return h("span", "–", class_="soft")
    said = word(judgement.answer)
    why = "" if judgement.reason is None else f" · {word(judgement.reason).zh}"
    chip = h("span", said.zh + why, class_=f"chip answer {judgement.answer}", title=said.en)
    return h("span", chip, h("span", percent(judgement.score), class_="num"), class_="judged")


def _row(look: LookRow, attributes: Sequence[str], zone: ZoneInfo) -> Html:
    return h(
        "tr",
        h("td", h("time", clock(look.at, zone))),
        *(h("td", answer_chip(_of(look, name))) for name in attributes),
        h("td", f"{look.sharpness:.0f}", class_="num"),
        h("td", str(look.frame), class_="num"),
    )


def _of(look: LookRow, attribute: str) -> Judgement | None:
    return next((j for j in look.judgements if j.attribute == attribute), None)


def _point(look: LookRow, judgement: Judgement, zone: ZoneInfo) -> Options:
    at = clock(look.at, zone)
    words = f"{word(judgement.answer).zh} {percent(judgement.score)}"
    return {
        "name": f"{at} {words}",
        "value": [at, round(judgement.score, 3)],
        "itemStyle": {"color": COLOURS[judgement.answer]},
    }

"""The strip of looks as a small plot: scores over time, and apart from them what could not be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from zoneinfo import ZoneInfo

from api.pages.parts.strip import judgement_of, said
from api.pages.shell.say import Tongue, pick
from api.pages.shell.words import clock, word
from records.violation_rows import LookRow
from vision.facts import Answer, Judgement

# Readable on light and on dark.
COLOURS = MappingProxyType(
    {Answer.NOT_WORN: "#d64545", Answer.WRONG: "#d9822b", Answer.WORN: "#3a9d6c", Answer.CANNOT_TELL: "#8a948e"}
)
SOFT, WASH = "#8a948e", "rgba(138, 148, 142, .14)"
OFF = MappingProxyType({"show": False})
LABEL = MappingProxyType({"color": SOFT, "fontSize": 11})
LINE = MappingProxyType({"axisLine": {"lineStyle": {"color": SOFT}}})
SIDES = MappingProxyType({"left": 52, "right": 14})
Options = Mapping[str, object]


def plot_options(looks: Sequence[LookRow], attribute: str, zone: ZoneInfo, tongue: Tongue = Tongue.ZH) -> Options:
    """ECharts options: one point a look, its score as height, its answer as colour.

    A look that cannot tell has no score: it is a mark in a band below the scores, and the line breaks there.
    """
    judged = [(clock(look.at, zone), j) for look in looks if (j := judgement_of(look, attribute)) is not None]
    times = [at for at, _ in judged]
    return {
        "animation": False,
        "grid": [{**SIDES, "top": 12, "bottom": 58}, {**SIDES, "height": 24, "bottom": 24}],
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "xAxis": [
            {"type": "category", "data": times, "show": False},
            {
                "type": "category",
                "data": times,
                "gridIndex": 1,
                "axisLabel": dict(LABEL),
                "axisTick": dict(OFF),
                **LINE,
            },
        ],
        "yAxis": [_scores(), _band(tongue)],
        "series": [_told(judged), _untold(judged)],
    }


def _told(judged: Sequence[tuple[str, Judgement]]) -> Options:
    return {
        "type": "line",
        "data": [None if j.answer is Answer.CANNOT_TELL else _point(at, j, round(j.score, 3)) for at, j in judged],
        "symbol": "circle",
        "symbolSize": 8,
        "showAllSymbol": True,
        "lineStyle": {"color": SOFT, "width": 1, "opacity": 0.5},
    }


def _untold(judged: Sequence[tuple[str, Judgement]]) -> Options:
    marks = [_point(at, j, [i, 0]) for i, (at, j) in enumerate(judged) if j.answer is Answer.CANNOT_TELL]
    return {
        "type": "scatter",
        "data": marks,
        "xAxisIndex": 1,
        "yAxisIndex": 1,
        "symbol": "rect",
        "symbolSize": [4, 14],
    }


def _point(at: str, judgement: Judgement, value: object) -> Options:
    return {"name": f"{at} {said(judgement)}", "value": value, "itemStyle": {"color": COLOURS[judgement.answer]}}


def _scores() -> Options:
    faint = {"lineStyle": {"color": SOFT, "opacity": 0.25}}
    return {"type": "value", "min": 0, "max": 1, "interval": 0.5, "axisLabel": dict(LABEL), "splitLine": faint}


def _band(tongue: Tongue) -> Options:
    wash = {"show": True, "areaStyle": {"color": [WASH]}}
    quiet = {"axisLine": dict(OFF), "axisTick": dict(OFF), "axisLabel": dict(LABEL)}
    return {
        "type": "category",
        "data": [pick(word(Answer.CANNOT_TELL), tongue)],
        "gridIndex": 1,
        "splitArea": wash,
        **quiet,
    }

"""What labels bought where it was measured, as a small plot with a mark where this site is."""

from __future__ import annotations

from collections.abc import Sequence

from api.enrolment.teaching import Bought
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import say
from api.pages.shell.words import percent

WIDTH, HEIGHT = 320, 168
LEFT, RIGHT, TOP, BOTTOM = 34.0, 10.0, 8.0, 24.0
DEEP = HEIGHT - TOP - BOTTOM
BROAD = WIDTH - LEFT - RIGHT


def curve(points: Sequence[Bought]) -> Html:
    """The plot, and its numbers as a table for whoever does not see it; nothing where nothing was measured."""
    if not points:
        return Html("")
    most = points[-1].crops
    band = [*((p.crops, p.high) for p in points), *((p.crops, p.low) for p in reversed(points))]
    picture = h(
        "svg",
        *(_level(share) for share in (0.0, 0.5, 1.0)),
        *(_tick(p.crops, most) for p in points),
        h("polygon", points=_path(band, most), class_="band"),
        h("polyline", points=_path([(p.crops, p.precision) for p in points], most), class_="line sure"),
        h("polyline", points=_path([(p.crops, p.recall) for p in points], most), class_="line found"),
        h("polyline", points=_path([(p.crops, p.accused) for p in points], most), class_="line accused"),
        _here(most),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        class_="curve",
        aria_hidden="true",
    )
    return join(picture, LEGEND, _table(points))


LEGEND = h(
    "ul",
    h("li", h("i", class_="sure"), say("说“没戴”时说对的 (色带: 95% 区间)", "right when it says bare (band: 95 %)")),
    h("li", h("i", class_="found"), say("没戴的人被看出的", "bare heads that it finds")),
    h("li", h("i", class_="accused"), say("戴着却被说没戴的", "covered heads it accuses")),
    h("li", h("i", class_="here"), say("本店现在", "this site now")),
    class_="legend",
)


def _x(crops: float, most: int) -> float:
    return LEFT + BROAD * min(crops / most, 1.0)


def _y(share: float) -> float:
    return TOP + DEEP * (1 - share)


def _path(points: Sequence[tuple[int, float]], most: int) -> str:
    return " ".join(f"{_x(crops, most):.1f},{_y(share):.1f}" for crops, share in points)


def _level(share: float) -> Html:
    y = f"{_y(share):.1f}"
    line = h("line", x1=f"{LEFT}", x2=f"{WIDTH - RIGHT}", y1=y, y2=y, class_="grid")
    return join(line, h("text", percent(share), x=f"{LEFT - 5}", y=f"{_y(share) + 3.5:.1f}", text_anchor="end"))


def _tick(crops: int, most: int) -> Html:
    return h("text", str(crops), x=f"{_x(crops, most):.1f}", y=f"{HEIGHT - 8}", text_anchor="middle")


def _here(most: int) -> Html:
    """The script moves it along."""
    line = h("line", x1="0", x2="0", y1=f"{TOP}", y2=f"{HEIGHT - BOTTOM}")
    return h("g", line, class_="here", data_left=f"{LEFT}", data_broad=f"{BROAD}", data_most=str(most))


def _table(points: Sequence[Bought]) -> Html:
    heads = (
        say("每类标注", "labels a class"),
        say("说对", "right"),
        say("看出", "found"),
        say("误说", "accused"),
    )
    rows = (
        h(
            "tr",
            h("td", str(p.crops)),
            h("td", f"{percent(p.precision)} [{percent(p.low)}–{percent(p.high)}]"),
            h("td", percent(p.recall)),
            h("td", f"{p.accused * 100:.1f} %"),
        )
        for p in points
    )
    table = h("table", h("thead", h("tr", *(h("th", one) for one in heads))), h("tbody", *rows))
    return h("details", h("summary", say("看数字", "The numbers")), h("div", table, class_="scroll"))

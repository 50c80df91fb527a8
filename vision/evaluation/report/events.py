"""The report on clips with expected events: numbers per code, a time line per clip, pictures of false alarms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from vision.evaluation.events import Clip, EventQuality, Expected, Told
from vision.evaluation.mistakes import thumbnail
from vision.evaluation.report.parts import Tile, number, section, table, tiles, whole
from vision.evaluation.svg import bar
from vision.wilson import Rate

WIDTH, NAME, LINE = 860, 180, 26
NOTE = (
    "色块: 事件应在此期间报出; 圆点: 报出的时刻, 绿色正确, 红色误报。 "
    "Bands: when an event must open. Dots: when one did, green right, red false."
)


def events_page(title: str, clips: Sequence[Clip], codes: Mapping[str, EventQuality], total: EventQuality) -> str:
    """The whole page."""
    lines = "".join(f"<h3>{escape(clip.name)}</h3>{_time_line(clip)}" for clip in clips)
    return whole(
        f"事件评估 Events: {title}",
        f"{len(clips)} 个片段 clips",
        [
            tiles(_headline(total)),
            section("每个代码 Per code", table(_HEAD, [_row(code, one) for code, one in codes.items()])),
            section("时间线 Time lines", f"<p class='note'>{NOTE}</p>", lines),
            section("误报 False alarms", _pictures(clips) or "<p>没有误报。 There is none.</p>"),
        ],
    )


_HEAD = ("", "应有 expected", "报出 told", "正确 right", "准确率 precision", "召回率 recall", "延迟 delay 中位 / p90")


def _headline(total: EventQuality) -> list[Tile]:
    return [
        ("准确率 precision", Rate(total.precision, total.precision_interval, total.told)),
        ("召回率 recall", Rate(total.recall, total.recall_interval, total.expected)),
    ]


def _row(code: str, one: EventQuality) -> list[str]:
    counts = [str(one.expected), str(one.told), str(one.right)]
    delay = f"{number(one.delay_median_s, 1)} / {number(one.delay_p90_s, 1)} s"
    shares = [bar(one.precision, one.precision_interval), bar(one.recall, one.recall_interval)]
    return [escape(code), *counts, *shares, delay]


def _time_line(clip: Clip) -> str:
    """Bands of expected events with the told ones as dots, a line per code and zone."""
    last = max([clip.duration_s or 0, *(e.latest_s for e in clip.expected), *(t.opened_s for t in clip.told), 1.0])
    names = sorted({(e.code, e.zone or "") for e in clip.expected} | {(t.code, t.zone) for t in clip.told})
    if not names:
        return "<p class='note'>没有应报的事件, 也没有报出。 Nothing expected, nothing told.</p>"
    drawn = []
    for line, name in enumerate(names):
        expected = [_band(one, line, last) for one in clip.expected if (one.code, one.zone or "") == name]
        told = [_dot(one, line, last, false=one in clip.false) for one in clip.told if (one.code, one.zone) == name]
        label = f'<text x="0" y="{LINE * line + 17}">{escape(" ".join(name))}</text>'
        drawn.append(label + "".join(expected) + "".join(told))
    height = LINE * len(names) + 18
    ends = (
        f'<text x="{NAME}" y="{height - 3}" class="dim">0</text>'
        f'<text x="{WIDTH}" y="{height - 3}" class="dim" text-anchor="end">{last:.0f} s</text>'
    )
    return f'<figure><svg class="line" viewBox="0 0 {WIDTH} {height}">{"".join(drawn)}{ends}</svg></figure>'


def _place(seconds: float, last: float) -> float:
    return NAME + (WIDTH - NAME - 10) * seconds / last


def _band(one: Expected, line: int, last: float) -> str:
    left, right = _place(one.earliest_s, last), _place(one.latest_s, last)
    return (
        f'<rect x="{left:.1f}" y="{LINE * line + 5}" width="{right - left:.1f}" height="16" rx="5" class="expected"/>'
    )


def _dot(one: Told, line: int, last: float, *, false: bool) -> str:
    kind = "false" if false else "true"
    place = f'cx="{_place(one.opened_s, last):.1f}" cy="{LINE * line + 13}" r="6"'
    return f'<circle {place} class="{kind}"><title>{one.opened_s:.1f} s</title></circle>'


def _pictures(clips: Sequence[Clip]) -> str:
    shown = [
        f"<figure class='shot'><img alt='{escape(one.code)}' src='{thumbnail(one.picture)}'>"
        f"<figcaption>{escape(f'{clip.name} {one.code} {one.zone} {one.opened_s:.1f} s')}</figcaption></figure>"
        for clip in clips
        for one in clip.false
        if one.picture is not None
    ]
    return f"<div class='crops'>{''.join(shown)}</div>" if shown else ""

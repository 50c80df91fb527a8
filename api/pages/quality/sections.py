"""The parts of the quality page, each with its numbers in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from api.context import Label, Names
from api.pages.quality.bars import part_bar, share_bar
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import Tongue, pick, said, say
from api.pages.shell.words import percent, word
from cases.drift import Drift, Gauge
from cases.looking_back import Abstained, by_reason
from cases.quality import Verdicts, together
from cases.words import REASONS
from records.ledger import LedgerLine
from vision.facts import WhyNot
from vision.wilson import ratio

GAUGES: Mapping[Gauge, Label] = MappingProxyType(
    {
        Gauge.ABSTAINED: Label("看不清的比例", "share it cannot tell"),
        Gauge.SHARPNESS: Label("抓拍的清晰度", "sharpness of flagged heads"),
        Gauge.SCORE: Label("判断的把握", "score of flagged heads"),
    }
)
NOTHING = say("这段时间没有。", "Nothing in these days.")


def verdicts_section(found: Sequence[Verdicts], cameras: Mapping[str, str], names: Names) -> Html:
    """Confirmed share by camera and code."""
    heads = (
        say("摄像头", "Camera"),
        say("事项", "Code"),
        say("抓拍", "Flagged"),
        say("确认", "Confirmed"),
        say("误报", "False"),
        say("确认率 (95%)", "Confirmed share (95 %)"),
        say("排除原因", "Dismissed for"),
    )
    rows = (_verdict_row(one, cameras, names) for one in found)
    note = say(
        "误报: 经人排除为没有违规, 或申诉成立。测试、重复、例外、时钟不准不算。仅提示的抓拍不在内。",
        "False: dismissed as nothing, or withdrawn on appeal. Tests, duplicates, exemptions and bad clocks "
        "are left out; so is advice.",
    )
    body = _table(heads, rows, "verdicts") if found else h("p", NOTHING, class_="soft")
    return _panel(say("人怎么说", "What people said"), h("p", note, class_="soft"), body)


def reasons_section(found: Sequence[Verdicts]) -> Html:
    """Why flags were dismissed."""
    reasons = together(found).reasons
    whole = sum(reasons.values())
    rows = [
        h("li", say(REASONS[reason].zh, REASONS[reason].en), part_bar(times, whole), h("b", f"{times:,}"))
        for reason, times in sorted(reasons.items(), key=lambda one: -one[1])
    ]
    body = h("ul", *rows, class_="parts") if rows else h("p", NOTHING, class_="soft")
    return _panel(say("为什么排除", "Why dismissed"), body)


def suppressed_section(lines: Sequence[LedgerLine], names: Names) -> Html:
    """What was seen and did not count, by the reason."""
    counted = by_reason(lines)
    whole = sum(counted.values())
    rows = [
        h("li", said(word(WhyNot(why))), part_bar(looks, whole), h("b", f"{looks:,}")) for why, looks in counted.items()
    ]
    note = say("每看一眼算一次; 这些没有变成抓拍。", "Looks that did not become a flag.")
    if not rows:
        return _panel(say("没有计入的观察", "What did not count"), h("p", NOTHING, class_="soft"))
    return _panel(
        say("没有计入的观察", "What did not count"),
        h("p", note, class_="soft"),
        h("ul", *rows, class_="parts"),
        h("details", h("summary", say("按事项", "By code")), _by_code(lines, names)),
    )


def _by_code(lines: Sequence[LedgerLine], names: Names) -> Html:
    found: dict[tuple[str, WhyNot], int] = {}
    for one in lines:
        found[one.code, one.why] = found.get((one.code, one.why), 0) + one.looks
    heads = (say("事项", "Code"), say("原因", "Reason"), say("次数", "Looks"))
    rows = (
        h("tr", h("td", said(names.code(code))), h("td", said(word(why))), h("td", f"{looks:,}", class_="n"))
        for (code, why), looks in sorted(found.items())
    )
    return _table(heads, rows, "")


def abstained_section(found: Sequence[Abstained], cameras: Mapping[str, str], tongue: Tongue) -> Html:
    """By camera, and by hour of the day."""
    ordered = sorted(found, key=lambda one: -(ratio(one.abstained, one.judged) or 0.0))
    heads = (say("摄像头", "Camera"), say("看不清 (95%)", "Cannot tell (95 %)"), say("按钟点 0–23", "By hour 0–23"))
    rows = (
        h(
            "tr",
            h("td", cameras.get(one.camera, one.camera)),
            h("td", share_bar(one.abstained, one.judged)),
            h("td", _hours(one, tongue)),
        )
        for one in ordered
    )
    note = say(
        "看不清的从不抓拍。比例高的摄像头: 看一看镜头、角度和光线。",
        "What it cannot tell is never flagged. Where the share is high, look at lens, angle and light.",
    )
    body = _table(heads, rows, "abstained") if found else h("p", NOTHING, class_="soft")
    return _panel(say("看不清", "Cannot tell"), h("p", note, class_="soft"), body)


def _hours(one: Abstained, tongue: Tongue) -> Html:
    cells = []
    for hour in range(24):
        abstained, judged = one.hours.get(hour, (0, 0))
        share = ratio(abstained, judged)
        told = Label(f"{hour} 点: {percent(share)}, {judged:,} 次", f"{hour}:00: {percent(share)} of {judged:,}")
        looks = "none" if share is None else None
        style = None if share is None else f"--share:{share:.2f}"
        cells.append(h("i", class_=looks, style=style, title=pick(told, tongue)))
    summary = ", ".join(f"{hour}: {percent(ratio(*both))}" for hour, both in one.hours.items())
    return h("span", *cells, class_="dayhours", role="img", aria_label=summary)


def drift_section(drifts: Sequence[Drift], cameras: Mapping[str, str]) -> Html:
    """What is outside first; the rest to be opened."""
    outside = [one for one in drifts if one.outside]
    known = [one for one in drifts if one.expected is not None and not one.outside]
    note = say(
        "最后 7 天与之前 4 周相比; 超出 99% 预测区间、且变化过一成的标出。4 周不齐的不比。亮度没有记录。",
        "The last 7 days against the 4 weeks before; flagged outside the 99 % prediction interval and by more than a "
        "tenth. Not compared unless all 4 are known. Brightness is not on record.",
    )
    calm = (
        say("没有摄像头变样。", "No camera changed.")
        if known
        else say("还没有可比的 4 周。", "No 4 weeks to compare yet.")
    )
    first = _drift_table(outside, cameras) if outside else h("p", calm, class_="calm")
    rest = h(
        "details", h("summary", say(f"其余 {len(known)} 项", f"The other {len(known)}")), _drift_table(known, cameras)
    )
    return _panel(say("变化", "Drift"), h("p", note, class_="soft"), first, *((rest,) if known else ()))


def _drift_table(drifts: Sequence[Drift], cameras: Mapping[str, str]) -> Html:
    heads = (
        say("摄像头", "Camera"),
        say("项目", "What"),
        say("这 7 天", "These 7 days"),
        say("预期", "Expected"),
        say("5 周", "5 weeks"),
    )
    return _table(heads, (_drift_row(one, cameras) for one in drifts), "drifts")


def _drift_row(one: Drift, cameras: Mapping[str, str]) -> Html:
    low, high = one.expected or (0.0, 0.0)
    return h(
        "tr",
        h("td", cameras.get(one.camera, one.camera)),
        h("td", said(GAUGES[one.gauge])),
        h("td", h("b", _gauge(one.gauge, one.now)), class_="n bad" if one.outside else "n"),
        h("td", f"{_gauge(one.gauge, max(low, 0.0))} – {_gauge(one.gauge, high)}", class_="n"),
        h("td", _spark([*one.before, one.now])),
    )


def _gauge(gauge: Gauge, value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if gauge is Gauge.SHARPNESS else f"{value * 100:.1f} %"


def _spark(values: Sequence[float | None]) -> Html:
    """Five weeks as a line; the last one has a dot. What it shows stands beside it in numbers."""
    known = [(n, value) for n, value in enumerate(values) if value is not None]
    low, high = min(v for _, v in known), max(v for _, v in known)
    points = [(6 + 17 * n, 20 - 16 * ((v - low) / (high - low) if high > low else 0.5)) for n, v in known]
    path = " ".join(f"{x},{y:.1f}" for x, y in points)
    dot = h("circle", cx=f"{points[-1][0]}", cy=f"{points[-1][1]:.1f}", r="3")
    return h("svg", h("polyline", points=path), dot, viewBox="0 0 80 24", class_="spark", aria_hidden="true")


def _verdict_row(one: Verdicts, cameras: Mapping[str, str], names: Names) -> Html:
    reasons = (
        h("span", say(REASONS[reason].zh, REASONS[reason].en), f" {times}", class_="chip")
        for reason, times in sorted(one.reasons.items(), key=lambda each: -each[1])
    )
    waiting = (h("small", say(f"待复核 {one.pending}", f"{one.pending} waiting")),) if one.pending else ()
    return h(
        "tr",
        h("td", cameras.get(one.camera, one.camera)),
        h("td", said(names.code(one.code))),
        h("td", str(one.flagged), *waiting, class_="n"),
        h("td", str(one.confirmed), class_="n"),
        h("td", str(one.false_alarms), class_="n"),
        h("td", share_bar(one.confirmed, one.decided)),
        h("td", *reasons, class_="chips"),
    )


def _table(heads: Iterable[Html], rows: Iterable[Html], looks: str) -> Html:
    head = h("thead", h("tr", *(h("th", one) for one in heads)))
    return h("div", h("table", head, h("tbody", *rows), class_=looks), tabindex="0", class_="scroll")


def _panel(title: Html, *parts: Html) -> Html:
    return h("section", h("h2", title), join(*parts), class_="panel")

"""What the verdicts advise, what it would have changed, and the way to accept it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from api.context import Names
from api.pages.quality.bars import share_bar
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import said, say
from api.pages.shell.words import local
from cases.tuning import LEAST_DECIDED, LEAST_FALSE, Advice, Option
from records.tunings import Tuning

Held = Mapping[tuple[str, str], Tuning]
SHOWN = 20
"""Cases named of each kind."""


def advice_section(
    found: Sequence[Advice], held: Held, cameras: Mapping[str, str], names: Names, zone: ZoneInfo, *, accepts: bool
) -> Html:
    """All of it; `accepts`: whether the visitor may."""
    note = say(
        f"按最近 90 天人的结论 (至少 {LEAST_DECIDED} 条, 其中误报 {LEAST_FALSE} 条): 若要多看几秒才抓拍, 会少掉哪些。"
        "只能建议更长; 更短会怎样, 结论里看不出来。",
        f"By people's verdicts of the last 90 days (at least {LEAST_DECIDED}, {LEAST_FALSE} of them false): what would "
        "not have been flagged had it to be observed longer. Of shorter, verdicts tell nothing.",
    )
    cards = [_card(one, held, cameras, names, accepts=accepts) for one in found]
    nothing = say("结论还不够, 没有建议。", "Too few verdicts to advise anything.")
    return h(
        "section",
        h("h2", say("阈值建议", "Threshold advice")),
        h("p", note, class_="soft"),
        *(cards or [h("p", nothing, class_="soft")]),
        _held(held, cameras, names, zone, accepts=accepts),
        class_="panel advice",
        id="advice",
    )


def _card(one: Advice, held: Held, cameras: Mapping[str, str], names: Names, *, accepts: bool) -> Html:
    title = h("h3", cameras.get(one.camera, one.camera), " · ", said(names.code(one.code)))
    now = say(
        f"现在 {one.now_s:g} 秒; 确认 {one.confirmed}, 误报 {one.false_alarms}。",
        f"Now {one.now_s:g} s; {one.confirmed} confirmed, {one.false_alarms} false.",
    )
    if one.proposed is None:
        calm = say("多看几秒也分不开真假; 不建议改。", "Longer does not tell the true from the false; leave it.")
        return h("article", title, h("p", now, " ", calm), class_="onecard")
    waits = held.get((one.camera, one.code))
    return h(
        "article",
        title,
        h("p", now, " ", _said(one, one.proposed)),
        _options(one),
        _replay(one.proposed),
        h("p", _try(one), h("span", data_replayed="", role="status"), class_="replayed"),
        _form(one) if accepts else h("p", _who(), class_="soft"),
        class_="onecard proposed" if waits is None else "onecard",
    )


def _said(one: Advice, option: Option) -> Html:
    gone, lost = len(option.false_gone), len(option.confirmed_gone)
    return h(
        "b",
        say(
            f"建议 {option.observed_s:g} 秒: 误报少 {gone} / {one.false_alarms}, 确认的少 {lost} / {one.confirmed}。",
            f"Advised: {option.observed_s:g} s, which drops {gone} of {one.false_alarms} false and {lost} of "
            f"{one.confirmed} confirmed.",
        ),
    )


def _who() -> Html:
    return say(
        "由监管人员采纳: 被看管的不能自己放宽。", "A supervisor accepts it: nobody who is watched loosens the watch."
    )


def _options(one: Advice) -> Html:
    heads = (
        say("秒", "s"),
        say("误报少掉 (95%)", "False ones gone (95 %)"),
        say("确认的少掉 (95%)", "Confirmed ones gone (95 %)"),
    )
    rows = (
        h(
            "tr",
            h("td", f"{option.observed_s:g}", " ★" if option is one.proposed else ""),
            h("td", share_bar(len(option.false_gone), one.false_alarms)),
            h("td", share_bar(len(option.confirmed_gone), one.confirmed)),
        )
        for option in one.options
    )
    table = h("table", h("thead", h("tr", *(h("th", head) for head in heads))), h("tbody", *rows))
    return h("div", table, tabindex="0", class_="scroll")


def _replay(option: Option) -> Html:
    """Case by case, what would not have been there."""
    return h(
        "details",
        h("summary", say("逐条看会少掉哪些", "See which would be gone, case by case")),
        _cases(say("误报", "False"), option.false_gone),
        _cases(say("确认的", "Confirmed"), option.confirmed_gone),
    )


def _try(one: Advice) -> Html:
    """Over the looks that the box still has, whatever people said of them."""
    assert one.proposed is not None
    words = say("用近 24 小时的观察回放", "Replay the last 24 hours")
    return h(
        "button",
        words,
        type="button",
        class_="btn",
        data_replay=f"{one.proposed.observed_s:g}",
        data_camera=one.camera,
        data_code=one.code,
    )


def _cases(name: Html, ids: Sequence[UUID]) -> Html:
    links = (h("a", str(one)[:8], href=f"/cases/{one}", class_="back") for one in ids[:SHOWN])
    more = f" +{len(ids) - SHOWN}" if len(ids) > SHOWN else ""
    return h("p", h("b", name), f" {len(ids)}: ", *(join(link, Html(" ")) for link in links), more)


def _form(one: Advice) -> Html:
    assert one.proposed is not None
    choices = (
        h("option", f"{o.observed_s:g} s", value=f"{o.observed_s:g}", selected="" if o is one.proposed else None)
        for o in one.options
    )
    reason = h("input", name="reason", required="", minlength="4", maxlength="300")
    return h(
        "form",
        h("label", say("秒数", "Seconds"), h("select", *choices, name="observed_s")),
        h("label", say("理由, 记入审计日志", "Reason, goes on record"), reason),
        h("button", say("采纳", "Accept"), type="submit", class_="go"),
        class_="filters tune",
        data_camera=one.camera,
        data_code=one.code,
    )  # fmt: skip


def _held(held: Held, cameras: Mapping[str, str], names: Names, zone: ZoneInfo, *, accepts: bool) -> Html:
    if not held:
        return Html("")
    items = (_held_line(one, cameras, names, zone, accepts=accepts) for one in held.values())
    note = say(
        "盒子下次启动起生效; 抓拍的规则版本里写明。",
        "In force from the box's next start on; flags name it in their rule's version.",
    )
    return join(h("h3", say("已采纳", "Accepted")), h("p", note, class_="soft"), h("ul", *items, class_="held"))


def _held_line(one: Tuning, cameras: Mapping[str, str], names: Names, zone: ZoneInfo, *, accepts: bool) -> Html:
    undo = h(
        "button",
        say("撤回", "Undo"),
        type="button",
        class_="btn",
        data_undo="",
        data_camera=one.camera,
        data_code=one.code,
    )
    return h(
        "li",
        h("b", f"{one.observed_s:g} s"),
        h("span", cameras.get(one.camera, one.camera), " · ", said(names.code(one.code))),
        h("span", f"{one.who}, {local(one.at, zone)}: {one.why}", h("small", one.basis), class_="soft"),
        *((undo,) if accepts else ()),
    )

"""抽查漏报: random heads that nobody flagged, looked at one by one, and what that says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from api.context import Label
from api.pages.enrolment.compared import head_url
from api.pages.quality.bars import share_bar
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import Tongue, pick, said, say
from api.pages.shell.words import local
from cases.missed import Missed
from records.samples import Kept
from records.states import Found

HEADS = 20
"""Offered at a time."""
ANSWERS: Mapping[Found, tuple[str, Label]] = {
    Found.NOTHING: ("1", Label("没有问题", "All right")),
    Found.HAT: ("2", Label("该戴帽没戴", "Hat missing")),
    Found.MASK: ("3", Label("该戴口罩没戴好", "Mask missing or wrong")),
    Found.UNSURE: ("4", Label("看不清", "Unsure")),
}


def checks_section(
    missed: Missed, site: str | None, heads: Sequence[Kept], cameras: Mapping[str, str], zone: ZoneInfo, tongue: Tongue
) -> Html:
    """The estimate, what it means, and heads to look at for who may; `site` is None for who may not."""
    return h(
        "section",
        h("h2", say("漏了多少", "What is missed")),
        _estimate(missed),
        _meaning(),
        Html("") if site is None else _looker(site, heads, cameras, zone, tongue),
        class_="panel checks",
        id="checks",
    )


def _estimate(missed: Missed) -> Html:
    if not missed.judged:
        return h("p", say("这段时间还没有抽查过。", "Nobody has checked in these days yet."), class_="soft")
    words = say(
        f"抽查 {missed.judged} 张看得清的头像: {missed.against} 张违规, 其中 {missed.missed} 张前后 10 分钟没有抓拍。"
        f"另有 {missed.unsure} 张看不清。",
        f"{missed.judged} clear heads checked: {missed.against} lack something, {missed.missed} of these without a "
        f"flag within 10 minutes. {missed.unsure} more were unclear.",
    )
    return h("div", share_bar(missed.missed, missed.judged, "missed"), h("p", words), class_="estimate")


def _meaning() -> Html:
    """What the share is of, and what it is not of."""
    lines = (
        say(
            "它说的是: 操作区里看得清的员工头像中, 有多少违规没有被抓拍 (95% 区间)。",
            "It says: of clear heads of staff at work, how many lack something and were not flagged (95 %).",
        ),
        say(
            "它不说: 没被发现的头、看不清的人、区域外的人; 几秒钟的违规规则本来就不抓; 本区域不要求的请选“没有问题”。",
            "It does not speak of heads never found, unclear ones, or people outside the zones; what lasts but seconds "
            "is not flagged by the rules; choose “all right” for what the zone does not ask for.",
        ),
    )
    return h("ul", *(h("li", line) for line in lines), class_="meaning soft")


def _looker(site: str, heads: Sequence[Kept], cameras: Mapping[str, str], zone: ZoneInfo, tongue: Tongue) -> Html:
    if not heads:
        done = say(
            "留下的头像都抽查过了; 过一天会有新的。", "All kept heads were checked; there will be more in a day."
        )
        return h("p", done, class_="soft")
    title = Label("随机头像", "Random head")
    frames = (
        h(
            "figure",
            h(
                "img",
                src=head_url(site, str(one.sample.id)),
                alt=pick(title, tongue),
                loading="lazy",
                width="220",
                height="220",
            ),
            h("figcaption", f"{cameras.get(one.sample.camera, one.sample.camera)} · {local(one.sample.at, zone)}"),
            data_check=str(one.sample.id),
            hidden="",
        )
        for one in heads
    )
    keys = (
        h("button", h("kbd", key), said(label), type="button", class_=f"key {found}", data_found=found, data_key=key)
        for found, (key, label) in ANSWERS.items()
    )
    return join(
        h(
            "h3",
            say("随机头像: 有没有漏的?", "Random heads: was something missed?"),
            h("span", data_left="", class_="soft"),
        ),
        h("div", h("div", *frames, class_="frames"), h("div", *keys, class_="keys"), class_="checker", data_site=site),
    )

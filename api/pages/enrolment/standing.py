"""What judges the site, what of it counts, and since when: in words, with the way back."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from api.context import Label
from api.enrolment.teaching import Teaching
from api.pages.enrolment.words import ATTRIBUTES, BLAMED, attributes_said
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import said, say
from api.pages.shell.words import local
from records.enrolments import Enrolment

ALONE = say("只有出厂网络", "the networks alone")


def standing(site: str, past: Sequence[Enrolment], teacher: Teaching, zone: ZoneInfo) -> Html:
    """The whole panel."""
    now = past[-1] if past else None
    version = "" if now is None else now.version
    running = teacher.running(site)
    lines = [
        _line(say("现在由它判断", "Judges now"), version_said(running)),
        _line(say("盒子下次启动起", "From the box's next start"), version_said(version)),
    ]
    return join(
        h("h2", say("在用与计入", "In force, and what counts")),
        *((_waits(),) if running != version else ()),
        h("dl", *lines),
        *_stale(now, teacher),
        h("ul", *(_counts(name, past, teacher.always(site), zone) for name in ATTRIBUTES), class_="counted"),
        _history(past, zone),
        *((_back(),) if version else ()),
    )


def version_said(version: str) -> Html:
    """A version, or that nothing was learnt."""
    return h("code", version) if version else ALONE


def what_counting_means(attributes: tuple[str, ...], always: bool, login: str) -> Html:
    """What changes when it is installed, from when, and who answers for it."""
    blamed = [BLAMED.get(name, Label(name, name)) for name in attributes]
    zh, en = "、".join(one.zh for one in blamed), ", ".join(one.en for one in blamed)
    becomes = (
        say(
            f"{zh}的抓拍本来就计入 (配置 advisory: never), 以后按学到的判断。",
            f"Flags for {en} count already (advisory: never).",
        )
        if always
        else say(
            f"{zh}的抓拍从“仅提示”变为“计入”: 进入待复核、统计、评分和报表。",
            f"Flags for {en} stop being advice and count: in the queue, statistics, scores and reports.",
        )
    )
    return h(
        "ul",
        h("li", say("盒子下次启动起生效, 只在本场所。", "In force from the box's next start on, at this site only.")),
        h("li", becomes),
        h("li", say("此前的提示仍是提示, 不会补记。", "What was advice before stays advice.")),
        h(
            "li",
            say(
                f"由 {login} 启用, 记入审计日志; 随时可以退回。",
                f"Installed by {login}, on record; can be rolled back.",
            ),
        ),
    )


def _line(name: Html, value: Html) -> Html:
    return h("div", h("dt", name), h("dd", value))


def _waits() -> Html:
    words = say("已换, 等盒子重新启动。", "Changed: waits for the box to start again.")
    return h("p", words, class_="warn", role="status")


def _stale(now: Enrolment | None, teacher: Teaching) -> tuple[Html, ...]:
    if now is None or now.head is None or now.base == teacher.base:
        return ()
    words = say(
        "出厂网络换过了, 以前学的用不上, 本场所回到仅提示; 标注还在, 再学一次即可。",
        "Another network is in force: what was learnt is left aside. The labels stay; learn once more.",
    )
    return (h("p", words, class_="warn bad"),)


def _counts(name: str, past: Sequence[Enrolment], always: bool, zone: ZoneInfo) -> Html:
    since = _since(name, past)
    chip, words = (
        (say("计入", "counts"), say("配置写明从第一天起计入", "by the configuration, from the first day"))
        if always
        else (say("仅提示", "advice only"), say("还没学过", "not learnt yet"))
        if since is None
        else (
            say("计入", "counts"),
            say(f"{local(since.at, zone)} 起, {since.who}", f"since {local(since.at, zone)}, {since.who}"),
        )
    )
    looks = "chip on" if always or since else "chip"
    return h("li", h("b", said(ATTRIBUTES[name])), h("span", chip, class_=looks), h("span", words, class_="soft"))


def _since(name: str, past: Sequence[Enrolment]) -> Enrolment | None:
    """The line since which an attribute is learnt without a break; None where it is not."""
    found = None
    for one in past:
        learnt = name in one.attributes
        found = (found or one) if learnt else None
    return found


def _history(past: Sequence[Enrolment], zone: ZoneInfo) -> Html:
    if not past:
        return Html("")
    items = (
        h(
            "li",
            h("time", local(one.at, zone)),
            " ",
            one.who,
            " ",
            h("code", one.version) if one.version else ALONE,
            " ",
            attributes_said(one.attributes) if one.attributes else Html(""),
        )
        for one in reversed(past[-8:])
    )
    return h("details", h("summary", say("以前", "History")), h("ol", *items, class_="past"))


def _back() -> Html:
    return h("button", say("退回上一个", "Roll back"), type="button", class_="btn", data_roll_back="")

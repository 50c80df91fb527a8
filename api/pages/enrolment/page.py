"""认识本店的着装: choose a site, say what its people wear, learn from it, and let that count."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.access.may import Right, reach
from api.context import Context, Label
from api.enrolment.reading import heads_to_see
from api.enrolment.teaching import Lesson, Stage, Teaching
from api.pages.enrolment.compared import comparison
from api.pages.enrolment.plot import curve
from api.pages.enrolment.sheet import table
from api.pages.enrolment.standing import standing, what_counting_means
from api.pages.enrolment.words import ATTRIBUTES, WORDS
from api.pages.shell.frame import notice, open_frame
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import Tongue, said, say, tongue_of
from api.pages.shell.visit import Visit
from records import enrolments, registry
from records.enrolments import Enrolment
from records.registry import SiteEntry
from records.samples import Kept
from records.scopes import Reach

TITLE = Label("认识本店的着装", "What is worn here")
WISHED = 20
"""Labels a class with which the curve ends."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A site with its heads and what was learnt so far."""

    site: SiteEntry
    heads: tuple[Kept, ...]
    past: tuple[Enrolment, ...]


async def enrolment_page(visit: Visit) -> None:
    """Build the page; `site` in the address is whose heads are shown.

    Raises:
        StoreError: the database cannot be used. ModelError: the models in force cannot learn a site.
    """
    context, within = visit.context, reach(visit.grants, Right.ENROL_SITE)
    sites = await run_in_threadpool(_sites, context, within)
    wanted = visit.request.query_params.get("site", "")
    site = next((one for one in sites if one.id == wanted), sites[0] if sites else None)
    seen = None if site is None else await run_in_threadpool(_read, context, site)
    open_frame(visit, TITLE, "enrolment.css", "enrolment.js")
    with ui.element("div").classes("page"):
        content = _nothing() if seen is None else _page(visit, sites, seen)
        ui.html(content, sanitize=False)


def _sites(context: Context, within: Reach) -> tuple[SiteEntry, ...]:
    with context.database.reading() as session:
        return registry.sites(session, within)


def _read(context: Context, site: SiteEntry) -> Seen:
    heads = heads_to_see(context, site.id)
    with context.database.reading() as session:
        return Seen(site, heads, enrolments.history(session, site.id))


def _nothing() -> Html:
    return notice(
        say("没有可以认识的场所", "No site to get to know"), say("请找设备管理员。", "Ask who keeps the box.")
    )


def _page(visit: Visit, sites: tuple[SiteEntry, ...], seen: Seen) -> Html:
    teacher = visit.context.teacher
    if teacher is None:
        return notice(say("本程序不能学习", "This program learns nothing"))
    zone = ZoneInfo(seen.site.timezone)
    lesson = teacher.lesson(seen.site.id)
    work = _work(seen, zone, tongue_of(visit.request)) if seen.heads else _no_heads()
    return h(
        "div",
        _heading(sites, seen.site),
        h("section", work, class_="panel labelling"),
        h("aside", _progress(teacher), _learning(seen, lesson), class_="panel"),
        *_outcome(visit, seen, lesson, teacher),
        h("section", standing(seen.site.id, seen.past, teacher, zone), class_="panel inforce", id="in-force"),
        class_="enrolling",
        data_enrol=seen.site.id,
        data_least=str(teacher.least),
        data_wished=str(WISHED),
        data_stage=lesson.stage,
        data_version="" if lesson.attempt is None else lesson.attempt.version,
    )


def _heading(sites: tuple[SiteEntry, ...], site: SiteEntry) -> Html:
    tabs = (
        h(
            "a",
            one.name,
            href=f"/enrolment?site={one.id}",
            class_="on" if one is site else None,
            aria_current="page" if one is site else None,
        )
        for one in sites
    )
    why = say(
        "盒子不认识的着装, 它会说错。请您看一遍摄像头留下的头像: 一张一个键, 十分钟, 它就学会本店戴什么。",
        "A box errs about clothing it never saw. Look through the heads its cameras kept: one key each, ten minutes.",
    )
    switch = h("nav", *tabs, class_="switch") if len(sites) > 1 else h("b", site.name)
    return h("header", h("div", h("h1", said(TITLE)), switch), h("p", why, class_="soft"), class_="enrolhead")


def _no_heads() -> Html:
    return notice(
        say("还没有留下头像", "No heads were kept yet"),
        say(
            "有人在操作区工作时, 摄像头每小时留几张; 请过一天再来。",
            "The cameras keep a few an hour while people work; come back in a day.",
        ),
    )


def _work(seen: Seen, zone: ZoneInfo, tongue: Tongue) -> Html:
    cameras = {camera.id: camera.name for camera in seen.site.cameras}
    return table(seen.site.id, seen.heads, cameras, zone, tongue)


def _progress(teacher: Teaching) -> Html:
    """Counted by the script as labels are given."""
    rows = (
        h("li", said(label), h("span", h("i"), class_="progress"), h("b", "0"), data_tally=f"{attribute}.{word}")
        for attribute, words in WORDS.items()
        for word, label in words.items()
        if word != "unsure"
    )
    groups = list(rows)
    half = len(groups) // 2
    lists = (
        h("div", h("h3", said(label)), h("ul", *some, class_="tallies"), h("p", class_="soft", data_need=name))
        for (name, label), some in zip(ATTRIBUTES.items(), (groups[:half], groups[half:]), strict=True)
    )
    honest = say(
        "曲线在一家从未见过的后厨测得 (40 个没戴帽的头像反复抽取, 偏乐观), 每看一眼的判断; 不是对本店的承诺。"
        "横轴: 每类标注多少张; 按您标得最少的一类算。",
        "Measured in one kitchen never seen before (40 bare heads, drawn again and again: optimistic), per look. No "
        "promise for this site. Across: labels a class, counted by the class you have fewest of.",
    )
    return join(
        h("h2", say("标了多少, 还差多少", "How far you are")),
        h("div", *lists, class_="attributes"),
        h("h3", say("标注换来什么", "What labels bought")),
        curve(teacher.bought),
        h("p", honest, class_="soft honest"),
    )


def _learning(seen: Seen, lesson: Lesson) -> Html:
    working = lesson.stage is Stage.WORKING
    button = h(
        "button", say("学习并比较", "Learn and compare"), type="button", class_="go", data_fit="",
        disabled="" if working or not seen.heads else None,
    )  # fmt: skip
    bar = h("div", h("i", style=f"width:{lesson.share * 100:.0f}%"), class_="progress", role="progressbar",
            aria_label="学习 Learning", hidden=None if working else "")  # fmt: skip
    failed = h("p", _failed(lesson), role="alert", class_="bad", data_told="")
    words = say("几秒钟; 只比较, 不会自动启用。", "Takes seconds; compares only, nothing is installed by itself.")
    return h("div", button, h("p", words, class_="soft"), bar, failed, class_="learn")


def _failed(lesson: Lesson) -> Html:
    if lesson.stage is not Stage.FAILED:
        return Html("")
    words = say("没有学成: 标注不够, 或模型不支持。", "It could not be learnt: too few labels, or the models cannot.")
    return join(words, h("small", lesson.fault))


def _outcome(visit: Visit, seen: Seen, lesson: Lesson, teacher: Teaching) -> tuple[Html, ...]:
    attempt = lesson.attempt
    if attempt is None:
        return ()
    installed = bool(seen.past) and seen.past[-1].version == attempt.version
    learnt = tuple(one.attribute for one in attempt.compared)
    means = what_counting_means(learnt, teacher.always(seen.site.id), visit.visitor.login)
    act = (
        h("p", say("已启用。", "Installed."), class_="chip on")
        if installed
        else h(
            "p",
            say(
                "更差的不能启用; 再标一些, 或改正标错的, 再学一次。",
                "What is worse is not installed: label more, or mend slips.",
            ),
        )
        if attempt.worse
        else h("button", say("启用…", "Install…"), type="button", class_="go", data_install="")
    )
    judged = say(
        "每张头像都由没见过这个人的判断来评; 方括号后是 95% 区间。",
        "Each head is judged by one that had not seen this person; with 95 % intervals.",
    )
    panel = h(
        "section",
        h("div", h("h2", say("比较: 原来与学了以后", "Before and after")), h("code", attempt.version), class_="titled"),
        h("p", judged, class_="soft"),
        comparison(attempt, seen.site.id, teacher.least),
        h("div", act, class_="act"),
        _dialog(means),
        class_="panel outcome",
        id="compared",
    )
    return (panel,)


def _dialog(means: Html) -> Html:
    buttons = h(
        "div",
        h("button", say("取消", "Cancel"), class_="btn", value="no"),
        h("button", say("启用", "Install"), class_="go", value="yes"),
        class_="moves",
    )
    title = h("h2", say("启用之后", "When it is installed"))
    return h("dialog", h("form", title, means, buttons, method="dialog"), data_asks="", aria_label="启用 Install")

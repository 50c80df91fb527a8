"""How long what is kept, what the next run would delete and why, what is held, and what the last runs did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.access.may import Right, reach
from api.context import Context, Label
from api.pages.admin.amounts import free_bytes, gigabytes, megabytes, number
from api.pages.admin.room import cell, figure, panel, room, send_form, table
from api.pages.shell.frame import notice
from api.pages.shell.markup import Html, h, join
from api.pages.shell.places import HOME
from api.pages.shell.say import said, say
from api.pages.shell.visit import Visit
from api.pages.shell.words import local, word
from api.retention.schemas import PlanOut, RuleOut
from records import holds
from records.holds import Word
from records.retention.guard import About
from records.retention.room import Level
from records.retention.rules import Rules, Standing
from records.retention.running import Outlook, Run
from records.retention.words import MATTERS, SHELVES, STANDINGS, STAYS, Words
from records.states import Matter, RunOutcome

DOUBTS = {
    About.CLOCK: (
        "clock",
        say("时钟可疑; 我已核对, 时钟无误", "The clock is in doubt: I looked, it is right"),
    ),
    About.LARGE: ("large", say("一次删除很多; 可以", "Much would go at once: that is right")),
    About.ROLLED_BACK: ("rolled_back", say("数据库是恢复的备份", "The database is a backup that was brought back")),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A case under legal hold, with the last word on it; None where it is held of itself."""

    violation: UUID
    word: Word | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows."""

    rules: Rules
    outlook: Outlook
    runs: tuple[Run, ...]
    held: tuple[Held, ...]


async def retention_page(visit: Visit) -> None:
    """Build the page.

    Raises:
        StoreError: database or folder cannot be used.
    """
    shown = await run_in_threadpool(_read, visit.context)
    with room(visit, Label("保存期限", "Retention")):
        if shown is None:
            ui.html(notice(say("本程序不删除任何内容", "This program deletes nothing")), sanitize=False)
            return
        ui.html(_figures(visit.context, shown), sanitize=False)
        ui.html(_next(shown, may_run=bool(reach(visit.grants, Right.RUN_RETENTION))), sanitize=False)
        ui.html(_held(shown.held, may_see=bool(reach(visit.grants, Right.SEE_VIOLATIONS))), sanitize=False)
        ui.html(_runs(shown.runs), sanitize=False)
        ui.html(_periods(shown.rules), sanitize=False)


def _read(context: Context) -> Shown | None:
    retention = context.retention
    if retention is None:
        return None
    outlook = retention.look(context.now())
    with context.database.reading() as session:
        found = ((violation, holds.history(session, violation)) for violation in sorted(holds.held(session)))
        held = tuple(Held(violation, words[-1] if words else None) for violation, words in found)
        return Shown(retention.rules, outlook, retention.runs(session), held)


def _figures(context: Context, shown: Shown) -> Html:
    keeping, plan = context.keeping(), shown.outlook.plan
    free = gigabytes(free_bytes(context))
    state = word(keeping.disk)
    return h(
        "div",
        figure(say("磁盘", "Disk"), free, said(state), hot=keeping.disk is not Level.OK),
        figure(say("证据文件", "Evidence files"), number(plan.files), say("现在保存的", "kept now")),
        figure(
            say("将删除", "Would go"),
            number(plan.files_going),
            say(f"{plan.share:.1%} 的文件", f"{plan.share:.1%} of the files"),
        ),
        figure(say("依法保留", "Legal hold"), number(len(shown.held)), say("案件", "cases")),
        class_="figures",
    )


def _next(shown: Shown, *, may_run: bool) -> Html:
    plan = PlanOut.of(shown.outlook)
    lines = [_line(_rule(rule.rule), rule) for rule in plan.going]
    heads = (say("什么, 为什么", "What, why"), say("数量", "How much"), say("到期自", "Due since"))
    others = [
        h("li", said(_label(SHELVES[shelf])), f": {number(count)} ", say("行", "lines"))
        for shelf, count in plan.lines.items()
    ]
    stays = [h("li", f"{number(count)} ", said(_label(STAYS[stay]))) for stay, count in sorted(plan.stays.items())]
    nothing = h("p", say("没有到期的证据。", "No evidence is due."), class_="soft")
    return panel(
        say("下一次删除", "The next run"),
        table(heads, *lines) if lines else nothing,
        _listed(say("其他记录", "Other records"), others),
        _listed(say("留存的", "What stays"), stays),
        *(h("p", _doubt(doubt.about), h("br"), doubt.words, class_="warn") for doubt in shown.outlook.doubts),
        _run_form(shown.outlook) if may_run else Html(""),
    )


def _line(what: Html, rule: RuleOut) -> Html:
    amount = say(
        f"{number(rule.violations)} 条, {number(rule.files)} 个文件, {megabytes(rule.size_bytes)}",
        f"{number(rule.violations)} cases, {number(rule.files)} files, {megabytes(rule.size_bytes)}",
    )
    since = h("time", f"{rule.due_since.astimezone(HOME):%Y-%m-%d}")
    return h(
        "tr",
        cell(say("什么", "What"), what, class_="lead-cell"),
        cell(say("数量", "How much"), amount),
        cell(say("到期自", "Since"), since),
    )


def _rule(rule: str) -> Html:
    matter, standing = rule.split("/")
    kind, group = MATTERS[Matter(matter)], STANDINGS[Standing(standing)]
    return say(f"{group.zh}案件的{kind.zh}, 保存期满", f"{kind.en} of cases {group.en}: their time is over")


def _doubt(about: About) -> Html:
    return (
        DOUBTS[about][1] if about in DOUBTS else say("数据库与证据不符", "Database and evidence do not belong together")
    )


def _run_form(outlook: Outlook) -> Html:
    ticks = [
        h(
            "label",
            h("input", type="checkbox", data_field=DOUBTS[one][0], data_kind="flag"),
            DOUBTS[one][1],
            class_="tick",
        )
        for one in dict.fromkeys(doubt.about for doubt in outlook.doubts)
        if one in DOUBTS
    ]
    files, lines = outlook.plan.files_going, sum(outlook.lines.values())
    return send_form(
        "/api/v1/retention/runs",
        *(h("div", *ticks, class_="ticks wide"),) * bool(ticks),
        h("div", h("i"), class_="progress wide busy", role="progressbar", aria_label="正在删除 Deleting"),
        button=say("现在删除到期的", "Delete what is due, now"),
        data_sure=f"现在删除 {number(files)} 个证据文件和 {number(lines)} 行记录? 不能恢复; 签名链中留下记录。",
        data_sure_en=f"Delete {number(files)} evidence files and {number(lines)} lines now? It cannot be undone; the "
        "signed chain keeps a line of each.",
    )


def _held(held: tuple[Held, ...], *, may_see: bool) -> Html:
    heading = say("依法保留的案件", "Cases under legal hold")
    if not held:
        return panel(heading, h("p", say("没有。", "None."), class_="soft"))
    heads = (say("案件", "Case"), say("自", "Since"), say("由谁", "By"), say("理由", "Why"))
    return panel(heading, table(heads, *(_held_row(one, may_see) for one in held)))


def _held_row(one: Held, may_see: bool) -> Html:
    """Who keeps the box sees that something is held, not what it is about."""
    short = f"{one.violation}"[:8]
    name = (
        h("a", short, href=f"/cases/{one.violation}", class_="name to") if may_see else h("span", short, class_="mono")
    )
    said_ = one.word
    referred = say("案件已移送, 自动保留", "the case was referred: held of itself")
    why = referred if said_ is None else Html(h("span", said_.reason if may_see else "–"))
    return h(
        "tr",
        cell(say("案件", "Case"), name, class_="lead-cell"),
        cell(say("自", "Since"), h("time", "–" if said_ is None else local(said_.at, HOME))),
        cell(say("由谁", "By"), "–" if said_ is None else said_.who),
        cell(say("理由", "Why"), why),
    )


def _runs(runs: tuple[Run, ...]) -> Html:
    heading = say("最近的删除", "The last runs")
    if not runs:
        return panel(heading, h("p", say("还没有运行过。", "None yet."), class_="soft"))
    heads = (say("时间", "When"), say("由谁", "By"), say("结果", "Outcome"), say("删除", "Went"))
    return panel(heading, table(heads, *map(_run, runs)))


def _run(run: Run) -> Html:
    looks = "chip on" if run.outcome is RunOutcome.DONE else "chip warm"
    words = (h("div", text, class_="soft") for text in run.words)
    amount = say(
        f"{number(run.files)} 个文件, {megabytes(run.size_bytes)}, {number(run.rows)} 行",
        f"{number(run.files)} files, {megabytes(run.size_bytes)}, {number(run.rows)} rows",
    )
    return h(
        "tr",
        cell(say("时间", "When"), h("time", local(run.began_at, HOME)), class_="lead-cell"),
        cell(say("由谁", "By"), say("设备", "the box") if run.who == "system" else run.who),
        cell(say("结果", "Outcome"), h("span", said(word(run.outcome)), class_=looks), *words),
        cell(say("删除", "Went"), amount),
    )


def _periods(rules: Rules) -> Html:
    """The rules in force: a class of cases by what is kept of them, in days."""
    matters = [matter for matter in Matter if any(matter in kept for kept in rules.keep.values())]
    heads = (say("案件", "Cases"), *(said(_label(MATTERS[matter])) for matter in matters))
    rows = (
        h(
            "tr",
            cell(heads[0], h("b", said(_label(STANDINGS[standing]))), class_="lead-cell"),
            *(cell(head, _days(kept.get(matter))) for head, matter in zip(heads[1:], matters, strict=True)),
        )
        for standing, kept in rules.keep.items()
    )
    shelves = (h("li", said(_label(SHELVES[shelf])), ": ", _days(lasts)) for shelf, lasts in rules.shelves.items())
    return panel(
        say(f"保存多久 (规则 {rules.version})", f"How long what is kept (rules {rules.version})"),
        table(heads, *rows),
        h(
            "p",
            say(
                "从案件办结算起; 未结案件与依法保留的一律保存。",
                "Counted from when a case came to rest; open and held ones keep all.",
            ),
            class_="soft",
        ),
        _listed(say("其他记录", "Other records"), list(shelves)),
    )


def _days(lasts: timedelta | None) -> Html:
    return say("一直", "for good") if lasts is None else say(f"{lasts.days} 天", f"{lasts.days} d")


def _listed(heading: Html, items: list[Html]) -> Html:
    return join(h("h3", heading), h("ul", *items, class_="plain many")) if items else Html("")


def _label(words: Words) -> Label:
    return Label(*words)

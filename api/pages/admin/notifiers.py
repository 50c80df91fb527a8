"""Who outside is told of what, how it goes with each, and forms for another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.context import Context, Label
from api.pages.admin.notifier_forms import add_forms
from api.pages.admin.room import cell, panel, room, send_button, table
from api.pages.admin.tree import Tree
from api.pages.admin.users import grant_words
from api.pages.shell.frame import notice
from api.pages.shell.markup import Html, h, join
from api.pages.shell.places import HOME
from api.pages.shell.say import said, say, tongue_of
from api.pages.shell.visit import Visit
from api.pages.shell.words import local, word
from records import deliveries, notifiers, registry
from records.deliveries import Delivery, Tally
from records.notifiers import NotifierEntry
from records.scopes import EVERYWHERE
from records.states import NotifierKind, Topic

HEADING = Label("通知", "Notifiers")
LEAD = say(
    "有事时告诉外面的人或系统; 只告诉该角色在该范围内看得到的, 只有文字与链接, 没有图片。更改立即生效。",
    "People or programs outside are told when something happens: what the role sees over its scope, in words and "
    "links, never a picture. Changes take force at once.",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows."""

    entries: tuple[NotifierEntry, ...]
    tallies: Mapping[UUID, Tally]
    recent: Mapping[UUID, tuple[Delivery, ...]]
    tree: Tree


async def notifiers_page(visit: Visit) -> None:
    """Build the page.

    Raises:
        StoreError: the database cannot be used.
    """
    shown = await run_in_threadpool(_read, visit.context)
    with room(visit, HEADING):
        if visit.context.outside is None:
            ui.html(notice(say("本程序不发通知", "This program tells nobody")), sanitize=False)
            return
        ui.html(h("p", LEAD, class_="lead-in"), sanitize=False)
        ui.html(add_forms(shown.tree, tongue_of(visit.request)), sanitize=False)
        if not shown.entries:
            ui.html(panel("", h("p", say("还没有通知任何人。", "Nobody is told yet."), class_="soft")), sanitize=False)
        for entry in shown.entries:
            ui.html(_entry(entry, shown), sanitize=False)


def _read(context: Context) -> Shown:
    with context.database.reading() as session:
        entries = notifiers.listed(session)
        recent = {entry.id: deliveries.recent(session, entry.id) for entry in entries}
        tree = Tree(registry.sites(session, EVERYWHERE))
        return Shown(entries, deliveries.tallies(session), recent, tree)


def _entry(entry: NotifierEntry, shown: Shown) -> Html:
    tally = shown.tallies.get(entry.id, Tally())
    head = h(
        "div", h("h2", entry.name), h("span", said(word(entry.kind)), class_="chip"), _state(entry, tally), class_="top"
    )
    error = h("p", say("最近一次未送达: ", "The last one did not arrive: "), tally.error, class_="bad")
    return panel(
        "",
        head,
        _facts(entry, tally, shown.tree),
        error if tally.error else Html(""),
        _buttons(entry),
        _messages(shown.recent.get(entry.id, ())),
        data_notifier=entry.name,
    )


def _state(entry: NotifierEntry, tally: Tally) -> Html:
    if not entry.active:
        return h("span", say("已暂停", "paused"), class_="chip warm")
    if tally.error:
        return h("span", say("未送达", "not arriving"), class_="chip off")
    return h("span", say("正常", "well"), class_="chip on")


def _facts(entry: NotifierEntry, tally: Tally, tree: Tree) -> Html:
    target, last = entry.target, tally.last_sent
    where = ", ".join(target.recipients) if entry.kind is NotifierKind.EMAIL else f"{target.host}:{target.port}"
    inside = h("span", say(" (内网)", " (inside)"), class_="soft") if target.inside else Html("")
    counts = say(
        f"已送达 {tally.sent}, 等待 {tally.waiting}, 放弃 {tally.given_up}",
        f"{tally.sent} arrived, {tally.waiting} wait, {tally.given_up} given up",
    )
    facts = (
        (say("发给", "To"), h("span", where, inside)),
        (say("以谁的眼光", "With whose eyes"), grant_words(entry.wishes.grant, tree)),
        (say("告诉什么", "Of what"), _topics(entry)),
        (say("送达", "Messages"), counts),
        (say("最近送达", "Last arrived"), "–" if last is None else local(last, HOME)),
    )
    return h("dl", *(h("div", h("dt", name), h("dd", value)) for name, value in facts))


def _topics(entry: NotifierEntry) -> Html:
    chips = []
    for topic in entry.wishes.topics:
        levels = f" {' '.join(entry.wishes.severities)}" if topic is Topic.FLAG else ""
        chips.append(h("span", said(word(topic)), levels, class_="chip"))
    return h("div", *(join(chip, Html(" ")) for chip in chips))


def _buttons(entry: NotifierEntry) -> Html:
    at = f"/api/v1/notifiers/{entry.id}"
    test = send_button(f"{at}/test", say("发送测试", "Send a test"), data_then="tell")
    pause = send_button(f"{at}/pause", say("暂停", "Pause"))
    resume = send_button(f"{at}/resume", say("继续", "Go on"))
    remove = send_button(
        at,
        say("删除", "Remove"),
        look="btn hot",
        data_method="DELETE",
        data_sure=f"删除 {entry.name}? 密钥随之删除, 等待中的消息不再发送。",
        data_sure_en=f"Remove {entry.name}? Its secret is forgotten, and what waits for it is not sent.",
    )
    return h("div", test, pause if entry.active else resume, remove, class_="acts")


def _messages(found: tuple[Delivery, ...]) -> Html:
    if not found:
        return Html("")
    heads = (say("时间", "When"), say("什么", "What"), say("状态", "State"), say("次数", "Attempts"))
    rows = (
        h(
            "tr",
            cell(heads[0], h("time", local(one.filed_at, HOME)), class_="lead-cell"),
            cell(heads[1], said(word(one.topic))),
            cell(heads[2], _arrival(one), h("div", one.error, class_="soft") if one.error else Html("")),
            cell(heads[3], str(one.attempts)),
        )
        for one in found
    )
    return h("details", h("summary", say("最近的消息", "The newest messages")), table(heads, *rows))


def _arrival(one: Delivery) -> Html:
    if one.sent_at is not None:
        return h("span", say("已送达", "arrived"), class_="chip on")
    if one.next_at is None:
        return h("span", say("已放弃", "given up"), class_="chip off")
    return h(
        "span",
        say(f"等待, {local(one.next_at, HOME)} 再试", f"waits until {local(one.next_at, HOME)}"),
        class_="chip warm",
    )

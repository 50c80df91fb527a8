"""What persons ask about pictures of themselves: written down here, and decided."""

from __future__ import annotations

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.access.may import Right, reach
from api.context import Context, Label
from api.pages.admin.room import field, panel, room, send_form, text_input
from api.pages.shell.markup import Html, h, join
from api.pages.shell.places import HOME
from api.pages.shell.say import Tongue, pick, said, say, tongue_of
from api.pages.shell.visit import Visit
from api.pages.shell.words import local, word
from records import requests
from records.requests import Request
from records.states import RequestKind


async def requests_page(visit: Visit) -> None:
    """Build the page.

    Raises:
        StoreError: the database cannot be used.
    """
    found = await run_in_threadpool(_read, visit.context)
    may = bool(reach(visit.grants, Right.KEEP_REQUESTS))
    waiting = [one for one in found if one.granted is None]
    decided = [one for one in found if one.granted is not None]
    with room(visit, Label("个人请求", "Requests of persons")):
        lead = say(
            "个人可以要求查阅、更正、删除与自己有关的图片 (个人信息保护法 45–47 条)。请求与决定写入签名链, 不能更改。",
            "Anybody may ask to see, correct or delete pictures of themselves (PIPL 45–47). What is asked and decided "
            "goes into the signed chain and is never changed.",
        )
        ui.html(h("p", lead, class_="lead-in"), sanitize=False)
        if may:
            ui.html(_form(tongue_of(visit.request)), sanitize=False)
        ui.html(_group(say("待处理", "To decide"), waiting, may), sanitize=False)
        ui.html(_group(say("已处理", "Decided"), decided, may), sanitize=False)


def _read(context: Context) -> tuple[Request, ...]:
    with context.database.reading() as session:
        return requests.listed(session)


def _form(tongue: Tongue) -> Html:
    kinds = (h("option", pick(word(kind), tongue), value=kind) for kind in RequestKind)
    form = send_form(
        "/api/v1/requests",
        field(say("要求", "Asks for"), h("select", *kinds, data_field="kind", name="kind")),
        field(
            say("申请人与联系方式", "Who, and how to reach them"),
            text_input("applicant", required="", minlength="2", maxlength="120"),
        ),
        field(
            say("涉及的抓拍编号", "Which events, by id"),
            h("input", type="text", data_field="violations", data_kind="lines", autocomplete="off"),
            say("可多个, 用空格分开; 不清楚就留空", "several with spaces between; empty where unknown"),
        ),
        h(
            "label",
            h("span", say("原话", "In their words")),
            h("textarea", data_field="statement", required="", minlength="2", maxlength="2000"),
            class_="field wide",
        ),
        button=say("登记", "Write it down"),
    )
    return h("details", h("summary", say("登记请求", "Write a request down")), form, class_="panel", id="ask")


def _group(heading: Html, found: list[Request], may: bool) -> Html:
    count = h("span", f" {len(found)}", class_="soft")
    nothing = h("p", say("没有。", "None."), class_="soft")
    return panel(join(heading, count), *(_entry(one, may) for one in found)) if found else panel(heading, nothing)


def _entry(one: Request, may: bool) -> Html:
    asked = one.asked
    about = " ".join(f"{violation}"[:8] for violation in asked.violations) or "–"
    head = h(
        "div",
        h("span", said(word(asked.kind)), class_="chip warm"),
        h("b", asked.applicant),
        h("time", local(one.received_at, HOME), class_="soft"),
        class_="top",
    )
    facts = h(
        "p",
        say("登记人", "by"),
        f" {one.recorded_by} · ",
        say("涉及", "about"),
        h("span", f" {about}", class_="mono"),
        class_="soft",
    )
    end = _decide(one) if one.granted is None and may else _decision(one)
    return h("article", head, h("p", asked.statement), facts, end, class_="request")


def _decision(one: Request) -> Html:
    if one.granted is None or one.decided_at is None:
        return Html("")
    chip = (
        h("span", say("同意", "granted"), class_="chip on")
        if one.granted
        else h("span", say("不同意", "refused"), class_="chip off")
    )
    who = h("span", f"{one.decided_by} · {local(one.decided_at, HOME)}", class_="soft")
    return h("div", h("div", chip, who, class_="top"), h("p", one.decision or ""), class_="decided")


def _decide(one: Request) -> Html:
    deletion = one.asked.kind is RequestKind.DELETION
    choice = h(
        "fieldset",
        h("legend", say("决定", "Decision")),
        _choice(one, "true", say("同意", "Grant")),
        _choice(one, "false", say("不同意", "Refuse")),
    )
    why = h(
        "label",
        h("span", say("理由", "Why")),
        h("textarea", data_field="decision", required="", minlength="2", maxlength="2000"),
        class_="field wide",
    )
    what = say("同意删除会立即删除图片, 不能恢复。", "Granting a deletion deletes the pictures at once, for good.")
    form = send_form(
        f"/api/v1/requests/{one.id}/decision",
        choice,
        why,
        *(h("p", what, class_="warn wide"),) * deletion,
        button=say("决定", "Decide"),
        data_sure="决定后不能更改。" + ("同意即删除图片。" if deletion else ""),
        data_sure_en="A decision is final." + (" Granting it deletes the pictures." if deletion else ""),
    )
    return h("details", h("summary", say("处理", "Decide")), form)


def _choice(one: Request, value: str, label: Html) -> Html:
    name = f"granted-{one.id}"
    dot = h("input", type="radio", name=name, value=value, required="", data_field="granted", data_kind="truth")
    return h("label", dot, label, class_="tick")

"""The installed sets of networks: what was measured of each, which judges, switching and the way back."""

from __future__ import annotations

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.access.may import Right, reach
from api.context import Context, Label
from api.models.networks import Measured, Network, Networks, NetworkSet
from api.pages.admin.amounts import megabytes
from api.pages.admin.room import cell, field, panel, room, send_form, table, text_input
from api.pages.shell.frame import notice
from api.pages.shell.markup import Html, h
from api.pages.shell.places import HOME
from api.pages.shell.say import say
from api.pages.shell.visit import Visit
from api.pages.shell.words import local, percent
from records import model_switches
from records.model_switches import ModelSwitch

HEADING = Label("模型", "Models")
NEXT_START = say("换用与退回在设备下次启动时生效。", "A switch takes force at the box's next start.")


async def models_page(visit: Visit) -> None:
    """Build the page.

    Raises:
        ModelError: which set is in force cannot be read.
        StoreError: the database cannot be used.
    """
    networks = visit.context.networks
    if networks is None:
        with room(visit, HEADING):
            ui.html(notice(say("本程序不判断画面", "This program judges nothing")), sanitize=False)
        return
    sets, switches = await run_in_threadpool(_read, visit.context, networks)
    with room(visit, HEADING):
        may = bool(reach(visit.grants, Right.SWITCH_MODELS))
        chosen = next((one.name for one in sets if one.chosen), networks.running)
        ui.html(h("p", NEXT_START, class_="lead-in"), sanitize=False)
        if chosen != networks.running:
            ui.html(_pending(networks.running, chosen), sanitize=False)
        for one in sets:
            ui.html(_set(one, networks.running, may), sanitize=False)
        ui.html(_history(switches, may), sanitize=False)


def _read(context: Context, networks: Networks) -> tuple[tuple[NetworkSet, ...], tuple[ModelSwitch, ...]]:
    with context.database.reading() as session:
        switches = model_switches.switches(session)
    return networks.sets(), switches[::-1]


def _pending(running: str, chosen: str) -> Html:
    told = say(
        f"现在判断的是 {running}; 设备下次启动时换为 {chosen}。",
        f"{running} judges now; {chosen} from the box's next start on.",
    )
    return h("p", told, class_="warn")


def _set(one: NetworkSet, running: str, may: bool) -> Html:
    chips = []
    if one.name == running:
        chips.append(h("span", say("正在判断", "judging now"), class_="chip on"))
    if one.chosen and one.name != running:
        chips.append(h("span", say("下次启动", "at the next start"), class_="chip warm"))
    head = h("div", h("h2", one.name), *chips, class_="top")
    if one.fault is not None:
        return panel("", head, h("p", say("文件有误: ", "Its files are wrong: "), one.fault, class_="bad"))
    nets = h("ul", *(h("li", _network(net)) for net in one.networks), class_="plain")
    change = _change(one) if may and not one.chosen else Html("")
    return panel("", head, nets, _measured(one.measured), change)


def _network(net: Network) -> Html:
    judges = f" → {', '.join(net.attributes)}" if net.attributes else ""
    size = megabytes(net.size_bytes) if net.size_bytes else "–"
    text = f"{net.version} · {', '.join(net.labels)}{judges} · {size}"
    return h("span", text, class_="mono")


def _measured(measured: tuple[Measured, ...]) -> Html:
    if not measured:
        return h("p", say("没有实测数字。", "Nothing was measured."), class_="soft")
    heads = (say("实测", "Measured"), say("数值", "Value"), say("95% 区间", "95 % interval"))
    rows = (_number(one, heads) for one in measured)
    count = say(f"实测数字 ({len(measured)})", f"Measured numbers ({len(measured)})")
    return h("details", h("summary", count), table(heads, *rows))


def _number(one: Measured, heads: tuple[Html, ...]) -> Html:
    interval = "–" if one.low is None or one.high is None else f"{percent(one.low)} – {percent(one.high)}"
    return h(
        "tr",
        cell(heads[0], h("span", one.place, class_="mono"), class_="lead-cell"),
        cell(heads[1], h("b", f"{one.value:.3f}")),
        cell(heads[2], interval),
    )


def _change(one: NetworkSet) -> Html:
    """A worse set is refused, unless somebody says why."""
    worse = h(
        "div",
        h("p", say("低于现用的一套:", "Falls behind the set in force:")),
        h("ul", *(h("li", line, class_="mono") for line in one.behind), class_="plain"),
        class_="warn wide",
    )
    why = field(say("仍要换用的理由 (会记录)", "Why, all the same (recorded)"), text_input("reason", maxlength="300"))
    return send_form(
        f"/api/v1/models/{one.name}/use",
        *((worse, why) if one.behind else ()),
        button=say("换用这一套", "Use this set"),
        data_sure=f"设备下次启动时换用 {one.name}?",
        data_sure_en=f"Use {one.name} from the box's next start on?",
    )


def _history(switches: tuple[ModelSwitch, ...], may: bool) -> Html:
    heading = say("换用记录", "Switches")
    if not switches:
        return panel(heading, h("p", say("还没有换过。", "None yet."), class_="soft"))
    heads = (say("时间", "When"), say("由谁", "By"), say("从 → 到", "From → to"), say("理由", "Why"))
    rows = (
        h(
            "tr",
            cell(heads[0], h("time", local(one.at, HOME)), class_="lead-cell"),
            cell(heads[1], one.who),
            cell(heads[2], f"{one.before} → {one.after}"),
            cell(heads[3], _why(one)),
        )
        for one in switches
    )
    back = send_form(
        "/api/v1/models/rollback",
        button=say("退回上一套", "Back to the set before"),
        data_sure="设备下次启动时退回上一套?",
        data_sure_en="Back to the set before, from the box's next start on?",
    )
    return panel(heading, table(heads, *rows), back if may else Html(""))


def _why(one: ModelSwitch) -> Html:
    if one.reason == "rollback":
        return say("退回", "back")
    return h("span", one.reason or "–")

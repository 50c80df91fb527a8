"""Setting one camera up: its address with a test, and what is drawn on its picture. The drawing is done by scripts."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.cameras.keeper import CameraKeeper, Choices, Sheet
from api.context import Label
from api.pages.cameras.trying import trying
from api.pages.parts.standing import state_chip, why_dark
from api.pages.shell.frame import absent, notice, open_frame
from api.pages.shell.markup import Html, h
from api.pages.shell.say import pick, said, say, tongue_of
from api.pages.shell.visit import Visit
from api.pages.shell.words import attribute_label, local
from records import health
from vision.camera_facts import CameraHealth

NEW = "new"
TITLE = Label("设置摄像头", "Set up a camera")
HOME = ZoneInfo("Asia/Shanghai")
KEPT = say(
    "只写盒子里的 cameras.yaml，不改您给的配置文件；每次改动都有记录。",
    "Kept in the box's cameras.yaml; the file you gave is never changed, and every change is on record.",
)
TOOLS = (
    ("zone", Label("画区域", "Draw a zone")),
    ("mask", Label("画隐私区", "Draw a privacy area")),
    ("rte", Label("画即食区", "Draw where food lies")),
    ("box", Label("放一个方框", "Put a square")),
    ("undo", Label("撤销", "Undo")),
    ("drop", Label("删除所选", "Delete it")),
)


async def edit_page(visit: Visit) -> None:
    """Build the page; `new` in the address is a camera that is not there yet.

    Raises:
        StoreError: the database cannot be used.
    """
    keeper, camera = visit.context.cameras, str(visit.request.path_params["camera_id"])
    if keeper is None:
        open_frame(visit, TITLE)
        words = say("本程序不管理摄像头", "This program keeps no cameras")
        ui.html(notice(words, say("在盒子上打开这一页。", "Open this page on the box.")), sanitize=False)
        return
    sheet = await run_in_threadpool(_sheet, keeper, camera)
    if sheet is None:
        absent(visit, Label("没有这个摄像头", "No such camera"))
        return
    chosen = await run_in_threadpool(keeper.choices)
    report = await run_in_threadpool(_health, visit, camera)
    open_frame(visit, TITLE, "camera.css", "outline.js", "drawing.js", "camera.js", "trying.js")
    with ui.element("div").classes("page"):
        ui.html(_page(visit, sheet, chosen, report), sanitize=False)


def _sheet(keeper: CameraKeeper, camera: str) -> Sheet | None:
    return keeper.blank() if camera == NEW else keeper.sheet(camera)


def _health(visit: Visit, camera: str) -> CameraHealth | None:
    with visit.context.database.reading() as session:
        return next(iter(health.history(session, camera, limit=1)), None)


def _page(visit: Visit, sheet: Sheet, chosen: Choices, report: CameraHealth | None) -> Html:
    words = {name: attribute_label(name)._asdict() for name in chosen.attributes}
    live = visit.context.live
    picture = f"/api/v1/cameras/{sheet.id}/picture" if sheet.id and live is not None and live.get(sheet.id) else ""
    return h(
        "div",
        _heading(sheet, report),
        h("div", _stage(visit, picture), _side(visit, sheet, chosen), class_="setup"),
        id="setup",
        data_sheet=sheet.model_dump_json(),
        data_choices=chosen.model_dump_json(),
        data_words=json.dumps(words, ensure_ascii=False),
    )


def _heading(sheet: Sheet, report: CameraHealth | None) -> Html:
    back = h("a", say("← 全部摄像头", "← All cameras"), href="/cameras", class_="back")
    if not sheet.id:
        return h("header", back, h("h1", say("添加摄像头", "Add a camera")), class_="setuphead")
    return h(
        "header",
        back,
        h("h1", sheet.name or sheet.id, h("small", sheet.id)),
        h("p", state_chip(report), *_why(report), _force(sheet), class_="standing"),
        class_="setuphead",
    )


def _why(report: CameraHealth | None) -> tuple[Html, ...]:
    why = why_dark(report)
    if why is None:
        return ()
    since = () if report is None else (h("small", local(report.at, HOME)),)
    return (h("span", said(why), *since, title=None if report is None else report.detail),)


def _force(sheet: Sheet) -> Html:
    if not sheet.by_page:
        return h("span", say("按配置文件", "As the configuration file says"), class_="chip")
    if sheet.in_force:
        return h("span", say("网页上的设置，已生效", "Set up here, in force"), class_="chip")
    return h("span", say("下次启动生效", "In force at the next start"), class_="chip late", title=sheet.why)


def _stage(visit: Visit, picture: str) -> Html:
    tongue = tongue_of(visit.request)
    tools = (h("button", said(label), type="button", class_="btn", data_tool=tool) for tool, label in TOOLS)
    alt = pick(Label("摄像头的画面", "What the camera sees"), tongue)
    empty = h("p", say("还没有画面：先测试连接。", "No picture yet: test the connection first."), class_="empty")
    hint = h("p", "", id="hint", class_="hint", aria_live="polite")
    image = h("img", src=picture or None, alt=alt, id="seen", class_="" if picture else "gone")
    drawing = pick(Label("画在画面上的区域", "Outlines on the picture"), tongue)
    svg = Html(f'<svg id="drawn" role="group" tabindex="-1" aria-label="{drawing}"></svg>')
    return h(
        "section",
        h("div", *tools, class_="tools", role="toolbar", aria_label=pick(Label("画图工具", "Tools"), tongue)),
        h("div", image, empty, svg, class_="canvas"),
        hint,
        class_="stage",
    )


def _side(visit: Visit, sheet: Sheet, chosen: Choices) -> Html:
    known = (trying(sheet.id, visit.context.names, tongue_of(visit.request)),) if sheet.id else ()
    return h("div", _address(sheet, chosen), _outlines(), _saving(sheet), *known, class_="side")


def _address(sheet: Sheet, chosen: Choices) -> Html:
    places = (h("option", one.name, value=one.id, selected=_yes(one.id == sheet.site)) for one in chosen.places)
    fresh = not sheet.id
    identity = (
        _field(say("编号", "Id"), h("input", id="id", maxlength="64", placeholder="YH-C03", autocomplete="off")),
    )
    where = h("input", id="url", type="password", autocomplete="off", maxlength="500", placeholder="rtsp://…")
    known = (h("p", say("现在：", "Now: "), h("code", sheet.source), class_="soft"),) if sheet.source else ()
    return h(
        "section",
        h("h2", say("在哪里", "Where it is")),
        *(identity if fresh else ()),
        _field(say("名称", "Name"), h("input", id="name", maxlength="120", value=sheet.name)),
        _field(say("场所", "Site"), h("select", *places, id="site", disabled=_yes(not fresh))),
        *known,
        _field(
            say("视频地址", "Address of its stream") if fresh else say("换一个地址（不改就留空）", "Another address"),
            where,
        ),
        h("p", h("label", h("input", type="checkbox", id="show"), say("显示地址", "Show it")), class_="row"),
        h("button", say("测试连接", "Test the connection"), type="button", class_="btn", id="try"),
        h("p", "", id="tried", role="status"),
        class_="panel form",
    )


def _outlines() -> Html:
    return h(
        "section",
        h("h2", say("画面上的区域", "On the picture")),
        h("div", "", id="list", class_="outlines"),
        h("div", "", id="chosen", class_="form"),
        class_="panel",
    )


def _saving(sheet: Sheet) -> Html:
    undo = h("button", say("恢复为配置文件的设置", "As the file says again"), type="button", class_="btn", id="restore")
    return h(
        "section",
        h("p", "", id="refused", role="alert", class_="bad"),
        h("button", say("保存并生效", "Save and put in force"), type="button", class_="go", id="save"),
        *((undo,) if sheet.by_page and sheet.id else ()),
        h("p", KEPT, class_="soft"),
        class_="panel form",
    )


def _field(label: Html, field: Html) -> Html:
    return h("label", label, field)


def _yes(condition: bool) -> str | None:
    return "" if condition else None

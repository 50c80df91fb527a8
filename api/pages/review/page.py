"""The page where flags are settled: queue, picture, verdict. Everything in it moves by review.js and its like."""

from __future__ import annotations

from uuid import UUID

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.context import Context, Label
from api.pages.review.item import item_html
from api.pages.review.queue import MORE, all_done, queue_list
from api.pages.review.reading import Item, Waiting, read_item, read_waiting
from api.pages.shell.frame import open_frame
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import Tongue, pick, said, say, tongue_of
from api.pages.shell.visit import Visit

STYLES = ("viewer.css", "strip.css", "review.css")
SCRIPTS = (
    "viewer.js",
    "outbox.js",
    "review_tray.js",
    "review_keys.js",
    "review_deciding.js",
    "review_queue.js",
    "review.js",
)
KEYS = (
    ("Y", "Enter", Label("确认", "confirm")),
    ("N", "1–8", Label("排除+原因", "dismiss, reason")),
    ("J", "K", Label("下/上一条", "next, previous")),
    ("U", "", Label("撤销", "undo")),
    ("X", "", Label("选同类", "tick alike")),
    ("M", "1–9", Label("并入", "merge")),
    ("1", "2 3", Label("时刻", "moment")),
    ("Z", "+ −", Label("放大", "zoom")),
    ("O", "", Label("标注", "drawings")),
    ("V", "", Label("录像", "clip")),
    ("?", "", Label("帮助", "help")),
)


async def review_page(visit: Visit) -> None:
    """Build the page; `case` in the address is what is shown first, else the most urgent.

    Raises:
        StoreError: the database cannot be used.
    """
    waiting, item = await run_in_threadpool(_read, visit)
    open_frame(visit, Label("待复核", "Review"), *STYLES, *SCRIPTS)
    ui.html(_desk(visit.context, waiting, item, tongue_of(visit.request)), sanitize=False)


def _read(visit: Visit) -> tuple[Waiting, Item | None]:
    waiting = read_waiting(visit.context, visit.visitor, MORE)
    wanted = (_asked(visit), *(waits.view.case.id for waits in waiting.items[:2]))
    items = (read_item(visit.context, visit.visitor, case) for case in wanted if case is not None)
    return waiting, next((item for item in items if item is not None), None)


def _asked(visit: Visit) -> UUID | None:
    try:
        return UUID(visit.request.query_params.get("case", ""))
    except ValueError:
        return None


def _desk(context: Context, waiting: Waiting, item: Item | None, tongue: Tongue) -> Html:
    shown = h("div", all_done(waiting.done), class_="over") if item is None else item_html(item, context.names, tongue)
    count = h("b", str(waiting.total), class_="count")
    head = h("h2", say("待复核", "To review"), count, h("button", "×", type="button", class_="close", data_drawer=""))
    return h(
        "review-desk",
        h("p", role="alert", class_="trouble", hidden=""),
        h("aside", head, queue_list(waiting, context.names), aria_label=pick(Label("队列", "Queue"), tongue)),
        h("div", shown, class_="stage", tabindex="-1"),
        _legend(),
        h("div", class_="tray", role="status"),
        _bar(),
        _help(),
        class_="review",
        data_login=waiting.login,
    )


def _legend() -> Html:
    return h("p", *(_key(*row) for row in KEYS), class_="legend")


def _key(first: str, second: str, name: Label) -> Html:
    return h("span", h("kbd", first), *((h("kbd", second),) if second else ()), said(name))


def _bar() -> Html:
    """What a thumb reaches on a phone."""
    queue = h("button", say("队列", "Queue"), h("b", class_="count"), type="button", class_="btn", data_drawer="")
    no = h("button", say("排除", "Dismiss"), type="button", class_="btn no", data_do="dismiss")
    yes = h("button", say("确认", "Confirm"), type="button", class_="btn yes", data_do="yes")
    following = h("button", "›", type="button", class_="btn", data_go="1", aria_label="下一条 Next")
    return h("div", queue, no, yes, following, class_="thumbs")


def _help() -> Html:
    rows = (h("div", h("dt", h("kbd", a), h("kbd", b) if b else Html("")), h("dd", said(name))) for a, b, name in KEYS)
    close = h("button", say("关闭", "Close"), type="submit", class_="btn")
    held = say(
        "每个决定先在本机保留 10 秒, 期间按 U 撤销; 之后才提交并记录在案。",
        "A decision is held here for 10 seconds; U takes it back. Only then it is sent, and stands on record.",
    )
    inside = join(h("h2", say("按键", "Keys")), h("dl", *rows), h("p", held, class_="soft"), close)
    return h("dialog", h("form", inside, method="dialog"), class_="keys")

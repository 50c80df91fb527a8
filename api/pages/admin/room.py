"""What the pages of 管理 share: the way between them, and the pieces their forms are made of (see admin.js)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import ui

from api.access.may import Right, reach
from api.context import Label
from api.pages.shell.frame import Gate, open_frame
from api.pages.shell.markup import Html, h, join
from api.pages.shell.menu import Entry
from api.pages.shell.say import said, say
from api.pages.shell.visit import Visit
from records.grants import Grants

ROOMS = (
    Entry("/admin/system", "系统", "System", Right.SEE_METRICS),
    Entry("/admin/users", "用户", "Users", Right.SEE_ACCOUNTS),
    Entry("/admin/notifiers", "通知", "Notifiers", Right.KEEP_NOTIFIERS),
    Entry("/admin/models", "模型", "Models", Right.SEE_MODELS),
    Entry("/admin/retention", "保存期限", "Retention", Right.SEE_RETENTION),
    Entry("/admin/requests", "个人请求", "Requests", Right.SEE_REQUESTS),
)
"""The pages, in the order of their menu."""


def rooms_for(grants: Grants) -> tuple[Entry, ...]:
    """Those that somebody with these grants may open."""
    return tuple(entry for entry in ROOMS if reach(grants, entry.right))


@contextmanager
def room(visit: Visit, heading: Label, *assets: str) -> Iterator[Gate]:
    """Frame and menu of a page; what is built within stands beside them."""
    gate = open_frame(visit, heading, "admin.css", "admin.js", *assets)
    with ui.element("div").classes("page admin"):
        ui.html(_menu(visit), sanitize=False, tag="nav").classes("rooms").props('aria-label="管理 Administration"')
        with ui.element("main").classes("room"):
            ui.html(h("h1", said(heading)), sanitize=False)
            yield gate


def _menu(visit: Visit) -> Html:
    path = visit.request.url.path
    links = []
    for entry in rooms_for(visit.grants):
        here = path == entry.path or path.startswith(f"{entry.path}/")
        on, current = ("on", "page") if here else (None, None)
        links.append(h("a", say(entry.zh, entry.en), href=entry.path, class_=on, aria_current=current))
    return join(*links)


def panel(heading: Html | str, *children: Html, **attributes: str | None) -> Html:
    """A section with a heading."""
    head = (h("h2", heading),) if heading else ()
    return h("section", *head, *children, **{"class_": "panel"} | attributes)


def field(label: Html, control: Html, hint: Html | str = "") -> Html:
    """A control with its name above it."""
    told = (h("small", hint, class_="hint"),) if hint else ()
    return h("label", h("span", label), control, *told, class_="field")


def text_input(name: str, **attributes: str | None) -> Html:
    """A line of text."""
    return h("input", **{"name": name, "type": "text", "data_field": name, "autocomplete": "off"} | attributes)


def send_form(address: str, *children: Html, button: Html, **attributes: str | None) -> Html:
    """A form sent to the interface; `data_method`, `data_sure` (asked before) and `data_then` as in admin.js."""
    told = h("p", role="alert", class_="bad")
    go = h("button", button, type="submit", class_="go")
    return h("form", *children, told, h("div", go, class_="acts"), action=address, **{"class_": "send"} | attributes)


def send_button(address: str, label: Html, *, look: str = "btn", **attributes: str | None) -> Html:
    """A form that is one button."""
    go = h("button", label, type="submit", class_=look, title=attributes.pop("title", None))
    return h("form", go, h("p", role="alert", class_="bad"), action=address, **{"class_": "send one"} | attributes)


def figure(heading: Html, value: Html | str, told: Html, *, hot: bool = False) -> Html:
    """A number to be seen from afar; `hot` where somebody should look."""
    looks = "panel hot" if hot else "panel"
    return h("div", h("span", heading, class_="soft"), h("b", value), h("small", told), class_=looks)


def table(heads: tuple[Html, ...], *rows: Html) -> Html:
    """A table that becomes a list of cards on a phone; cells say their heads (see `cell`)."""
    head = h("thead", h("tr", *(h("th", one, scope="col") for one in heads)))
    return h("table", head, h("tbody", *rows), class_="lines")


def cell(head: Html, *content: Html | str, **attributes: str | None) -> Html:
    """A cell; its head is told beside it where the table's own has no room."""
    return h("td", h("span", head, class_="of"), h("div", *content), **attributes)

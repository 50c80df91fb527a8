"""What was found in a recording: a timeline and a card for each, with its picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.analyses.reading import found_in
from api.context import Context, Label, Names
from api.pages.parts.lasting import lasted
from api.pages.shell.frame import absent, open_frame
from api.pages.shell.markup import Html, h
from api.pages.shell.say import pick, said, say, tongue_of
from api.pages.shell.visit import Visit
from api.pages.shell.words import percent
from records.uploads import Upload, UploadState
from records.violation_rows import ViolationRow

TITLE = Label("录像分析", "Analyse a recording")
ASSETS = ("analyse.css", "analyse.js")


@dataclass(frozen=True, slots=True)
class Result:
    """An analysis with what was found in it, oldest first."""

    upload: Upload
    found: tuple[ViolationRow, ...]


async def build_result(visit: Visit, video: str) -> None:
    """Build the page about one of the visitor's own.

    Raises:
        StoreError: the analysis' store cannot be used.
    """
    read = await run_in_threadpool(_read, visit.context, video, visit)
    if read is None:
        absent(visit, Label("没有这段录像", "No such recording"))
        return
    open_frame(visit, TITLE, *ASSETS)
    with ui.element("div").classes("page"):
        ui.html(_page(read, visit), sanitize=False)


def _read(context: Context, video: str, visit: Visit) -> Result | None:
    uploads = context.uploads
    try:
        upload = None if uploads is None else uploads.get(UUID(video))
    except ValueError:
        return None
    if uploads is None or upload is None or upload.who != visit.visitor.login:
        return None
    return Result(upload, found_in(context, uploads, upload, visit.grants))


def _page(result: Result, visit: Visit) -> Html:
    upload, found, names = result.upload, result.found, visit.context.names
    back = h("a", say("← 全部录像", "← All recordings"), href="/analyse", class_="back")
    if upload.state is not UploadState.DONE:
        waiting = say("还没有分析完，完成后这里显示结果。", "Not done yet: what is found will stand here.")
        return h("div", back, h("h1", upload.name), h("p", waiting, class_="wait"), data_waits=str(upload.id))
    if not found:
        clean = say("没有发现可以确认的问题", "Nothing was found that can be told")
        why = say("看不清的不算；这不等于没有问题。", "What could not be seen does not count: this is no clean bill.")
        return h("div", back, h("h1", upload.name), h("div", h("h2", clean), h("p", why), class_="notice"))
    first = min(row.started_at for row in found)
    count = say(f"发现 {len(found)} 处", f"{len(found)} found")
    return h(
        "div",
        back,
        h("h1", upload.name),
        h("p", count, class_="soft"),
        _timeline(found, names, visit),
        h(
            "div",
            *(_card(upload, row, first, visit) for row in found),
            class_="cards",
        ),
    )


def _timeline(found: tuple[ViolationRow, ...], names: Names, visit: Visit) -> Html:
    """A mark for each, from the first to the last."""
    first = min(row.started_at for row in found)
    last = max(row.ended_at or row.at for row in found)
    whole_s = max((last - first).total_seconds(), 1.0)
    marks = []
    for number, row in enumerate(found, 1):
        left = 100 * (row.started_at - first).total_seconds() / whole_s
        wide = 100 * ((row.ended_at or row.at) - row.started_at).total_seconds() / whole_s
        title = f"{number} {pick(names.code(row.code), tongue_of(visit.request))}"
        style = f"left:{left:.2f}%;width:max({wide:.2f}%, 10px);top:{(number - 1) % 4 * 16}px"
        looks = f"sev-{row.severity}"
        marks.append(h("a", href=f"#f{row.id}", title=title, aria_label=title, style=style, class_=looks))
    return h("div", *marks, class_="stretch")


def _card(upload: Upload, row: ViolationRow, first: datetime, visit: Visit) -> Html:
    name, after_s = visit.context.names.code(row.code), (row.started_at - first).total_seconds()
    alt = pick(name, tongue_of(visit.request))
    address = None if row.picture is None else f"/api/v1/analyses/{upload.id}/pictures/{row.picture.id}"
    none = h("span", say("没有图片", "No picture"), class_="none")
    picture = none if address is None else h("img", src=address, alt=alt, loading="lazy")
    return h(
        "article",
        h("div", picture, class_="picture"),
        h(
            "div",
            h("div", said(name), class_="title"),
            h("div", say("第一处之后 ", "after the first: "), lasted(after_s), class_="who"),
            h("div", say("看到 ", "seen for "), lasted(row.counted_s), h("span", percent(row.score)), class_="foot"),
            class_="text",
        ),
        id=f"f{row.id}",
        class_=f"card sev-{row.severity}",
    )

"""Bringing a recording: choose it, watch it come and be analysed; the list is kept by a script."""

from __future__ import annotations

from nicegui import ui

from api.pages.analyse.result import ASSETS, TITLE, build_result
from api.pages.shell.frame import notice, open_frame
from api.pages.shell.markup import Html, h
from api.pages.shell.say import say
from api.pages.shell.visit import Visit
from records.uploads import Uploads


async def analyse_page(visit: Visit) -> None:
    """Build the page; `video` in the address is the analysis whose findings are shown instead.

    Raises:
        StoreError: that analysis' store cannot be used.
    """
    video = visit.request.query_params.get("video")
    if video is not None:
        await build_result(visit, video)
        return
    open_frame(visit, TITLE, *ASSETS)
    uploads = visit.context.uploads
    with ui.element("div").classes("page"):
        if uploads is None:
            words = say("本程序不分析录像", "This program analyses no recordings")
            ui.html(notice(words, say("在盒子上打开这一页。", "Open this page on the box.")), sanitize=False)
        else:
            ui.html(_page(uploads), sanitize=False)


def _page(uploads: Uploads) -> Html:
    days, most_mb = uploads.keep.days, uploads.most_bytes // 1_000_000
    rules = say(
        f"mp4、mkv 或 avi，最大 {most_mb:,} MB。整个画面按“熟食专间”判断。只有您看得到，{days} 天后删除，不作证据。",
        f"mp4, mkv or avi, {most_mb:,} MB at most. The whole picture is judged as a deli special room. "
        f"Only you see it; it is deleted after {days} days, and is no evidence.",
    )
    choose = h(
        "label",
        h("b", say("选一段录像，或拖到这里", "Choose a recording, or drop it here")),
        h("input", type="file", id="video", accept="video/mp4,video/x-matroska,video/x-msvideo,.mp4,.mkv,.avi"),
        class_="drop",
        id="drop",
    )
    bar = h("div", h("i"), class_="progress", id="coming", role="progressbar", aria_label="upload", hidden="")
    return h(
        "div",
        h("h1", say("录像分析", "Analyse a recording")),
        h("section", choose, bar, h("p", "", id="told", role="status"), h("p", rules, class_="soft"), class_="panel"),
        h("section", h("h2", say("我的录像", "My recordings")), h("div", "", id="analyses"), class_="panel"),
        id="analyse",
        data_most=str(uploads.most_bytes),
    )

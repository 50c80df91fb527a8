"""The history: what happened over some days, as sums, as a list, and as pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.context import Label
from api.pages.history.choice import Choice, View
from api.pages.history.form import filter_form
from api.pages.history.overview import overview
from api.pages.history.pictures import Pictures
from api.pages.history.reading import Reader
from api.pages.history.rows import listing
from api.pages.history.totals import totals
from api.pages.shell.frame import Gate, notice, open_frame
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import Tongue, say, tongue_of
from api.pages.shell.visit import Visit
from cases.past import Past
from cases.reports.table import Form
from records.grants import Grants
from vision.errors import SunkitchenError

PAGE = 50
POLL_S = 3.0
AT_ONCE_S = 1.0
"""What is summed up by then is in the page when it comes; else a sign of life is, and the sums follow."""
VIEWS = {
    View.FIGURES: say("统计", "Figures"),
    View.LIST: say("列表", "List"),
    View.PICTURES: say("图片", "Pictures"),
}
NEWS = say("有新的抓拍。", "There is something new.")
GONE = say("记录暂时读不到，稍后自动重试。", "Records out of reach, trying again.")


async def history_page(visit: Visit) -> None:
    """Build the page.

    Raises:
        StoreError: the database cannot be used.
    """
    choice, grants = Choice.parse(visit.request.query_params), visit.grants
    reader = await run_in_threadpool(Reader.of, visit.context, choice, grants)
    gate = open_frame(visit, Label("历史", "History"), "history.css", "history.js")
    tongue = tongue_of(visit.request)
    with ui.element("div").classes("page history"):
        ui.html(filter_form(choice, reader.places, visit.context.names, tongue), sanitize=False)
        shown = Shown(reader, gate, tongue)
        await shown.build(grants)
    ui.timer(POLL_S, shown.poll)


class Shown:
    """The sums, and below them what the chosen view shows."""

    def __init__(self, reader: Reader, gate: Gate, tongue: Tongue) -> None:
        self._reader, self._gate, self._tongue = reader, gate, tongue
        self._sums = ui.element("div").classes("sums-place")
        ui.html(_tabs(reader.choice), sanitize=False)
        self._news = ui.html("", sanitize=False).classes("news")
        self._below = ui.element("div").classes("below")
        self._newest: UUID | None = None
        self._pictures: Pictures | None = None

    async def build(self, grants: Grants) -> None:
        """Everything that can be told at once; the sums may follow.

        Raises:
            StoreError: the database cannot be used.
        """
        view = self._reader.choice.view
        with self._below:
            if view is View.PICTURES:
                self._pictures = Pictures(self._reader, self._gate)
                await self._pictures.refresh(grants)
            elif view is View.LIST:
                await self._list(grants)
        await self._sum_up(grants)

    async def poll(self) -> None:
        """Look for news while the visitor may be here; what cannot be read now is tried again."""
        try:
            grants = await self._gate.grants()
            if grants is None:
                return
            if self._pictures is not None:
                await self._pictures.poll(grants)
            elif self._reader.choice.view is View.LIST and self._reader.choice.after is None:
                await self._look_for_news(grants)
        except SunkitchenError:
            self._news.content = h("p", GONE)

    async def _list(self, grants: Grants) -> None:
        choice, context = self._reader.choice, self._reader.context
        page = await run_in_threadpool(self._reader.page, grants, choice.after, PAGE)
        self._newest = page.items[0].id if page.items else None
        if page.items:
            ui.html(listing(page, choice, context.names, self._reader.places), sanitize=False)
        else:
            ui.html(nothing(choice), sanitize=False)

    async def _look_for_news(self, grants: Grants) -> None:
        page = await run_in_threadpool(self._reader.page, grants, None, 1)
        newest = page.items[0].id if page.items else None
        link = h("a", say("显示", "Show"), href=self._reader.choice.address)
        self._news.content = h("p", NEWS, link) if newest not in (None, self._newest) else ""

    async def _sum_up(self, grants: Grants) -> None:
        """The sums now, where they are ready soon; else when they are."""
        task = asyncio.create_task(run_in_threadpool(self._reader.past, grants))
        done, _ = await asyncio.wait({task}, timeout=AT_ONCE_S)
        if done:
            self._tell(task.result())
            return
        with self._sums:
            ui.html(h("p", say("正在汇总…", "Summing up…"), class_="wait panel"), sanitize=False)
        timer = ui.timer(0.2, lambda: self._when_done(task, timer.deactivate))

    def _when_done(self, task: asyncio.Task[Past], stop: Callable[[], None]) -> None:
        if not task.done():
            return
        stop()
        try:
            self._tell(task.result())
        except SunkitchenError:
            self._sums.clear()
            with self._sums:
                words = say("汇总读不到, 请刷新。", "The sums cannot be read: reload.")
                ui.html(h("p", words, class_="panel bad", role="alert"), sanitize=False)

    def _tell(self, past: Past) -> None:
        reader = self._reader
        self._sums.clear()
        with self._sums:
            shown = totals(past, reader.days, reader.choice, reader.context.names, reader.least_coverage)
            ui.html(shown, sanitize=False)
        if reader.choice.view is View.FIGURES:
            with self._below:
                self._figures(past)
        elif self._pictures is not None and self._pictures.is_empty:
            with self._below:
                ui.html(nothing(reader.choice), sanitize=False)

    def _figures(self, past: Past) -> None:
        if past.tallied.all or past.watched.watched_s:
            overview(past, self._reader, self._tongue)
        else:
            ui.html(nothing(self._reader.choice), sanitize=False)


def nothing(choice: Choice) -> Html:
    """In the place of what there is not; and that not seen is not clean."""
    if choice.narrowed:
        clear = h(
            "a",
            say("只留时间, 清除其他条件", "Keep the days, clear the rest"),
            href=choice.only_days.address,
            class_="btn",
        )
        found = say("没有符合条件的抓拍", "Nothing matches these filters")
        return join(notice(found, say("放宽条件再看。", "Widen the filters.")), h("p", clear, class_="way-out"))
    return notice(
        say("这段时间没有抓拍", "Nothing was flagged in these days"),
        say("没有抓拍不等于没有问题：请看上面的覆盖率。", "Not flagged is not clean: see the coverage above."),
    )


def _tabs(choice: Choice) -> Html:
    views = h("nav", *(_tab(choice, view) for view in VIEWS), class_="tabs", aria_label="视图 Views")
    buttons = (h("button", form.upper(), type="button", class_="btn", data_export=form) for form in Form)
    bar = h("div", h("i"), class_="progress", role="progressbar", aria_label="导出进度 Progress", hidden="")
    words = h("span", class_="export-words", role="status")
    export = h("div", h("span", say("导出", "Export"), class_="soft"), *buttons, bar, words, class_="export")
    return h("div", views, export, class_="views")


def _tab(choice: Choice, view: View) -> Html:
    here, href = view is choice.view, replace(choice, view=view, after=None).address
    return h("a", VIEWS[view], href=href, class_="on" if here else None, aria_current="page" if here else None)

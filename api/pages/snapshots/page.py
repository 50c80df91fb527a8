"""The first page: flagged snapshots, newest first, kept up to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.access.may import Right, reach, sight
from api.context import Context, Label
from api.pages.parts.card import card
from api.pages.shell.frame import Gate, notice, open_frame
from api.pages.shell.markup import Html, h, join
from api.pages.shell.places import Places
from api.pages.shell.visit import Visit
from api.pages.shell.words import word
from api.pages.snapshots.filters import Choice, filter_form
from records import health, violations
from records.grants import Grants
from records.scopes import Reach
from records.violation_rows import CodeCount, Cursor, Page, ViolationFilter, ViolationRow
from vision.camera_facts import CameraHealth, CameraState
from vision.errors import SunkitchenError

PAGE = 24
POLL_S = 2.0
CALM = (CameraState.WATCHING, CameraState.ENDED)


@dataclass(frozen=True, slots=True)
class News:
    """What is read each time the page looks for something new."""

    page: Page
    counts: tuple[CodeCount, ...]
    health: tuple[CameraHealth, ...]


async def snapshots_page(visit: Visit) -> None:
    """Build the page.

    Raises:
        StoreError: the database cannot be used.
    """
    context, grants = visit.context, visit.grants
    choice = Choice.parse(visit.request.query_params)
    places = await run_in_threadpool(_places, context, reach(grants, Right.SEE_VIOLATIONS))
    gate = open_frame(visit, Label("抓拍", "Snapshots"))
    with ui.element("div").classes("page"):
        ui.html(filter_form(choice, places, context.names), sanitize=False)
        shown = SnapshotList(context, gate, places, choice)
    await shown.refresh(grants)
    ui.timer(POLL_S, shown.poll)


class SnapshotList:
    """The cards there are, by violation. New ones come in at the top, changed ones change in place."""

    def __init__(self, context: Context, gate: Gate, places: Places, choice: Choice) -> None:
        self._context, self._gate, self._places = context, gate, places
        self._choice = choice
        self._rows: dict[UUID, ViolationRow] = {}
        self._cards: dict[UUID, ui.html] = {}
        self._end: Cursor | None = None
        self._summary = ui.html("", sanitize=False).classes("summary")
        self._grid = ui.element("section").classes("cards")
        self._empty = ui.html(_nothing(choice), sanitize=False)
        self._more = ui.button("更早的 Older", on_click=self.more).props("flat no-caps").classes("more")

    async def poll(self) -> None:
        """Look for news while the visitor may be here; say so when the records cannot be read."""
        try:
            grants = await self._gate.grants()
            if grants is not None:
                await self.refresh(grants)
        except SunkitchenError:
            self._summary.content = h(
                "span", "记录暂时读不到，稍后自动重试 Records out of reach, trying again", class_="bad"
            )

    async def refresh(self, grants: Grants) -> None:
        """Show what is new or changed of what the visitor may see."""
        cameras = reach(grants, Right.SEE_CAMERAS)
        news = await run_in_threadpool(_news, self._context, self._choice.wanted(self._places, sight(grants)), cameras)
        self._summary.content = _summary(news, self._context)
        if self._rows and news.page.next is not None and not any(row.id in self._rows for row in news.page.items):
            self._forget()  # more came than one page holds: begin again at the top
        first = not self._rows
        self._show(news.page.items)
        if first:
            self._reach(news.page)

    async def more(self) -> None:
        """Add the next older page."""
        grants = await self._gate.grants()
        if self._end is not None and grants is not None:
            wanted = self._choice.wanted(self._places, sight(grants))
            page = await run_in_threadpool(_page, self._context, wanted, self._end)
            self._show(page.items)
            self._reach(page)

    def _show(self, rows: Sequence[ViolationRow]) -> None:
        for row in rows:
            if self._rows.get(row.id) != row:
                self._put(row)
        self._empty.set_visibility(not self._rows)

    def _put(self, row: ViolationRow) -> None:
        self._rows[row.id] = row
        content = card(row, self._context.names, self._places)
        if row.id in self._cards:
            self._cards[row.id].content = content
            return
        with self._grid:
            self._cards[row.id] = ui.html(content, sanitize=False)
        order = sorted(self._rows.values(), key=lambda r: (r.opened_at, r.id), reverse=True)
        self._cards[row.id].move(self._grid, target_index=order.index(row))

    def _reach(self, page: Page) -> None:
        self._end = page.next
        self._more.set_visibility(page.next is not None)

    def _forget(self) -> None:
        self._grid.clear()
        self._rows.clear()
        self._cards.clear()


def _places(context: Context, within: Reach) -> Places:
    with context.database.reading() as session:
        return Places.read(session, within)


def _page(context: Context, wanted: ViolationFilter, cursor: Cursor | None) -> Page:
    with context.database.reading() as session:
        return violations.page(session, wanted, cursor, PAGE)


def _news(context: Context, wanted: ViolationFilter, cameras: Reach) -> News:
    with context.database.reading() as session:
        page = violations.page(session, wanted, None, PAGE)
        return News(page, violations.counts(session, wanted), health.latest(session, cameras))


def _summary(news: News, context: Context) -> Html:
    total = sum(line.count for line in news.counts)
    parts = [h("span", h("b", str(total)), " 条抓拍 snapshots")]
    counted = (line for line in news.counts if line.count)
    parts += [h("span", f"{context.names.code(line.code).zh} ", h("b", str(line.count))) for line in counted]
    parts += _advisory(sum(line.advisory for line in news.counts))
    return join(h("div", *parts, class_="counts"), _watching(news.health))


def _advisory(count: int) -> list[Html]:
    """What is shown and never counted, apart from what counts."""
    return [h("span", h("b", str(count)), " 条仅提示 advisory，不计入", class_="aside")] if count else []


def _watching(reports: Sequence[CameraHealth]) -> Html:
    """How many cameras look right now; what is dark is said first."""
    dark = [report for report in reports if report.state not in CALM]
    if dark:
        text = "，".join(f"{report.camera} {word(report.state).zh}" for report in dark[:3])
        return h("a", h("i"), f"{len(dark)} 路没有在看：{text}", href="/cameras", class_="live bad")
    watching = sum(report.state is CameraState.WATCHING for report in reports)
    words = f"{watching} 路正在看 watching" if watching else "没有摄像头正在看 nobody is watching"
    return h("a", h("i"), words, href="/cameras", class_="live" if watching else "live off")


def _nothing(choice: Choice) -> Html:
    if choice.narrowed:
        return notice("没有符合条件的抓拍", "Nothing matches these filters.", "放宽条件，或清除筛选再看。")
    return notice(
        "还没有抓拍",
        "No snapshots yet.",
        "没有抓拍不等于没有问题：请在“摄像头”页确认每一路都正在看。",
    )

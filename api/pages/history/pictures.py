"""The picture view: cards, kept up to date: new ones come in at the top, changed ones change in place."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.pages.history.reading import Reader
from api.pages.parts.card import card
from api.pages.shell.frame import Gate
from api.pages.shell.say import say
from records.grants import Grants
from records.violation_rows import Cursor, Page, ViolationRow
from vision.errors import SunkitchenError

PAGE = 24


class Pictures:
    """The cards there are, by violation."""

    def __init__(self, reader: Reader, gate: Gate) -> None:
        self._reader, self._gate = reader, gate
        self._rows: dict[UUID, ViolationRow] = {}
        self._cards: dict[UUID, ui.html] = {}
        self._end: Cursor | None = None
        self._trouble = ui.html("", sanitize=False).classes("trouble")
        self._grid = ui.element("section").classes("cards")
        with ui.element("button").props("type=button").classes("btn more") as self._more:
            ui.html(say("更早的", "Older"), sanitize=False)
        self._more.on("click", self.more)

    @property
    def is_empty(self) -> bool:
        """Whether there is none."""
        return not self._rows

    async def poll(self, grants: Grants) -> None:
        """Look for news; say so when the records cannot be read."""
        try:
            await self.refresh(grants)
            self._trouble.content = ""
        except SunkitchenError:
            self._trouble.content = say("记录暂时读不到，稍后自动重试。", "Records out of reach, trying again.")

    async def refresh(self, grants: Grants) -> None:
        """Show what is new or changed of what the visitor may see.

        Raises:
            StoreError: the database cannot be read.
        """
        page = await run_in_threadpool(self._reader.page, grants, None, PAGE)
        if self._rows and page.next is not None and not any(row.id in self._rows for row in page.items):
            self._forget()  # more came than one page holds: begin again at the top
        first = not self._rows
        self._show(page.items)
        if first:
            self._reach(page)

    async def more(self) -> None:
        """Add the next older page."""
        grants = await self._gate.grants()
        if self._end is not None and grants is not None:
            page = await run_in_threadpool(self._reader.page, grants, self._end, PAGE)
            self._show(page.items)
            self._reach(page)

    def _show(self, rows: Sequence[ViolationRow]) -> None:
        for row in rows:
            if self._rows.get(row.id) != row:
                self._put(row)

    def _put(self, row: ViolationRow) -> None:
        self._rows[row.id] = row
        content = card(row, self._reader.context.names, self._reader.places)
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

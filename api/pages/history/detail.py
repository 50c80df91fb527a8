"""One snapshot with the whole reason for it."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.access.may import Right, reach, sight
from api.context import Context, Label
from api.pages.parts.gallery import Gallery
from api.pages.parts.plot import plot_options
from api.pages.parts.register import register_table
from api.pages.parts.strip import attributes_of, look_strip, strip_table
from api.pages.parts.why import facts, files, film, heading, why
from api.pages.shell.frame import Gate, absent, open_frame
from api.pages.shell.markup import h
from api.pages.shell.places import Places
from api.pages.shell.say import Tongue, say, tongue_of
from api.pages.shell.visit import Visit
from api.pages.shell.words import attribute_label
from records import clips, violations
from records.clips import ClipRow
from records.grants import Grants
from records.violation_rows import ViolationDetail
from vision.errors import SunkitchenError

POLL_S = 5.0


async def detail_page(visit: Visit) -> None:
    """Build the page.

    Raises:
        StoreError: the database cannot be used.
    """
    context, violation = visit.context, visit.named("violation_id")
    seen = None if violation is None else await run_in_threadpool(_read, context, violation, visit.grants)
    if seen is None:
        absent(visit, Label("没有这条抓拍", "There is no such snapshot"))
        return
    gate = open_frame(visit, context.names.code(seen.detail.violation.code), "strip.css", "history.css", "back.js")
    page = DetailPage(context, gate, seen, tongue_of(visit.request))
    ui.timer(POLL_S, page.poll)


class Seen(NamedTuple):
    """What there is to show."""

    detail: ViolationDetail
    places: Places
    clip: ClipRow | None


class DetailPage:
    """Shows one snapshot and follows it while it goes on."""

    def __init__(self, context: Context, gate: Gate, seen: Seen, tongue: Tongue) -> None:
        self._context, self._gate = context, gate
        self._detail, self._places, self._clip = seen
        self._tongue, self._gallery = tongue, Gallery(tongue)
        with ui.element("div").classes("page detail") as self._main:
            self._build()

    async def poll(self) -> None:
        """Build again when there is more to tell; what cannot be read now is tried again."""
        try:
            grants = await self._gate.grants()
            if grants is None:
                return
            seen = await run_in_threadpool(_read, self._context, self._detail.violation.id, grants)
        except SunkitchenError:
            return
        if seen is None:
            self._main.clear()  # it is not theirs any more
        elif (seen.detail, seen.clip) != (self._detail, self._clip):
            self._detail, self._places, self._clip = seen
            self._main.clear()
            with self._main:
                self._build()

    def _build(self) -> None:
        row, names = self._detail.violation, self._context.names
        ui.html(heading(row, names, self._places), sanitize=False).classes("heading")
        with ui.element("div").classes("pictures"):
            self._gallery.build(self._detail, self._zone())
            if self._clip is not None:
                ui.html(film(self._clip), sanitize=False)
        with ui.element("aside"):
            ui.html(why(self._detail, names), sanitize=False)
            ui.html(facts(row, names, self._places), sanitize=False)
        if self._detail.copy is not None:
            ui.html(register_table(self._detail.copy, self._zone()), sanitize=False).classes("wide")
        if self._detail.looks:
            with ui.element("section").classes("wide looks"):
                self._looks()
        if self._detail.evidence:
            ui.html(files(self._detail, self._places), sanitize=False).classes("wide")

    def _looks(self) -> None:
        zone, looks = self._zone(), self._detail.looks
        about = self._context.names.attributes.get(self._detail.violation.code)
        attributes = attributes_of(looks, about)
        counted = h("small", str(len(looks)))
        ui.html(h("h2", say("观察记录", "Looks"), counted), sanitize=False)
        ui.html(look_strip(self._detail, about, zone), sanitize=False)
        if attributes:
            name = attribute_label(attributes[0])
            zh = f"{name.zh}: 每次观察的判断与把握, 看不清的另列"
            said = say(zh, f"{name.en}: what each look says and how sure it is; what cannot be told is apart")
            ui.html(said, sanitize=False).classes("soft")
            ui.echart(dict(plot_options(looks, attributes[0], zone, self._tongue))).classes("plot")
        ui.html(strip_table(looks, attributes, zone), sanitize=False)

    def _zone(self) -> ZoneInfo:
        return self._places.zone_info(self._detail.violation.site)


def _read(context: Context, violation: UUID, grants: Grants) -> Seen | None:
    with context.database.reading() as session:
        places = Places.read(session, reach(grants, Right.SEE_VIOLATIONS))
        detail = violations.one(session, violation, sight(grants))
        return None if detail is None else Seen(detail, places, clips.of(session, violation))

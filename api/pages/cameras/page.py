"""All cameras: what each is doing now, what was watched, and why looks did not count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.access.may import Right, reach
from api.context import Context, Label, Names
from api.pages.parts.day import Day, coverage_strip, coverage_words, read_day, why_not_table
from api.pages.shell.frame import Gate, notice, open_frame
from api.pages.shell.markup import Html, h, join
from api.pages.shell.places import Places
from api.pages.shell.visit import Visit
from api.pages.shell.words import local, word
from records import health
from records.grants import Grants
from records.registry import CameraEntry, SiteEntry
from vision.camera_facts import CameraHealth
from vision.errors import SunkitchenError
from vision.facts import Zone

POLL_S = 3.0


@dataclass(frozen=True, slots=True)
class News:
    """What a camera is doing, and its newest day; None where nothing was ever told."""

    health: CameraHealth | None
    day: Day | None


async def cameras_page(visit: Visit) -> None:
    """Build the page.

    Raises:
        StoreError: the database cannot be used.
    """
    context = visit.context
    places, news = await run_in_threadpool(_read, context, visit.grants)
    gate = open_frame(visit, Label("摄像头", "Cameras"))
    with ui.element("div").classes("page"):
        if not places.cameras(None):
            ui.html(notice("没有摄像头", "No cameras are configured.", "请在配置中加入摄像头。"), sanitize=False)
        page = CamerasPage(context, gate, places)
    page.show(news)
    ui.timer(POLL_S, page.poll)


class CamerasPage:
    """A card per camera, kept up to date."""

    def __init__(self, context: Context, gate: Gate, places: Places) -> None:
        self._context, self._gate = context, gate
        self._cards: dict[str, CameraCard] = {}
        for site in (s for s in places.sites if s.cameras):
            with ui.element("section").classes("site"):
                ui.html(h("h2", site.name, h("small", site.street)), sanitize=False)
                with ui.element("div").classes("cams"):
                    self._cards |= {camera.id: CameraCard(camera, site, context.names) for camera in site.cameras}

    def show(self, news: Mapping[str, News]) -> None:
        """Show what was read; a camera added meanwhile shows when the page is opened again."""
        for camera, card in self._cards.items():
            card.show(news.get(camera, News(None, None)))

    async def poll(self) -> None:
        """Look for news while the visitor may be here; what cannot be read now is tried again."""
        try:
            grants = await self._gate.grants()
            if grants is not None:
                _, news = await run_in_threadpool(_read, self._context, grants)
                self.show(news)
        except SunkitchenError:
            self.show({})


class CameraCard:
    """One camera. What people open stays open: only the contents change."""

    def __init__(self, camera: CameraEntry, site: SiteEntry, names: Names) -> None:
        self._camera, self._zone, self._names = camera, ZoneInfo(site.timezone), names
        with ui.element("article"):
            self._head = ui.html("", sanitize=False).classes("camera")
            zones = (h("li", _zone_words(zone, site, names)) for zone in camera.zones)
            ui.html(h("ul", *zones, class_="zones"), sanitize=False)
            self._watched = ui.html("", sanitize=False).classes("camera")
            with ui.element("details") as self._ledger:
                self._sum = ui.html("", sanitize=False, tag="summary")
                self._lines = ui.html("", sanitize=False)
            ui.html(
                h("a", "看它的抓拍 Its snapshots", href=f"/snapshots?camera={camera.id}", class_="back"), sanitize=False
            )

    def show(self, news: News) -> None:
        """Show its news."""
        title = h("div", h("b", self._camera.name), h("small", self._camera.id), _state(news.health), class_="camhead")
        self._head.content = join(title, _since(news.health, self._zone))
        day = news.day
        nothing = h("p", "没有可看的观察记录 Nothing watched that you may see", class_="soft")
        self._watched.content = nothing if day is None else join(coverage_strip(day), coverage_words(day))
        lines = () if day is None else day.why_not
        self._ledger.set_visibility(bool(lines))
        self._sum.content = f"没有计入的观察 Why not · {sum(line.looks for line in lines):,}"
        self._lines.content = why_not_table(lines, self._names)


def _read(context: Context, grants: Grants) -> tuple[Places, dict[str, News]]:
    with context.database.reading() as session:
        within = reach(grants, Right.SEE_CAMERAS)
        places = Places.read(session, within)
        newest = {report.camera: report for report in health.latest(session, within)}
        now = context.now()
        return places, {
            camera.id: News(newest.get(camera.id), read_day(session, camera.id, places.zone_info(site.id), now, grants))
            for site in places.sites
            for camera in site.cameras
        }


def _state(report: CameraHealth | None) -> Html:
    if report is None:
        return h("span", h("i"), "未知 unknown", class_="state unknown")
    state = word(report.state)
    return h("span", h("i"), f"{state.zh} {state.en}", class_=f"state {report.state}")


def _since(report: CameraHealth | None, zone: ZoneInfo) -> Html:
    if report is None:
        return h("p", "没有状态报告。No report of its state.", class_="soft")
    return h("p", f"自 {local(report.at, zone)} 起", f"：{report.detail}" if report.detail else "", class_="soft")


def _zone_words(zone: Zone, site: SiteEntry, names: Names) -> str:
    merchant = next((m.name for m in site.merchants if m.id == zone.merchant), None)
    hours = None if zone.schedule is None else "–".join(zone.schedule)
    return " · ".join(part for part in (names.zone(zone.kind).zh, merchant, hours) if part)

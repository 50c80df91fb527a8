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
from api.pages.parts.standing import state_chip, why_dark
from api.pages.shell.frame import Gate, notice, open_frame
from api.pages.shell.markup import Html, h, join
from api.pages.shell.places import Places
from api.pages.shell.say import said, say
from api.pages.shell.visit import Visit
from api.pages.shell.words import local
from records import health
from records.grants import Grants
from records.registry import CameraEntry, SiteEntry
from vision.camera_facts import CameraHealth, CameraState
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
    gate = open_frame(visit, Label("摄像头", "Cameras"), "cameras.css")
    keeps = context.cameras is not None and bool(reach(visit.grants, Right.KEEP_CAMERAS))
    kept: frozenset[str] = frozenset() if context.cameras is None or not keeps else context.cameras.ids()
    with ui.element("div").classes("page"):
        if keeps:
            add = h("a", say("添加摄像头", "Add a camera"), href="/cameras/new", class_="go")
            ui.html(add, sanitize=False).classes("addcam")
        if not places.cameras(None):
            words = say("没有摄像头", "No cameras")
            ui.html(notice(words, say("您的范围内还没有摄像头。", "None within your reach yet.")), sanitize=False)
        page = CamerasPage(context, gate, places, kept)
    page.show(news)
    ui.timer(POLL_S, page.poll)


class CamerasPage:
    """A card per camera, kept up to date."""

    def __init__(self, context: Context, gate: Gate, places: Places, kept: frozenset[str]) -> None:
        self._context, self._gate = context, gate
        self._cards: dict[str, CameraCard] = {}
        for site in (s for s in places.sites if s.cameras):
            with ui.element("section").classes("site"):
                ui.html(h("h2", site.name, h("small", site.street)), sanitize=False)
                with ui.element("div").classes("cams"):
                    for camera in site.cameras:
                        self._cards[camera.id] = CameraCard(camera, site, context.names, keeps=camera.id in kept)

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

    def __init__(self, camera: CameraEntry, site: SiteEntry, names: Names, *, keeps: bool) -> None:
        self._camera, self._zone, self._names = camera, ZoneInfo(site.timezone), names
        with ui.element("article"):
            self._head = ui.html("", sanitize=False).classes("camera")
            zones = (h("li", _zone_words(zone, site, names)) for zone in camera.zones)
            ui.html(h("ul", *zones, class_="zones"), sanitize=False)
            self._watched = ui.html("", sanitize=False).classes("camera")
            with ui.element("details") as self._ledger:
                self._sum = ui.html("", sanitize=False, tag="summary")
                self._lines = ui.html("", sanitize=False)
            ui.html(_links(camera, keeps=keeps), sanitize=False)

    def show(self, news: News) -> None:
        """Show its news."""
        camera = self._camera
        title = h("div", h("b", camera.name), h("small", camera.id), state_chip(news.health), class_="camhead")
        self._head.content = join(title, _since(news.health, self._zone))
        day = news.day
        nothing = h("p", say("没有可看的观察记录", "Nothing watched that you may see"), class_="soft")
        self._watched.content = nothing if day is None else join(coverage_strip(day), coverage_words(day))
        lines = () if day is None else day.why_not
        self._ledger.set_visibility(bool(lines))
        self._sum.content = join(
            say("没有计入的观察", "Looks that did not count"), h("span", f" · {sum(line.looks for line in lines):,}")
        )
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


def _links(camera: CameraEntry, *, keeps: bool) -> Html:
    """What else there is about it; whoever keeps cameras may see no snapshots, and the other way round."""
    if keeps:
        return h("a", say("设置：地址、区域、时段", "Set it up"), href=f"/cameras/{camera.id}", class_="btn")
    return h("a", say("看它的抓拍", "Its snapshots"), href=f"/snapshots?camera={camera.id}", class_="back")


def _since(report: CameraHealth | None, zone: ZoneInfo) -> Html:
    why = why_dark(report)
    since = () if report is None else (say("自 ", "since "), h("time", local(report.at, zone)))
    if why is None or (report is not None and report.state is CameraState.ENDED):
        return h("p", *since, class_="soft")
    return h("p", said(why), h("small", *since), class_="why", title=None if report is None else report.detail)


def _zone_words(zone: Zone, site: SiteEntry, names: Names) -> Html:
    merchant = next((m.name for m in site.merchants if m.id == zone.merchant), None)
    hours = None if zone.schedule is None else "–".join(zone.schedule)
    rest = "".join(f" · {part}" for part in (merchant, hours) if part)
    return join(said(names.zone(zone.kind)), h("span", rest))

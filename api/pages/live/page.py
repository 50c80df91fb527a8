"""The live wall: of every camera the newest picture, faces hidden, what it is doing, and why one is not watching."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.access.may import Right, reach
from api.context import Context, Label, Plan
from api.pages.parts.day import Day, coverage_strip, read_day
from api.pages.parts.lasting import ago, lasted
from api.pages.parts.standing import doing, state_chip, why_dark
from api.pages.shell.frame import Gate, notice, open_frame
from api.pages.shell.markup import Html, h, join
from api.pages.shell.places import Places
from api.pages.shell.say import pick, said, say, tongue_of
from api.pages.shell.visit import Visit
from records import health
from records.grants import Grants
from records.registry import CameraEntry, SiteEntry
from vision.camera_facts import CameraHealth, CameraState
from vision.errors import SunkitchenError

POLL_S = 3.0
DAYS_EVERY = 20
"""Polls between two looks at what was watched."""
STALE_S = 60.0
"""A picture older than this, of a camera that watches, is shown as an old one."""

CALM = frozenset({CameraState.ENDED})
"""States in which nobody watches and nobody has to do anything."""


@dataclass(frozen=True, slots=True)
class News:
    """A camera at a moment; `taken_at`: of its newest picture, None where there is none."""

    health: CameraHealth | None
    taken_at: datetime | None
    day: Day | None
    plan: Plan | None
    now: datetime

    @property
    def rank(self) -> int:
        """Where its tile stands: what somebody has to mend first, recordings that are over last."""
        return 1 if self.watching else 2 if self.health is None else 3 if self.health.state in CALM else 0

    @property
    def watching(self) -> bool:
        """Whether somebody looks there now."""
        return self.health is not None and self.health.state is CameraState.WATCHING


async def live_page(visit: Visit) -> None:
    """Build the page.

    Raises:
        StoreError: the database cannot be used.
    """
    context = visit.context
    places, days = await run_in_threadpool(_read, context, visit.grants)
    news = await run_in_threadpool(_news, context, visit.grants, days)
    gate = open_frame(visit, Label("画面", "Live"), "live.css")
    with ui.element("div").classes("page"):
        if not places.cameras(None):
            words = say("没有摄像头", "No cameras")
            ui.html(notice(words, say("您的范围内还没有摄像头。", "None within your reach yet.")), sanitize=False)
        wall = Wall(visit, gate, places, news)
    wall.days = days
    wall.show(news)
    ui.timer(POLL_S, wall.poll)


class Wall:
    """A tile per camera, kept up to date; those that nobody watches though somebody should come first.

    Attributes:
        days: by camera, what was watched; read less often than the rest.
    """

    def __init__(self, visit: Visit, gate: Gate, places: Places, news: Mapping[str, News]) -> None:
        self._context, self._gate = visit.context, gate
        self._tiles: dict[str, Tile] = {}
        self._polls = 0
        self.days: dict[str, Day | None] = {}
        self._sum = ui.html("", sanitize=False).classes("wallsum")
        for site in (s for s in places.sites if s.cameras):
            with ui.element("section").classes("site"):
                ui.html(h("h2", site.name, h("small", site.street)), sanitize=False)
                with ui.element("div").classes("wall"):
                    ordered = sorted(site.cameras, key=lambda camera: news[camera.id].rank)
                    self._tiles |= {camera.id: Tile(visit, camera, site) for camera in ordered}

    def show(self, news: Mapping[str, News]) -> None:
        """Show what was read; a camera added meanwhile shows when the page is opened again."""
        for camera, tile in self._tiles.items():
            if camera in news:
                tile.show(news[camera])
        watching = sum(one.watching for one in news.values())
        self._sum.content = _sum_words(watching, len(news)) if news else Html("")

    async def poll(self) -> None:
        """Look for news while the visitor may be here; what cannot be read now is tried again."""
        try:
            grants = await self._gate.grants()
            if grants is None:
                return
            self._polls += 1
            if self._polls % DAYS_EVERY == 0:
                _, self.days = await run_in_threadpool(_read, self._context, grants)
            self.show(await run_in_threadpool(_news, self._context, grants, self.days))
        except SunkitchenError:
            self._sum.content = say("暂时读不到记录，正在重试…", "The records cannot be read now; trying again…")


class Tile:
    """One camera. The picture is an element of its own, so that the next one takes its place without a flicker."""

    def __init__(self, visit: Visit, camera: CameraEntry, site: SiteEntry) -> None:
        self._camera, self._zone = camera, ZoneInfo(site.timezone)
        self._alt = pick(
            Label(f"{camera.name} 的最新画面", f"Newest picture of {camera.name}"), tongue_of(visit.request)
        )
        with ui.element("article").classes("tile"):
            with ui.element("div").classes("view"):
                self._image = ui.element("img")
                self._image.props["alt"] = self._alt
                self._image.props["loading"] = "lazy"
                self._over = ui.html("", sanitize=False).classes("over")
            self._text = ui.html("", sanitize=False).classes("camera")

    def show(self, news: News) -> None:
        """Show its news."""
        self._image.set_visibility(news.taken_at is not None)
        if news.taken_at is not None:
            self._image.props["src"] = f"/api/v1/cameras/{self._camera.id}/picture?at={news.taken_at.timestamp():.3f}"
            self._image.update()
        self._over.content = join(state_chip(news.health), _age(news))
        self._text.content = join(
            _title(self._camera), *(self._doing(news) if news.watching else _why(news)), *_hours(news.day)
        )

    def _doing(self, news: News) -> tuple[Html, ...]:
        return (h("p", doing(news.plan, self._camera.zones, news.now, self._zone), class_="soft"),)


def _read(context: Context, grants: Grants) -> tuple[Places, dict[str, Day | None]]:
    """Cameras, and of each what was watched."""
    now = context.now()
    with context.database.reading() as session:
        places = Places.read(session, reach(grants, Right.SEE_LIVE))
        days = {
            camera.id: read_day(session, camera.id, ZoneInfo(site.timezone), now, grants)
            for site in places.sites
            for camera in site.cameras
        }
    return places, days


def _news(context: Context, grants: Grants, days: Mapping[str, Day | None]) -> dict[str, News]:
    """Of the cameras with these days, as far as they are still within reach, how they do now."""
    now, plans, within = context.now(), context.plans(), reach(grants, Right.SEE_LIVE)
    times = {} if context.live is None else context.live.times()
    with context.database.reading() as session:
        newest = {report.camera: report for report in health.latest(session, within)}
    return {
        camera: News(newest.get(camera), times.get(camera), day, plans.get(camera), now) for camera, day in days.items()
    }


def _sum_words(watching: int, of: int) -> Html:
    words = say(f"{of} 台中 {watching} 台在看", f"{watching} of {of} are watching")
    looks = "live" if watching == of else "live off" if not watching else "live part"
    note = say("人脸已遮挡；画面不作证据，不保存", "Faces are hidden; these pictures are no evidence and are not kept")
    return join(h("span", h("i"), words, class_=looks), h("span", note, class_="soft"))


def _age(news: News) -> Html:
    if news.taken_at is None:
        return h("span", say("还没有画面", "No picture yet"), class_="none")
    age_s = (news.now - news.taken_at).total_seconds()
    return h("span", ago(age_s), class_="age old" if news.watching and age_s > STALE_S else "age")


def _title(camera: CameraEntry) -> Html:
    return h("div", h("b", camera.name), h("small", camera.id), class_="camhead")


def _why(news: News) -> tuple[Html, ...]:
    why = why_dark(news.health)
    if why is None or news.health is None:
        return () if why is None else (h("p", said(why), class_="why"),)
    for_s = (news.now - news.health.at).total_seconds()
    ended = news.health.state is CameraState.ENDED
    since = h("small", say("已", "for "), lasted(for_s))
    return (h("p", said(why), since, class_="why calm" if ended else "why", title=news.health.detail or None),)


def _hours(day: Day | None) -> tuple[Html, ...]:
    return (
        (h("p", say("还没有观察记录", "Nothing watched yet"), class_="soft"),)
        if day is None
        else (coverage_strip(day),)
    )

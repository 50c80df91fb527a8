"""All cameras: what each is doing now, what was watched, and why looks did not count."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from nicegui import ui
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.context import Context, Names
from api.pages.day import Day, coverage_strip, coverage_words, read_day, why_not_table
from api.pages.frame import notice, open_frame
from api.pages.markup import Html, h, join
from api.pages.places import Places
from api.pages.words import WORDS, local
from records import health
from records.registry import CameraEntry, SiteEntry
from vision.errors import SunkitchenError
from vision.facts import CameraHealth, Zone

POLL_S = 3.0


@dataclass(frozen=True, slots=True)
class CameraNews:
    """A camera with its newest state and its newest day."""

    camera: CameraEntry
    health: CameraHealth | None
    day: Day | None


async def cameras_page(context: Context, request: Request) -> None:
    """Build the page.

    Raises:
        StoreError: the database cannot be used.
    """
    content = await run_in_threadpool(_content, context)
    gate = open_frame(context, request, "摄像头 Cameras")
    with ui.element("main"):
        shown = ui.html(content, sanitize=False)

    async def poll() -> None:
        try:
            if await gate.passes():
                shown.content = await run_in_threadpool(_content, context)
        except SunkitchenError:
            shown.content = notice("暂时读不到记录", "The records cannot be read right now; trying again.")

    ui.timer(POLL_S, poll)


def _content(context: Context) -> Html:
    with context.database.reading() as session:
        places = Places.read(session)
        newest = {report.camera: report for report in health.latest(session)}
        sites = [_site(session, site, newest, context) for site in places.sites if site.cameras]
    return (
        join(*sites)
        if sites
        else notice("没有摄像头", "No cameras are configured.", "请在配置中加入摄像头后重新启动。")
    )


def _site(session: Session, site: SiteEntry, newest: dict[str, CameraHealth], context: Context) -> Html:
    zone = ZoneInfo(site.timezone)
    news = (CameraNews(c, newest.get(c.id), read_day(session, c.id, zone, context.now())) for c in site.cameras)
    cards = (_camera(n, site, zone, context.names) for n in news)
    return h("section", h("h2", site.name, h("small", site.street)), h("div", *cards, class_="cams"), class_="site")


def _camera(news: CameraNews, site: SiteEntry, zone: ZoneInfo, names: Names) -> Html:
    head = h("div", h("b", news.camera.name), h("small", news.camera.id), _state(news.health), class_="camhead")
    link = h("a", "看它的抓拍 Its snapshots", href=f"/?camera={news.camera.id}", class_="back")
    zones = h("ul", *(h("li", _zone_words(z, site, names)) for z in news.camera.zones), class_="zones")
    if news.day is None:
        body = h("p", "还没有观察记录 Nothing watched yet", class_="soft")
    else:
        body = join(coverage_strip(news.day), coverage_words(news.day), why_not_table(news.day, names))
    return h("article", head, _since(news.health, zone), zones, body, link)


def _state(report: CameraHealth | None) -> Html:
    if report is None:
        return h("span", h("i"), "从未报告 never reported", class_="state unknown")
    word = WORDS[report.state]
    return h("span", h("i"), f"{word.zh} {word.en}", class_=f"state {report.state}")


def _since(report: CameraHealth | None, zone: ZoneInfo) -> Html:
    if report is None:
        return h("p", "读取线程还没有报告过状态。", class_="soft")
    return h("p", f"自 {local(report.at, zone)} 起", f"：{report.detail}" if report.detail else "", class_="soft")


def _zone_words(zone: Zone, site: SiteEntry, names: Names) -> str:
    merchant = next((m.name for m in site.merchants if m.id == zone.merchant), None)
    hours = None if zone.schedule is None else "–".join(zone.schedule)
    return " · ".join(part for part in (names.zone(zone.kind).zh, merchant, hours) if part)

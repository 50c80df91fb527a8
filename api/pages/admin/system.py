"""How the box is: disk, database, queues, versions, clock, key, cameras; kept up to date."""

from __future__ import annotations

import platform
import sqlite3
from dataclasses import dataclass

from nicegui import ui
from starlette.concurrency import run_in_threadpool

from api.context import Context, Label
from api.pages.admin.amounts import free_bytes, gigabytes, lasting, megabytes, number
from api.pages.admin.room import figure, panel, room
from api.pages.shell.frame import Gate
from api.pages.shell.markup import Html, h
from api.pages.shell.places import HOME
from api.pages.shell.say import said, say
from api.pages.shell.visit import Visit
from api.pages.shell.words import local, word
from records import deliveries, health, registry
from records.keys import public_keys
from records.provenance import ClockReading
from records.queues import Queues, queues
from records.retention.room import Level
from records.scopes import EVERYWHERE
from vision.camera_facts import CameraState
from vision.errors import SunkitchenError
from vision.facts import TimeQuality

POLL_S = 5.0


@dataclass(frozen=True, slots=True)
class Machine:
    """What the records tell of the box."""

    queues: Queues
    size_bytes: int | None
    revision: str
    clock: ClockReading | None
    fingerprint: str
    cameras: int
    watching: int
    messages: int


async def system_page(visit: Visit) -> None:
    """Build the page.

    Raises:
        StoreError: the database cannot be used.
    """
    first = await run_in_threadpool(_content, visit.context)
    with room(visit, Label("系统", "System")) as gate:
        page = SystemPage(visit.context, gate, ui.html(first, sanitize=False))
    ui.timer(POLL_S, page.poll)


class SystemPage:
    """The figures, kept up to date."""

    def __init__(self, context: Context, gate: Gate, element: ui.html) -> None:
        self._context, self._gate, self._element = context, gate, element

    async def poll(self) -> None:
        """Look again while the visitor may be here; what cannot be read now is tried again."""
        try:
            if await self._gate.grants() is not None:
                self._element.content = await run_in_threadpool(_content, self._context)
        except SunkitchenError:
            return


def _read(context: Context) -> Machine:
    retention, database = context.retention, context.database
    with database.reading() as session:
        states = [report.state for report in health.latest(session, EVERYWHERE)]
        keys = public_keys(session)
        return Machine(
            queues(session, context.now()),
            database.size_bytes(),
            database.revision(),
            None if retention is None else retention.clock(),
            keys[-1].fingerprint if keys else "",
            len(registry.cameras(session, None, EVERYWHERE)),
            states.count(CameraState.WATCHING),
            deliveries.waiting(session),
        )


def _content(context: Context) -> Html:
    machine = _read(context)
    columns = h("div", _records(context, machine), _trust(context, machine), _versions(context, machine), class_="two")
    return h("div", _figures(context, machine), columns, class_="stack")


def _figures(context: Context, machine: Machine) -> Html:
    keeping, stopped = context.keeping(), context.stopped()
    free = gigabytes(free_bytes(context))
    up = say("–", "–") if context.started_at is None else lasting(context.now() - context.started_at)
    threads = (
        say(f"{len(stopped)} 个线程停了", f"{len(stopped)} threads stopped")
        if stopped
        else say("线程正常", "threads run")
    )
    size = "–" if machine.size_bytes is None else megabytes(machine.size_bytes)
    return h(
        "div",
        figure(say("磁盘可用", "Free on disk"), free, said(word(keeping.disk)), hot=keeping.disk is not Level.OK),
        figure(say("数据库", "Database"), size, say(f"版本 {machine.revision}", f"revision {machine.revision}")),
        figure(
            say("在看的摄像头", "Cameras watching"),
            f"{machine.watching} / {machine.cameras}",
            threads,
            hot=bool(stopped),
        ),
        figure(say("已运行", "Up"), up, say("自启动", "since the start")),
        class_="figures",
    )


def _records(context: Context, machine: Machine) -> Html:
    rounds, waits = context.rounds(), machine.queues
    last = "–" if rounds.last_at is None else local(rounds.last_at, HOME)
    return panel(
        say("办理与队列", "Rounds and queues"),
        _facts(
            (say("期限: 上次巡查", "Deadlines: last round"), last),
            (say("启动后办理的步骤", "Steps taken since the start"), number(rounds.steps)),
            (say("失败的巡查", "Rounds that failed"), _hot(number(rounds.failures), rounds.failures > 0)),
            (say("到点待巡查的案件", "Cases due to be looked at"), number(waits.due)),
            (say("发件箱累计", "News told so far"), number(waits.news)),
            (say("等待发送的通知", "Messages to be sent"), number(machine.messages)),
            (say("审计日志", "Audit log"), say(f"{number(waits.audited)} 行", f"{number(waits.audited)} lines")),
        ),
    )


def _trust(context: Context, machine: Machine) -> Html:
    unsigned = context.unsigned
    signing = say("正常签名", "signing") if unsigned is None else say("未签名", "not signing")
    return panel(
        say("可信", "Trust"),
        _facts(
            (say("时钟", "Clock"), _clock(machine.clock)),
            (say("证据签名", "Evidence is signed"), _hot(signing, unsigned is not None)),
            (say("公钥指纹", "Key's fingerprint"), h("span", machine.fingerprint or "–", class_="mono")),
            (
                say("签名链", "Chain"),
                say(f"{number(machine.queues.links)} 环", f"{number(machine.queues.links)} links"),
            ),
            (say("上次备份", "Last backup"), say("本程序不知道", "not known here")),
        ),
        h(
            "p",
            say(
                "备份须由人安排 (sunkitchen backup); 备份含签名密钥与通知密钥, 须妥善保管。",
                "Backups are for people to arrange (sunkitchen backup); they hold the signing key and the notifiers' "
                "secrets: keep them well.",
            ),
            class_="soft",
        ),
    )


def _clock(reading: ClockReading | None) -> Html:
    if reading is None:
        return say("未知", "unknown")
    off = "" if reading.error_s is None else f" ±{reading.error_s:.2f} s"
    return _hot(h("span", said(word(reading.quality)), off), reading.quality is TimeQuality.BAD)


def _versions(context: Context, machine: Machine) -> Html:
    networks = "–" if context.networks is None else context.networks.running
    return panel(
        say("版本", "Versions"),
        _facts(
            (say("程序", "Program"), f"sunkitchen {context.version}"),
            (say("模型", "Networks"), networks),
            (say("数据库版本", "Database revision"), machine.revision),
            (say("Python · SQLite", "Python · SQLite"), f"{platform.python_version()} · {sqlite3.sqlite_version}"),
            (say("系统", "Operating system"), f"{platform.system()} {platform.release()}"),
        ),
    )


def _facts(*facts: tuple[Html, Html | str]) -> Html:
    return h("dl", *(h("div", h("dt", name), h("dd", value)) for name, value in facts))


def _hot(value: Html | str, hot: bool) -> Html:
    return h("span", value, class_="bad" if hot else None)

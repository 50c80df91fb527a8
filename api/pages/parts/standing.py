"""What a camera's reader is doing, as people read it: its state, and why it is not watching, with the mend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from types import MappingProxyType
from zoneinfo import ZoneInfo

from api.cameras.reasons import why_refused
from api.context import Doing, Label, Plan
from api.pages.shell.markup import Html, h
from api.pages.shell.say import said, say
from api.pages.shell.words import word
from vision.camera_facts import CameraHealth, CameraState
from vision.facts import Hours, Zone

NEVER = Label("还没有任何报告：这台没有在看", "It never reported: nobody is watching there")
_BY_STATE = MappingProxyType(
    {
        CameraState.CONNECTING: Label("正在连接", "Being connected to"),
        CameraState.CONNECTED_WITHOUT_MEDIA: Label(
            "连上了，但没有完整的画面：检查摄像头的编码设置和网络带宽",
            "Connected, but no whole picture comes: check the camera's encoder and the network",
        ),
        CameraState.REFUSED: Label("摄像头拒绝了连接", "The camera refused the connection"),
        CameraState.LOST: Label("断线了，盒子会自己重连", "The connection is lost; the box tries again by itself"),
        CameraState.ENDED: Label("录像已放完，这是最后的画面", "The recording is over; this is its last picture"),
    }
)


def state_chip(report: CameraHealth | None) -> Html:
    """A dot and a word."""
    if report is None:
        return h("span", h("i"), say("未知", "unknown"), class_="state unknown")
    return h("span", h("i"), said(word(report.state)), class_=f"state {report.state}")


def why_dark(report: CameraHealth | None) -> Label | None:
    """Why nobody is watching there; None where somebody is."""
    if report is None:
        return NEVER
    if report.state is CameraState.WATCHING:
        return None
    return why_refused(report.detail) or _BY_STATE[report.state]


def doing(plan: Plan | None, zones: Sequence[Zone], now: datetime, zone: ZoneInfo) -> Html:
    """How often a camera is looked at, and that nothing counts out of hours."""
    if plan is None:
        return say("没有在看", "Not watched")
    if zones and not any(zone_.schedule is None or within(zone_.schedule, now, zone) for zone_ in zones):
        return say("非营业时间，不作判定", "Out of hours: nothing is judged")
    rate = f"{plan.looks_per_s:g}"
    return {
        Doing.PATROL: say("巡看：每两秒看一眼", "Patrol: a glance every two seconds"),
        Doing.ATTEND: say(f"细看：有人待判定，每秒 {rate} 次", f"Attending to somebody: {rate} looks a second"),
        Doing.REST: say("休息：久无人，每四秒看一眼", "Rest: nobody for long, a glance every four seconds"),
        Doing.FIXED_RATE: say(f"固定每秒看 {rate} 次", f"{rate} looks a second"),
        Doing.KEY_FRAMES: say("逐帧看关键帧", "Every key frame is looked at"),
    }[plan.doing]


def within(hours: Hours, at: datetime, zone: ZoneInfo) -> bool:
    """Whether a time is within local hours; they may pass midnight."""
    begins, ends = (time.fromisoformat(text) for text in hours)
    now = at.astimezone(zone).time()
    return begins <= now < ends if begins <= ends else now >= begins or now < ends

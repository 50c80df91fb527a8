"""What a camera's reader is doing, as people read it: its state, and why it is not watching, with the mend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from types import MappingProxyType
from zoneinfo import ZoneInfo

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
_BY_WORDS = (
    ("refused with 401", Label("用户名或密码不对：改正后再连", "User or password are wrong: mend them")),
    ("refused with 403", Label("这个用户无权观看：在摄像头上授权", "This user may not watch: allow it on the camera")),
    ("refused with 404", Label("摄像头没有这路视频：改正地址", "The camera has no such stream: mend its address")),
    ("nobody answers", Label("没有应答：检查电源、网线和地址", "Nobody answers: check power, cable and address")),
    ("no stream could be", Label("有应答，但不是视频：检查地址", "It answers, but with no video: check the address")),
    ("offers no picture", Label("只有声音，没有画面：换用视频流", "Only sound, no picture: choose the video stream")),
    ("closed the connection", Label("摄像头断开了连接，正在重连", "The camera closed the connection; trying again")),
    ("is not set", Label("没有设置它的地址（环境变量）", "Its address (an environment variable) is not set")),
    ("ends early", Label("录像不完整，已看到的都用了", "The recording is cut short; all of it was used")),
)
"""What the readers say begins in English; the most frequent of it in words for everybody."""


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


def why_refused(detail: str) -> Label | None:
    """What a reader said, in words for everybody; None where nobody wrote any."""
    return next((label for words, label in _BY_WORDS if words in detail), None)


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

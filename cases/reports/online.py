"""设备在线率: how long each camera was there, watched, and saw something."""

from __future__ import annotations

from cases.reports.frame import COVERAGE, SITE, STAFF_HOURS, framed
from cases.reports.material import Eye, Material
from cases.reports.table import Cell, Column, Kind, Report, Table
from cases.words import Words

NAME = "cameras-online"
TITLE = Words("设备在线率", "Cameras online")

COLUMNS = (
    SITE,
    Column(Words("摄像头", "camera"), width=10),
    Column(Words("应在线(时)", "scheduled h"), Kind.NUMBER, 5),
    Column(Words("在线(时)", "online h"), Kind.NUMBER, 5),
    Column(Words("在线率", "online"), Kind.SHARE, 4),
    Column(Words("离线次数", "outages"), Kind.COUNT, 4),
    Column(Words("最长离线(分)", "longest, min"), Kind.MINUTES, 5),
    Column(Words("遮挡(分)", "obstructed, min"), Kind.MINUTES, 5),
    COVERAGE,
    STAFF_HOURS,
)


def cameras_online(material: Material) -> Report:
    """Per camera the hours it should have been there, and what became of them."""
    rows = tuple(_row(material, eye) for eye in material.eyes)
    return framed(NAME, TITLE, material, (Table(TITLE, COLUMNS, rows),), notes=(NOTE,))


NOTE = Words(
    "在线: 摄像头读取正常; 覆盖: 确实看了画面。只计营业时间; 盒子自身停机时没有在线记录, 以覆盖率为准。",
    "Online: its reader had pictures; coverage: they were looked at. Opening hours only; while the box itself was down "
    "nobody kept account, so trust the coverage.",
)


def _row(material: Material, eye: Eye) -> tuple[Cell, ...]:
    scheduled = eye.watched.scheduled_s
    return (
        material.place(eye.site),
        f"{eye.name} {eye.id}",
        scheduled / 3600,
        eye.up_s / 3600,
        eye.up_s / scheduled if scheduled else None,
        eye.outages,
        eye.longest_s / 60,
        eye.obstructed_s / 60,
        eye.watched.coverage,
        eye.watched.staff_hours,
    )

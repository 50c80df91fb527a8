"""摊位日报, 日管控底稿: what was found at a stall on a day, to be finished by hand."""

from __future__ import annotations

from datetime import timedelta

from cases.reports.figures import at_of, counts
from cases.reports.frame import COUNTED, COVERAGE, SITE, STAFF_HOURS, STALL, framed, seen
from cases.reports.material import Material, Stall
from cases.reports.period import day_of
from cases.reports.table import Cell, Column, Kind, Report, Table
from cases.scores import Handled
from cases.settings import Family
from cases.states import Action
from cases.words import STATES, Words

NAME = "stall-daily"
TITLE = Words("摊位日报(日管控底稿)", "Stall daily, draft of the daily control record")
BY_HAND = Words("处置(手写)", "by hand")

COUNTS = (
    Column(Words("抓拍", "flagged"), Kind.COUNT, 3),
    Column(Words("待复核", "to review"), Kind.COUNT, 4),
    COUNTED,
    Column(Words("已排除", "dismissed"), Kind.COUNT, 4),
    Column(Words("已办结", "closed"), Kind.COUNT, 4),
    Column(Words("未办结", "open"), Kind.COUNT, 4),
)
EVENTS = (
    Column(Words("时间", "time"), Kind.TIME, 8),
    STALL,
    Column(Words("事项", "what"), width=10),
    Column(Words("级别", "class"), width=3),
    Column(Words("状态", "state"), width=6),
    Column(Words("整改时间", "rectified"), Kind.TIME, 8),
)
CERTIFICATES = (
    STALL,
    Column(Words("有效", "valid"), Kind.COUNT, 3),
    Column(Words("登记", "on register"), Kind.COUNT, 4),
    Column(Words("最近到期", "next expiry"), Kind.DAY, 6),
    Column(Words("提示", "hint"), width=8),
)
CHECKS = (
    STALL,
    Column(Words("检查项目", "item"), width=6),
    Column(Words("发现", "found"), Kind.COUNT, 3),
    Column(Words("未办结", "open"), Kind.COUNT, 4),
    Column(BY_HAND, width=12),
)


def stall_daily(material: Material) -> Report:
    """Per stall what was found, every case, and the items of the day's check to be finished by hand."""
    tables = (
        Table(
            Words("摊位情况", "Stalls"),
            (SITE, STALL, *COUNTS, COVERAGE, STAFF_HOURS),
            tuple(_stall(material, stall) for stall in material.stalls),
        ),
        Table(Words("抓拍明细", "Cases"), EVENTS, tuple(_event(material, one) for one in material.mine)),
        Table(
            Words("健康证", "Health certificates"),
            CERTIFICATES,
            tuple(_certified(material, stall) for stall in material.stalls),
        ),
        Table(
            Words("每日食品安全检查记录(底稿)", "Daily food safety check, draft"),
            CHECKS,
            tuple(
                _check(material, stall, family)
                for stall in material.stalls
                for family in material.book.settings.families
            ),
        ),
    )
    signatures = Words("检查人", "checked by"), Words("食品安全员", "food safety officer"), Words("日期", "date")
    return framed(NAME, TITLE, material, tables, notes=(PAPERS,), signatures=signatures)


EXPIRING = timedelta(days=30)
"""How long before its last day a certificate is told of."""
PAPERS = Words(
    "摄像头只看得到着装等项目; 其余项目须现场检查后手工填写。",
    "Cameras see little more than dress; everything else is checked on the spot and written by hand.",
)


def counted(some: tuple[Handled, ...]) -> tuple[Cell, ...]:
    """The cells of COUNTS."""
    told = counts(some)
    return told.flagged, told.pending, told.counted, told.dismissed, told.closed, told.unsettled


def _stall(material: Material, stall: Stall) -> tuple[Cell, ...]:
    own = material.of_stall(stall.id)
    return material.place(stall.site), stall.shown, *counted(own), *seen(material.watched_by(stall.id))


def _event(material: Material, one: Handled) -> tuple[Cell, ...]:
    lead = one.case.lead
    return (
        lead.opened_at,
        material.stall(one.case.merchant),
        material.book.code(lead.code),
        lead.severity,
        STATES[one.case.state].zh,
        at_of(one, Action.SUBMIT),
    )


def _certified(material: Material, stall: Stall) -> tuple[Cell, ...]:
    found = material.certified.get(stall.id)
    if found is None:
        return stall.shown, None, None, None, "未知"
    soon = found.next_expiry is not None and found.next_expiry - day_of(material.at) <= EXPIRING
    hint = "有过期或缺失" if found.valid < found.held else "将到期" if soon else ""
    return stall.shown, found.valid, found.held, found.next_expiry, hint


def _check(material: Material, stall: Stall, family: Family) -> tuple[Cell, ...]:
    told = counts(one for one in material.of_stall(stall.id) if one.case.lead.code in family.codes)
    return stall.shown, family.zh, told.counted, told.unsettled, ""

"""月调度: the trend of the weeks, what causes it, what is still to be done."""

from __future__ import annotations

from collections import Counter

from cases.reports.figures import by_level, counts, dismissal_of, rate
from cases.reports.frame import COUNTED, COVERAGE, RATE, framed, rate_note
from cases.reports.material import Material
from cases.reports.table import Cell, Chart, Column, Kind, Report, Table
from cases.reports.weekly import open_items
from cases.settings import Family
from cases.states import State
from cases.words import REASONS, Words

NAME = "monthly"
TITLE = Words("月调度(每月食品安全调度会议纪要底稿)", "Monthly meeting, draft of the minutes")

TREND = (
    Column(Words("周", "week"), width=11),
    Column(Words("抓拍", "flagged"), Kind.COUNT, 3),
    COUNTED,
    Column(Words("一级", "level 1"), Kind.COUNT, 3),
    Column(Words("二级", "level 2"), Kind.COUNT, 3),
    Column(Words("三级", "level 3"), Kind.COUNT, 3),
    Column(Words("已办结", "closed"), Kind.COUNT, 4),
    COVERAGE,
)
CAUSES = (
    Column(Words("类别", "family"), width=6),
    COUNTED,
    Column(Words("未办结", "open"), Kind.COUNT, 4),
    RATE,
    COVERAGE,
    Column(Words("原因分析(手写)", "causes, by hand"), width=14),
)
NOTHING = (
    Column(Words("排除原因", "dismissed for"), width=10),
    Column(Words("次数", "times"), Kind.COUNT, 4),
    COVERAGE,
)


def monthly(material: Material) -> Report:
    """Weeks, families with room for causes, dismissals by reason, and what is open."""
    tables = (_trend(material), _causes(material), _dismissed(material), open_items(material))
    names = tuple(f"{week.first:%m-%d}" for week in material.period.weeks())
    chart = Chart(Words("每周计入案件", "Counted cases per week"), names, tuple(float(n) for n in _per_week(material)))
    signatures = Words("主持人", "chair"), Words("参会人员", "present"), Words("日期", "date")
    return framed(NAME, TITLE, material, tables, notes=(rate_note(),), charts=(chart,), signatures=signatures)


def _per_week(material: Material) -> list[int]:
    return [
        counts(one for one in material.mine if week.holds(one.case.lead.opened_at)).counted
        for week in material.period.weeks()
    ]


def _trend(material: Material) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for week in material.period.weeks():
        some = [one for one in material.mine if week.holds(one.case.lead.opened_at)]
        told = counts(some)
        coverage = material.weeks.get(week.first)
        rows.append((str(week), told.flagged, told.counted, *by_level(some), told.closed, coverage))
    return Table(Words("每周走势", "Weeks"), TREND, tuple(rows))


def _causes(material: Material) -> Table:
    rows = tuple(_family(material, family) for family in material.book.settings.families)
    return Table(Words("按类别", "By family"), CAUSES, rows)


def _family(material: Material, family: Family) -> tuple[Cell, ...]:
    told = counts(one for one in material.mine if one.case.lead.code in family.codes)
    everywhere = material.everywhere
    per_100_h = rate(told.counted, everywhere.staff_hours)
    return family.zh, told.counted, told.unsettled, per_100_h, everywhere.coverage, ""


def _dismissed(material: Material) -> Table:
    reasons = (dismissal_of(one) for one in material.mine if one.case.state is State.DISMISSED)
    found = Counter(reason for reason in reasons if reason is not None)
    share = material.everywhere.coverage
    rows = tuple((REASONS[reason].zh, times, share) for reason, times in found.most_common())
    return Table(Words("排除的抓拍", "Dismissed"), NOTHING, rows)

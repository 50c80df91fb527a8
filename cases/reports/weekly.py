"""周排查: what came again, what is most frequent, what is not settled."""

from __future__ import annotations

from collections import Counter

from cases.deadlines import Due, dues
from cases.reports.figures import recurs
from cases.reports.frame import COVERAGE, SITE, STAFF_HOURS, STALL, framed, rate_note, seen
from cases.reports.material import Material
from cases.reports.stall_daily import COUNTS, counted
from cases.reports.table import Cell, Column, Kind, Report, Table
from cases.scores import Handled
from cases.words import DUES, STATES, Words

NAME = "weekly"
TITLE = Words("周排查(每周食品安全排查治理报告底稿)", "Weekly screening, draft")

CODE = Column(Words("事项", "what"), width=12)
REPEATS = (
    STALL,
    CODE,
    Column(Words("本期次数", "times"), Kind.COUNT, 4),
    Column(Words("其中重复", "repeats"), Kind.COUNT, 4),
    Column(Words("最近一次", "latest"), Kind.TIME, 8),
    COVERAGE,
)
OPEN_ITEMS = (
    Column(Words("抓拍时间", "captured"), Kind.TIME, 8),
    STALL,
    CODE,
    Column(Words("状态", "state"), width=6),
    Column(Words("层级", "level"), Kind.COUNT, 3),
    Column(Words("最近期限", "next deadline"), Kind.TIME, 8),
    Column(Words("待办", "due"), width=7),
)


def weekly(material: Material) -> Report:
    """Codes by frequency, repeats per stall, open items with their deadlines, coverage per site."""
    tables = (sites(material), codes(material), _repeats(material), open_items(material))
    signatures = Words("食品安全总监", "food safety director"), Words("日期", "date")
    return framed(NAME, TITLE, material, tables, notes=(rate_note(),), signatures=signatures)


def sites(material: Material) -> Table:
    """Counts per site."""
    rows = (
        (place.name, *counted(material.of_site(place.id)), *seen(material.watched_at(place.id)))
        for place in material.places
    )
    return Table(Words("场所情况", "Sites"), (SITE, *COUNTS, COVERAGE, STAFF_HOURS), tuple(rows))


def codes(material: Material) -> Table:
    """Counts per code, the most frequent first."""
    found = Counter(one.case.lead.code for one in material.mine)
    share = material.everywhere.coverage
    rows = (
        (material.book.code(code), *counted(tuple(one for one in material.mine if one.case.lead.code == code)), share)
        for code, _ in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    return Table(Words("高频事项", "By code"), (CODE, *COUNTS, COVERAGE), tuple(rows))


def open_items(material: Material) -> Table:
    """What is not settled, the most urgent first."""
    waiting = [(one, _next(material, one)) for one in material.mine if one.case.is_open]
    waiting.sort(key=lambda pair: (pair[1] is None, pair[0].case.lead.opened_at if pair[1] is None else pair[1].at))
    rows = tuple(_item(material, one, due) for one, due in waiting)
    return Table(Words("未办结事项", "Open items"), OPEN_ITEMS, rows)


def _repeats(material: Material) -> Table:
    groups: dict[tuple[str, str], list[Handled]] = {}
    for one in material.mine:
        if one.case.counts and one.case.merchant is not None:
            groups.setdefault((one.case.merchant, one.case.lead.code), []).append(one)
    within_s = material.book.settings.scores.repeat_within.total_seconds()
    rows = []
    for (merchant, code), some in sorted(groups.items()):
        again = [one for one in some if recurs(one, material.handled, within_s)]
        if again:
            latest = max(one.case.lead.opened_at for one in some)
            share = material.watched_by(merchant).coverage
            rows.append((material.stall(merchant), material.book.code(code), len(some), len(again), latest, share))
    return Table(Words("重复发生", "Repeats"), REPEATS, tuple(rows))


def _next(material: Material, one: Handled) -> Due | None:
    return min(dues(one.case, material.book.settings), key=lambda due: due.at, default=None)


def _item(material: Material, one: Handled, due: Due | None) -> tuple[Cell, ...]:
    case = one.case
    return (
        case.lead.opened_at,
        material.stall(case.merchant),
        material.book.code(case.lead.code),
        STATES[case.state].zh,
        case.level,
        None if due is None else due.at,
        None if due is None else DUES[due.kind].zh,
    )

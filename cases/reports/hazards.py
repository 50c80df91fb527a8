"""一季一清单: each kind of risk at each place, from found to settled."""

from __future__ import annotations

from cases.deadlines import dues
from cases.reports.figures import INSPECTIONS, at_of, recurs
from cases.reports.frame import framed
from cases.reports.history import BASIS_NOTE, basis
from cases.reports.material import Material
from cases.reports.table import Cell, Column, Kind, Report, Table
from cases.scores import Handled
from cases.states import Action
from cases.words import ACTIONS, STATES, Words

NAME = "quarterly-risks"
TITLE = Words("一季一清单(风险隐患清单)", "Quarterly list of risks")

COLUMNS = (
    Column(Words("风险事项", "risk"), width=9),
    Column(Words("场所", "site"), width=8),
    Column(Words("责任方", "responsible"), width=8),
    Column(Words("依据", "basis"), width=14),
    Column(Words("发现", "found"), Kind.COUNT, 4),
    Column(Words("首次", "first"), Kind.TIME, 7),
    Column(Words("最近", "latest"), Kind.TIME, 7),
    Column(Words("告知", "told"), Kind.COUNT, 4),
    Column(Words("整改", "rectified"), Kind.COUNT, 5),
    Column(Words("复查", "checked"), Kind.COUNT, 5),
    Column(Words("未结", "open"), Kind.COUNT, 4),
    Column(Words("再发", "again"), Kind.COUNT, 4),
    Column(Words("最近措施", "measure"), width=6),
    Column(Words("期限", "deadline"), Kind.TIME, 7),
    Column(Words("状态", "state"), width=6),
    Column(Words("覆盖率", "coverage"), Kind.SHARE, 5),
)


def quarterly_risks(material: Material) -> Report:
    """One row per code and place, only of what a person confirmed and nobody took back."""
    groups: dict[tuple[str, str, str], list[Handled]] = {}
    for one in material.mine:
        if one.case.counts:
            key = one.case.site.id, one.case.merchant or "", one.case.lead.code
            groups.setdefault(key, []).append(one)
    rows = tuple(_row(material, groups[key]) for key in sorted(groups))
    signatures = Words("填报", "drawn up by"), Words("会商意见", "agreed"), Words("日期", "date")
    return framed(NAME, TITLE, material, (Table(TITLE, COLUMNS, rows),), notes=(BASIS_NOTE,), signatures=signatures)


def _row(material: Material, some: list[Handled]) -> tuple[Cell, ...]:
    newest = some[-1]
    case = newest.case
    within_s = material.book.settings.scores.repeat_within.total_seconds()
    watched = material.watched_at(case.site.id) if case.merchant is None else material.watched_by(case.merchant)
    waiting = (due.at for one in some for due in dues(one.case, material.book.settings))
    return (
        material.book.code(case.lead.code),
        material.place(case.site.id),
        material.stall(case.merchant),
        basis(material, newest),
        len(some),
        some[0].case.lead.opened_at,
        case.lead.opened_at,
        sum(one.case.noticed_at is not None for one in some),
        sum(at_of(one, Action.SUBMIT) is not None for one in some),
        sum(at_of(one, *INSPECTIONS) is not None for one in some),
        sum(one.case.is_open for one in some),
        sum(recurs(one, material.handled, within_s) for one in some),
        ACTIONS[newest.steps[-1].action].zh,
        min(waiting, default=None),
        STATES[case.state].zh,
        watched.coverage,
    )

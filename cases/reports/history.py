"""违规历史: everything that was done with the cases of a stall, step by step."""

from __future__ import annotations

from collections.abc import Iterator

from cases.legal import Party
from cases.reports.frame import COVERAGE, STALL, framed, unranked_note
from cases.reports.material import Material
from cases.reports.stall_daily import COUNTS, counted
from cases.reports.table import Cell, Column, Kind, Report, Table
from cases.scores import Handled
from cases.words import ACTIONS, ROLES, STATES, Words

NAME = "stall-history"
TITLE = Words("违规历史", "Stall history")

CASES = (
    STALL,
    Column(Words("抓拍时间", "captured"), Kind.TIME, 8),
    Column(Words("事项", "what"), width=10),
    Column(Words("级别", "class"), width=3),
    Column(Words("状态", "state"), width=6),
    Column(Words("层级", "level"), Kind.COUNT, 3),
    Column(Words("依据", "basis"), width=22),
    Column(Words("证据", "evidence"), width=18),
)
STEPS = (
    Column(Words("案件", "case"), width=7),
    STALL,
    Column(Words("时间", "at"), Kind.TIME, 8),
    Column(Words("动作", "step"), width=7),
    Column(Words("谁", "who"), width=10),
    Column(Words("状态", "state"), width=6),
    Column(Words("层级", "level"), Kind.COUNT, 3),
)
BASIS_NOTE = Words("未经核对的法律依据显示「依据待核」。", "A legal basis nobody has checked shows 依据待核.")


def stall_history(material: Material) -> Report:
    """Per stall its cases with their basis and where the evidence is, and every step taken."""
    tables = (
        Table(
            Words("摊位", "Stalls"),
            (STALL, *COUNTS, COVERAGE),
            tuple(
                (one.shown, *counted(material.of_stall(one.id)), material.watched_by(one.id).coverage)
                for one in material.stalls
            ),
        ),
        Table(Words("案件", "Cases"), CASES, tuple(_case(material, one) for one in _of_stalls(material))),
        Table(
            Words("处理经过", "Steps"),
            STEPS,
            tuple(row for one in _of_stalls(material) for row in _steps(material, one)),
        ),
    )
    notes = (BASIS_NOTE, unranked_note(material.book.settings.scores))
    return framed(NAME, TITLE, material, tables, notes=notes)


def basis(material: Material, one: Handled) -> str:
    """On what a case stands, or that nobody has checked it."""
    case = one.case
    kind = material.kind_of(case.merchant)
    party = Party.STALL if case.merchant is not None else Party.OPERATOR
    return "; ".join(material.book.legal.shown(case.lead.code, kind, case.site.type, party))


def _of_stalls(material: Material) -> list[Handled]:
    mine = [one for one in material.mine if one.case.merchant is not None]
    return sorted(mine, key=lambda one: (material.stall(one.case.merchant), one.case.lead.opened_at))


def _case(material: Material, one: Handled) -> tuple[Cell, ...]:
    case, lead = one.case, one.case.lead
    return (
        material.stall(case.merchant),
        lead.opened_at,
        material.book.code(lead.code),
        lead.severity,
        STATES[case.state].zh,
        case.level,
        basis(material, one),
        f"/violations/{case.id}",
    )


def _steps(material: Material, one: Handled) -> Iterator[tuple[Cell, ...]]:
    for step in one.steps:
        yield (
            str(one.case.id)[:8],
            material.stall(one.case.merchant),
            step.at,
            ACTIONS[step.action].zh,
            f"{ROLES[step.role].zh} {step.actor}",
            STATES[step.became].zh,
            step.level,
        )

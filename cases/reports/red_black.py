"""红黑榜候选: who might be praised or warned. Publishing is the authority's act, after a signature."""

from __future__ import annotations

from cases.reports.frame import (
    COUNTED,
    COVERAGE,
    RATE,
    SITE,
    STAFF_HOURS,
    STALL,
    UNRANKED,
    formula_note,
    framed,
    seen,
    unranked_note,
)
from cases.reports.market import in_order, rank_text
from cases.reports.material import Material
from cases.reports.table import Cell, Column, Kind, Report, Table
from cases.scores import Score
from cases.settings import ScoreSettings
from cases.states import State
from cases.words import Words

NAME = "red-black"
TITLE = Words("红黑榜候选", "Candidates for the red and black lists")

COLUMNS = (
    Column(Words("候选", "candidate"), width=6),
    Column(Words("名次", "rank"), width=4),
    SITE,
    STALL,
    Column(Words("得分", "score"), Kind.NUMBER, 4),
    COUNTED,
    Column(Words("重复", "repeats"), Kind.COUNT, 3),
    Column(Words("申诉中", "appealed"), Kind.COUNT, 4),
    RATE,
    COVERAGE,
    STAFF_HOURS,
)


def red_black(material: Material) -> Report:
    """Every stall with its score; candidates are those nobody can appeal against any more."""
    sites = {one.id: one.site for one in material.stalls}
    rows = tuple(
        _row(material, sites[one.merchant], number, one) for number, one in in_order(material, material.scores())
    )
    numbers = material.book.settings.scores
    signatures = Words("拟定", "drawn up by"), Words("审核", "reviewed by"), Words("批准", "approved by")
    return framed(
        NAME,
        TITLE,
        material,
        (Table(TITLE, COLUMNS, rows),),
        notes=(_note(numbers), unranked_note(numbers), formula_note(numbers)),
        signatures=(*signatures, Words("日期", "date")),
    )


def candidate(one: Score, numbers: ScoreSettings) -> str:
    """What a stall is a candidate for, in words."""
    if not one.ranked:
        return UNRANKED
    if one.points >= numbers.red_from and not one.provisional:
        return "红榜"
    if one.points < numbers.black_below:
        return "待申诉期满" if one.provisional else "黑榜"
    return ""


def _note(numbers: ScoreSettings) -> Words:
    return Words(
        f"候选: 参评且不再可能变动; 红榜得分不低于 {numbers.red_from:g}, 黑榜低于 {numbers.black_below:g}。"
        "发布由主管部门决定, 须经签批; 不附可识别人员的图片。",
        "Candidates are ranked and final; publishing is the authority's act. No picture shows a person.",
    )


def _row(material: Material, site: str, number: int | None, one: Score) -> tuple[Cell, ...]:
    appealed = sum(case.case.state is State.APPEALED for case in material.of_stall(one.merchant))
    return (
        candidate(one, material.book.settings.scores),
        rank_text(number),
        material.place(site),
        material.stall(one.merchant),
        one.points if one.ranked else None,
        len(one.deductions),
        sum(deduction.repeated for deduction in one.deductions),
        appealed,
        one.per_100_h,
        *seen(one.watched),
    )

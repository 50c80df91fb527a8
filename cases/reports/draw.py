"""双随机候选: a weight of risk per stall for the agency's own random draw, which it never replaces."""

from __future__ import annotations

from datetime import datetime

from cases.reports.figures import INSPECTIONS
from cases.reports.frame import COUNTED, COVERAGE, SITE, STALL, formula_note, framed
from cases.reports.material import Material
from cases.reports.table import Cell, Column, Kind, Report, Table
from cases.scores import Score
from cases.settings import ScoreSettings
from cases.words import Words

NAME = "random-draw"
TITLE = Words("双随机抽查候选名单", "Candidates for the random draw")

COLUMNS = (
    SITE,
    STALL,
    Column(Words("商户号", "merchant"), width=7),
    Column(Words("风险权重", "risk weight"), Kind.NUMBER, 5),
    Column(Words("得分", "score"), Kind.NUMBER, 4),
    COUNTED,
    Column(Words("未结", "open"), Kind.COUNT, 3),
    Column(Words("最近现场检查", "last inspection"), Kind.TIME, 8),
    COVERAGE,
)


def random_draw(material: Material) -> Report:
    """Every stall, the heaviest first; what was hardly watched weighs more, for nobody knows."""
    numbers = material.book.settings.scores
    sites = {one.id: one.site for one in material.stalls}
    scores = sorted(material.scores(), key=lambda one: (-weight(one, numbers), one.merchant))
    rows = tuple(_row(material, sites[one.merchant], one) for one in scores)
    return framed(NAME, TITLE, material, (Table(TITLE, COLUMNS, rows),), notes=(_note(numbers), formula_note(numbers)))


def weight(one: Score, numbers: ScoreSettings) -> float:
    """Points lost, and more where too little was watched to tell."""
    return numbers.full - one.points + (0.0 if one.ranked else numbers.unwatched_risk)


def _note(numbers: ScoreSettings) -> Words:
    return Words(
        f"风险权重 = {numbers.full:g} − 得分, 覆盖率不足的再加 {numbers.unwatched_risk:g}; 公式 {numbers.version}。"
        "仅供抽查时加权, 不代替随机抽取。",
        f"Weight: points lost, plus {numbers.unwatched_risk:g} where too little was watched. It never replaces the "
        "draw.",
    )


def _row(material: Material, site: str, one: Score) -> tuple[Cell, ...]:
    some = material.of_stall(one.merchant)
    return (
        material.place(site),
        material.stall(one.merchant),
        one.merchant,
        weight(one, material.book.settings.scores),
        one.points if one.ranked else None,
        len(one.deductions),
        sum(case.case.is_open and case.case.counts for case in some),
        _inspected(material, one.merchant),
        one.watched.coverage,
    )


def _inspected(material: Material, merchant: str) -> datetime | None:
    own = (one for one in material.handled if one.case.merchant == merchant)
    return max((step.at for one in own for step in one.steps if step.action in INSPECTIONS), default=None)

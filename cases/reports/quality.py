"""模型质量: how often people agreed with the flags, per camera and code, and which networks judged."""

from __future__ import annotations

from collections.abc import Sequence

from cases.reports.figures import counts, dismissal_of, false_alarm, false_alarm_rate, judged
from cases.reports.frame import COVERAGE, SITE, framed
from cases.reports.material import Eye, Material
from cases.reports.table import Cell, Column, Kind, Report, Table
from cases.scores import Handled
from cases.states import DismissReason
from cases.words import REASONS, Words

NAME = "model-quality"
TITLE = Words("模型质量", "Model quality")

COLUMNS = (
    SITE,
    Column(Words("摄像头", "camera"), width=9),
    Column(Words("事项", "code"), width=10),
    Column(Words("抓拍", "flagged"), Kind.COUNT, 3),
    Column(Words("待复核", "to review"), Kind.COUNT, 4),
    Column(Words("确认", "confirmed"), Kind.COUNT, 3),
    Column(Words("误报", "false alarms"), Kind.COUNT, 3),
    Column(Words("误报率", "false alarm rate"), Kind.SHARE, 4),
    Column(Words("申诉撤销", "withdrawn"), Kind.COUNT, 4),
    COVERAGE,
)
REASON_COLUMNS = (
    Column(Words("摄像头", "camera"), width=9),
    Column(Words("事项", "code"), width=10),
    Column(Words("排除原因", "dismissed for"), width=10),
    Column(Words("次数", "times"), Kind.COUNT, 4),
    COVERAGE,
)
SWITCHES = (
    Column(Words("时间", "at"), Kind.TIME, 8),
    Column(Words("原模型", "before"), width=8),
    Column(Words("新模型", "after"), width=8),
    Column(Words("版本", "version"), width=20),
    Column(Words("理由", "reason"), width=12),
)


def model_quality(material: Material) -> Report:
    """Per camera and code what people said of the flags; why they dismissed; other networks put in force."""
    groups = _groups(material)
    eyes = {eye.id: eye for eye in material.eyes}
    rows = tuple(_row(material, eyes[camera], code, some) for (camera, code), some in sorted(groups.items()))
    reasons = tuple(
        (eyes[camera].name, material.book.code(code), REASONS[reason].zh, times, eyes[camera].watched.coverage)
        for (camera, code), some in sorted(groups.items())
        for reason, times in _reasons(some)
    )
    switched = tuple(
        (one.at, one.before, one.after, one.version, one.reason)
        for one in material.switches
        if material.period.holds(one.at)
    )
    tables = (
        Table(Words("逐摄像头、事项", "By camera and code"), COLUMNS, rows),
        Table(Words("排除原因", "Why dismissed"), REASON_COLUMNS, reasons),
        Table(Words("模型更换", "Switches of networks"), SWITCHES, switched),
    )
    return framed(NAME, TITLE, material, tables, notes=(NOTE,))


NOTE = Words(
    "误报: 经人排除为没有违规的, 或申诉成立的; 测试、重复、例外、时钟不准的不算。误报率以作出判断的为分母。",
    "False alarm: dismissed as nothing, or withdrawn on appeal; of what was decided. Tests, duplicates, exemptions and "
    "bad clocks are left out.",
)


def _groups(material: Material) -> dict[tuple[str, str], list[Handled]]:
    known = {eye.id for eye in material.eyes}
    groups: dict[tuple[str, str], list[Handled]] = {}
    for one in material.mine:
        camera = material.cameras_of_zones.get(one.case.lead.zone)
        if camera in known:
            groups.setdefault((camera, one.case.lead.code), []).append(one)
    return groups


def _row(material: Material, eye: Eye, code: str, some: Sequence[Handled]) -> tuple[Cell, ...]:
    told = counts(some)
    return (
        material.place(eye.site),
        f"{eye.name} {eye.id}",
        material.book.code(code),
        told.flagged,
        told.pending,
        told.counted,
        sum(map(false_alarm, some)),
        false_alarm_rate(some) if any(map(judged, some)) else None,
        told.withdrawn,
        eye.watched.coverage,
    )


def _reasons(some: Sequence[Handled]) -> list[tuple[DismissReason, int]]:
    found = [reason for one in some if (reason := dismissal_of(one)) is not None]
    return [(reason, found.count(reason)) for reason in DismissReason if reason in found]

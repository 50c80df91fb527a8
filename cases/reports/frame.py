"""What every report says before and after its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from cases.reports.figures import counts
from cases.reports.material import Material
from cases.reports.period import ZONE
from cases.reports.table import Chart, Column, Field, Kind, Report, Table
from cases.scores import Watched
from cases.settings import ScoreSettings
from cases.words import Words

UNRANKED = "不参评"
COUNTED = Column(Words("计入", "counted"), Kind.COUNT, 3)
RATE = Column(Words("百小时率", "per 100 h"), Kind.NUMBER, 5)
COVERAGE = Column(Words("覆盖率", "coverage"), Kind.SHARE, 4)
STAFF_HOURS = Column(Words("在岗时长(时)", "staff-hours"), Kind.NUMBER, 5)
SITE = Column(Words("场所", "site"), width=9)
STALL = Column(Words("摊位", "stall"), width=11)

LEADS = Words(
    "抓拍只是线索, 不是处罚证据; 是否违规由人审核, 申诉成立的不计。",
    "Snapshots are leads, never penalty evidence; people decide, and what an appeal withdrew is not counted.",
)


def framed(
    name: str,
    title: Words,
    material: Material,
    tables: Iterable[Table],
    notes: Iterable[Words] = (),
    charts: Iterable[Chart] = (),
    signatures: Iterable[Words] = (),
) -> Report:
    """A report with its head and notes."""
    return Report(
        name=name,
        title=title,
        head=tuple(_head(material)),
        tables=tuple(tables),
        notes=(LEADS, *notes, *_completeness(material)),
        charts=tuple(charts),
        signatures=tuple(signatures),
    )


def share(value: float | None) -> str:
    """A share in words."""
    return "—" if value is None else f"{value:.1%}"


def moment(at: datetime) -> str:
    """A moment as people in Ningbo write it."""
    return f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}"


def unranked_note(numbers: ScoreSettings) -> Words:
    """What 不参评 means."""
    least = f"{numbers.least_coverage:.0%}"
    return Words(
        f"覆盖率低于 {least} 的{UNRANKED}: 没看到不等于没有。",
        f"Below {least} coverage nothing is ranked ({UNRANKED}): not seen is not clean.",
    )


def rate_note() -> Words:
    """What a rate is."""
    return Words(
        "百小时率 = 计入案件数 ÷ 镜头内有员工的小时数 × 100; 一个镜头照着几个摊位的, 各摊位都按该镜头计时。",
        "Rate: counted cases per 100 observed staff-hours; stalls that share a camera share its hours.",
    )


def formula_note(numbers: ScoreSettings) -> Words:
    """The formula of scores, with its numbers."""
    weights = ", ".join(f"{severity} 级 {points:g}" for severity, points in numbers.weights.items())
    quick, within = numbers.quick_within.total_seconds() / 60, numbers.repeat_within.days
    return Words(
        f"评分 {numbers.version}: {numbers.full:g} 减扣分 ({weights}; {within} 天内重复 ×{numbers.repeat_factor:g}, "
        f"{quick:g} 分钟内整改 ×{numbers.quick_factor:g}, 逾期 +{numbers.overdue_points:g}), "
        f"不低于 {numbers.floor:g}。",
        f"Score {numbers.version}: {numbers.full:g} less what counted cases take off.",
    )


def seen(watched: Watched) -> tuple[float | None, float]:
    """Coverage and staff-hours, to stand beside each figure."""
    return watched.coverage, watched.staff_hours


def _head(material: Material) -> Iterator[Field]:
    running = " (未结束 running)" if material.at < material.period.end else ""
    watched = material.everywhere
    yield Field(Words("期间", "period"), f"{material.period}{running}")
    yield Field(Words("范围", "scope"), material.scope)
    yield Field(Words("评分公式", "formula"), material.book.settings.scores.version)
    yield Field(Words("生成时间", "generated"), f"{moment(material.at)} (Asia/Shanghai)")
    yield Field(
        Words("观察覆盖率", "coverage"),
        f"{share(watched.coverage)} (应看 {watched.scheduled_s / 3600:.1f} 时, 实看 {watched.watched_s / 3600:.1f} 时)",
    )


def _completeness(material: Material) -> Iterator[Words]:
    told = counts(material.mine)
    broken = f"; {material.broken} 起处理记录不连续, 未计入" if material.broken else ""
    broken_en = f"; {material.broken} with broken histories left out" if material.broken else ""
    yield Words(
        f"数据完整性: 待复核 {told.pending} 起未计入, 仅提示 {material.advice} 起不计入{broken}。",
        f"Completeness: {told.pending} wait for review and {material.advice} only advise; none of these "
        f"counts{broken_en}.",
    )
    if not material.everywhere.scheduled_s or not material.everywhere.watched_s:
        yield Words("数据完整性: 本期没有观察记录, 不能据此认为没有问题。", "Nothing was watched in this period.")

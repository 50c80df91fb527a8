"""What the history shows as a report: what was asked, sums, trend, rankings, and every row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.context import Names
from api.pages.history.choice import Choice
from api.pages.history.reading import Reader
from cases.past import Past, Ranked
from cases.reports.frame import (
    COUNTED,
    COVERAGE,
    LEADS,
    RATE,
    SITE,
    STAFF_HOURS,
    STALL,
    UNRANKED,
    moment,
    rate_note,
    share,
    unranked_note,
)
from cases.reports.table import Cell, Column, Field, Kind, Report, Table
from cases.words import STATES, Words
from records.tallies import Standing, standing_of
from records.violation_rows import ViolationRow

NAME = "history"
TITLE = Words("违规历史查询", "History")
STANDINGS = {
    Standing.COUNTED: Words("计入", "counted"),
    Standing.PENDING: Words("待复核", "waiting"),
    Standing.DISMISSED: Words("已排除", "dismissed"),
    Standing.WITHDRAWN: Words("申诉撤销", "withdrawn"),
    Standing.MERGED: Words("已合并", "merged"),
    Standing.ADVISORY: Words("仅提示", "advisory"),
}
FLAGGED = Column(Words("抓拍", "flagged"), Kind.COUNT, 3)
SUMS = (FLAGGED, *(Column(words, Kind.COUNT, 4) for words in STANDINGS.values()), RATE, COVERAGE, STAFF_HOURS)
TREND = (Column(Words("自", "from"), Kind.DAY, 6), Column(Words("至", "to"), Kind.DAY, 6), *SUMS)
RANKS = (Column(Words("名次", "rank"), width=4), SITE, STALL, FLAGGED, COUNTED, RATE, COVERAGE, STAFF_HOURS)
ROWS = (
    Column(Words("时间", "at"), Kind.TIME, 8),
    Column(Words("事项", "what"), width=9),
    Column(Words("级别", "class"), width=3),
    SITE,
    STALL,
    Column(Words("摄像头", "camera"), width=8),
    Column(Words("状态", "state"), width=6),
    Column(Words("统计", "counts as"), width=4),
    Column(Words("层级", "level"), Kind.COUNT, 3),
    Column(Words("再现", "repeats"), Kind.COUNT, 3),
    Column(Words("观察(秒)", "observed s"), Kind.NUMBER, 4),
    Column(Words("把握", "score"), Kind.SHARE, 4),
    Column(Words("编号", "id"), width=17),
)


def report_of(reader: Reader, past: Past, rows: Sequence[ViolationRow], by: str) -> Report:
    """The report."""
    numbers = reader.context.desk.settings.scores
    return Report(
        name=NAME,
        title=TITLE,
        head=tuple(_head(reader, past, len(rows), by)),
        tables=tuple(_tables(reader, past, rows)),
        notes=(LEADS, rate_note(), unranked_note(numbers)),
    )


def _head(reader: Reader, past: Past, rows: int, by: str) -> Iterator[Field]:
    days, now = reader.days, reader.context.now()
    yield Field(Words("期间", "period"), f"{days.first} 至 {days.last}")
    yield Field(Words("条件", "filters"), "; ".join(_filters(reader.choice, reader)) or "全部 all")
    yield Field(Words("条数", "rows"), f"{rows}")
    yield Field(Words("观察覆盖率", "coverage"), share(past.watched.coverage))
    yield Field(Words("生成时间", "generated"), f"{moment(now)} (Asia/Shanghai)")
    yield Field(Words("生成人", "by"), by)


def _filters(choice: Choice, reader: Reader) -> Iterator[str]:
    names = {
        "site": choice.site and reader.places.site(choice.site),
        "merchant": choice.merchant and reader.places.merchant(choice.merchant),
        "camera": choice.camera and reader.places.camera(choice.camera),
        "code": choice.code and reader.context.names.code(choice.code).zh,
        "state": choice.state and STATES[choice.state].zh,
    }
    asked = {name: word for name, word in choice.query.items() if name not in {"view", "after", "by", "when"}}
    for name, word in asked.items():
        yield f"{name}={word}" + (f" {names[name]}" if names.get(name) else "")


def _tables(reader: Reader, past: Past, rows: Sequence[ViolationRow]) -> Iterator[Table]:
    yield Table(Words("合计", "Sums"), SUMS, (_sums(past),))
    yield Table(Words("走势", "Trend"), TREND, tuple(_trend(past)))
    if len(past.stalls) > 1:
        yield Table(Words("摊位排名", "Stalls"), RANKS, tuple(_rank(one, reader) for one in past.stalls))
    names = reader.context.names
    yield Table(Words("明细", "Rows"), ROWS, tuple(_row(row, reader, names) for row in rows))


def _sums(past: Past) -> tuple[Cell, ...]:
    counts = (getattr(past.tallied, one) for one in STANDINGS)
    rate = 100 * past.count / past.watched.staff_hours if past.watched.staff_hours else None
    return past.tallied.all, *counts, rate, past.watched.coverage, past.watched.staff_hours


def _trend(past: Past) -> Iterator[tuple[Cell, ...]]:
    """A dash, never a zero, where nobody watched."""
    for one in past.buckets:
        dark = one.unwatched and not one.tallied.all
        counts = [None if dark else count for count in (one.tallied.all, *(getattr(one.tallied, s) for s in STANDINGS))]
        yield one.first, one.last, *counts, one.rate(past.among), one.watched.coverage, one.watched.staff_hours


def _rank(one: Ranked, reader: Reader) -> tuple[Cell, ...]:
    places = reader.places
    stall = f"{places.merchant(one.merchant)} {places.stall_of(one.merchant)}".strip()
    place = UNRANKED if one.place is None else str(one.place)
    rate = None if one.place is None else one.rate
    watched = one.watched
    return place, places.site(one.site), stall, one.tallied.all, one.count, rate, watched.coverage, watched.staff_hours


def _row(row: ViolationRow, reader: Reader, names: Names) -> tuple[Cell, ...]:
    standing = standing_of(row.state, advisory=row.advisory)
    return (
        row.opened_at,
        names.code(row.code).zh,
        row.severity,
        row.site_name,
        reader.places.stall(row) if row.merchant else "（公共区域）",
        row.camera_name,
        STATES[row.state].zh,
        STANDINGS[standing].zh,
        None if row.advisory else row.level,
        row.repeats,
        row.counted_s,
        row.score,
        str(row.id),
    )

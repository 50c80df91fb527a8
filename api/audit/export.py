"""Lines of the audit log as a table, to be written like any report."""

from __future__ import annotations

from api.pages.shell.words import word
from cases.reports.table import Column, Kind, Report, Table
from cases.words import Words
from records.audit import Line

MOST = 5000
TITLE = Words("审计日志", "audit log")
COLUMNS = (
    Column(Words("序号", "number"), Kind.COUNT),
    Column(Words("时间", "when"), Kind.TIME),
    Column(Words("谁", "who")),
    Column(Words("做了什么", "what")),
    Column(Words("对象", "subject"), width=20),
    Column(Words("理由", "reason"), width=20),
    Column(Words("来自", "from")),
)


def log_report(lines: tuple[Line, ...]) -> Report:
    """Newest first."""
    rows = tuple(
        (line.seq, line.at, line.who, word(line.action).zh, line.subject, line.reason, line.address) for line in lines
    )
    more = (Words(f"只含最新的 {MOST} 行", f"the newest {MOST} lines only"),) if len(lines) == MOST else ()
    return Report("audit", TITLE, (), (Table(TITLE, COLUMNS, rows),), more)

"""Writes docs/retention.md from the rules in force, so that it cannot say anything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from records.retention.rules import Rules, Rung, Standing
from records.retention.words import MATTERS, SHELVES, STANDINGS

HEAD = """\
# 保存期限 How long what is kept

Written by `make docs` from `configs/retention.yaml`; change that, not this.
本文由 `make docs` 生成; 请修改源文件。

- 依法保留的证据, 任何期限都不删; 移送的案件自动保留, 直至有人解除。
  Nothing under legal hold goes; a referred case is held of itself, until somebody lifts it.
- 未结案件的证据不因到期删除。 An open case keeps its evidence, whatever its age.
- 图片删除后, 记录与哈希仍在; 删除本身记入签名的链。
  When pictures go, rows and hashes stay, and the deletion is a signed link of the site's chain.
- 时钟可疑、数据库不符、一次过多时, 什么也不删, 等人来看。
  A clock that may be wrong, a database that does not fit, too much at once: nothing goes until somebody looked.
- 没有记录的文件只报告, 不删除。
  Files no row knows are reported, never deleted (only half-written ones, after an hour).
"""
TAIL = """\
## 怎样运行 How it runs

    sunkitchen retention plan --config FILE [--json]     将删除什么, 为什么; 不改动任何东西
    sunkitchen retention run --config FILE [--large] [--clock-is-right] [--older-database]     现在就做

A running box does it every {every:g} h, and makes up at its start for what it missed; `box: {{retention: false}}`
switches that off. A few cases go in one transaction: tombstone, removals, and the list of files to erase; then the
files. Killed in between, the next run finishes, nobody is served what is on record as gone, and `evidence verify` finds
nothing amiss. What is removed is judged again within the transaction: a hold or an appeal that came meanwhile counts. A
file that is due and not there gets no tombstone, so that `verify` goes on naming it.

A case is at rest from its last step on, advice that nobody closed from when it was filmed (of an old recording, that
may be long ago). What was merged stands as the case it went into. The looks of a violation are
also in the chain: when they go, its links' bodies are emptied, and the deletion says again what stays. What is left of
the chain in the end are the heads of its links: hashes and ids.

All looks of the last hours (boxes, answers, scores, no pictures) lie in `looks/` beside the database, a file for each
camera and hour, to try rules on (`sunkitchen rehearse`). `box.looks_hours` says how long after an hour was last written
to (24; 0 keeps none), `box.looks_mb` how much; what is over goes whenever an hour begins. They are no evidence: no hold
keeps them, and the clock is taken as it is.

The clock is not believed where its quality is bad, where it was set back by more than {back:g} min, or where it is more
than {gap} d after the last run ({synced} d where a time service keeps it). More than {share:.0%} of the files at once
(and more than {free} files) needs `--large`. The evidence folder remembers how long the chain was, so an older database
needs `--older-database`; an empty one, or another box's, is refused.

## 磁盘 Room on the disk

Below {alert:g} GB free: an error in the log, a line on every page, `/readyz` and `/metrics`. Below {act:g} GB, and not
before that was said: evidence goes until there are {alert:g} GB again, in this order, the oldest first, nothing younger
than {youngest:g} h, and never what is held:

{order}

Where nothing may go, the box keeps running, and stops keeping clips, looks and heads to label.
"""


def document(rules: Rules) -> str:
    """docs/retention.md, Markdown."""
    return "\n".join([HEAD, *_cases(rules), *_shelves(rules), _tail(rules)])


def _cases(rules: Rules) -> list[str]:
    heads = ("案件 case", "", *map(str, MATTERS.values()))
    rows = [
        (str(STANDINGS[standing]), f"`{standing}`", *(_days(kept.get(matter)) for matter in MATTERS))
        for standing, kept in rules.keep.items()
    ]
    stays = (str(STANDINGS[Standing.OPEN]), f"`{Standing.OPEN}`", *["不删 stays"] * len(MATTERS))
    return ["## 案件 Cases, days after they came to rest", "", *_table(heads, [*rows, stays]), ""]


def _shelves(rules: Rules) -> list[str]:
    rows = [(str(SHELVES[shelf]), f"`{shelf}`", _days(lasts)) for shelf, lasts in rules.shelves.items()]
    return ["## 其他 Everything else, days", "", *_table(("记录 lines", "", "天 days"), rows), ""]


def _tail(rules: Rules) -> str:
    gb = 1e9
    return TAIL.format(
        every=rules.every.total_seconds() / 3600,
        back=rules.clock.back.total_seconds() / 60,
        gap=rules.clock.gap.days,
        synced=rules.clock.synced_gap.days,
        share=rules.guard.max_share,
        free=rules.guard.free_files,
        alert=rules.floor.alert / gb,
        act=rules.floor.act / gb,
        youngest=rules.floor.youngest.total_seconds() / 3600,
        order="\n".join(f"1. {_rung(rung)}" for rung in rules.floor.order),
    )


def _rung(rung: Rung) -> str:
    return f"{MATTERS[rung.matter]}: {STANDINGS[rung.standing]}"


def _days(lasts: timedelta | None) -> str:
    return "不删 stays" if lasts is None else str(lasts.days)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [_line(heads), _line(["---"] * len(heads)), *map(_line, rows)]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"

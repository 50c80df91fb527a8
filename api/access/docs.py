"""Writes docs/roles.md from the tables in force, so that it cannot say anything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from api.access.may import ROWS, Row
from cases.words import ROLES
from records.roles import LEVELS_OF, Level

HEAD = """\
# 角色与权限 Roles, and what each may do

Written by `make docs` from `api/access/may.py` and `records/roles.py`; change those, not this.
本文由 `make docs` 生成; 请修改源文件。

- 一个账号可以有一个或多个 (角色, 范围)。 An account holds one or more roles, each over a scope.
- 范围是登记表的一棵子树: 区 → 街道 → 场所 → 摊位。 A scope is a subtree of the registry: district, street, site, stall.
- 表中没有的, 一律不许; 没写明权限的网址对谁都关着。 What stands nowhere in the table is refused to everybody.
- 范围以外的, 如同不存在 (404)。 What lies beyond a scope is not there: 404, as if it had never been.
- 摊主只看得到自己的区域: 图片按区域裁剪, 界外涂黑。 An operator's pictures show the stall's zone, black beyond.
- 表中带 ✎ 的查看, 以及每一次更改, 都记入审计日志。 Looks marked ✎, and every change, are in the audit log.
- 怎样处理案件, 另见 [cases.md](cases.md)。 Who may take which step of a case stands there.
"""
LEVELS = {
    Level.ALL: "全部 all",
    Level.DISTRICT: "区 district",
    Level.STREET: "街道 street",
    Level.SITE: "场所 site",
    Level.MERCHANT: "摊位 merchant",
}
TAIL = """\
## 怎样授予 How roles are given

    sunkitchen users add stall01 --role operator --scope merchant:YH-D01 --config FILE     随机密码只显示一次
    sunkitchen users grant grid07 grid_worker street:海曙区/月湖街道 --config FILE
    sunkitchen users revoke grid07 grid_worker street:海曙区/月湖街道 --config FILE
    sunkitchen users list|password|lock|unlock|token … --config FILE

The account made at a box's first start is admin and supervisor over everything; give others what they need, and take
from it what it does not. A token is no wider than its owner and ends within a year; sessions end after 12 hours, and
with the password. The reason for a look goes into the `X-Reason` header (percent-encoded) or `?reason=`.
"""


def document() -> str:
    """docs/roles.md, Markdown."""
    return "\n".join([HEAD, *_rights(), *_roles(), TAIL])


def _rights() -> list[str]:
    heads = ("可以 may", "", *LEVELS_OF)
    return ["## 谁可以做什么 Who may do what", "", *_table(heads, map(_right, ROWS)), ""]


def _right(row: Row) -> tuple[str, ...]:
    name = f"{row.zh} {row.en}{' ✎' if row.noted else ''}{' (须对全部 over everything)' if row.box else ''}"
    return name, f"`{row.right}`", *("✓" if row.anybody or role in row.roles else "" for role in LEVELS_OF)


def _roles() -> list[str]:
    rows = [
        (f"`{role}`", *ROLES[role], ", ".join(LEVELS[level] for level in levels)) for role, levels in LEVELS_OF.items()
    ]
    return ["## 角色 Roles", "", *_table(("role", "中文", "English", "授予到 given over"), rows), ""]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [_line(heads), _line(["---"] * len(heads)), *map(_line, rows)]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"

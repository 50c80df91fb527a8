"""What retention would do and did, in words and as JSON."""

from __future__ import annotations

import getpass
from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from records import audit
from records.audit import Entry
from records.retention.guard import About, Allowed
from records.retention.plan import Going, Plan
from records.retention.rules import Rules, Standing
from records.retention.running import Outlook, Run
from records.retention.words import MATTERS, SHELVES, STANDINGS, STAYS
from records.states import Matter, Noted, RunOutcome
from sunkitchen.store import Store

HOW_ALLOWED: Mapping[About, str] = MappingProxyType(
    {
        About.CLOCK: "时钟可疑 the clock (--clock-is-right)",
        About.LARGE: "一次过多 much at once (--large)",
        About.ROLLED_BACK: "数据库较旧 an older database (--older-database)",
        About.FOREIGN: "数据库与证据不符 another database",
    }
)


def words(outlook: Outlook, rules: Rules) -> str:
    """A table for people: what would go by which rule, what stays why, and what else there is to say."""
    plan = outlook.plan
    lines = [f"{_rule(rule):56} {_amount(some)}" for rule, some in _by_rule(plan).items()]
    lines += [f"{SHELVES[shelf]!s:56} {count} 行 lines" for shelf, count in outlook.lines.items()]
    lines = lines or ["没有到期的 nothing is due"]
    lines += [f"= {plan.files_going} / {plan.files} 个文件 files, {plan.share:.1%}", ""]
    lines += [f"{count:6} 条留存 stay: {STAYS[stay]}" for stay, count in sorted(plan.stays.items())]
    lines += _told("个文件没有记录, 不会删除 files no row knows, left alone", outlook.orphans)
    lines += _told("个到期文件已不在 files that are due and lost", outlook.lost)
    return "\n".join([*lines, f"规则 rules {rules.version}"])


def plain(outlook: Outlook) -> dict[str, object]:
    """The same as JSON."""
    plan = outlook.plan
    return {
        "at": plan.at.isoformat(),
        "going": [
            {
                "rule": rule,
                "violations": len({one.violation for one in some}),
                "files": sum(len(one.files) for one in some),
                "size_bytes": sum(one.size_bytes for one in some),
                "due_since": min(one.due for one in some).isoformat(),
            }
            for rule, some in _by_rule(plan).items()
        ],
        "lines": dict(outlook.lines),
        "stays": {str(stay): count for stay, count in sorted(plan.stays.items())},
        "files": plan.files,
        "files_going": plan.files_going,
        "share": round(plan.share, 4),
        "orphans": list(outlook.orphans),
        "lost": list(outlook.lost),
        "doubts": [{"about": str(doubt.about), "words": doubt.words} for doubt in outlook.doubts],
    }


def plain_run(run: Run) -> dict[str, object]:
    """A run as JSON."""
    return {
        "began_at": run.began_at.isoformat(),
        "outcome": str(run.outcome),
        "files": run.files,
        "size_bytes": run.size_bytes,
        "rows": run.rows,
        "words": list(run.words),
    }


def stood_still(run: Run) -> bool:
    """Whether something stood against it."""
    return run.outcome in (RunOutcome.WAITING, RunOutcome.REFUSED)


def note(store: Store, run: Run, allowed: Allowed) -> None:
    """Who ran it from the command line, and what they took on themselves."""
    taken = ", ".join(name for name in ("clock", "large", "rolled_back") if getattr(allowed, name))
    subject = f"retention: {run.outcome}, {run.files} files, {run.rows} rows"
    entry = Entry(f"command line: {getpass.getuser()}", Noted.WROTE, subject, taken)
    with store.database.writing() as session:
        audit.note(session, entry, run.ended_at)


def _by_rule(plan: Plan) -> dict[str, list[Going]]:
    found: defaultdict[str, list[Going]] = defaultdict(list)
    for one in plan.going:
        found[one.rule].append(one)
    return dict(sorted(found.items()))


def _rule(rule: str) -> str:
    matter, standing = rule.split("/")
    return f"{MATTERS[Matter(matter)]} · {STANDINGS[Standing(standing)]}"


def _amount(some: Sequence[Going]) -> str:
    files, size_bytes = sum(len(one.files) for one in some), sum(one.size_bytes for one in some)
    oldest = min(one.due for one in some)
    return f"{len(some)} 条 violations, {files} files, {size_bytes / 1e6:.1f} MB, 到期自 due since {oldest:%Y-%m-%d}"


def _told(what: str, paths: Sequence[str]) -> list[str]:
    return [f"{len(paths):6} {what}", *(f"         {path}" for path in paths[:10])] if paths else []

"""Writes docs/cases.md from the table and the numbers in force, so that neither can say anything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from cases.deadlines import DueKind
from cases.settings import CaseSettings
from cases.states import TERMINAL, Role, State
from cases.table import ROWS, Row, Turn
from cases.words import ACTIONS, DUES, FIELDS, ROLES, STATES, Words

HEAD = """\
# 案件处理流程 How a case is handled

Written by `make docs` from `cases/table.py` and `configs/cases.yaml`; change those, not this.
本文由 `make docs` 生成; 请修改源文件。

- 任何期限都不会自动确认违规; 线索由人判断。 Nothing is ever confirmed by a timer; people judge.
- 申诉不由原确认人处理。 Whoever confirmed never decides the appeal.
- 没有劝阻记录的市场摊位不能移送。 A market stall without a dissuasion record is never referred.
- 移送后证据依法保留, 不因到期删除。 The evidence of a referred case is held.
- 提示项不确认、不计分、不升级。 Advice is never confirmed, counted or escalated.
"""


def document(settings: CaseSettings) -> str:
    """docs/cases.md, Markdown with a Mermaid diagram."""
    return "\n".join([HEAD, *_diagram(), *_states(), *_steps(), *_deadlines(settings), *_families(settings)])


def _diagram() -> list[str]:
    return [
        "```mermaid",
        "stateDiagram-v2",
        *(f'  state "{words.zh} {state}" as {state}' for state, words in STATES.items()),
        f"  [*] --> {State.PENDING_REVIEW}",
        *(f"  {state} --> {row.to}: {_label(row)}" for row in ROWS for state in row.froms if _moves(row)),
        f"  note left of {State.APPEALED}",
        f"    {_label(REJECTION)}: 回到申诉前的状态 back to the state before",
        "  end note",
        *(f"  {state} --> [*]" for state in STATES if state in TERMINAL),
        "```",
        "",
    ]


REJECTION = next(row for row in ROWS if row.to is Turn.BACK)


def _moves(row: Row) -> bool:
    return row.to not in (Turn.STAYS, Turn.BACK)


def _label(row: Row) -> str:
    return f"{'到期 ' if row.timer else ''}{ACTIONS[row.action].zh} {row.action}"


def _states() -> list[str]:
    rows = [(f"`{s}`", w.zh, w.en, "✓" if s in TERMINAL else "") for s, w in STATES.items()]
    return ["## 状态 States", "", *table(("state", "中文", "English", "终态 ends"), rows)]


def _steps() -> list[str]:
    rows = [
        (
            f"{_label(row)}",
            _states_of(row.froms),
            _target(row),
            " ".join(f"{ROLES[role].zh}({role})" for role in row.roles),
            _needs(row),
            "; ".join(_both(bar.when) for bar in row.bars),
            _both(row.level.words),
        )
        for row in ROWS
    ]
    names = ("动作 step", "从 from", "到 to", "谁 who", "须有 needs", "不得 refused when", "级别 level")
    idle = ", ".join(f"{ROLES[role].zh}({role})" for role in Role if not any(role in row.roles for row in ROWS))
    return [
        "## 步骤 Steps",
        "",
        "到期: 期限一过由系统记录 recorded by the box when a deadline passes.",
        "",
        *table(names, rows),
        f"不参与处理 never take a step: {idle}.",
        "",
    ]


def _target(row: Row) -> str:
    if row.to is Turn.BACK:
        return "申诉前的状态 as before the appeal"
    return "不变 stays" if row.to is Turn.STAYS else f"`{row.to}`"


def _needs(row: Row) -> str:
    fields = getattr(row.needs, "__dataclass_fields__", {})
    return ", ".join(f"{_both(FIELDS[name])}{' (可选 optional)' if _optional(f) else ''}" for name, f in fields.items())


def _deadlines(settings: CaseSettings) -> list[str]:
    timing = settings.timing
    spans = {
        DueKind.REVIEW: f"{_span(timing.review)} 营业时间 business hours; 一类 class I {_span(timing.review_class_i)}",
        DueKind.TELL: _span(timing.level_1),
        DueKind.RECTIFY: "按类别, 见下 by family, below",
        DueKind.RECHECK: _span(timing.recheck),
        DueKind.HEAD: _span(timing.level_2),
        DueKind.ACCEPT: _span(timing.accept),
        DueKind.DECIDE_APPEAL: f"{timing.appeal_decision_wd} 个工作日 working days",
        DueKind.FEEDBACK: ", ".join(f"{site} {_span(span)}" for site, span in timing.feedback.items()),
        DueKind.YELLOW_CARD: _span(timing.yellow_card),
    }
    rows = [(_both(words), spans[kind]) for kind, words in DUES.items()]
    window = f"{timing.appeal_window_wd} 个工作日 working days"
    rows.append(("申诉期限 appeal window, 自通知起 from notice", window))
    return ["## 期限 Deadlines", "", *table(("期限 deadline", "默认 default"), rows)]


def _families(settings: CaseSettings) -> list[str]:
    rows = [
        (f"{family.zh} {family.en}", ", ".join(sorted(family.codes)), _span(family.rectify))
        for family in settings.families
    ]
    names = ("类别 family", "代码 codes", "整改 rectify within")
    return [
        "## 类别 Families",
        "",
        "累计与整改期限按类别计。 Strikes and rectification go by family.",
        "",
        *table(names, rows),
    ]


def _optional(field: object) -> bool:
    return getattr(field, "default", None) in ("", ())


def _states_of(states: Iterable[State]) -> str:
    return " ".join(f"`{state}`" for state in states)


def _both(words: Words) -> str:
    return f"{words.zh} {words.en}"


def _span(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    if minutes % 1440 == 0:
        return f"{minutes // 1440} d"
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"


def table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table and the empty line after it."""
    lines = [names, ["---"] * len(names), *rows]
    return [*(f"| {' | '.join(line)} |" for line in lines), ""]

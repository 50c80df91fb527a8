"""Taking a step, and rebuilding a case from its steps. Pure: the same in, the same out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from cases.deadlines import next_timer
from cases.effects import EFFECTS
from cases.settings import CaseSettings
from cases.states import State
from cases.table import Row, Turn, roles_of, row_of, states_of
from cases.values import Case, Deed, Interrupted, Transition
from cases.words import ACTIONS, DUES, ROLES, STATES, Words
from vision.errors import Barred, BrokenHistory, Incomplete, StaleCase, WrongRole, WrongState


def apply(case: Case, deed: Deed, settings: CaseSettings) -> Transition:
    """The step that a deed is, not yet taken.

    Raises:
        StaleCase: the case has moved on since the actor looked at it, or a deadline passed unrecorded.
        WrongRole, WrongState: not by them; not now.
        Incomplete: something required is missing.
        Barred: the law or the workflow stands against it.
    """
    if deed.version != case.version:
        raise _stale(case, deed)
    row = _row(case, deed)
    _expect_caught_up(row, case, deed, settings)
    _expect_complete(row, case, deed)
    for bar in row.bars:
        if bar.stands(case, deed, settings):
            raise Barred(*_refusal(case, deed, bar.when, bar.mend))
    return Transition(
        case=case.id,
        version=case.version + 1,
        at=deed.at,
        actor=deed.actor.id,
        role=deed.actor.role,
        action=deed.action,
        was=case.state,
        became=_target(row, case),
        level=row.level.after(case, settings),
        payload=deed.payload,
        evidence_seen=deed.evidence_seen,
        client=deed.client,
    )


def advance(case: Case, step: Transition) -> Case:
    """The case after a step. Needs no settings: what was decided then stands.

    Raises:
        BrokenHistory: the step does not follow from the case.
    """
    _expect_next(case, step)
    moved = replace(
        case,
        state=step.became,
        version=step.version,
        level=step.level,
        since=case.since if step.became is step.was else step.at,
        interrupted=Interrupted(case.state, case.since, step.at) if step.became is State.APPEALED else None,
    )
    return EFFECTS[step.action](moved, step, case)


def replay(opening: Case, steps: Iterable[Transition]) -> Case:
    """The case after all its steps, from as it was opened.

    Raises:
        BrokenHistory: a step is missing, doubled, foreign, or not in the table.
    """
    case = opening
    for step in steps:
        case = advance(case, step)
    return case


def _row(case: Case, deed: Deed) -> Row:
    may = roles_of(deed.action)
    row = row_of(deed.action, case.state)
    if deed.actor.role in may and row is None:
        raise _wrong_state(case, deed)
    may_here = may if row is None else frozenset(row.roles)
    if row is None or deed.actor.role not in may_here:
        raise _wrong_role(case, deed, may_here)
    return row


def _target(row: Row, case: Case) -> State:
    if row.to is Turn.STAYS:
        return case.state
    if row.to is Turn.BACK:
        return cast("Interrupted", case.interrupted).state
    return State(row.to)


def _expect_caught_up(row: Row, case: Case, deed: Deed, settings: CaseSettings) -> None:
    """The order of steps must not hang on when the box came round to its timers."""
    due = None if row.timer else next_timer(case, settings)
    if due is not None and due.at <= deed.at:
        raise StaleCase(
            f"{DUES[due.kind].zh}期限已过, 案件状态即将更新, 请刷新后再操作。",
            f"case {case.id}: {deed.action} at {deed.at.isoformat()} expects every deadline before it to be recorded, "
            f"came before {due.kind} of {due.at.isoformat()} was; catch up, then look again",
        )


def _expect_complete(row: Row, case: Case, deed: Deed) -> None:
    if type(deed.payload) is not row.needs:
        missing: tuple[str, ...] = (f"a {row.needs.__name__}, came a {type(deed.payload).__name__}",)
    else:
        missing = deed.payload.missing()
    if missing:
        parts = ", ".join(missing)
        raise Incomplete(
            f"「{ACTIONS[deed.action].zh}」缺少: {parts}。",
            f"case {case.id}: {deed.action} needs {parts}; add it and try again",
        )


def _expect_next(case: Case, step: Transition) -> None:
    row = row_of(step.action, step.was)
    follows = (step.case, step.version, step.was) == (case.id, case.version + 1, case.state)
    if row is None or not follows or step.became is not _target(row, case):
        raise BrokenHistory(
            "处理记录不连续, 请核对数据库备份。",
            f"case {case.id}: expected step {case.version + 1} from {case.state}, came step {step.version} of case "
            f"{step.case}, {step.action} from {step.was} to {step.became}; compare the database with its backup",
        )


def _stale(case: Case, deed: Deed) -> StaleCase:
    return StaleCase(
        f"该案件已有新进展 (现为「{STATES[case.state].zh}」), 请刷新后再操作。",
        f"case {case.id}: expected version {case.version} ({case.state}), came {deed.version}; look again",
    )


def _wrong_state(case: Case, deed: Deed) -> WrongState:
    froms = states_of(deed.action)
    return WrongState(
        f"「{STATES[case.state].zh}」的案件不能{ACTIONS[deed.action].zh}, "
        f"只有{'、'.join(f'「{STATES[state].zh}」' for state in froms)}可以。",
        f"case {case.id}: {deed.action} expects state {' | '.join(froms)}, came {case.state}; look at what is open",
    )


def _wrong_role(case: Case, deed: Deed, may: frozenset[str]) -> WrongRole:
    return WrongRole(
        f"{ROLES[deed.actor.role].zh}不能{ACTIONS[deed.action].zh}, "
        f"须由{'、'.join(words.zh for role, words in ROLES.items() if role in may)}办理。",
        f"case {case.id}: {deed.action} expects {' | '.join(sorted(may))}, came {deed.actor.role}; ask one of them",
    )


def _refusal(case: Case, deed: Deed, when: Words, mend: Words) -> tuple[str, str]:
    return (
        f"不能{ACTIONS[deed.action].zh}: {when.zh}。{mend.zh}。",
        f"case {case.id}: {deed.action} is refused, for {when.en}; {mend.en}",
    )

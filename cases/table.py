"""The workflow, as one table: what may be done in which state, by whom, with what, and what comes of it.

The machine obeys it, docs/cases.md is written from it, tests check it against the specification. Rows that a timer
takes are the box's; none of them leads to CONFIRMED, for nothing is ever confirmed by a timer.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cases import bars
from cases.bars import Bar
from cases.levels import BY_REPEAT, SAME, TO_HEAD, TO_SUPERVISOR, UP, LevelRule
from cases.payloads import (
    Capture,
    Compliance,
    Dismissal,
    Dissuasion,
    Finding,
    Merging,
    Nothing,
    Order,
    Outcome,
    Payload,
    Proof,
    Referral,
    Statement,
    StrikeCount,
)
from cases.states import Action, Role, State

OPERATOR, MANAGER, HEAD = Role.OPERATOR, Role.MANAGER, Role.HEAD
GRID_WORKER, SUPERVISOR, SYSTEM = Role.GRID_WORKER, Role.SUPERVISOR, Role.SYSTEM


class Turn(StrEnum):
    """Where a step leads when it names no state."""

    STAYS = "stays"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the workflow.

    Attributes:
        froms: states it leaves from. to: where it leads; STAYS where it is, BACK to what an appeal interrupted.
        roles: who may. needs: what they must bring. bars: what may stand against it. level: what becomes of it.
        timer: whether a passed deadline alone takes it.
    """

    action: Action
    froms: tuple[State, ...]
    to: State | Turn
    roles: tuple[Role, ...]
    needs: type[Payload] = Nothing
    bars: tuple[Bar, ...] = ()
    level: LevelRule = SAME
    timer: bool = False


_S = State
_REVIEWERS = (MANAGER, HEAD, SUPERVISOR)
_TOLD = (_S.NOTIFIED, _S.OVERDUE, _S.ESCALATED, _S.SUPERVISOR_REVIEW, _S.ORDER_ISSUED)
_IN_HAND = (_S.CONFIRMED, _S.NOTIFIED, _S.RECTIFIED, _S.OVERDUE, _S.ESCALATED)
_APPEALABLE = (_S.NOTIFIED, _S.RECTIFIED, _S.OVERDUE, _S.ESCALATED, _S.CLOSED)

ROWS: tuple[Row, ...] = (
    Row(Action.CONFIRM, (_S.PENDING_REVIEW,), _S.CONFIRMED, _REVIEWERS, bars=(bars.CLOCK, bars.ADVICE)),
    Row(Action.DISMISS, (_S.PENDING_REVIEW,), _S.DISMISSED, _REVIEWERS, Dismissal),
    Row(Action.MERGE, (_S.PENDING_REVIEW,), _S.MERGED, (MANAGER, SYSTEM), Merging, (bars.ITSELF,)),
    Row(Action.ADVISE, (_S.PENDING_REVIEW,), _S.CLOSED, (MANAGER, HEAD), Statement, (bars.NO_ADVICE,)),
    Row(
        Action.REVIEW_OVERDUE,
        (_S.PENDING_REVIEW,),
        Turn.STAYS,
        (SYSTEM,),
        bars=(bars.TOO_EARLY,),
        level=TO_HEAD,
        timer=True,
    ),
    Row(Action.DISSUADE, (_S.CONFIRMED,), _S.NOTIFIED, (MANAGER, HEAD), Dissuasion, (bars.SPOKEN,)),
    Row(Action.NOTIFY, (_S.CONFIRMED,), _S.NOTIFIED, (MANAGER, HEAD), Statement),
    Row(Action.DISSUADE, _TOLD, Turn.STAYS, (MANAGER, HEAD), Dissuasion, (bars.SPOKEN,)),
    Row(
        Action.MARK_OVERDUE,
        (_S.CONFIRMED, _S.NOTIFIED),
        _S.OVERDUE,
        (SYSTEM,),
        bars=(bars.TOO_EARLY,),
        level=UP,
        timer=True,
    ),
    Row(Action.SUBMIT, (_S.NOTIFIED,), _S.RECTIFIED, (OPERATOR, MANAGER), Proof),
    Row(
        Action.PASS_RECHECK,
        (_S.RECTIFIED,),
        _S.CLOSED,
        (MANAGER, GRID_WORKER),
        Finding,
        (bars.STREET_PHOTO,),
    ),
    Row(Action.FAIL_RECHECK, (_S.RECTIFIED,), _S.NOTIFIED, (MANAGER,), Finding, level=UP),
    Row(
        Action.AUTO_CLOSE,
        (_S.RECTIFIED,),
        _S.CLOSED,
        (SYSTEM,),
        Compliance,
        (bars.NOT_BY_CAMERA, bars.FEW_LOOKS),
    ),
    Row(Action.HANDLE, (_S.OVERDUE,), _S.NOTIFIED, (HEAD,), Statement),
    Row(Action.CLOSE, (_S.OVERDUE,), _S.CLOSED, (HEAD,), Proof),
    Row(
        Action.ESCALATE,
        (_S.OVERDUE,),
        _S.ESCALATED,
        (SYSTEM,),
        bars=(bars.TOO_EARLY,),
        level=TO_SUPERVISOR,
        timer=True,
    ),
    Row(Action.ACCEPT, (_S.ESCALATED,), _S.SUPERVISOR_REVIEW, (SUPERVISOR,)),
    Row(Action.RETURN, (_S.SUPERVISOR_REVIEW,), _S.NOTIFIED, (SUPERVISOR,), Statement),
    Row(Action.DISMISS, (_S.SUPERVISOR_REVIEW,), _S.DISMISSED, (SUPERVISOR,), Dismissal),
    Row(Action.ORDER, (_S.SUPERVISOR_REVIEW,), _S.ORDER_ISSUED, (SUPERVISOR,), Order, (bars.ONE_OFFICER,)),
    Row(Action.REINSPECT, (_S.ORDER_ISSUED,), _S.CLOSED, (SUPERVISOR,), Finding),
    Row(
        Action.REFER,
        (_S.ORDER_ISSUED,),
        _S.CASE_REFERRED,
        (SUPERVISOR,),
        Referral,
        (bars.ONE_OFFICER, bars.NO_DISSUASION),
    ),
    Row(Action.RECORD_OUTCOME, (_S.CASE_REFERRED,), Turn.STAYS, (SUPERVISOR,), Outcome),
    Row(
        Action.APPEAL,
        _APPEALABLE,
        _S.APPEALED,
        (OPERATOR,),
        Finding,
        (bars.UNCONFIRMED, bars.SECOND_APPEAL, bars.LATE_APPEAL),
    ),
    Row(Action.UPHOLD, (_S.APPEALED,), _S.WITHDRAWN, (SUPERVISOR,), Statement, (bars.OWN_VERDICT,)),
    Row(Action.REJECT, (_S.APPEALED,), Turn.BACK, (SUPERVISOR,), Statement, (bars.OWN_VERDICT,)),
    Row(
        Action.REPEAT,
        (_S.PENDING_REVIEW, *_IN_HAND),
        Turn.STAYS,
        (SYSTEM,),
        Capture,
        (bars.ADVICE, bars.KNOWN_CAPTURE),
        level=BY_REPEAT,
    ),
    Row(
        Action.STRIKE,
        _IN_HAND,
        Turn.STAYS,
        (SYSTEM,),
        StrikeCount,
        (bars.FEW_STRIKES,),
        level=TO_SUPERVISOR,
    ),
)


def row_of(action: Action, state: State) -> Row | None:
    """The row of an action in a state; None where it cannot be done there."""
    return next((row for row in ROWS if row.action is action and state in row.froms), None)


def roles_of(action: Action) -> frozenset[Role]:
    """Who may ever take an action, in some state."""
    return frozenset(role for row in ROWS if row.action is action for role in row.roles)


def states_of(action: Action) -> tuple[State, ...]:
    """Where an action leaves from."""
    return tuple(state for row in ROWS if row.action is action for state in row.froms)


def payload_of(action: Action) -> type[Payload]:
    """What an action brings along; the same in every state."""
    return next(row.needs for row in ROWS if row.action is action)

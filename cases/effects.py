"""What a step leaves on the case besides its state, version and level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import cast

from cases.payloads import Capture, Dissuasion, Merging, Order, Outcome, Referral
from cases.states import Action
from cases.values import Case, Interrupted, Transition

Effect = Callable[[Case, Transition, Case], Case]
"""(the case with its new state, the step, the case before) → the case after."""


def _nothing(case: Case, _step: Transition, _before: Case) -> Case:
    return case


def _confirmed(case: Case, step: Transition, _before: Case) -> Case:
    return replace(case, confirmer=step.actor, confirmed_at=step.at)


def _told(case: Case, step: Transition, _before: Case) -> Case:
    return replace(case, noticed_at=case.noticed_at or step.at)


def _dissuaded(case: Case, step: Transition, before: Case) -> Case:
    dissuasions = (*case.dissuasions, cast("Dissuasion", step.payload))
    return replace(_told(case, step, before), dissuasions=dissuasions)


def _tried_again(case: Case, _step: Transition, _before: Case) -> Case:
    return replace(case, attempt=case.attempt + 1)


def _merged(case: Case, step: Transition, _before: Case) -> Case:
    return replace(case, merged_into=cast("Merging", step.payload).into)


def _review_overdue(case: Case, _step: Transition, _before: Case) -> Case:
    return replace(case, review_overdue=True)


def _appealed(case: Case, _step: Transition, _before: Case) -> Case:
    return replace(case, appeals=case.appeals + 1)


def _rejected(case: Case, step: Transition, before: Case) -> Case:
    """The clocks stood still meanwhile: nobody is late for having been heard."""
    paused = cast("Interrupted", before.interrupted)
    return replace(case, since=paused.since + max(step.at - paused.at, timedelta(0)))


def _ordered(case: Case, step: Transition, _before: Case) -> Case:
    return replace(case, order=cast("Order", step.payload))


def _referred(case: Case, step: Transition, _before: Case) -> Case:
    return replace(case, referral=cast("Referral", step.payload))


def _outcome(case: Case, step: Transition, _before: Case) -> Case:
    return replace(case, outcome=cast("Outcome", step.payload))


def _repeated(case: Case, step: Transition, _before: Case) -> Case:
    return replace(case, repeats=(*case.repeats, cast("Capture", step.payload).captured_at))


EFFECTS: dict[Action, Effect] = {
    **dict.fromkeys(Action, _nothing),
    Action.CONFIRM: _confirmed,
    Action.DISSUADE: _dissuaded,
    Action.NOTIFY: _told,
    Action.HANDLE: _told,
    Action.RETURN: _told,
    Action.FAIL_RECHECK: _tried_again,
    Action.MERGE: _merged,
    Action.REVIEW_OVERDUE: _review_overdue,
    Action.APPEAL: _appealed,
    Action.REJECT: _rejected,
    Action.ORDER: _ordered,
    Action.REFER: _referred,
    Action.RECORD_OUTCOME: _outcome,
    Action.REPEAT: _repeated,
}

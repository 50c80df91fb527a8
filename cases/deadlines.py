"""By when something should have happened, computed from the case alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.settings import CaseSettings
from cases.states import Action, State
from cases.values import Case
from cases.working_time import after_open_time, end_of_working_day
from vision.facts import Severity


class DueKind(StrEnum):
    """What is due."""

    REVIEW = "review"
    TELL = "tell"
    RECTIFY = "rectify"
    RECHECK = "recheck"
    HEAD = "head"
    ACCEPT = "accept"
    DECIDE_APPEAL = "decide_appeal"
    FEEDBACK = "feedback"
    YELLOW_CARD = "yellow_card"


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline.

    Attributes:
        action: what the box does when it passes; None where it only shows. Never a confirmation.
    """

    kind: DueKind
    at: datetime
    action: Action | None = None


def dues(case: Case, settings: CaseSettings) -> tuple[Due, ...]:
    """Every deadline that runs on a case now; none on advice, which asks nothing of anybody."""
    if case.lead.advisory or not case.is_open:
        return ()
    step = STEPS.get(case.state)
    return (*(() if step is None else (step(case, settings),)), *_of_the_whole(case, settings))


def next_timer(case: Case, settings: CaseSettings) -> Due | None:
    """The deadline at which the box acts by itself; a state has one at most."""
    return next((due for due in dues(case, settings) if due.action is not None), None)


def appeal_until(case: Case, settings: CaseSettings) -> datetime | None:
    """When a closed case can no longer be appealed, and its score takes effect; None while nobody was told."""
    told = case.noticed_at or (case.since if case.state is State.CLOSED else None)
    if told is None:
        return None
    return end_of_working_day(told, settings.timing.appeal_window_wd, case.site.timezone, settings.calendar)


def _review(case: Case, settings: CaseSettings) -> Due:
    action = None if case.review_overdue else Action.REVIEW_OVERDUE
    if case.lead.severity is Severity.I:
        return Due(DueKind.REVIEW, case.since + settings.timing.review_class_i, action)
    at = after_open_time(case.since, settings.timing.review, case.site.hours, case.site.timezone)
    return Due(DueKind.REVIEW, at, action)


def _tell(case: Case, settings: CaseSettings) -> Due:
    return Due(DueKind.TELL, case.since + settings.timing.level_1, Action.MARK_OVERDUE)


def _rectify(case: Case, settings: CaseSettings) -> Due:
    return Due(DueKind.RECTIFY, case.since + settings.family(case.lead.code).rectify, Action.MARK_OVERDUE)


def _recheck(case: Case, settings: CaseSettings) -> Due:
    return Due(DueKind.RECHECK, case.since + settings.timing.recheck)


def _head(case: Case, settings: CaseSettings) -> Due:
    return Due(DueKind.HEAD, case.since + settings.timing.level_2, Action.ESCALATE)


def _accept(case: Case, settings: CaseSettings) -> Due:
    return Due(DueKind.ACCEPT, case.since + settings.timing.accept)


def _decide_appeal(case: Case, settings: CaseSettings) -> Due:
    days, zone = settings.timing.appeal_decision_wd, case.site.timezone
    return Due(DueKind.DECIDE_APPEAL, end_of_working_day(case.since, days, zone, settings.calendar))


STEPS: dict[State, Callable[[Case, CaseSettings], Due]] = {
    State.PENDING_REVIEW: _review,
    State.CONFIRMED: _tell,
    State.NOTIFIED: _rectify,
    State.RECTIFIED: _recheck,
    State.OVERDUE: _head,
    State.ESCALATED: _accept,
    State.APPEALED: _decide_appeal,
}


def _of_the_whole(case: Case, settings: CaseSettings) -> tuple[Due, ...]:
    feedback = settings.timing.feedback.get(case.site.type)
    found = []
    if case.noticed_at is not None and feedback is not None:
        found.append(Due(DueKind.FEEDBACK, case.noticed_at + feedback))
    if case.confirmed_at is not None and case.lead.severity is Severity.I:
        found.append(Due(DueKind.YELLOW_CARD, case.confirmed_at + settings.timing.yellow_card))
    return tuple(found)

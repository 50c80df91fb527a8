"""What is counted of cases, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from statistics import median as middle

from cases.payloads import Dismissal
from cases.scores import Handled
from cases.states import Action, DismissReason, State
from cases.values import LEVELS, Case

TOLD_NOTHING = frozenset({DismissReason.TEST, DismissReason.DUPLICATE, DismissReason.EXEMPT, DismissReason.CLOCK_BAD})
"""Dismissed for these reasons, the flag itself was right or nobody could say: no false alarm."""
SECONDS_PER_MINUTE = 60.0
INSPECTIONS = frozenset({Action.PASS_RECHECK, Action.FAIL_RECHECK, Action.REINSPECT})
"""Somebody went and looked."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of some cases: flagged, waiting for review, counted against the stall, dismissed, withdrawn, merged,
    closed and not yet settled of those that count."""

    flagged: int
    pending: int
    counted: int
    dismissed: int
    withdrawn: int
    merged: int
    closed: int
    unsettled: int


def counts(some: Iterable[Handled]) -> Counts:
    """Of these cases, as they stand."""
    cases = [one.case for one in some]
    counted = [case for case in cases if case.counts]
    return Counts(
        flagged=len(cases),
        pending=sum(case.state is State.PENDING_REVIEW for case in cases),
        counted=len(counted),
        dismissed=sum(case.state is State.DISMISSED for case in cases),
        withdrawn=sum(case.state is State.WITHDRAWN for case in cases),
        merged=sum(case.state is State.MERGED for case in cases),
        closed=sum(not case.is_open for case in counted),
        unsettled=sum(case.is_open for case in counted),
    )


def by_level(some: Iterable[Handled]) -> tuple[int, ...]:
    """Counted cases by the highest level they reached, level 1 first; a level never falls."""
    reached = [one.case.level for one in some if one.case.counts]
    return tuple(reached.count(level) for level in LEVELS)


def false_alarm(one: Handled) -> bool:
    """Whether somebody found that there was nothing: dismissed as no violation, or an appeal was upheld."""
    if one.case.state is State.WITHDRAWN:
        return True
    return one.case.state is State.DISMISSED and dismissal_of(one) not in TOLD_NOTHING


def judged(one: Handled) -> bool:
    """Whether somebody decided that there was something, or nothing."""
    return one.case.counts or false_alarm(one)


def false_alarm_rate(some: Iterable[Handled]) -> float | None:
    """Share of what was decided that was nothing, 0-1; None where nothing was decided."""
    decided = [one for one in some if judged(one)]
    return sum(map(false_alarm, decided)) / len(decided) if decided else None


def dismissal_of(one: Handled) -> DismissReason | None:
    """Why it was dismissed; None where it was not."""
    payloads = (step.payload for step in one.steps if step.action is Action.DISMISS)
    return next((payload.reason for payload in payloads if isinstance(payload, Dismissal)), None)


def at_of(one: Handled, *actions: Action) -> datetime | None:
    """When one of these was first done."""
    return next((step.at for step in one.steps if step.action in actions), None)


def minutes_to_rectify(some: Iterable[Handled]) -> tuple[float, ...]:
    """Of counted cases: from being told to the first rectification handed in, sorted."""
    return _minutes(some, lambda one: (one.case.noticed_at, at_of(one, Action.SUBMIT)))


def minutes_to_close(some: Iterable[Handled]) -> tuple[float, ...]:
    """Of counted cases that are closed: from the first capture to the closing, sorted."""
    return _minutes(some, lambda one: (one.case.lead.opened_at, closed_at(one)))


def closed_at(one: Handled) -> datetime | None:
    """When a case was closed, an appeal afterwards aside; None where it is not."""
    if one.case.state is not State.CLOSED:
        return None
    afterwards = {State.CLOSED, State.APPEALED}
    closings = (step.at for step in one.steps if step.became is State.CLOSED and step.was not in afterwards)
    return max(closings, default=None)


def median(sorted_values: Sequence[float]) -> float | None:
    """The middle one; the mean of two; None of none."""
    return middle(sorted_values) if sorted_values else None


def p90(sorted_values: Sequence[float]) -> float | None:
    """The smallest that nine of ten do not exceed (nearest rank); None of none."""
    return sorted_values[ceil(0.9 * len(sorted_values)) - 1] if sorted_values else None


def rate(count: int, staff_hours: float) -> float | None:
    """Per 100 observed staff-hours; None where no staff was seen."""
    return 100 * count / staff_hours if staff_hours > 0 else None


def recurs(one: Handled, others: Iterable[Handled], within_s: float) -> bool:
    """Whether the stall had the same code, counted, within so many seconds before."""
    return any(_before(one.case, other.case, within_s) for other in others)


def _before(case: Case, other: Case, within_s: float) -> bool:
    same = (other.merchant, other.site.id, other.lead.code) == (case.merchant, case.site.id, case.lead.code)
    ago = (case.lead.opened_at - other.lead.opened_at).total_seconds()
    return same and other.counts and other.id != case.id and 0 < ago <= within_s


def _minutes(
    some: Iterable[Handled], ends: Callable[[Handled], tuple[datetime | None, datetime | None]]
) -> tuple[float, ...]:
    pairs = (ends(one) for one in some if one.case.counts)
    return tuple(
        sorted((b - a).total_seconds() / SECONDS_PER_MINUTE for a, b in pairs if a is not None and b is not None)
    )

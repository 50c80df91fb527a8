"""What stands against a merchant in a period, as points and as a rate, with how far it was watched beside it.

A rate, not a count: a stall whose camera was dark had few flags and is not therefore clean. What is watched too little
is not ranked, and a case that can still be appealed makes its score provisional.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.deadlines import appeal_until
from cases.settings import CaseSettings, ScoreSettings
from cases.states import Action
from cases.values import Case, Transition

SECONDS_PER_HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Handled:
    """A case and the steps that were taken on it, in order."""

    case: Case
    steps: tuple[Transition, ...] = ()


@dataclass(frozen=True, slots=True)
class Watched:
    """How far a merchant was watched in a period, over its cameras.

    Attributes:
        scheduled_s: when it should have been; watched_s: when it was; staffed_s: of these, with staff in view.
    """

    scheduled_s: float
    watched_s: float
    staffed_s: float

    @property
    def coverage(self) -> float | None:
        """Share of the scheduled time that was watched, 0-1; None where nothing was scheduled."""
        return min(self.watched_s / self.scheduled_s, 1.0) if self.scheduled_s > 0 else None

    @property
    def staff_hours(self) -> float:
        """Hours with staff in view."""
        return self.staffed_s / SECONDS_PER_HOUR


@dataclass(frozen=True, slots=True)
class Deduction:
    """What one case takes off, and why.

    Attributes:
        repeated: the merchant had the same code within the look-back before. quickly: rectified within the set time.
        overdue: a deadline passed. final: it can no longer be appealed.
    """

    case: UUID
    points: float
    repeated: bool
    quickly: bool
    overdue: bool
    final: bool


@dataclass(frozen=True, slots=True)
class Score:
    """A merchant's score for a period.

    Attributes:
        points: 100 less the deductions, not below the floor. per_100_h: counted cases per 100 observed staff-hours;
            None where no staff was seen. ranked: watched enough to be compared. provisional: some case may yet fall.
        formula: version of the numbers used, to be printed beside it.
    """

    merchant: str
    points: float
    deductions: tuple[Deduction, ...]
    per_100_h: float | None
    watched: Watched
    ranked: bool
    provisional: bool
    formula: str


def score(
    merchant: str, handled: Iterable[Handled], watched: Watched, now: datetime, settings: CaseSettings, since: datetime
) -> Score:
    """The score of cases captured from `since` on, at a time.

    Args:
        handled: all of the merchant's cases, earlier ones too: they tell what is a repeat.
    """
    numbers = settings.scores
    counted = sorted((one for one in handled if one.case.counts), key=lambda one: one.case.lead.opened_at)
    mine = [one for one in counted if one.case.lead.opened_at >= since]
    deductions = tuple(_deduction(one, counted, now, settings) for one in mine)
    hours, share = watched.staff_hours, watched.coverage
    return Score(
        merchant=merchant,
        points=max(numbers.full - sum(one.points for one in deductions), numbers.floor),
        deductions=deductions,
        per_100_h=100 * len(mine) / hours if hours > 0 else None,
        watched=watched,
        ranked=share is not None and share >= numbers.least_coverage,
        provisional=not all(one.final for one in deductions),
        formula=numbers.version,
    )


def ranking(scores: Iterable[Score]) -> tuple[Score, ...]:
    """Those that may be compared, the best first; among equals the lower rate, then by name."""
    may = [one for one in scores if one.ranked]
    return tuple(sorted(may, key=lambda one: (-one.points, one.per_100_h or 0.0, one.merchant)))


def _deduction(one: Handled, counted: Sequence[Handled], now: datetime, settings: CaseSettings) -> Deduction:
    numbers = settings.scores
    repeated, quickly, overdue = _repeated(one, counted, numbers), _quickly(one, numbers), _overdue(one)
    points = numbers.weights.get(one.case.lead.severity, 0.0)
    points *= numbers.repeat_factor if repeated else 1.0
    points *= numbers.quick_factor if quickly else 1.0
    until = appeal_until(one.case, settings)
    return Deduction(
        case=one.case.id,
        points=points + (numbers.overdue_points if overdue else 0.0),
        repeated=repeated,
        quickly=quickly,
        overdue=overdue,
        final=until is not None and now >= until and one.case.interrupted is None,
    )


def _repeated(one: Handled, counted: Sequence[Handled], numbers: ScoreSettings) -> bool:
    lead = one.case.lead
    earliest = lead.opened_at - numbers.repeat_within
    return any(
        other.case.lead.code == lead.code and earliest <= other.case.lead.opened_at < lead.opened_at
        for other in counted
    )


def _quickly(one: Handled, numbers: ScoreSettings) -> bool:
    told = one.case.noticed_at
    done = next((step.at for step in one.steps if step.action is Action.SUBMIT), None)
    return told is not None and done is not None and done - told <= numbers.quick_within


def _overdue(one: Handled) -> bool:
    return any(step.action is Action.MARK_OVERDUE for step in one.steps)

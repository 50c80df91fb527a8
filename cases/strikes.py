"""What a merchant's other cases say about this one: captured again, again within the month, again after a penalty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cases.settings import CaseSettings, RepeatSettings, Step
from cases.states import State
from cases.values import Case
from vision.facts import Severity

NOTHING_SEEN = frozenset({State.DISMISSED, State.MERGED, State.WITHDRAWN})
"""What was captured then was nothing, or was another case's."""


def new_repeats(case: Case, others: Iterable[Case], settings: CaseSettings) -> tuple[datetime, ...]:
    """Captures of a case that came soon after another at the same place, and have not yet raised its level.

    Args:
        others: cases of the site, this one among them or not.
    """
    same = [other for other in others if _same_thing(case, other) and other.state not in NOTHING_SEEN]
    earlier = {at for one in (case, *same) for at in one.lead.captures}
    again = (at for at in case.lead.captures if any(_soon_after(at, before, settings.repeats) for before in earlier))
    return tuple(sorted(set(again) - set(case.repeats)))


def strikes(case: Case, others: Iterable[Case], settings: CaseSettings) -> int:
    """How many cases of the same merchant and family stand against it within the look-back, this one included.

    Only what a person confirmed and nobody took back counts: a withdrawal restores by itself.
    """
    earliest = case.lead.opened_at - settings.strikes.lookback
    return len({one.id for one in _of_family(case, others, settings) if one.counts and earliest < one.lead.opened_at})


def step_of(count: int, settings: CaseSettings) -> Step | None:
    """What the count-th strike calls for; None of none."""
    ladder = settings.strikes.ladder
    return ladder[min(count, len(ladder)) - 1] if count > 0 else None


def severity_now(case: Case, others: Iterable[Case], settings: CaseSettings) -> Severity:
    """The severity of a case, raised where the merchant was dissuaded from the same within the look-back."""
    raised = settings.strikes.after_dissuasion.get(case.lead.code)
    earliest = case.lead.opened_at - settings.strikes.lookback
    before = (one for one in others if one.id != case.id and one.counts and _same_merchant(case, one))
    spoken = (talk.spoken_at for one in before if one.lead.code == case.lead.code for talk in one.dissuasions)
    again = any(earliest < at < case.lead.started_at for at in spoken)
    return raised if raised is not None and again else case.lead.severity


def is_serious(case: Case, others: Iterable[Case], settings: CaseSettings) -> bool:
    """Whether the same kind of violation was penalised within a year before (食品安全法实施条例 67(5))."""
    earliest = (case.lead.opened_at - settings.strikes.serious_lookback).astimezone(case.site.timezone).date()
    day = case.lead.opened_at.astimezone(case.site.timezone).date()
    outcomes = (one.outcome for one in _of_family(case, others, settings) if one.id != case.id)
    return any(end is not None and end.penalised and earliest <= end.decided_on <= day for end in outcomes)


def _same_merchant(case: Case, other: Case) -> bool:
    return case.merchant is not None and other.merchant == case.merchant and other.site.id == case.site.id


def _same_thing(case: Case, other: Case) -> bool:
    same_place = other.lead.zone == case.lead.zone if case.merchant is None else _same_merchant(case, other)
    return other.id != case.id and same_place and other.lead.code == case.lead.code


def _soon_after(at: datetime, before: datetime, settings: RepeatSettings) -> bool:
    return settings.apart <= at - before <= settings.window


def _of_family(case: Case, others: Iterable[Case], settings: CaseSettings) -> list[Case]:
    """The merchant's cases of the family up to this one, this one included."""
    codes = settings.family(case.lead.code).codes
    earlier = [one for one in others if one.id != case.id and _same_merchant(case, one)]
    same = [one for one in earlier if one.lead.code in codes and one.lead.opened_at <= case.lead.opened_at]
    return [case, *same]

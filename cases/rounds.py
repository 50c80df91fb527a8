"""What a case calls for by itself: deadlines that passed, captures soon after others, strikes of its merchant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from cases.machine import advance, apply, replay
from cases.payloads import Capture, StrikeCount
from cases.settings import CaseSettings
from cases.states import Action
from cases.strikes import new_repeats, strikes
from cases.timers import catch_up
from cases.values import BOX, Case, Deed, Transition
from vision.errors import Barred, WrongState


def called_for(case: Case, others: Sequence[Case], now: datetime, settings: CaseSettings) -> tuple[Transition, ...]:
    """The steps that time, and then the merchant's other cases, call for by now; none when called again.

    Args:
        others: cases of the site as far back as any matters, this one among them or not.
    """
    steps = list(catch_up(case, now, settings))
    case = replay(case, steps)
    if case.lead.advisory or not case.is_open:
        return tuple(steps)
    for deed in _counted(case, others, now, settings):
        try:
            step = apply(case, replace(deed, version=case.version), settings)
        except (Barred, WrongState):  # the table does not let the box take it
            continue
        steps.append(step)
        case = advance(case, step)
    return tuple(steps)


def _counted(case: Case, others: Sequence[Case], now: datetime, settings: CaseSettings) -> Iterator[Deed]:
    for at in new_repeats(case, others, settings):
        yield Deed(Action.REPEAT, BOX, at, case.version, Capture(at))
    count = strikes(case, others, settings)
    if count:
        yield Deed(Action.STRIKE, BOX, now, case.version, StrikeCount(count))

"""What the box does by itself as time passes; `now` is always given.

What is due follows from the case alone, and a timer's step takes effect at its due time. So a box that was down catches
up with the same steps it would have taken, and a clock that jumps back or forth neither loses nor doubles one: what
counts is the latest `now` ever given. Nobody can act past a deadline that has not been recorded (see cases.machine), so
whoever serves people catches up, writes that down, and then takes their deed.
"""

from __future__ import annotations

from datetime import datetime

from cases.deadlines import next_timer
from cases.machine import advance, apply
from cases.settings import CaseSettings
from cases.values import BOX, Case, Deed, Transition


def catch_up(case: Case, now: datetime, settings: CaseSettings) -> tuple[Transition, ...]:
    """The steps of every timer that has run out by `now`, oldest first; none when called again."""
    steps: list[Transition] = []
    due = next_timer(case, settings)
    while due is not None and due.action is not None and due.at <= now:
        step = apply(case, Deed(due.action, BOX, due.at, case.version), settings)
        case = advance(case, step)
        steps.append(step)
        due = next_timer(case, settings)
    return tuple(steps)

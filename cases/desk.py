"""The desk: people take steps here, and the clerk takes those that time and captures call for.

The only part of handling that writes. Every step is one transaction; what a deadline calls for is written before
anybody acts past it, and stays written when their deed is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from cases.keeping import history, keep, load
from cases.machine import advance, apply, replay
from cases.payloads import Capture, StrikeCount
from cases.settings import CaseSettings
from cases.states import TERMINAL, Action, State
from cases.strikes import new_repeats, strikes
from cases.timers import catch_up
from cases.values import BOX, Case, Deed, Transition
from records.case_steps import Wanted
from records.database import Database
from vision.errors import Barred, DataError, WrongState

OPEN = frozenset(State) - TERMINAL


@dataclass(frozen=True, slots=True)
class Desk:
    """Handles the cases of one database by these numbers."""

    database: Database
    settings: CaseSettings

    def case(self, case: UUID) -> Case | None:
        """A case as it is written; None where there is no such violation."""
        with self.database.reading() as session:
            return next(iter(load(session, Wanted(ids=[case]))), None)

    def history(self, case: UUID) -> tuple[Transition, ...]:
        """The steps of a case, in order."""
        with self.database.reading() as session:
            return history(session, case)

    def act(self, case: UUID, deed: Deed) -> Case:
        """Take a step; the case after it.

        Raises:
            CaseError: the step is refused; whatever was due before it is written all the same.
            DataError: there is no such case. StoreError: it cannot be written.
        """
        with self.database.writing() as session:
            self._catch_up(session, _the(session, case), deed.at)
        with self.database.writing() as session:
            before = _the(session, case)
            step = apply(before, deed, self.settings)
            keep(session, [step], deed.at)
        return advance(before, step)

    def run(self, now: datetime) -> int:
        """Take every step that time, repeats and strikes call for by now; how many. Called again, it takes none.

        Raises:
            StoreError: they cannot be written; a later call takes them.
        """
        with self.database.reading() as session:
            waiting = [case.id for case in load(session, Wanted(states=OPEN))]
        return sum(self._attend(case, now) for case in waiting)

    def _attend(self, case: UUID, now: datetime) -> int:
        with self.database.writing() as session:
            before = _the(session, case)
            after = self._catch_up(session, before, now)
            after = self._count(session, after, now)
        return after.version - before.version

    def _catch_up(self, session: Session, case: Case, now: datetime) -> Case:
        steps = catch_up(case, now, self.settings)
        keep(session, steps, now)
        return replay(case, steps)

    def _count(self, session: Session, case: Case, now: datetime) -> Case:
        """What the merchant's other cases say about this one."""
        if case.lead.advisory or not case.is_open:
            return case
        window = max(self.settings.strikes.lookback, timedelta(days=1))
        others = load(session, Wanted(site=case.site.id, since=case.lead.opened_at - window))
        for at in new_repeats(case, others, self.settings):
            case = self._by_itself(session, case, Deed(Action.REPEAT, BOX, at, case.version, Capture(at)), now)
        count = strikes(case, others, self.settings)
        if not count:
            return case
        return self._by_itself(session, case, Deed(Action.STRIKE, BOX, now, case.version, StrikeCount(count)), now)

    def _by_itself(self, session: Session, case: Case, deed: Deed, now: datetime) -> Case:
        """The case after a step of the box, or as it was where the table does not let the box take it."""
        try:
            step = apply(case, deed, self.settings)
        except (Barred, WrongState):
            return case
        keep(session, [step], now)
        return advance(case, step)


def _the(session: Session, case: UUID) -> Case:
    found = load(session, Wanted(ids=[case]))
    if not found:
        raise DataError(f"case {case}: expected one of this box, came one it does not know")
    return found[0]

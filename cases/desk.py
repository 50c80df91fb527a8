"""The desk: people take steps here, and the clerk takes those that time and captures call for.

The only part of handling that writes. Every step is one transaction; what a deadline calls for is written before
anybody acts past it, and stays written when their deed is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from cases.deadlines import dues, next_timer
from cases.keeping import history, keep, load, sound
from cases.machine import advance, apply, replay
from cases.payloads import files_of
from cases.rounds import called_for
from cases.settings import CaseSettings
from cases.states import TERMINAL, State
from cases.timers import catch_up
from cases.values import Case, Deed, Transition
from cases.words import ACTIONS
from records import agenda, attachments
from records.agenda import Line
from records.case_steps import Wanted
from records.database import Database
from vision.errors import DataError, Incomplete

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
            _expect_attached(session, deed, case)
            keep(session, [step], deed.at)
            after = advance(before, step)
            self._note(session, after)
            agenda.alert(session, replace(_place_of(after), states=OPEN), deed.at)  # itself too: it may be a strike
        return after

    def run(self, now: datetime, *, everything: bool = False) -> int:
        """Take every step that time, repeats and strikes call for by now; how many. Called again, it takes none.

        Only cases are read that something happened to, or whose deadline has passed (records.agenda). A case whose
        history is broken is left aside, and said in the log.

        Args:
            everything: look at every open case, as after a start: the numbers may be others than before.

        Raises:
            StoreError: they cannot be written; a later call takes them.
        """
        with self.database.reading() as session:
            waiting = agenda.of_states(session, OPEN) if everything else agenda.due(session, OPEN, now)
        return sum(self._attend(case, now) for case in waiting)

    def _catch_up(self, session: Session, case: Case, at: datetime) -> None:
        steps = catch_up(case, at, self.settings)
        keep(session, steps, at)
        if steps:
            self._note(session, replay(case, steps))

    def _attend(self, case: UUID, now: datetime) -> int:
        with self.database.writing() as session:
            for before in sound(session, Wanted(ids=[case])):
                others = sound(session, replace(_place_of(before), since=before.lead.opened_at - self._window))
                steps = called_for(before, others, now, self.settings)
                keep(session, steps, now)
                if not agenda.is_noted(session, case):  # news: what was told late may concern the others
                    agenda.alert(session, replace(_place_of(before), states=OPEN), now)
                self._note(session, replay(before, steps))
                return len(steps)
        return 0

    def _note(self, session: Session, case: Case) -> None:
        """When to look at it again."""
        if not case.is_open:
            agenda.erase(session, case.id)
            return
        timer = next_timer(case, self.settings)
        nearest = min((due.at for due in dues(case, self.settings)), default=None)
        agenda.write(session, Line(case.id, None if timer is None else timer.at, nearest))

    @property
    def _window(self) -> timedelta:
        """How far back other cases matter."""
        return max(self.settings.strikes.lookback, timedelta(days=1))


def _place_of(case: Case) -> Wanted:
    """Cases that may concern this one: of its merchant, or where there is none of its zone."""
    if case.merchant is None:
        return Wanted(site=case.site.id, zone=case.lead.zone)
    return Wanted(site=case.site.id, merchant=case.merchant)


def _expect_attached(session: Session, deed: Deed, case: UUID) -> None:
    """What a step refers to must be there to be looked at."""
    absent = [name for name in files_of(deed.payload) if attachments.find(session, case, name) is None]
    if absent:
        raise Incomplete(
            f"「{ACTIONS[deed.action].zh}」所附文件 {absent[0][:12]}… 未上传到本案, 请先上传。",
            f"case {case}: {deed.action} names file {absent[0][:12]}…, which it does not have; attach it first",
        )


def _the(session: Session, case: UUID) -> Case:
    found = load(session, Wanted(ids=[case]))
    if not found:
        raise DataError(f"case {case}: expected one of this box, came one it does not know")
    return found[0]

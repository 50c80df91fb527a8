"""The desk: people take steps here, and the clerk takes those that time and captures call for.

The only part of handling that writes. Every step is one transaction; what a deadline calls for is written before
anybody acts past it, and stays written when their deed is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from cases.keeping import history, keep, load, sound
from cases.machine import advance, apply
from cases.payloads import files_of
from cases.rounds import called_for
from cases.settings import CaseSettings
from cases.states import TERMINAL, State
from cases.timers import catch_up
from cases.values import Case, Deed, Transition
from cases.words import ACTIONS
from records import attachments
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
            keep(session, catch_up(_the(session, case), deed.at, self.settings), deed.at)
        with self.database.writing() as session:
            before = _the(session, case)
            step = apply(before, deed, self.settings)
            _expect_attached(session, deed, case)
            keep(session, [step], deed.at)
        return advance(before, step)

    def run(self, now: datetime) -> int:
        """Take every step that time, repeats and strikes call for by now; how many. Called again, it takes none.

        A case whose history is broken is left aside, and said in the log.

        Raises:
            StoreError: they cannot be written; a later call takes them.
        """
        with self.database.reading() as session:
            waiting = [case.id for case in self._waiting(session, now)]
        return sum(self._attend(case, now) for case in waiting)

    def _waiting(self, session: Session, now: datetime) -> list[Case]:
        """Cases that call for a step. Only looked at, so that a quiet round writes nothing."""
        found = sound(session, Wanted(states=OPEN))
        earliest: dict[str, datetime] = {}
        for case in found:
            earliest.setdefault(case.site.id, case.lead.opened_at)  # they come oldest first
        others = {site: sound(session, Wanted(site=site, since=at - self._window)) for site, at in earliest.items()}
        return [case for case in found if called_for(case, others[case.site.id], now, self.settings)]

    def _attend(self, case: UUID, now: datetime) -> int:
        with self.database.writing() as session:
            before = _the(session, case)
            others = sound(session, Wanted(site=before.site.id, since=before.lead.opened_at - self._window))
            steps = called_for(before, others, now, self.settings)
            keep(session, steps, now)
        return len(steps)

    @property
    def _window(self) -> timedelta:
        """How far back other cases matter."""
        return max(self.settings.strikes.lookback, timedelta(days=1))


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

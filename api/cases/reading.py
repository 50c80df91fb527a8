"""Cases as somebody sees them: how they stand, what was done, what they may do themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import TypeAlias
from uuid import UUID

from sqlalchemy.orm import Session

from api.access.identity import Visitor
from cases.deadlines import Due, appeal_until, dues
from cases.desk import OPEN, Desk
from cases.keeping import history, load
from cases.offers import Offer, offers
from cases.states import Action, Role, State
from cases.values import Case, Transition
from records import attachments, holds
from records.attachments import Attachment
from records.case_steps import Wanted
from records.grants import roles_over
from records.scopes import Reach
from records.violations import Cursor

RolesOver: TypeAlias = Callable[[str, str | None], frozenset[Role]]
NOT_PRESSED = timedelta(days=36525)
"""What no deadline presses comes after everything that one does, the oldest first."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case at a moment, before somebody.

    Attributes:
        at: the moment. dues: nearest first. steps, attachments: all of them; none in a list.
        held: under legal hold, whatever retention says; not looked at in a list.
    """

    case: Case
    at: datetime
    dues: tuple[Due, ...]
    appeal_until: datetime | None
    offers: tuple[Offer, ...]
    steps: tuple[Transition, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    held: bool = False

    @property
    def place(self) -> Cursor:
        """Where it stands in the queue: by its nearest deadline."""
        pressed = self.dues[0].at if self.dues else self.case.lead.opened_at + NOT_PRESSED
        return Cursor(pressed, self.case.id)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cases; None asks nothing. mine: only where a step may be taken now, an appeal aside."""

    site: str | None = None
    state: State | None = None
    level: int | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    """Some cases, the most urgent first; `next` leads to the less urgent ones, None at the end."""

    items: tuple[CaseView, ...]
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads for one visitor at one moment, as far as their reach goes."""

    desk: Desk
    visitor: Visitor
    within: Reach
    at: datetime

    def one(self, session: Session, case_id: UUID) -> CaseView | None:
        """A case with its steps; None where there is none for them."""
        found = load(session, Wanted(ids=[case_id], within=self.within))
        if not found:
            return None
        view = self._view(found[0], self._roles(session))
        held = case_id in holds.held(session, [case_id])
        return replace(view, steps=history(session, case_id), attachments=attachments.of(session, case_id), held=held)

    def queue(self, session: Session, wanted: Filter, after: Cursor | None, limit: int) -> Queue:
        """Open cases, or those of one state, after a place in the queue."""
        states = OPEN if wanted.state is None else {wanted.state}
        asked = Wanted(states=states, site=wanted.site, level=wanted.level, within=self.within)
        roles = self._roles(session)
        views = [self._view(case, roles) for case in load(session, asked)]
        views = [view for view in views if not wanted.mine or _waits_for(view)]
        views = [view for view in views if after is None or _key(view.place) > _key(after)]
        views.sort(key=lambda view: _key(view.place))
        shown = tuple(views[:limit])
        return Queue(shown, shown[-1].place if len(views) > limit else None)

    def _roles(self, session: Session) -> RolesOver:
        """The visitor's roles over a site's stall, asked of the registry once each."""
        return cache(lambda site, merchant: roles_over(session, self.visitor.grants, site, merchant))

    def _view(self, case: Case, roles: RolesOver) -> CaseView:
        settings, login = self.desk.settings, self.visitor.login
        return CaseView(
            case=case,
            at=self.at,
            dues=tuple(sorted(dues(case, settings), key=lambda due: due.at)),
            appeal_until=appeal_until(case, settings),
            offers=offers(case, login, roles(case.site.id, case.merchant), self.at, settings),
        )


def _waits_for(view: CaseView) -> bool:
    return any(offer.is_open and offer.action is not Action.APPEAL for offer in view.offers)


def _key(place: Cursor) -> tuple[datetime, UUID]:
    return place.opened_at, place.id

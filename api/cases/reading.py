"""Cases as somebody sees them: how they stand, what was done, what they may do themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from heapq import merge
from itertools import islice
from typing import TypeAlias
from uuid import UUID

from sqlalchemy.orm import Session

from api.access.identity import Visitor
from cases.deadlines import Due, appeal_until, dues
from cases.desk import OPEN, Desk
from cases.keeping import history, load
from cases.offers import Offer, offers
from cases.states import TERMINAL, Action, Role, State
from cases.values import Case, Transition
from records import agenda, attachments, case_steps, holds
from records.agenda import After
from records.attachments import Attachment
from records.case_steps import Wanted
from records.grants import roles_over
from records.scopes import Reach
from records.violation_rows import Cursor

RolesOver: TypeAlias = Callable[[str, str | None], frozenset[Role]]
NOT_PRESSED = timedelta(days=36525)
"""What no deadline presses comes after everything that one does, the oldest first."""
FAR = datetime(1970, 1, 1, tzinfo=UTC) + NOT_PRESSED
"""No deadline is so far, and nothing was opened so long before it."""


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
    merchant: str | None = None
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
        asked = replace(_asked(wanted, self.within), states=states)
        views = merge(self._new(session, asked, after), self._noted(session, asked, after, limit + 1), key=_place)
        shown = tuple(islice((view for view in views if not wanted.mine or _waits_for(view)), limit + 1))
        return Queue(shown[:limit], shown[limit - 1].place if len(shown) > limit else None)

    def closed(self, session: Session, wanted: Filter, after: Cursor | None, limit: int) -> Queue:
        """Cases of which nothing is asked any more, or those of one state, the newest first."""
        asked = replace(_asked(wanted, self.within), states=TERMINAL if wanted.state is None else {wanted.state})
        ids = case_steps.newest(session, asked, None if after is None else _key(after), limit + 1)
        roles = self._roles(session)
        views = {case.id: self._view(case, roles) for case in load(session, Wanted(ids=ids[:limit]))}
        shown = tuple(views[case] for case in ids[:limit])
        last = Cursor(shown[-1].case.lead.opened_at, shown[-1].case.id) if len(ids) > limit else None
        return Queue(shown, last)

    def _noted(self, session: Session, asked: Wanted, after: Cursor | None, size: int) -> Iterator[CaseView]:
        """In the order of the queue, read as far as somebody asks; the database puts them in order."""
        noted, place = _open(asked) == asked.states, None if after is None else _behind(after)
        while True:
            ids = agenda.in_order(session, asked, noted, place, size)
            views = self._views(session, ids)
            yield from views
            if len(ids) < size or not views:
                return
            place = _behind(views[-1].place)

    def _new(self, session: Session, asked: Wanted, after: Cursor | None) -> list[CaseView]:
        """Those that nobody looked at yet since they were told of: few, for the clerk comes by soon."""
        ids = agenda.unnoted(session, replace(asked, states=_open(asked)))
        return [view for view in self._views(session, ids) if after is None or _place(view) > _key(after)]

    def _views(self, session: Session, ids: Sequence[UUID]) -> list[CaseView]:
        roles = self._roles(session)
        return sorted((self._view(case, roles) for case in load(session, Wanted(ids=ids))), key=_place)

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


def _asked(wanted: Filter, within: Reach) -> Wanted:
    return Wanted(site=wanted.site, merchant=wanted.merchant, level=wanted.level, within=within)


def _waits_for(view: CaseView) -> bool:
    return any(offer.is_open and offer.action is not Action.APPEAL for offer in view.offers)


def _key(place: Cursor) -> tuple[datetime, UUID]:
    return place.opened_at, place.id


def _open(asked: Wanted) -> frozenset[State]:
    return OPEN.intersection(asked.states or ())


def _place(view: CaseView) -> tuple[datetime, UUID]:
    return _key(view.place)


def _behind(place: Cursor) -> After:
    """The place as the records know it."""
    pressed = place.opened_at < FAR
    return After(place.id, place.opened_at if pressed else place.opened_at - NOT_PRESSED, pressed)

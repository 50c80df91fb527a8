"""All that a stall's own page tells, read at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from api.access.identity import Visitor
from api.access.may import Right, reach, sight
from api.cases.reading import CaseView, Filter, Reader
from api.certificates.schemas import MerchantCertificatesOut
from api.context import Context
from api.pages.parts.thumb import pictures_of
from api.pages.shell.places import Places
from cases.offers import Offer
from cases.states import Action, State
from records import certificates, pictures
from records.pictures import Picture
from records.scopes import Reach

OPEN, PAST = 50, 12
WARN = timedelta(days=30)
PRESSING = frozenset({State.OVERDUE, State.ESCALATED, State.SUPERVISOR_REVIEW, State.ORDER_ISSUED})
"""No photo is taken in any more, but it is the stall that must act."""


@dataclass(frozen=True, slots=True)
class Mine:
    """What is to be done, what waits for others, what is over; and the people's papers.

    Attributes:
        pictures: by case the one to show. seen: by case the SHA-256 of its files.
    """

    at: datetime
    places: Places
    todo: tuple[CaseView, ...]
    waiting: tuple[CaseView, ...]
    past: tuple[CaseView, ...]
    pictures: Mapping[UUID, Picture]
    seen: Mapping[UUID, tuple[str, ...]]
    papers: tuple[MerchantCertificatesOut, ...]

    @property
    def several(self) -> bool:
        """Whether there is more than one stall, so that each must be named."""
        return sum(len(site.merchants) for site in self.places.sites) > 1

    @property
    def signature(self) -> tuple[tuple[UUID, int], ...]:
        """Another one when there is anything new."""
        return tuple((view.case.id, view.case.version) for view in (*self.todo, *self.waiting, *self.past))


def read_mine(context: Context, visitor: Visitor) -> Mine:
    """What whoever runs a stall has to know of it.

    Raises:
        StoreError: the database cannot be used.
    """
    within, at = reach(visitor.grants, Right.SEE_OWN_STALL), context.now()
    reader = Reader(context.desk, visitor, within, at)
    with context.database.reading() as session:
        opened = reader.queue(session, Filter(), None, OPEN).items
        past = reader.closed(session, Filter(), None, PAST).items
        todo = tuple(view for view in opened if offer_of(view, Action.SUBMIT) or view.case.state in PRESSING)
        places = Places.read(session, within)
        return Mine(
            at=at,
            places=places,
            todo=todo,
            waiting=tuple(view for view in opened if view not in todo),
            past=past,
            pictures=pictures_of(session, [view.case.id for view in opened], sight(visitor.grants)),
            seen={view.case.id: tuple(sorted(pictures.digests(session, view.case.id))) for view in (*opened, *past)},
            papers=_papers(session, within, places, at),
        )


def offer_of(view: CaseView, action: Action) -> Offer | None:
    """The step, where it may be taken now."""
    return next((offer for offer in view.offers if offer.action is action and offer.is_open), None)


def _papers(session: Session, within: Reach, places: Places, at: datetime) -> tuple[MerchantCertificatesOut, ...]:
    """Health certificates by merchant, as the register last said; nothing where it was never asked."""
    read = {one.merchant: one for one in certificates.readings(session, within) if one.known}
    return tuple(
        MerchantCertificatesOut.of(read[merchant.id], site, merchant, _today(site.timezone, at).date(), WARN)
        for site in places.sites
        for merchant in site.merchants
        if merchant.id in read
    )


def _today(timezone: str, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(timezone))

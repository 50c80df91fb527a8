"""What the review page reads: the queue as it is now, and one flag with everything that decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from api.access.identity import Visitor
from api.access.may import Right, reach, sight
from api.cases.reading import CaseView, Filter, Reader
from api.context import Context
from api.pages.review.groups import alike, grouped
from api.pages.shell.places import Places
from cases.desk import OPEN
from cases.keeping import load
from cases.states import Action, State
from cases.values import Case
from records import agenda, case_steps, clips, pictures, violations
from records.case_steps import Wanted
from records.clips import ClipRow
from records.pictures import Picture
from records.scopes import Reach
from records.violation_rows import ViolationDetail

OTHERS = 9
"""So many cases can be merged into with a digit."""
VERDICTS = (Action.CONFIRM, Action.DISMISS, Action.MERGE, Action.ADVISE)
Deeds = Mapping[Action, int]


@dataclass(frozen=True, slots=True)
class Small:
    """A case in a list: its picture, and the SHA-256 of it; None and empty where there is none."""

    case: Case
    picture: Picture | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Waits:
    """A place in the queue: the case that is shown, and those of the same kind behind it."""

    view: CaseView
    small: Small
    same: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """The queue.

    Attributes:
        at: when it was read. total: of all that wait, shown or not. size: how many were asked for.
        done: what the visitor settled since midnight.
    """

    at: datetime
    login: str
    items: tuple[Waits, ...]
    total: int
    size: int
    done: Deeds
    places: Places


@dataclass(frozen=True, slots=True)
class Item:
    """A flag before the visitor.

    Attributes:
        same: of the same kind, to be settled together. others: open cases of the stall it could be merged into.
    """

    view: CaseView
    detail: ViolationDetail
    clip: ClipRow | None
    same: tuple[Small, ...]
    others: tuple[Small, ...]
    places: Places


def read_waiting(context: Context, visitor: Visitor, size: int) -> Waiting:
    """The most urgent ones.

    Raises:
        StoreError: the database cannot be used.
    """
    within, now = reach(visitor.grants, Right.REVIEW_CASES), context.now()
    reader = Reader(context.desk, visitor, within, now)
    with context.database.reading() as session:
        places = Places.read(session, within)
        queue = reader.queue(session, Filter(state=State.PENDING_REVIEW), None, size)
        total = agenda.count(session, Wanted(states={State.PENDING_REVIEW}, within=within))
        midnight = datetime.combine(now.astimezone(places.zone_info(None)), time(), places.zone_info(None))
        done = {Action(name): n for name, n in case_steps.taken(session, visitor.login, VERDICTS, midnight).items()}
        items = _waits(context, session, queue.items)
    return Waiting(now, visitor.login, items, total, size, done, places)


def read_item(context: Context, visitor: Visitor, case_id: UUID) -> Item | None:
    """One that waits; None where it does not, or not for this visitor.

    Raises:
        StoreError: the database cannot be used.
    """
    within = reach(visitor.grants, Right.REVIEW_CASES)
    reader = Reader(context.desk, visitor, within, context.now())
    with context.database.reading() as session:
        view, detail = reader.one(session, case_id), violations.one(session, case_id, sight(visitor.grants))
        if view is None or detail is None or view.case.state is not State.PENDING_REVIEW:
            return None
        return Item(
            view,
            detail,
            clips.of(session, case_id),
            _small(session, _same(context, session, view.case, within)),
            _small(session, _others(session, view.case, within)),
            Places.read(session, within),
        )


def _waits(context: Context, session: Session, views: Sequence[CaseView]) -> tuple[Waits, ...]:
    by_id = {view.case.id: view for view in views}
    groups = grouped((view.case for view in views), context.desk.settings.repeats.window)
    small = _small(session, [group[0] for group in groups])
    return tuple(
        Waits(by_id[first.case.id], first, tuple(case.id for case in group[1:]))
        for group, first in zip(groups, small, strict=True)
    )


def _same(context: Context, session: Session, case: Case, within: Reach) -> tuple[Case, ...]:
    window, at = context.desk.settings.repeats.window, case.lead.opened_at
    stall = _of_the_stall(case, {State.PENDING_REVIEW}, within)
    near = replace(stall, since=at - window, until=at + window + timedelta(microseconds=1))
    return tuple(one for one in load(session, near) if one.id != case.id and alike(case, one, window))


def _others(session: Session, case: Case, within: Reach) -> tuple[Case, ...]:
    ids = agenda.in_order(session, _of_the_stall(case, OPEN, within), False, None, OTHERS + 1)
    found = {one.id: one for one in load(session, Wanted(ids=ids))}
    return tuple(found[one] for one in ids if one != case.id)[:OTHERS]


def _of_the_stall(case: Case, states: Collection[State], within: Reach) -> Wanted:
    """Cases of the same stall; where it is nobody's, of the same zone. The site is not asked for: it would have the
    database read all of its past."""
    zone = case.lead.zone if case.merchant is None else None
    return Wanted(states=states, zone=zone, merchant=case.merchant, within=within)


def _small(session: Session, cases: Sequence[Case]) -> tuple[Small, ...]:
    found = pictures.first_pictures(session, [case.id for case in cases])
    hashes = pictures.hashes(session, [picture.id for picture in found.values()])
    return tuple(
        Small(case, picture, "" if picture is None else hashes[picture.id])
        for case in cases
        for picture in (found.get(case.id),)
    )

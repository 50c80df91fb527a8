"""Which open cases are to be looked at again, and when: what the clerk and the queue ask instead of reading every case.

A line follows from a case's steps and is written beside them; a violation that is told of again loses its line, so that
a case without one is always looked at.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from records import tables
from records.case_steps import Wanted, conditions
from records.states import ReviewState


@dataclass(frozen=True, slots=True)
class Line:
    """When the box must look at a case again, and its nearest deadline; None for never, and for none."""

    violation: UUID
    attend_at: datetime | None
    pressed_at: datetime | None


@dataclass(frozen=True, slots=True)
class After:
    """A place in the queue: the case there, and its nearest deadline, or when it was opened where none is `pressed`."""

    violation: UUID
    at: datetime
    pressed: bool


def write(session: Session, line: Line) -> None:
    """Write a line, or bring it up to date; one that says the same already is left alone."""
    row = session.get(tables.Agenda, line.violation)
    if row is None:
        session.add(tables.Agenda(violation=line.violation, attend_at=line.attend_at, pressed_at=line.pressed_at))
    else:
        row.attend_at, row.pressed_at = line.attend_at, line.pressed_at
    session.flush()


def erase(session: Session, violation: UUID) -> None:
    """Take a line away: the case is to be looked at, or nobody has to any more."""
    session.execute(delete(tables.Agenda).where(tables.Agenda.violation == violation))


def is_noted(session: Session, violation: UUID) -> bool:
    """Whether a case has a line."""
    return session.get(tables.Agenda, violation) is not None


def alert(session: Session, others: Wanted, at: datetime) -> None:
    """Have some cases looked at from `at` on, if not earlier: what happened to another may concern them."""
    a, v = tables.Agenda, tables.Violation
    those = select(v.id).where(*conditions(others))
    later = or_(a.attend_at.is_(None), a.attend_at > at)
    session.execute(update(a).where(a.violation.in_(those), later).values(attend_at=at))


def due(session: Session, states: Collection[ReviewState], now: datetime) -> tuple[UUID, ...]:
    """Cases in these states that must be looked at by now, oldest first."""
    v, a = tables.Violation, tables.Agenda
    query = select(v.id).outerjoin(a, a.violation == v.id).where(v.state.in_(states))
    asked = query.where(or_(a.violation.is_(None), a.attend_at <= now)).order_by(v.opened_at, v.id)
    return tuple(session.scalars(asked))


def of_states(session: Session, states: Collection[ReviewState]) -> tuple[UUID, ...]:
    """All cases in these states, oldest first."""
    v = tables.Violation
    return tuple(session.scalars(select(v.id).where(v.state.in_(states)).order_by(v.opened_at, v.id)))


def unnoted(session: Session, wanted: Wanted) -> tuple[UUID, ...]:
    """Cases without a line; wanted should ask for open ones."""
    v, a = tables.Violation, tables.Agenda
    query = select(v.id).outerjoin(a, a.violation == v.id).where(a.violation.is_(None), *conditions(wanted))
    return tuple(session.scalars(query))


def count(session: Session, wanted: Wanted) -> int:
    """How many cases there are."""
    return session.scalar(select(func.count()).select_from(tables.Violation).where(*conditions(wanted))) or 0


def in_order(session: Session, wanted: Wanted, noted: bool, after: After | None, limit: int) -> tuple[UUID, ...]:
    """Cases by their nearest deadline, and then, where none presses, by when they were opened.

    Args:
        noted: only those that have a line.
    """
    v, a = tables.Violation, tables.Agenda
    query: Select[UUID] = select(v.id).outerjoin(a, a.violation == v.id).where(*conditions(wanted))
    if noted:
        query = query.where(a.violation.is_not(None))
    if after is not None:
        query = query.where(_behind(after))
    order = a.pressed_at.is_(None), _place(), v.id
    return tuple(session.scalars(query.order_by(*order).limit(limit)))


def _place() -> ColumnElement[datetime]:
    return func.coalesce(tables.Agenda.pressed_at, tables.Violation.opened_at, type_=tables.UtcDateTime())


def _behind(after: After) -> ColumnElement[bool]:
    unpressed = tables.Agenda.pressed_at.is_(None)
    same = ~unpressed if after.pressed else unpressed
    later = or_(_place() > after.at, and_(_place() == after.at, tables.Violation.id > after.violation))
    return or_(unpressed, and_(same, later)) if after.pressed else and_(same, later)

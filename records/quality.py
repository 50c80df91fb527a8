"""What tells how good the flags are: what people said of them, how long they lasted, how clear their looks were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from records import tables
from records.scopes import Reach, violation_in
from records.states import ReviewState

DISMISS = "dismiss"


@dataclass(frozen=True, slots=True)
class Standing:
    """How many flags of a camera and code stand in a state."""

    camera: str
    code: str
    state: ReviewState
    flags: int


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A flag that was dismissed; `payload`: its last dismissal, as it is written."""

    camera: str
    code: str
    payload: str


@dataclass(frozen=True, slots=True)
class Lasted:
    """A flag of a camera and code, how long it was observed against, and how it stands; `dismissal` as in Dismissed."""

    id: UUID
    state: ReviewState
    counted_s: float
    dismissal: str | None


@dataclass(frozen=True, slots=True)
class Clarity:
    """The looks behind a camera's flags: how many, their mean sharpness and the mean score of what they said."""

    camera: str
    looks: int
    sharpness: float
    score: float


def standings(session: Session, since: datetime, until: datetime, within: Reach) -> tuple[Standing, ...]:
    """Flags opened in since <= at < until, advice left out, by camera, code and state."""
    v = tables.Violation
    keys = (v.camera, v.code, v.state)
    query = select(*keys, func.count()).group_by(*keys).order_by(*keys).where(*_opened(since, until, within))
    return tuple(Standing(*row) for row in session.execute(query))


def dismissals(session: Session, since: datetime, until: datetime, within: Reach) -> tuple[Dismissed, ...]:
    """The dismissed ones of these flags."""
    v = tables.Violation
    query = select(v.camera, v.code, _dismissal()).where(
        *_opened(since, until, within), v.state == ReviewState.DISMISSED
    )
    return tuple(Dismissed(camera, code, text) for camera, code, text in session.execute(query) if text)


def lasted(session: Session, since: datetime, camera: str, code: str) -> tuple[Lasted, ...]:
    """A camera's flags of a code since a moment, advice left out, shortest first."""
    v = tables.Violation
    query = (
        select(v.id, v.state, v.counted_s, _dismissal())
        .where(v.opened_at >= since, ~v.advisory, v.camera == camera, v.code == code)
        .order_by(v.counted_s, v.id)
    )
    return tuple(Lasted(*row) for row in session.execute(query))


def clarity(session: Session, since: datetime, until: datetime, within: Reach) -> tuple[Clarity, ...]:
    """Of the looks behind flags opened in since <= at < until, by camera."""
    v, k, j = tables.Violation, tables.Look, tables.Judgement
    query = (
        select(v.camera, func.count(k.id.distinct()), func.avg(k.sharpness), func.avg(j.score))
        .join(k, k.violation == v.id)
        .join(j, j.look == k.id)
        .where(v.opened_at >= since, v.opened_at < until, violation_in(within))
        .group_by(v.camera)
        .order_by(v.camera)
    )
    return tuple(Clarity(*row) for row in session.execute(query))


def _opened(since: datetime, until: datetime, within: Reach) -> list[ColumnElement[bool]]:
    v = tables.Violation
    return [v.opened_at >= since, v.opened_at < until, ~v.advisory, violation_in(within)]


def _dismissal() -> ColumnElement[str | None]:
    """The last dismissal of a violation."""
    v, s = tables.Violation, tables.CaseStep
    return (
        select(s.payload)
        .where(s.violation == v.id, s.action == DISMISS)
        .order_by(s.version.desc())
        .limit(1)
        .correlate(v)
        .scalar_subquery()
    )

"""Random kept heads that somebody looked at for what was missed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from records import tables
from records.samples import Kept, kept_of
from records.scopes import Reach, cameras_of
from records.states import Found
from vision.errors import DataError

AROUND = timedelta(minutes=10)
"""A flag so near to a head, at its camera, is taken to be about it: a flag's own cool-down lasts as long."""


@dataclass(frozen=True, slots=True)
class Spotted:
    """How many heads of a camera were found so; `flagged`: a flag stood near."""

    camera: str
    found: Found
    flagged: bool
    heads: int


def to_check(session: Session, site: str, count: int) -> tuple[Kept, ...]:
    """At most so many kept heads of a site that nobody looked at yet, in an order by chance: that of their ids."""
    t = tables.Sample
    looked_at = exists().where(tables.SpotCheck.sample == t.id)
    rows = session.scalars(select(t).where(t.site == site, ~looked_at).order_by(t.id).limit(count))
    return tuple(kept_of(row) for row in rows)


def note(session: Session, sample: UUID, found: Found, codes: Collection[str], by: str, at: datetime) -> None:
    """Write down what somebody found on a head; the last word counts.

    Args:
        codes: that tell of what was found; a flag of one of them near the head means that it was not missed.

    Raises:
        DataError: there is no such head.
    """
    row = session.get(tables.Sample, sample)
    if row is None:
        raise DataError(f"sample {sample}: expected one of this box, came one it does not know (any more)")
    flagged = _flagged(session, row.camera, row.at, codes)
    session.merge(
        tables.SpotCheck(
            sample=sample, site=row.site, camera=row.camera, at=row.at, found=found, flagged=flagged, by=by, said_at=at
        )
    )


def spotted(session: Session, since: datetime, until: datetime, within: Reach) -> tuple[Spotted, ...]:
    """What was found on heads of since <= at < until."""
    t = tables.SpotCheck
    keys = (t.camera, t.found, t.flagged)
    query = (
        select(*keys, func.count())
        .where(t.at >= since, t.at < until, t.camera.in_(cameras_of(within)))
        .group_by(*keys)
        .order_by(*keys)
    )
    return tuple(Spotted(*row) for row in session.execute(query))


def _flagged(session: Session, camera: str, at: datetime, codes: Collection[str]) -> bool:
    v = tables.Violation
    over = func.coalesce(v.ended_at, v.at, type_=tables.UtcDateTime())
    near = or_(v.started_at.between(at - AROUND, at + AROUND), (v.started_at <= at) & (over >= at - AROUND))
    return session.scalar(select(exists().where(v.camera == camera, v.code.in_(codes), near))) or False

"""Reading the why-not ledger: looks that were seen and did not become a violation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records import tables
from records.scopes import EVERYWHERE, Reach, cameras_of
from vision.facts import WhyNot


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """How many looks of one place and code were suppressed for one reason; zone is None where there was none."""

    camera: str
    zone: str | None
    code: str
    why: WhyNot
    looks: int


def totals(
    session: Session,
    since: datetime | None = None,
    until: datetime | None = None,
    camera: str | None = None,
    within: Reach = EVERYWHERE,
) -> tuple[LedgerLine, ...]:
    """Totals of cameras within the reach over since <= hour < until by camera, zone, code and reason."""
    s = tables.Suppression
    keys = (s.camera, s.zone, s.code, s.why)
    query = select(*keys, func.sum(s.looks)).group_by(*keys).order_by(*keys).where(s.camera.in_(cameras_of(within)))
    if since is not None:
        query = query.where(s.hour >= since)
    if until is not None:
        query = query.where(s.hour < until)
    if camera is not None:
        query = query.where(s.camera == camera)
    rows = session.execute(query)
    return tuple(LedgerLine(c, zone or None, code, why, int(looks)) for c, zone, code, why, looks in rows)

"""Reading what the cameras' readers were doing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from records import tables
from records.scopes import EVERYWHERE, Reach, cameras_of
from vision.camera_facts import CameraHealth

OBSTRUCTED = "CAM_OBSTRUCTED"


def latest(session: Session, within: Reach = EVERYWHERE) -> tuple[CameraHealth, ...]:
    """The newest state of every camera within the reach that ever reported, by camera."""
    h = tables.CameraHealth
    newest = select(h.id, _newest_first().label("rank")).where(h.camera.in_(cameras_of(within))).subquery()
    query = select(h).join(newest, newest.c.id == h.id).where(newest.c.rank == 1).order_by(h.camera)
    return tuple(_fact(row) for row in session.scalars(query))


def history(
    session: Session, camera: str, since: datetime | None = None, until: datetime | None = None, limit: int = 500
) -> tuple[CameraHealth, ...]:
    """A camera's changes of state in since <= at < until, newest first."""
    h = tables.CameraHealth
    query = select(h).where(h.camera == camera).order_by(h.at.desc(), h.id.desc()).limit(limit)
    if since is not None:
        query = query.where(h.at >= since)
    if until is not None:
        query = query.where(h.at < until)
    return tuple(_fact(row) for row in session.scalars(query))


def changes(session: Session, since: datetime, until: datetime, within: Reach = EVERYWHERE) -> tuple[CameraHealth, ...]:
    """Changes of the cameras within the reach in since <= at < until, by camera, oldest first; before them the state
    each was in when it began."""
    h = tables.CameraHealth
    earlier = select(h.id, _newest_first().label("rank")).where(h.at < since, h.camera.in_(cameras_of(within)))
    ranked = earlier.subquery()
    began = select(ranked.c.id).where(ranked.c.rank == 1)
    meanwhile = (h.at >= since) & (h.at < until) & h.camera.in_(cameras_of(within))
    query = select(h).where(meanwhile | h.id.in_(began)).order_by(h.camera, h.at, h.id)
    return tuple(_fact(row) for row in session.scalars(query))


def _newest_first() -> ColumnElement[int]:
    h = tables.CameraHealth
    return func.row_number().over(partition_by=h.camera, order_by=(h.at.desc(), h.id.desc()))


def _fact(row: tables.CameraHealth) -> CameraHealth:
    return CameraHealth(camera=row.camera, state=row.state, at=row.at, detail=row.detail)


@dataclass(frozen=True, slots=True)
class Obstructed:
    """A time in which a camera's picture was told to show too little; until is None while it lasts."""

    camera: str
    since: datetime
    until: datetime | None


def obstructions(
    session: Session, since: datetime, until: datetime, within: Reach = EVERYWHERE
) -> tuple[Obstructed, ...]:
    """Of the cameras within the reach, those that began before `until` and did not end before `since`."""
    v = tables.Violation
    query = select(v.camera, v.started_at, v.ended_at).where(
        v.code == OBSTRUCTED,
        v.started_at < until,
        v.ended_at.is_(None) | (v.ended_at >= since),
        v.camera.in_(cameras_of(within)),
    )
    return tuple(Obstructed(*row) for row in session.execute(query.order_by(v.camera, v.started_at)))

"""Reading what the cameras' readers were doing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records import tables
from records.scopes import EVERYWHERE, Reach, cameras_of
from vision.facts import CameraHealth


def latest(session: Session, within: Reach = EVERYWHERE) -> tuple[CameraHealth, ...]:
    """The newest state of every camera within the reach that ever reported, by camera."""
    h = tables.CameraHealth
    rank = func.row_number().over(partition_by=h.camera, order_by=(h.at.desc(), h.id.desc())).label("rank")
    newest = select(h.id, rank).where(h.camera.in_(cameras_of(within))).subquery()
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


def _fact(row: tables.CameraHealth) -> CameraHealth:
    return CameraHealth(camera=row.camera, state=row.state, at=row.at, detail=row.detail)

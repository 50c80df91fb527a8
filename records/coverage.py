"""Reading what was watched. "No violation" and "not watching" are different, and this tells which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, String, case, extract, func, select
from sqlalchemy.orm import Session

from records import tables
from records.scopes import EVERYWHERE, Reach, cameras_of
from vision.camera_facts import Coverage


class DayPart(NamedTuple):
    """Seconds a camera watched, and of these with staff in view, in the earlier or the later part of a UTC day."""

    camera: str
    day: date
    early: bool
    watched_s: float
    staffed_s: float


def per_hour(
    session: Session,
    since: datetime | None = None,
    until: datetime | None = None,
    camera: str | None = None,
    within: Reach = EVERYWHERE,
) -> tuple[Coverage, ...]:
    """What was watched, since <= hour < until, by camera within the reach and hour, added up over runs."""
    c = tables.Coverage
    query = select(c.camera, c.hour, *_sums()).group_by(c.camera, c.hour).order_by(c.camera, c.hour)
    rows = session.execute(query.where(*_within(since, until, camera), c.camera.in_(cameras_of(within))))
    return tuple(_fact(row[0], row[1], *row[2:]) for row in rows)


def per_day(
    session: Session, since: datetime, until: datetime, cameras: Sequence[str], most_s: Mapping[int, float], cut: int
) -> Iterator[DayPart]:
    """What some cameras watched in since <= hour < until, day by day, no hour more than it may.

    Args:
        most_s: by hour of the UTC day, seconds that count; of every other hour nothing does.
        cut: hour at which a UTC day is parted.
    """
    hourly = _hourly(since, until, cameras).subquery()
    hour = extract("hour", hourly.c.hour)
    most, day = case(dict(most_s), value=hour, else_=0.0), func.date(hourly.c.hour, type_=String)
    least = [func.sum(case((seconds < most, seconds), else_=most)) for seconds in (hourly.c.watched, hourly.c.staffed)]
    early = hour < cut
    query = select(hourly.c.camera, day, early, *least).where(hour.in_(most_s))
    for camera, text, is_early, watched_s, staffed_s in session.execute(query.group_by(hourly.c.camera, day, early)):
        yield DayPart(camera, date.fromisoformat(text), bool(is_early), watched_s, staffed_s)


def per_moment(
    session: Session, since: datetime, until: datetime, cameras: Sequence[str]
) -> Iterator[tuple[datetime, float]]:
    """Seconds that some cameras watched together in each hour of since <= hour < until."""
    c = tables.Coverage
    asked = c.camera.in_(cameras), c.hour >= since, c.hour < until
    query = select(c.hour, func.sum(c.watched_s)).where(*asked).group_by(c.hour)
    return ((hour, seconds) for hour, seconds in session.execute(query))


def _hourly(since: datetime, until: datetime, cameras: Sequence[str]) -> Select[str, datetime, float, float]:
    """Added up over runs."""
    c = tables.Coverage
    sums = func.sum(c.watched_s).label("watched"), func.sum(c.staffed_s).label("staffed")
    asked = c.camera.in_(cameras), c.hour >= since, c.hour < until
    return select(c.camera, c.hour, *sums).where(*asked).group_by(c.camera, c.hour)


def per_camera(
    session: Session, since: datetime | None = None, until: datetime | None = None, within: Reach = EVERYWHERE
) -> tuple[Coverage, ...]:
    """What was watched of every camera within the reach in since <= hour < until; `hour` is the first one."""
    c = tables.Coverage
    query = (
        select(c.camera, func.min(c.hour, type_=tables.UtcDateTime()), *_sums()).group_by(c.camera).order_by(c.camera)
    )
    rows = session.execute(query.where(*_within(since, until, None), c.camera.in_(cameras_of(within))))
    return tuple(_fact(row[0], row[1], *row[2:]) for row in rows)


def newest_hour(
    session: Session, until: datetime | None = None, camera: str | None = None, within: Reach = EVERYWHERE
) -> datetime | None:
    """The last hour before `until` in which anything within the reach was watched; None where there is none."""
    c = tables.Coverage
    query = select(func.max(c.hour, type_=tables.UtcDateTime())).where(c.camera.in_(cameras_of(within)))
    return session.scalars(query.where(*_within(None, until, camera))).one()


def staffed_since(session: Session, site: str, since: datetime) -> bool:
    """Whether anybody was seen at work at a site in the hour of `since` or later."""
    c = tables.Coverage
    cameras = select(tables.Camera.id).where(tables.Camera.site == site)
    hour = since.replace(minute=0, second=0, microsecond=0)
    query = select(c.camera).where(c.camera.in_(cameras), c.hour >= hour, c.staffed_s > 0).limit(1)
    return session.scalars(query).first() is not None


def abstain_rate(coverage: Coverage) -> float | None:
    """Share of judgements that could not tell, 0-1; None where nothing was judged."""
    return coverage.abstained / coverage.judged if coverage.judged else None


def _sums() -> tuple[ColumnElement[float], ...]:
    c = tables.Coverage
    counters = (c.watched_s, c.staffed_s, c.frames, c.dropped, c.corrupt, c.head_looks, c.judged, c.abstained)
    return tuple(func.sum(counter) for counter in counters)


def _within(since: datetime | None, until: datetime | None, camera: str | None) -> list[ColumnElement[bool]]:
    c = tables.Coverage
    conditions = [] if since is None else [c.hour >= since]
    conditions += [] if until is None else [c.hour < until]
    conditions += [] if camera is None else [c.camera == camera]
    return conditions


def _fact(camera: str, hour: datetime, watched_s: float, staffed_s: float, *counters: float) -> Coverage:
    return Coverage(camera, hour, watched_s, staffed_s, *(int(counter) for counter in counters))

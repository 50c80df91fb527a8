"""How far cameras and stalls were watched, local day by local day, within the hours in which they should have been.

The conventions are those of the reports: what was watched out of hours makes up for nothing, and stalls that share a
camera share its hours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from cases.reports.watching import Hours, per_hour, stretches
from cases.scores import Watched
from records import coverage
from records.coverage import DayPart
from records.registry import CameraEntry, SiteEntry
from records.tallies import Days

WatchedDays = Mapping[date, Watched]


@dataclass(frozen=True, slots=True)
class Subject:
    """A camera in some hours: those of all its zones, or of one stall's."""

    camera: str
    hours: frozenset[Hours]


@dataclass(frozen=True, slots=True)
class Watch:
    """By the day how far each camera was watched, as a whole (`cameras`) and for each merchant (`stalls`).

    `by_hour`: by (weekday, local hour) seconds watched by all cameras together; Monday is 0.
    """

    cameras: Mapping[str, WatchedDays]
    stalls: Mapping[str, WatchedDays]
    by_hour: Mapping[tuple[int, int], float]


def watch(session: Session, sites: Iterable[SiteEntry], days: Days, now: datetime) -> Watch:
    """Of all cameras of these sites; what lies after now is not scheduled."""
    places = tuple(sites)
    of_camera = {camera.id: _subject(camera, None) for site in places for camera in site.cameras}
    of_stall = {one.id: tuple(_stall(site, one.id)) for site in places for one in site.merchants}
    wanted = {*of_camera.values(), *(one for some in of_stall.values() for one in some)}
    found = _watched(session, wanted, days, now)
    return Watch(
        {camera: found[subject] for camera, subject in of_camera.items()},
        {merchant: joined(found[one] for one in some) for merchant, some in of_stall.items()},
        _by_hour(session, sorted(of_camera), days, now),
    )


def joined(parts: Iterable[WatchedDays]) -> dict[date, Watched]:
    """Several as one."""
    sums: defaultdict[date, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for part in parts:
        for day, one in part.items():
            mine = sums[day]
            mine[0] += one.scheduled_s
            mine[1] += one.watched_s
            mine[2] += one.staffed_s
    return {day: Watched(*mine) for day, mine in sums.items()}


def _stall(site: SiteEntry, merchant: str) -> Iterator[Subject]:
    for camera in site.cameras:
        if any(zone.merchant == merchant for zone in camera.zones):
            yield _subject(camera, merchant)


def _subject(camera: CameraEntry, merchant: str | None) -> Subject:
    return Subject(camera.id, frozenset(zone.schedule for zone in camera.zones if merchant in (None, zone.merchant)))


def _watched(session: Session, wanted: Iterable[Subject], days: Days, now: datetime) -> dict[Subject, WatchedDays]:
    by_hours: defaultdict[frozenset[Hours], list[str]] = defaultdict(list)
    for one in wanted:
        by_hours[one.hours].append(one.camera)
    until = _until(days, now)
    found: dict[Subject, WatchedDays] = {}
    for hours, cameras in by_hours.items():
        seen = _seen(session, cameras, hours, days, until)
        scheduled = _scheduled(hours, days, until)
        found |= {Subject(camera, hours): _days(scheduled, seen.get(camera, {})) for camera in cameras}
    return found


Seconds = dict[date, tuple[float, float]]
"""By local day seconds watched, and of these with staff in view."""


def _scheduled(hours: frozenset[Hours], days: Days, until: datetime) -> dict[date, float]:
    """Seconds that should be watched on each local day."""
    found: defaultdict[date, float] = defaultdict(float)
    for hour, seconds in per_hour(stretches(hours, days.zone, days.since, until)).items():
        found[hour.astimezone(days.zone).date()] += seconds
    return found


def _seen(
    session: Session, cameras: Sequence[str], hours: frozenset[Hours], days: Days, until: datetime
) -> dict[str, Seconds]:
    """What these cameras saw within these hours, which are the same every day but where a clock is changed."""
    found: defaultdict[str, Seconds] = defaultdict(dict)
    for part in days.parts():
        since, end = part.since, min(part.until, until)
        usual = Days(part.last, part.last, days.zone)
        most_s = {at.hour: s for at, s in per_hour(stretches(hours, days.zone, usual.since, usual.until)).items()}
        for one in coverage.per_day(session, since, end, cameras, most_s, part.until.hour) if most_s else ():
            day = _local(one, part)
            before = found[one.camera].get(day, (0.0, 0.0))
            found[one.camera][day] = before[0] + one.watched_s, before[1] + one.staffed_s
    return found


def _local(part: DayPart, days: Days) -> date:
    """The local day of a part of a UTC day."""
    hour = 0 if part.early else days.until.hour
    at = datetime(part.day.year, part.day.month, part.day.day, hour, tzinfo=UTC)
    return at.astimezone(days.zone).date()


def _days(scheduled: Mapping[date, float], seen: Seconds) -> dict[date, Watched]:
    return {day: Watched(seconds, *seen.get(day, (0.0, 0.0))) for day, seconds in scheduled.items()}


def _by_hour(session: Session, cameras: Sequence[str], days: Days, now: datetime) -> dict[tuple[int, int], float]:
    found: defaultdict[tuple[int, int], float] = defaultdict(float)
    for hour, seconds in coverage.per_moment(session, days.since, _until(days, now), cameras):
        local = hour.astimezone(days.zone)
        found[local.weekday(), local.hour] += seconds
    return dict(found)


def _until(days: Days, now: datetime) -> datetime:
    """The end of the days, or now where that is earlier."""
    return max(min(days.until, now), days.since)

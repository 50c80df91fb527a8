"""Out of the records, what reports are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from cases.keeping import handled
from cases.reports.material import Book, Certified, Eye, Material, Place, Stall, Switched
from cases.reports.period import Period, day_of
from cases.reports.watching import Seen, Stretch, joined, per_hour, shared_s, stretches, together, watched
from cases.scores import Handled, Watched
from cases.states import MerchantKind, SiteType
from records import certificates, coverage, health, model_switches, registry
from records.case_steps import Wanted
from records.health import Obstructed
from records.registry import CameraEntry, SiteEntry
from records.roles import Level
from records.scopes import Reach, Scope
from vision.camera_facts import CameraHealth, CameraState

PORTION = timedelta(days=14)
"""Cases are read so many days at a time, so that no query names too many of them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is asked for.

    Attributes:
        at: now; nothing after it is in the report. within: as far as whoever asks may see, or wants to.
    """

    period: Period
    at: datetime
    within: Reach

    @property
    def until(self) -> datetime:
        """The end of the period, or now where that is earlier."""
        return max(min(self.period.end, self.at), self.period.begin)


def gather(session: Session, asked: Asked, book: Book) -> Material:
    """Everything within the reach that a report of the period needs, as it stands.

    Raises:
        StoreError: the database cannot be read.
    """
    sites = registry.sites(session, asked.within)
    told = list(_handled(session, asked, book))
    hours = _hours(session, asked)
    return Material(
        period=asked.period,
        at=asked.at,
        scope=in_words(asked.within, sites),
        book=book,
        places=tuple(places_of(sites)),
        stalls=tuple(stalls_of(sites)),
        eyes=tuple(_eyes(session, asked, sites, hours)),
        handled=tuple(one for one in told if one is not None),
        watched={one.id: _stall_watched(site, one.id, hours, asked) for site in sites for one in site.merchants},
        cameras_of_zones=registry.cameras_of_zones(session, asked.within),
        weeks={week.first: _week(sites, hours, week, asked) for week in asked.period.weeks()},
        switches=tuple(
            Switched(one.at, one.before, one.after, one.version, one.reason) for one in model_switches.switches(session)
        ),
        certified=dict(_certified(session, asked)),
        broken=told.count(None),
    )


def in_words(reach: Reach, sites: Sequence[SiteEntry]) -> str:
    """A reach as people read it: with the names of sites and stalls."""
    names = {one.id: one.name for one in sites} | {one.id: one.name for site in sites for one in site.merchants}
    return "; ".join(_words(scope, names) for scope in sorted(reach, key=str)) or "—"


def _words(scope: Scope, names: Mapping[str, str]) -> str:
    if scope.level is Level.ALL:
        return "本机全部 all"
    place = f"{scope.district} {scope.place}" if scope.level is Level.STREET else names.get(scope.place, scope.place)
    return f"{LEVELS[scope.level]} {place} ({scope})"


LEVELS = {Level.DISTRICT: "区", Level.STREET: "街道", Level.SITE: "场所", Level.MERCHANT: "摊位"}

Hours = Mapping[str, Mapping[datetime, Seen]]
"""By camera what was watched, by the hour (UTC)."""


def _handled(session: Session, asked: Asked, book: Book) -> Iterable[Handled | None]:
    since = asked.period.begin - book.settings.scores.repeat_within
    while since < asked.until:
        until = min(since + PORTION, asked.until)
        yield from handled(session, Wanted(since=since, until=until, within=asked.within))
        since = until


def _hours(session: Session, asked: Asked) -> Hours:
    found: dict[str, dict[datetime, Seen]] = {}
    for one in coverage.per_hour(session, asked.period.begin, asked.until, within=asked.within):
        found.setdefault(one.camera, {})[one.hour] = Seen(one.watched_s, one.staffed_s)
    return found


def places_of(sites: Iterable[SiteEntry]) -> Iterator[Place]:
    """The sites."""
    return (Place(one.id, one.name, SiteType(one.type), one.street, one.district) for one in sites)


def stalls_of(sites: Iterable[SiteEntry]) -> Iterator[Stall]:
    """Their merchants."""
    for site in sites:
        for one in site.merchants:
            kind = MerchantKind(one.kind) if one.kind in set(MerchantKind) else None
            yield Stall(one.id, one.name, one.stall, site.id, kind)


def _certified(session: Session, asked: Asked) -> Iterator[tuple[str, Certified]]:
    on = min(asked.period.last, day_of(asked.at))
    for one in certificates.readings(session, asked.within):
        if one.known:
            valid = [held.valid_until for held in one.certificates if held.valid_until and held.is_valid(on)]
            yield one.merchant, Certified(len(valid), len(one.certificates), min(valid, default=None))


def _open(
    camera: CameraEntry, site: SiteEntry, begin: datetime, until: datetime, merchant: str | None = None
) -> tuple[Stretch, ...]:
    """When a camera's zones are to be watched: all of them, or a stall's."""
    zones = [zone for zone in camera.zones if merchant in (None, zone.merchant)]
    return stretches([zone.schedule for zone in zones], ZoneInfo(site.timezone), begin, until)


def _seen(hours: Hours, camera: str, open_: Sequence[Stretch]) -> Watched:
    return watched(hours.get(camera, {}), per_hour(open_))


def _stall_watched(site: SiteEntry, merchant: str, hours: Hours, asked: Asked) -> Watched:
    begin, until = asked.period.begin, asked.until
    return together(_seen(hours, one.id, _open(one, site, begin, until, merchant)) for one in site.cameras)


def _week(sites: Sequence[SiteEntry], hours: Hours, week: Period, asked: Asked) -> float | None:
    begin, until = week.begin, min(week.end, asked.until)
    both = ((site, camera) for site in sites for camera in site.cameras)
    return together(_seen(hours, camera.id, _open(camera, site, begin, until)) for site, camera in both).coverage


def _eyes(session: Session, asked: Asked, sites: Sequence[SiteEntry], hours: Hours) -> Iterable[Eye]:
    begin, until = asked.period.begin, asked.until
    changes = health.changes(session, begin, until, asked.within)
    hidden = health.obstructions(session, begin, until, asked.within)
    for site in sites:
        for camera in site.cameras:
            open_ = _open(camera, site, begin, until)
            own = [one for one in changes if one.camera == camera.id]
            yield _eye(site, camera, _seen(hours, camera.id, open_), own, open_, hidden, until)


def _eye(
    site: SiteEntry,
    camera: CameraEntry,
    seen: Watched,
    changes: Sequence[CameraHealth],
    open_: Sequence[Stretch],
    hidden: Sequence[Obstructed],
    until: datetime,
) -> Eye:
    up, down = _up_and_down(changes, until)
    covered = joined((one.since, one.until or until) for one in hidden if one.camera == camera.id)
    return Eye(
        id=camera.id,
        name=camera.name,
        site=site.id,
        watched=seen,
        up_s=shared_s(up, open_),
        outages=sum(shared_s([one], open_) > 0 for one in down),
        longest_s=max((shared_s([one], open_) for one in down), default=0.0),
        obstructed_s=shared_s(covered, open_),
    )


def _up_and_down(changes: Sequence[CameraHealth], until: datetime) -> tuple[list[Stretch], list[Stretch]]:
    """When a camera's reader watched, and when it did not, as far as it told."""
    up: list[Stretch] = []
    down: list[Stretch] = []
    ends = [*(one.at for one in changes[1:]), until]
    for one, end in zip(changes, ends, strict=False):
        (up if one.state is CameraState.WATCHING else down).append((one.at, max(end, one.at)))
    return up, joined(down)

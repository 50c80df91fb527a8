"""Out of the records, what happened on some days: sums, trend, heat and rankings of whatever a filter asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from cases.past import Past, Step, Subject, buckets, ranking, step_for, stretches
from cases.reports.watching import together
from cases.watching import Watch, WatchedDays, joined, watch
from records import tallies
from records.registry import CameraEntry, SiteEntry
from records.tallies import Days, DayTally, Standing, standing_of
from records.violation_rows import ViolationFilter

COUNTED = (Standing.COUNTED,)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a filter (its days are `days`), as of when, and how.

    Attributes:
        least_coverage: 0-1; watched less is not ranked. step: None is what suits the days.
    """

    wanted: ViolationFilter
    days: Days
    now: datetime
    least_coverage: float
    step: Step | None = None

    @property
    def among(self) -> tuple[Standing, ...]:
        """What is counted: what stands against somebody, or what else is asked for by itself."""
        if self.wanted.advisory:
            return (Standing.ADVISORY,)
        return COUNTED if self.wanted.state is None else (standing_of(self.wanted.state, advisory=False),)


def past(session: Session, question: Question, places: Iterable[SiteEntry]) -> Past:
    """What happened, within the filter's sight.

    Args:
        places: the sites within it, with what is in use of them.

    Raises:
        StoreError: the records cannot be read.
    """
    wanted, days, among = question.wanted, question.days, question.among
    sites = _narrowed(places, wanted)
    seen = watch(session, sites, days, question.now)
    found = tallies.by_day(session, wanted, days)
    step = question.step or step_for(sum(1 for _ in days))
    spans = stretches(days.first, days.last, step)
    watched = _watched(sites, seen, wanted)
    bars = buckets(found, watched, spans)
    return Past(
        among=among,
        step=step,
        tallied=tallies.total(found),
        watched=together(watched.values()),
        buckets=bars,
        codes=tallies.by_code(session, wanted, days),
        heat=tallies.by_hour(session, wanted, days, among),
        hours_watched=seen.by_hour,
        stalls=ranking(_stalls(sites, seen, wanted), found, among, spans, question.least_coverage),
        sites=ranking(_sites(sites, seen), _of_sites(found), among, spans, question.least_coverage),
    )


def _narrowed(sites: Iterable[SiteEntry], wanted: ViolationFilter) -> tuple[SiteEntry, ...]:
    """The places a filter is about."""
    chosen = (one for one in sites if wanted.site in (None, one.id))
    return tuple(replace(one, cameras=_cameras(one.cameras, wanted)) for one in chosen)


def _cameras(cameras: Iterable[CameraEntry], wanted: ViolationFilter) -> tuple[CameraEntry, ...]:
    return tuple(_zones(one, wanted) for one in cameras if wanted.camera in (None, one.id))


def _zones(camera: CameraEntry, wanted: ViolationFilter) -> CameraEntry:
    if wanted.merchant is None:
        return camera
    return replace(camera, zones=tuple(zone for zone in camera.zones if zone.merchant == wanted.merchant))


def _watched(sites: Sequence[SiteEntry], seen: Watch, wanted: ViolationFilter) -> WatchedDays:
    """How far everything was watched that the filter is about."""
    if wanted.merchant is not None:
        return seen.stalls.get(wanted.merchant, {})
    return joined(seen.cameras[camera.id] for site in sites for camera in site.cameras)


def _stalls(sites: Iterable[SiteEntry], seen: Watch, wanted: ViolationFilter) -> Iterator[Subject]:
    for site in sites:
        for one in site.merchants:
            if wanted.merchant in (None, one.id) and (wanted.camera is None or seen.stalls[one.id]):
                yield Subject(site.id, one.id, seen.stalls[one.id])


def _sites(sites: Iterable[SiteEntry], seen: Watch) -> Iterator[Subject]:
    return (Subject(site.id, None, joined(seen.cameras[one.id] for one in site.cameras)) for site in sites)


def _of_sites(found: Iterable[DayTally]) -> list[DayTally]:
    """The same as nobody's, so that a site has all of its own."""
    return [replace(one, merchant=None) for one in found]

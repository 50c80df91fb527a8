"""Numbers for Prometheus, read from the database when asked: nothing is counted twice, nothing is lost on a restart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector, CollectorRegistry
from sqlalchemy.orm import Session

from api.context import Context, Keeping, Rounds
from records import coverage, health, violations
from records.retention.room import Level
from records.scopes import EVERYWHERE, OPEN_SIGHT
from records.violation_rows import ViolationFilter
from vision.camera_facts import CameraState, Coverage

COUNTERS = {
    "watched_seconds": "Seconds watched",
    "staffed_seconds": "Seconds watched with somebody in a zone with requirements",
    "frames": "Frames looked at",
    "frames_dropped": "Frames passed over because a newer one came",
    "frames_corrupt": "Frames thrown away because they were damaged",
    "head_looks": "Looks taken at heads",
    "judgements": "Judgements made",
    "judgements_abstained": "Judgements that could not tell",
}


class RecordsCollector(Collector):
    """Tells what the records know, at the moment of asking."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: the database is read only when asked."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """All families.

        Raises:
            StoreError: the database cannot be used.
        """
        yield _constant(self._context.version)
        yield from _rounds(self._context.rounds())
        yield from _keeping(self._context.keeping())
        with self._context.database.reading() as session:
            yield from _violations(session)
            yield _states(session)
            yield from _coverage(session)


def registry_of(context: Context) -> CollectorRegistry:
    """A registry of this application alone."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(RecordsCollector(context))
    return registry


def _constant(version: str) -> Metric:
    family = GaugeMetricFamily("sunkitchen_version", "1, with the version of the program", labels=["version"])
    family.add_metric([version], 1)
    return family


def _rounds(rounds: Rounds) -> Iterator[Metric]:
    """Deadlines are nobody's while these stand still."""
    last = GaugeMetricFamily("sunkitchen_clerk_last_round_seconds", "When deadlines were last looked after, Unix time")
    if rounds.last_at is not None:
        last.add_metric([], rounds.last_at.timestamp())
    yield last
    yield CounterMetricFamily("sunkitchen_clerk_steps", "Case steps that deadlines and counts called for", rounds.steps)
    yield CounterMetricFamily("sunkitchen_clerk_failures", "Rounds over the deadlines that failed", rounds.failures)


def _keeping(keeping: Keeping) -> Iterator[Metric]:
    """Nothing is deleted while the last run does not move; the disk has a 1 for the level it is at."""
    level = GaugeMetricFamily("sunkitchen_disk_level", "1 for how the evidence's disk stands", labels=["level"])
    for one in Level:
        level.add_metric([one], float(one is keeping.disk))
    free = GaugeMetricFamily("sunkitchen_disk_free_bytes", "Room left on the evidence's disk")
    if keeping.free_bytes is not None:
        free.add_metric([], keeping.free_bytes)
    last = GaugeMetricFamily(
        "sunkitchen_retention_last_run_seconds", "When retention last ran, Unix time", labels=["outcome"]
    )
    if keeping.last is not None:
        last.add_metric([keeping.last.outcome], keeping.last.ended_at.timestamp())
    yield from (level, free, last)


def _violations(session: Session) -> Iterator[Metric]:
    """What counts and what only advises are two numbers, so that no sum ever takes them together."""
    counted = GaugeMetricFamily("sunkitchen_violations", "Violations on record that count", labels=["code"])
    advisory = GaugeMetricFamily("sunkitchen_violations_advisory", "Shown, never counted", labels=["code"])
    for line in violations.counts(session, ViolationFilter(sight=OPEN_SIGHT)):
        counted.add_metric([line.code], line.count)
        advisory.add_metric([line.code], line.advisory)
    yield from (counted, advisory)


def _states(session: Session) -> Metric:
    family = GaugeMetricFamily("sunkitchen_camera_state", "1 for the state a camera is in", labels=["camera", "state"])
    for report in health.latest(session, EVERYWHERE):
        for state in CameraState:
            family.add_metric([report.camera, state], float(report.state is state))
    return family


def _coverage(session: Session) -> Iterator[Metric]:
    totals = coverage.per_camera(session)
    for position, (name, text) in enumerate(COUNTERS.items()):
        family = CounterMetricFamily(f"sunkitchen_{name}", text, labels=["camera"])
        for total in totals:
            family.add_metric([total.camera], _numbers(total)[position])
        yield family


def _numbers(c: Coverage) -> tuple[float, ...]:
    """In the order of COUNTERS."""
    return c.watched_s, c.staffed_s, c.frames, c.dropped, c.corrupt, c.head_looks, c.judged, c.abstained

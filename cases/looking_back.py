"""Out of the records, everything the quality of a period is told by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from cases.drift import WEEKS, Drift, Gauge, drift
from cases.missed import Missed, missed_of
from cases.quality import Verdicts, verdicts
from cases.reports.period import ZONE, Period
from records import coverage, ledger, quality, spot_checks
from records.ledger import LedgerLine
from records.scopes import Reach
from vision.camera_facts import Coverage

WEEK = timedelta(days=7)
LEAST_JUDGED, LEAST_LOOKS = 200, 20
"""From less no gauge of a week is told."""


@dataclass(frozen=True, slots=True)
class Abstained:
    """How often a camera's judgements could not tell; `hours`: by hour of the day in Ningbo, (abstained, judged)."""

    camera: str
    hours: Mapping[int, tuple[int, int]]

    @property
    def judged(self) -> int:
        """All judgements."""
        return sum(judged for _, judged in self.hours.values())

    @property
    def abstained(self) -> int:
        """Those that could not tell."""
        return sum(abstained for abstained, _ in self.hours.values())


@dataclass(frozen=True, slots=True)
class LookBack:
    """The quality of a period, as far as somebody may see."""

    verdicts: tuple[Verdicts, ...]
    abstained: tuple[Abstained, ...]
    suppressed: tuple[LedgerLine, ...]
    drifts: tuple[Drift, ...]
    missed: Missed


def look_back(session: Session, period: Period, within: Reach) -> LookBack:
    """Everything of a period; drift is told of the seven days that end with it.

    Raises:
        StoreError: the database cannot be read. BrokenHistory: a dismissal that nobody can read.
    """
    since, until = period.begin, period.end
    return LookBack(
        verdicts=verdicts(
            quality.standings(session, since, until, within), quality.dismissals(session, since, until, within)
        ),
        abstained=_abstained(coverage.per_hour(session, since, until, within=within)),
        suppressed=ledger.totals(session, since, until, within=within),
        drifts=tuple(_drifts(session, until, within)),
        missed=missed_of(spot_checks.spotted(session, since, until, within)),
    )


def _abstained(hours: Iterable[Coverage]) -> tuple[Abstained, ...]:
    found: defaultdict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
    for one in hours:
        if one.judged:
            hour = one.hour.astimezone(ZONE).hour
            abstained, judged = found[one.camera].get(hour, (0, 0))
            found[one.camera][hour] = abstained + one.abstained, judged + one.judged
    return tuple(Abstained(camera, dict(sorted(by_hour.items()))) for camera, by_hour in found.items())


@dataclass(frozen=True, slots=True)
class Week:
    """One week by camera: what was watched, and how clear the looks of flags were."""

    watched: Mapping[str, Coverage]
    clear: Mapping[str, quality.Clarity]


def _drifts(session: Session, until: datetime, within: Reach) -> Iterable[Drift]:
    weeks = [_week(session, until - n * WEEK, within) for n in reversed(range(WEEKS + 1))]
    cameras = sorted({camera for week in weeks for camera in week.watched})
    for camera in cameras:
        for gauge, read in GAUGES.items():
            values = [read(week, camera) for week in weeks]
            if any(value is not None for value in values):
                yield drift(camera, gauge, values[-1], values[:-1])


def _week(session: Session, until: datetime, within: Reach) -> Week:
    since = until - WEEK
    return Week(
        watched={one.camera: one for one in coverage.per_camera(session, since, until, within)},
        clear={one.camera: one for one in quality.clarity(session, since, until, within)},
    )


def _abstain_rate(week: Week, camera: str) -> float | None:
    seen = week.watched.get(camera)
    return coverage.abstain_rate(seen) if seen is not None and seen.judged >= LEAST_JUDGED else None


def _clear(week: Week, camera: str) -> quality.Clarity | None:
    found = week.clear.get(camera)
    return found if found is not None and found.looks >= LEAST_LOOKS else None


def _sharpness(week: Week, camera: str) -> float | None:
    found = _clear(week, camera)
    return None if found is None else found.sharpness


def _score(week: Week, camera: str) -> float | None:
    found = _clear(week, camera)
    return None if found is None else found.score


GAUGES: Mapping[Gauge, Callable[[Week, str], float | None]] = {
    Gauge.ABSTAINED: _abstain_rate,
    Gauge.SHARPNESS: _sharpness,
    Gauge.SCORE: _score,
}


def by_reason(lines: Sequence[LedgerLine]) -> dict[str, int]:
    """Suppressed looks by the reason, most first."""
    found = Counter[str]()
    for one in lines:
        found[one.why] += one.looks
    return dict(found.most_common())

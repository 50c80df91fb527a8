"""Plays the quarter: captures, people and the clerk in the order of time, through the real workflow, in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import TypeAlias
from uuid import UUID

from cases.deadlines import next_timer
from cases.machine import advance, apply
from cases.machine import replay as rebuilt
from cases.payloads import files_of
from cases.rounds import called_for
from cases.settings import CaseSettings
from cases.states import SiteType
from cases.timers import catch_up
from cases.values import Case, CaseSite, Deed, Lead, Transition, open_case
from records.attachments import Photo
from records.provenance import ClockReading
from sunkitchen.demo import acts, album
from sunkitchen.demo.acts import Act, acts_of
from sunkitchen.demo.places import CANTEEN
from sunkitchen.demo.plots import NINGBO, NOT_SHOWN, Ending, Plot
from sunkitchen.demo.scenes import DARK, EVERYBODY, PAPER, looks, track_of
from vision.facts import Phase, Snapshot, TimeQuality, Violation

ROUND = 20.0
"""Seconds: how often the clerk goes round."""
RULE, MODEL = "演示数据 demo story", "演示数据: 无网络判断 no network judged this"


@dataclass(frozen=True, slots=True)
class Told:
    """A phase of a violation, with its pictures, and how good its clock was."""

    violation: Violation
    snapshots: tuple[Snapshot, ...]
    clock: ClockReading


@dataclass(frozen=True, slots=True)
class Taken:
    """Steps of a case, and when they were written down."""

    steps: tuple[Transition, ...]
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Brought:
    """A photo that somebody adds to a case."""

    case: UUID
    at: datetime
    by: str
    name: str
    photo: Photo


Fact: TypeAlias = Told | Taken | Brought
PHOTOS = {acts.photo(): ("整改照片(演示).jpg", album.photo()), acts.paper(): ("移送材料(演示).jpg", album.paper())}


class World:
    """The quarter's cases while it is played."""

    def __init__(self, plots: Sequence[Plot], end: datetime, settings: CaseSettings) -> None:
        """Take the plots; nothing happens from `end` on."""
        self._end, self._settings = end, settings
        self._cases: dict[UUID, Case] = {}
        self._of: defaultdict[str, list[UUID]] = defaultdict(list)
        self._seen: dict[UUID, tuple[str, ...]] = {}
        self._dice, self._order = Random(len(plots)), count()
        self._agenda: list[tuple[datetime, int, Callable[[datetime], Iterator[Fact]]]] = []
        for plot in plots:
            self._plan(plot)

    def play(self) -> Iterator[Fact]:
        """Everything that is recorded, in the order of time."""
        while self._agenda:
            at, _, happening = heappop(self._agenda)
            yield from happening(at)

    @property
    def cases(self) -> tuple[Case, ...]:
        """As they stand."""
        return tuple(self._cases.values())

    def _plan(self, plot: Plot) -> None:
        self._at(plot.at, lambda at: self._capture(plot, at))
        again = plot.at + timedelta(minutes=4) if plot.ending is Ending.REPEATED else None
        if again is not None:
            self._at(again, lambda at: self._recapture(plot, at))
        ends_at = (again or plot.at) + timedelta(seconds=20 + plot.number % 160)
        self._at(ends_at, lambda at: self._ends(plot, again is not None, at))
        for act in acts_of(plot):
            self._at(act.at, partial(self._act, plot, act))

    def _at(self, at: datetime, happening: Callable[[datetime], Iterator[Fact]]) -> None:
        if at < self._end:
            heappush(self._agenda, (at, next(self._order), happening))

    def _capture(self, plot: Plot, at: datetime) -> Iterator[Fact]:
        violation, clock = violation_of(plot), clock_of(plot)
        pictures = () if plot.flag is PAPER else album.snapshots(plot.flag, plot.spot, violation, plot.begin)
        case = open_case(Lead.of(violation, clock.quality), _site(plot), plot.spot.merchant)
        self._cases[case.id] = case
        self._of[_whose(case)].append(case.id)
        self._seen[case.id] = tuple(sorted({album.sha256_of(one.jpeg) for one in pictures}))
        yield Told(violation, pictures, clock)
        self._remind(case, at)

    def _recapture(self, plot: Plot, at: datetime) -> Iterator[Fact]:
        first = violation_of(plot)
        again = replace(first, phase=Phase.REPEATED, at=at, repeats=1, looks=())
        yield Told(again, album.again(plot.flag, plot.spot, again, plot.begin), clock_of(plot))
        case = self._cases[plot.id]
        self._cases[plot.id] = replace(case, lead=replace(case.lead, captures=(*case.lead.captures, at)))
        self._remind(self._cases[plot.id], at)

    def _ends(self, plot: Plot, repeated: bool, at: datetime) -> Iterator[Fact]:
        first = violation_of(plot)
        lasted_s = first.counted_s + observed_after(plot)
        ended = replace(
            first,
            phase=Phase.ENDED,
            at=at,
            ended_at=at,
            repeats=int(repeated),
            looks=(),
            counted_s=lasted_s,
            assessable_s=lasted_s,
        )
        yield Told(ended, (), clock_of(plot))

    def _act(self, plot: Plot, act: Act, at: datetime) -> Iterator[Fact]:
        """As the desk does: what was due is written first."""
        case = self._cases[plot.id]
        due = catch_up(case, at, self._settings)
        case = rebuilt(case, due)
        seen = self._seen[plot.id] if act.looked else ()
        deed = Deed(act.action, act.actor, at, case.version, act.payload, seen, "演示 demo")
        step = apply(case, deed, self._settings)
        self._cases[plot.id] = advance(case, step)
        for name in files_of(act.payload):
            yield Brought(plot.id, at, act.actor.id, *PHOTOS[name])
        yield Taken((*due, step), at)
        self._remind(self._cases[plot.id], at)

    def _round(self, whose: str, at: datetime) -> Iterator[Fact]:
        """As the clerk does, as far as one merchant goes."""
        others = [self._cases[one] for one in self._of[whose]]
        for case in others:
            steps = called_for(case, others, at, self._settings) if case.is_open else ()
            if steps:
                self._cases[case.id] = rebuilt(case, steps)
                yield Taken(steps, at)
                self._remind(self._cases[case.id], at)

    def _remind(self, case: Case, at: datetime) -> None:
        """The clerk comes by soon, and when the next deadline has passed."""
        due = next_timer(case, self._settings)
        for moment in (at, *(() if due is None else (max(due.at, at),))):
            lag = timedelta(seconds=round(self._dice.uniform(1, ROUND), 3))
            self._at(moment + lag, partial(self._round, _whose(case)))


def observed_after(plot: Plot) -> float:
    """Seconds a flag went on to be observed after it opened: what was none is soon over."""
    begin, end = (0.0, 5.0) if plot.ending in NOT_SHOWN else (4.0, 18.0)
    return round(Random(str(plot.id)).uniform(begin, end), 1)


def violation_of(plot: Plot) -> Violation:
    """The violation of a plot as it opened."""
    flag, spot = plot.flag, plot.spot
    strip = looks(flag, spot, plot.id, plot.begin, plot.at, flag.seconds)
    said = [judged.score for look in strip for judged in look.judgements if judged.attribute == flag.attribute]
    return Violation(
        id=plot.id,
        phase=Phase.OPENED,
        code=flag.code,
        severity=flag.severity,
        advisory=spot.site == CANTEEN and flag is not DARK,
        camera=spot.camera,
        zone=spot.zone,
        merchant=spot.merchant,
        track=strip[0].track.id if strip else track_of(plot.id, EVERYBODY),
        at=plot.at,
        started_at=plot.at - timedelta(seconds=flag.seconds),
        opened_at=plot.at,
        ended_at=None,
        counted_s=float(flag.seconds),
        assessable_s=float(flag.seconds),
        unknown_s=0.0,
        score=round(sum(said) / len(said), 3) if said else 1.0,
        repeats=0,
        looks=strip,
        rule=RULE,
        model=MODEL,
    )


def clock_of(plot: Plot) -> ClockReading:
    """Good, but for the two whose clock was bad."""
    if plot.ending is Ending.CLOCK_BAD:
        return ClockReading(TimeQuality.BAD, 8.0)
    return ClockReading(TimeQuality.GOOD, 0.05)


def _site(plot: Plot) -> CaseSite:
    kind = SiteType.SCHOOL_CANTEEN if plot.spot.site == CANTEEN else SiteType.FARMERS_MARKET
    return CaseSite(plot.spot.site, kind, NINGBO, plot.spot.hours)


def _whose(case: Case) -> str:
    return case.merchant or case.lead.zone

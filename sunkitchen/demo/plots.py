"""What is captured in the quarter, and how each of it ends: numbers from a city's public totals, times by dice.

440 leads, of which people confirm 300; 41 of these come to level 2, and 23 of those to level 3: 13.7 % and 7.7 %, as of
the 4,393 alarms that 31 markets published, 599 at the second and 343 at the third level. One is referred. No level is
set here: the endings are what people do, and when; the workflow makes of it what it makes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import product
from random import Random
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from sunkitchen.demo.places import CANTEEN, Places, Spot, Stage
from sunkitchen.demo.scenes import CAT, DARK, FLAGS, LEANING, PAPER, Flag

SPACE = UUID("5d0c9d4e-6a53-4c1e-8a43-0b6f0c7d2e11")
DAYS = 91
NINGBO = ZoneInfo("Asia/Shanghai")
LOOKBACK = timedelta(days=30)
APART = timedelta(minutes=40)
OBSTRUCTED_DAY, OBSTRUCTED_FROM = 50, time(8, 0)
OBSTRUCTED, TAKEN_DOWN = timedelta(hours=3), timedelta(minutes=35)
"""A lens is covered for three hours, then the camera is taken down to be cleaned."""


class Ending(StrEnum):
    """What people do about a lead."""

    QUICK = "quick"
    UPHELD = "upheld"
    REJECTED = "rejected"
    TO_RECHECK = "to_recheck"
    REPAIRED = "repaired"
    RENEWED = "renewed"
    HEAD_CLOSES = "head_closes"
    HEAD_HANDLES = "head_handles"
    REPEATED = "repeated"
    FAILED = "failed"
    STRUCK = "struck"
    RETURNED = "returned"
    ORDERED = "ordered"
    REFERRED = "referred"
    WITH_SUPERVISOR = "with_supervisor"
    UNDER_ORDER = "under_order"
    FALSE = "false"
    CAT = "cat"
    CUSTOMER = "customer"
    UNASSESSABLE = "unassessable"
    WRONG_ZONE = "wrong_zone"
    EXEMPT = "exempt"
    DUPLICATE = "duplicate"
    TEST = "test"
    CLOCK_BAD = "clock_bad"
    MERGED = "merged"
    PENDING = "pending"
    ADVISED = "advised"
    ADVICE = "advice"


E = Ending
COUNTS: dict[Ending, int] = {
    # confirmed, and staying at level 1: 259
    E.QUICK: 247,
    E.UPHELD: 2,
    E.REJECTED: 4,
    E.TO_RECHECK: 4,
    E.REPAIRED: 1,
    E.RENEWED: 1,
    # level 2: 18
    E.HEAD_CLOSES: 6,
    E.HEAD_HANDLES: 4,
    E.REPEATED: 5,
    E.FAILED: 3,
    # level 3: 23
    E.STRUCK: 12,
    E.RETURNED: 5,
    E.ORDERED: 3,
    E.REFERRED: 1,
    E.WITH_SUPERVISOR: 1,
    E.UNDER_ORDER: 1,
    # never confirmed: 140
    E.FALSE: 62,
    E.CAT: 1,
    E.CUSTOMER: 1,
    E.UNASSESSABLE: 14,
    E.WRONG_ZONE: 6,
    E.EXEMPT: 3,
    E.DUPLICATE: 3,
    E.TEST: 2,
    E.CLOCK_BAD: 2,
    E.MERGED: 6,
    E.PENDING: 4,
    E.ADVISED: 34,
    E.ADVICE: 2,
}
CONFIRMED = tuple(Ending)[: list(Ending).index(E.FALSE)]
NOT_SHOWN = frozenset({E.FALSE, E.UNASSESSABLE, E.WRONG_ZONE})
"""Flags whose picture does not show what was told."""
BY_STALL_01_02 = frozenset({E.UPHELD, E.REJECTED})
"""Only they have accounts in the demo, and only a stall appeals."""
DAY_RANGES: dict[Ending, tuple[int, int]] = {
    E.QUICK: (0, DAYS - 2),
    E.UPHELD: (10, 80),
    E.REJECTED: (10, 80),
    E.TO_RECHECK: (DAYS - 1, DAYS - 1),
    E.PENDING: (DAYS - 1, DAYS - 1),
    E.ADVICE: (DAYS - 2, DAYS - 1),
    E.REFERRED: (15, 40),
    E.ORDERED: (5, 75),
    E.WITH_SUPERVISOR: (DAYS - 3, DAYS - 3),
    E.UNDER_ORDER: (DAYS - 12, DAYS - 8),
}
OTHERWISE = (2, DAYS - 6)
CLUSTERS = 6
"""Stalls that do it again and again: two cases, and two more within the month, which are strikes."""


@dataclass(frozen=True, slots=True)
class Plot:
    """One lead. `begin`: second of the clip its looks begin at. `into`: number of the plot it is merged into."""

    number: int
    spot: Spot
    flag: Flag
    at: datetime
    ending: Ending
    begin: int = 0
    into: int | None = None

    @property
    def id(self) -> UUID:
        """The same for the same number: a demo has one quarter."""
        return plot_id(self.number)


def plot_id(number: int) -> UUID:
    """Id of the violation of a plot."""
    return uuid5(SPACE, str(number))


def plots(places: Places, end: date, seed: int) -> tuple[Plot, ...]:
    """The quarter's leads, oldest first; it ends with the day before `end`."""
    return _Planner(places, end, Random(seed)).plan()


class _Planner:
    """Gives every ending a stall and a time: no stall gets a third case within a month unless it is meant to."""

    def __init__(self, places: Places, end: date, dice: Random) -> None:
        self._places, self._dice = places, dice
        self._first = end - timedelta(days=DAYS)
        self._counted: defaultdict[tuple[str, bool], list[datetime]] = defaultdict(list)
        self._taken: defaultdict[str, list[datetime]] = defaultdict(list)
        self._found: list[Plot] = []
        self._stalls = [spot for spot in places.spots if spot.site != CANTEEN and spot.stage is not Stage.YARD]

    def plan(self) -> tuple[Plot, ...]:
        """All of them."""
        self._special()
        repeating = self._clusters()
        steady = [spot for spot in self._stalls if spot not in repeating]
        for ending in (*sorted(set(CONFIRMED) - {E.QUICK}, key=CONFIRMED.index), E.QUICK):
            while self._left(ending):
                self._confirmed(ending, steady)
        self._dismissed()
        self._advice()
        self._merged()
        ordered = sorted(self._found, key=lambda plot: (plot.at, plot.number))
        return tuple(ordered)

    def _special(self) -> None:
        """What happens once, where it can."""
        (yard,), (kitchen,) = self._places.of("YH-C03-Z1"), self._places.of("XX-C01-Z2")
        (high,), (second,) = self._places.of("YH-C11-Z1"), self._places.of("YH-C01-Z2")
        first = replace(kitchen, zone="XX-C01-Z1", merchant=None)
        self._add(yard, CAT, self._time(DAYS - 4, time(2, 13)), E.CAT)
        self._add(first, DARK, self._time(OBSTRUCTED_DAY, OBSTRUCTED_FROM), E.REPAIRED)
        self._add(high, LEANING, self._time(DAYS - 3, time(9, 40)), E.CUSTOMER)
        self._add(replace(second, left=False), PAPER, self._time(44, time(7, 0)), E.RENEWED)

    def _clusters(self) -> list[Spot]:
        own = ("YH-D01", "YH-D02")
        stalls = self._dice.sample(
            [s for s in self._stalls if s.stage is Stage.COUNTER and s.merchant not in own], CLUSTERS
        )
        for spot in stalls:
            day = self._dice.randint(4, 60)
            for n, ending in enumerate((E.QUICK, E.QUICK, E.STRUCK, E.STRUCK)):
                self._add(spot, self._flag(spot, shown=True), self._some_time(day + 5 * n), ending)
        return stalls

    def _confirmed(self, ending: Ending, stalls: Sequence[Spot]) -> None:
        spots = [s for s in stalls if ending not in BY_STALL_01_02 or s.merchant in ("YH-D01", "YH-D02")]
        low, high = DAY_RANGES.get(ending, OTHERWISE)
        for spot, day in self._tries(spots, low, high):
            flag, at = self._flag(spot, shown=True), self._some_time(day)
            if self._fits(spot, flag, at):
                self._counted[_family(spot, flag)].append(at)
                self._add(spot, flag, at, ending)
                return
        raise AssertionError(f"no room for {ending}: more stalls are needed")

    def _tries(self, spots: Sequence[Spot], low: int, high: int) -> Iterator[tuple[Spot, int]]:
        """By chance, and where chance finds no room one after another."""
        for _ in range(60):
            yield self._dice.choice(spots), self._dice.randint(low, high)
        yield from product(self._dice.sample(spots, len(spots)), range(low, high + 1))

    def _dismissed(self) -> None:
        for ending in (e for e in COUNTS if e not in CONFIRMED and e not in (E.ADVISED, E.ADVICE, E.MERGED)):
            low, high = DAY_RANGES.get(ending, OTHERWISE)
            while self._left(ending):
                spot = self._dice.choice(self._stalls)
                flag = self._flag(spot, shown=ending not in NOT_SHOWN)
                self._try(spot, flag, self._some_time(self._dice.randint(low, high)), ending)

    def _advice(self) -> None:
        """The canteen was not enrolled, so its flags only advise; no school is in on Sundays."""
        spots = self._places.of("XX-C01-Z2", "XX-C02-Z1")
        for ending in (E.ADVISED, E.ADVICE):
            low, high = DAY_RANGES.get(ending, OTHERWISE)
            while self._left(ending):
                spot = self._dice.choice(spots)
                at = self._some_time(self._dice.randint(low, high), latest=13)
                if at.astimezone(NINGBO).weekday() < 5 or ending is E.ADVICE:
                    self._try(spot, self._flag(spot, shown=True), at, ending)

    def _merged(self) -> None:
        """Half a minute after another: two tracks of one occasion."""
        first = [plot for plot in self._found if plot.ending is E.QUICK]
        for plot in self._dice.sample(first, COUNTS[E.MERGED]):
            self._add(plot.spot, plot.flag, plot.at + timedelta(seconds=32), E.MERGED, into=plot.number)

    def _left(self, ending: Ending) -> bool:
        return sum(plot.ending is ending for plot in self._found) < COUNTS[ending]

    def _try(self, spot: Spot, flag: Flag, at: datetime, ending: Ending) -> None:
        if all(abs(at - other) > APART for other in self._taken[spot.zone]):
            self._add(spot, flag, at, ending)

    def _fits(self, spot: Spot, flag: Flag, at: datetime) -> bool:
        if any(abs(at - other) <= APART for other in self._taken[spot.zone]):
            return False
        times = sorted([*self._counted[_family(spot, flag)], at])
        return all(sum(one - LOOKBACK < other <= one for other in times) <= 2 for one in times)

    def _flag(self, spot: Spot, *, shown: bool) -> Flag:
        may = [flag for flag in FLAGS if flag.stage is spot.stage and flag.true is shown]
        return self._dice.choice(may)

    def _add(self, spot: Spot, flag: Flag, at: datetime, ending: Ending, into: int | None = None) -> None:
        self._taken[spot.zone].append(at)
        begin = self._dice.choice(flag.begins_s)
        self._found.append(Plot(len(self._found), spot, flag, at, ending, begin, into))

    def _some_time(self, day: int, latest: int = 16) -> datetime:
        return self._time(day, time(self._dice.randint(6, latest), self._dice.randrange(60), self._dice.randrange(60)))

    def _time(self, day: int, at: time) -> datetime:
        return datetime.combine(self._first + timedelta(days=day), at, NINGBO).astimezone(UTC)


def _family(spot: Spot, flag: Flag) -> tuple[str, bool]:
    """Cases of one merchant that are counted together as strikes."""
    return spot.merchant or spot.zone, flag.code == "INTRUDER"

"""Every number of the workflow: defaults, which a district sets for itself in configs/cases.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cases.states import SiteType
from vision.facts import Severity, TimeQuality


@dataclass(frozen=True, slots=True)
class Timing:
    """How long each step may take.

    Attributes:
        review: first review, counted in the site's business hours. review_class_i: of class I, round the clock.
        level_1: from confirmation until the stall has been told. level_2: for the market's head.
        accept: for the supervisor. recheck: after a rectification was handed in.
        feedback: per kind of site, from notice to closed. yellow_card: class I, unrectified.
        appeal_window_wd: working days after notice. appeal_decision_wd: working days after the appeal.
    """

    review: timedelta
    review_class_i: timedelta
    level_1: timedelta
    level_2: timedelta
    accept: timedelta
    recheck: timedelta
    yellow_card: timedelta
    feedback: Mapping[SiteType, timedelta]
    appeal_window_wd: int
    appeal_decision_wd: int


@dataclass(frozen=True, slots=True)
class RepeatSettings:
    """Captured again: within `window` of another capture, but not nearer than `apart` (that is one occasion).

    Attributes:
        raises_to: the highest level a repeat alone reaches.
    """

    window: timedelta
    apart: timedelta
    raises_to: int


class Step(StrEnum):
    """What a strike calls for."""

    REMIND = "remind"
    NOTICE = "notice"
    REFER = "refer"
    CONTRACT = "contract"


@dataclass(frozen=True, slots=True)
class StrikeSettings:
    """Counted cases of one merchant and family.

    Attributes:
        lookback: how long a case counts. ladder: step of strike 1, 2, ...; the last one stays.
        serious_lookback: the same again within this of a penalty is serious (食品安全法实施条例 67(5)).
        after_dissuasion: codes that become more severe when a dissuaded stall does them again.
    """

    lookback: timedelta
    ladder: tuple[Step, ...]
    serious_lookback: timedelta
    after_dissuasion: Mapping[str, Severity]


@dataclass(frozen=True, slots=True)
class ScoreSettings:
    """The formula of scores; printed with its version beside every one.

    Attributes:
        full: points to begin with. floor: never below. weights: points a counted case takes off, by severity.
        repeat_factor: where the same code was counted within `repeat_within` before.
        quick_factor: where it was rectified within `quick_within` of being told.
        overdue_points: more, where a deadline passed. least_coverage: 0-1, watched less is not ranked.
        red_from, black_below: points that make a candidate of the red list, or of the black one.
        unwatched_risk: more weight in a random draw, where too little was watched to be ranked.
    """

    version: str
    full: float
    floor: float
    weights: Mapping[Severity, float]
    repeat_factor: float
    repeat_within: timedelta
    quick_factor: float
    quick_within: timedelta
    overdue_points: float
    least_coverage: float
    red_from: float
    black_below: float
    unwatched_risk: float


@dataclass(frozen=True, slots=True)
class Family:
    """Codes that count together and share a time for rectification."""

    id: str
    zh: str
    en: str
    codes: frozenset[str]
    rectify: timedelta


@dataclass(frozen=True, slots=True)
class ClockLimits:
    """How far the box's clock may be off, in seconds either way."""

    good_s: float
    degraded_s: float

    def quality(self, offset_s: float) -> TimeQuality:
        """What an offset makes of the evidence's time."""
        off = abs(offset_s)
        if off <= self.good_s:
            return TimeQuality.GOOD
        return TimeQuality.DEGRADED if off <= self.degraded_s else TimeQuality.BAD


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days: Monday to Friday, less `holidays`, plus `workdays` that fall on a weekend (调休)."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Whether offices work on a day."""
        return day in self.workdays or (day.weekday() < 5 and day not in self.holidays)


@dataclass(frozen=True, slots=True)
class CaseSettings:
    """All of it.

    Attributes:
        auto_close: codes that the camera's own looks may close. compliant_looks: how many it takes.
        appeals_per_case: an appeal stops the clocks, so not without end.
        rectify_otherwise: of a code in no family.
    """

    timing: Timing
    repeats: RepeatSettings
    strikes: StrikeSettings
    families: tuple[Family, ...]
    clock: ClockLimits
    auto_close: frozenset[str]
    compliant_looks: int
    appeals_per_case: int
    rectify_otherwise: timedelta
    scores: ScoreSettings
    calendar: Calendar = Calendar()

    def family(self, code: str) -> Family:
        """The family of a code; a code in none is a family of its own."""
        own = Family(code, code, code, frozenset({code}), self.rectify_otherwise)
        return next((family for family in self.families if code in family.codes), own)

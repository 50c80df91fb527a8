"""The numbers of the case workflow as data."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from cases.settings import (
    Calendar,
    CaseSettings,
    ClockLimits,
    Family,
    RepeatSettings,
    ScoreSettings,
    Step,
    StrikeSettings,
    Timing,
)
from cases.states import SiteType
from sunkitchen.config.load import parse
from sunkitchen.config.parts import Names
from sunkitchen.config.schema import Strict
from sunkitchen.config.yaml_places import read_yaml
from sunkitchen.paths import CONFIGS
from vision.facts import Severity

Minutes = Annotated[float, Field(gt=0, le=7 * 24 * 60)]
LongHours = Annotated[float, Field(gt=0, le=60 * 24)]
Days = Annotated[int, Field(ge=1, le=3 * 366)]


class TimingData(Strict):
    """See cases.settings.Timing."""

    review_min: Minutes
    review_class_i_min: Minutes
    level_1_min: Minutes
    level_2_min: Minutes
    accept_min: Minutes
    recheck_h: LongHours
    yellow_card_d: Days
    feedback_h: dict[SiteType, LongHours]
    appeal_window_wd: Days
    appeal_decision_wd: Days

    def timing(self) -> Timing:
        """The value the workflow uses."""
        return Timing(
            review=timedelta(minutes=self.review_min),
            review_class_i=timedelta(minutes=self.review_class_i_min),
            level_1=timedelta(minutes=self.level_1_min),
            level_2=timedelta(minutes=self.level_2_min),
            accept=timedelta(minutes=self.accept_min),
            recheck=timedelta(hours=self.recheck_h),
            yellow_card=timedelta(days=self.yellow_card_d),
            feedback={site: timedelta(hours=hours) for site, hours in self.feedback_h.items()},
            appeal_window_wd=self.appeal_window_wd,
            appeal_decision_wd=self.appeal_decision_wd,
        )


class RepeatData(Strict):
    """See cases.settings.RepeatSettings."""

    window_min: Minutes
    apart_s: float = Field(ge=1, le=3600)
    raises_to: int = Field(ge=1, le=3)

    @model_validator(mode="after")
    def _window_is_wider(self) -> Self:
        if self.apart_s >= self.window_min * 60:
            raise ValueError("apart_s: expected less than window_min, or nothing would ever be a repeat")
        return self

    def repeats(self) -> RepeatSettings:
        """The value the workflow uses."""
        return RepeatSettings(timedelta(minutes=self.window_min), timedelta(seconds=self.apart_s), self.raises_to)


class StrikeData(Strict):
    """See cases.settings.StrikeSettings."""

    lookback_d: Days
    ladder: tuple[Step, ...] = Field(min_length=1)
    serious_lookback_d: Days
    after_dissuasion: dict[str, Severity]

    def strikes(self) -> StrikeSettings:
        """The value the workflow uses."""
        return StrikeSettings(
            timedelta(days=self.lookback_d),
            self.ladder,
            timedelta(days=self.serious_lookback_d),
            self.after_dissuasion,
        )


class ClockData(Strict):
    """See cases.settings.ClockLimits."""

    good_s: float = Field(gt=0)
    degraded_s: float = Field(gt=0)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.degraded_s < self.good_s:
            raise ValueError("degraded_s: expected good_s or more")
        return self


class ScoreData(Strict):
    """See cases.settings.ScoreSettings."""

    version: str
    full: float = Field(gt=0)
    floor: float = Field(ge=0)
    weights: dict[Severity, Annotated[float, Field(ge=0)]]
    repeat_factor: float = Field(ge=1, le=10)
    repeat_within_d: Days
    quick_factor: float = Field(gt=0, le=1)
    quick_within_min: Minutes
    overdue_points: float = Field(ge=0)
    least_coverage: float = Field(ge=0, le=1)
    red_from: float = Field(ge=0)
    black_below: float = Field(ge=0)
    unwatched_risk: float = Field(ge=0)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.floor >= self.full:
            raise ValueError("floor: expected less than full")
        if not self.black_below <= self.red_from <= self.full:
            raise ValueError("red_from: expected black_below or more, and full at most")
        return self

    def scores(self) -> ScoreSettings:
        """The value the workflow uses."""
        return ScoreSettings(
            version=self.version,
            full=self.full,
            floor=self.floor,
            weights=self.weights,
            repeat_factor=self.repeat_factor,
            repeat_within=timedelta(days=self.repeat_within_d),
            quick_factor=self.quick_factor,
            quick_within=timedelta(minutes=self.quick_within_min),
            overdue_points=self.overdue_points,
            least_coverage=self.least_coverage,
            red_from=self.red_from,
            black_below=self.black_below,
            unwatched_risk=self.unwatched_risk,
        )


class FamilyData(Strict):
    """See cases.settings.Family."""

    name: Names
    codes: frozenset[str] = Field(min_length=1)
    rectify_h: LongHours

    def family(self, id_: str) -> Family:
        """The value the workflow uses."""
        return Family(id_, self.name.zh, self.name.en, self.codes, timedelta(hours=self.rectify_h))


def _each_once(families: dict[str, FamilyData]) -> dict[str, FamilyData]:
    counted = Counter(code for family in families.values() for code in family.codes)
    twice = sorted(code for code, times in counted.items() if times > 1)
    if twice:
        raise ValueError(f"{', '.join(twice)}: stands in more than one family; leave it in one")
    return families


class CasesFile(Strict):
    """configs/cases.yaml."""

    version: str
    timing: TimingData
    repeats: RepeatData
    strikes: StrikeData
    clock: ClockData
    auto_close: frozenset[str]
    compliant_looks: int = Field(ge=1, le=10000)
    appeals_per_case: int = Field(ge=1, le=10)
    rectify_otherwise_h: LongHours
    scores: ScoreData
    families: Annotated[dict[str, FamilyData], AfterValidator(_each_once)]
    holidays: frozenset[date]
    workdays: frozenset[date]

    def settings(self) -> CaseSettings:
        """The value the workflow uses."""
        return CaseSettings(
            timing=self.timing.timing(),
            repeats=self.repeats.repeats(),
            strikes=self.strikes.strikes(),
            families=tuple(data.family(id_) for id_, data in self.families.items()),
            clock=ClockLimits(self.clock.good_s, self.clock.degraded_s),
            auto_close=self.auto_close,
            compliant_looks=self.compliant_looks,
            appeals_per_case=self.appeals_per_case,
            rectify_otherwise=timedelta(hours=self.rectify_otherwise_h),
            scores=self.scores.scores(),
            calendar=Calendar(self.holidays, self.workdays),
        )


def load_casebook(path: Path = CONFIGS / "cases.yaml") -> CaseSettings:
    """The workflow's numbers of a file.

    Raises:
        ConfigError: with every mistake found.
    """
    return parse(read_yaml(path), CasesFile).settings()

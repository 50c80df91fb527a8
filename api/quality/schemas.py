"""Quality as the API tells of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.problem import field_problem
from api.schemas import Day, Out
from cases.drift import Drift, Gauge
from cases.looking_back import Abstained, LookBack
from cases.missed import Missed
from cases.quality import Verdicts
from cases.reports.period import DAY, Period, day_of
from cases.states import DismissReason
from records.states import Found
from vision.facts import WhyNot
from vision.wilson import wilson

USUAL = timedelta(days=28)
MOST = 92
Interval = tuple[float, float]


class QualityQuery(BaseModel):
    """Of which days (both included; without them the last four weeks), of which site (without it all one may see)."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    first: Day | None = Field(None, alias="from", description="first day, as in Ningbo")
    last: Day | None = Field(None, alias="to", description="last day, included")
    site: str | None = Field(None, min_length=1, max_length=64)

    def period(self, now: datetime) -> Period:
        """The days.

        Raises:
            Problem: 422, there are no such, or too many.
        """
        today = day_of(now)
        last = self.last or today
        first = self.first or last - USUAL + DAY
        try:
            period = Period(first, last)
        except ValueError as error:
            raise field_problem("to", str(error)) from error
        if (last - first).days >= MOST:
            raise field_problem("from", f"expected {MOST} days or less")
        return period


class VerdictsOut(Out):
    """What people said of the flags of a camera and code; advice is not in it.

    `rate` is confirmed / (confirmed + false_alarms) with its Wilson 95 % `interval`, null where nothing was decided.
    """

    camera: str
    code: str
    flagged: int
    pending: int
    confirmed: int
    false_alarms: int
    rate: float | None
    interval: Interval | None
    reasons: dict[DismissReason, int]

    @classmethod
    def of(cls, one: Verdicts) -> VerdictsOut:
        """From the records."""
        return cls.model_validate(one)


class AbstainedOut(Out):
    """How often a camera's judgements could not tell; `hours`: by hour of the day in Ningbo, (abstained, judged)."""

    camera: str
    judged: int
    abstained: int
    interval: Interval | None
    hours: dict[int, tuple[int, int]]

    @classmethod
    def of(cls, one: Abstained) -> AbstainedOut:
        """From the records."""
        return cls(
            camera=one.camera,
            judged=one.judged,
            abstained=one.abstained,
            interval=wilson(one.abstained, one.judged),
            hours=dict(one.hours),
        )


class SuppressedOut(Out):
    """Looks that did not become a violation."""

    camera: str
    code: str
    why: WhyNot
    looks: int


class DriftOut(Out):
    """A gauge of a camera: the last seven days, the four weeks before, and within what the seven days were expected."""

    camera: str
    gauge: Gauge
    now: float | None
    before: tuple[float | None, ...]
    expected: Interval | None
    outside: bool

    @classmethod
    def of(cls, one: Drift) -> DriftOut:
        """As it was found."""
        return cls.model_validate(one)


class MissedOut(Out):
    """Of random kept heads: of how many somebody could say (`judged`) or not, how many lack what must be worn, and
    how many of these have no flag near (`missed`); the Wilson 95 % interval of missed / judged."""

    judged: int
    unsure: int
    against: int
    missed: int
    interval: Interval | None

    @classmethod
    def of(cls, one: Missed) -> MissedOut:
        """From the records."""
        return cls.model_validate(one)


class FoundIn(BaseModel):
    """What somebody found on a head."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    found: Found


class TuningIn(BaseModel):
    """How long a code must be observed at a camera before it is flagged: one of the advice's seconds; null: as the
    rules say. `reason` goes into the records."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(min_length=1, max_length=64)
    observed_s: float | None = Field(ge=1, le=120)
    reason: str = Field(min_length=4, max_length=300, pattern=r"\S.*\S")


class TuningOut(Out):
    """What was set, from the box's next start on, and what was known then."""

    camera: str
    code: str
    at: datetime
    who: str
    observed_s: float | None
    why: str
    basis: str


class OptionOut(Out):
    """If it had been so many seconds: flags that would not have opened."""

    observed_s: float
    false_gone: tuple[UUID, ...]
    confirmed_gone: tuple[UUID, ...]


class AdviceOut(Out):
    """What verdicts say about how long to observe a code at a camera; `proposed` is null where nothing is worth it."""

    camera: str
    code: str
    now_s: float
    confirmed: int
    false_alarms: int
    options: tuple[OptionOut, ...]
    proposed: OptionOut | None


class AdviceList(Out):
    """Where verdicts are enough to say anything, and what was set so far."""

    items: tuple[AdviceOut, ...]
    set: tuple[TuningOut, ...]


class QualityOut(Out):
    """All of a period."""

    verdicts: tuple[VerdictsOut, ...]
    abstained: tuple[AbstainedOut, ...]
    suppressed: tuple[SuppressedOut, ...]
    drifts: tuple[DriftOut, ...]
    missed: MissedOut

    @classmethod
    def of(cls, found: LookBack) -> QualityOut:
        """From the records."""
        return cls(
            verdicts=tuple(map(VerdictsOut.of, found.verdicts)),
            abstained=tuple(map(AbstainedOut.of, found.abstained)),
            suppressed=tuple(SuppressedOut.model_validate(one) for one in found.suppressed),
            drifts=tuple(map(DriftOut.of, found.drifts)),
            missed=MissedOut.of(found.missed),
        )

"""A rehearsal as the API takes and tells it."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.rehearsal.trial import Rehearsed, Trial
from api.schemas import Out, Time

LONGEST = timedelta(hours=24)


class RehearsalIn(BaseModel):
    """What is tried. Numbers that are left out are those in force; `since` left out is an hour before `until`, and
    `until` is now. At most 24 hours at once.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(min_length=1, max_length=64)
    since: Time | None = None
    until: Time | None = None
    enabled: bool = Field(True, description="false: what switching it off would spare")
    observed_s: float | None = Field(None, gt=0, le=3600, description="seconds of looks against, to open")
    share: float | None = Field(None, gt=0.5, le=1, description="share of assessable looks against (M of K), to open")
    least_score: float | None = Field(None, ge=0, le=1, description="answers against that are less sure do not count")
    entry_grace_s: float | None = Field(None, ge=0, le=600)
    cooldown_s: float | None = Field(None, ge=0, le=86400)
    redrawn: bool = Field(False, description="place the looks in the zones as drawn now, not as they were then")

    @model_validator(mode="after")
    def _in_order(self) -> RehearsalIn:
        if self.since is not None and self.until is not None and not timedelta(0) < self.until - self.since <= LONGEST:
            raise ValueError("expected since before until, and no more than 24 hours between them")
        return self

    def trial(self, camera: str, now: datetime) -> Trial:
        """As the program knows it."""
        until = self.until or (now if self.since is None else min(now, self.since + LONGEST))
        since = self.since or until - timedelta(hours=1)
        return Trial(camera, since=since, until=max(until, since), **self.model_dump(exclude={"since", "until"}))


class TrialOut(Out):
    """What was tried, times UTC."""

    camera: str
    code: str
    since: datetime
    until: datetime
    enabled: bool
    observed_s: float | None
    share: float | None
    least_score: float | None
    entry_grace_s: float | None
    cooldown_s: float | None
    redrawn: bool


class FlagOut(Out):
    """A violation, flagged or not. Seconds are observed seconds, times UTC; `ended_at` is null while it goes on."""

    zone: str
    started_at: datetime
    opened_at: datetime
    ended_at: datetime | None
    counted_s: float
    score: float
    repeats: int


class RehearsalOut(Out):
    """What would have been flagged (`would`), beside what was flagged in fact (`did`), by the rule in force then.

    `zones` are those in which the code may speak at all. `kept_from`: looks are kept from there on; `watched_s` of the
    time asked have looks, `looks` of them at heads and hands, `judged` of which the code could tell something from.
    Nothing is written and nothing is changed by it.
    """

    trial: TrialOut
    would: tuple[FlagOut, ...]
    did: tuple[FlagOut, ...]
    zones: tuple[str, ...]
    kept_from: datetime | None
    watched_s: float
    looks: int
    judged: int

    @classmethod
    def of(cls, found: Rehearsed) -> RehearsalOut:
        """From what came of it."""
        return cls.model_validate(found)

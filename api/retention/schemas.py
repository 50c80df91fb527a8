"""Retention as the API tells of it."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from api.context import Keeping
from api.schemas import Out
from records.holds import Word
from records.retention.plan import Stay
from records.retention.room import Level
from records.retention.rules import Shelf
from records.retention.running import Outlook, Run
from records.states import RunOutcome


class RuleOut(Out):
    """What would go by one rule: of how many violations, how many files and bytes, due since when (UTC)."""

    rule: str
    violations: int
    files: int
    size_bytes: int
    due_since: datetime


class DoubtOut(Out):
    """Why nothing may go."""

    about: str
    words: str


class PlanOut(Out):
    """What a run would do now. `stays`: violations that stay as they are, by the reason. `lines`: of other tables.

    `orphans` are files no row knows, which are never deleted; `lost` are due, and not there.
    """

    at: datetime
    going: tuple[RuleOut, ...]
    lines: dict[Shelf, int]
    stays: dict[Stay, int]
    files: int
    files_going: int
    share: float
    orphans: int
    lost: int
    doubts: tuple[DoubtOut, ...]

    @classmethod
    def of(cls, outlook: Outlook) -> PlanOut:
        """From the records."""
        plan = outlook.plan
        rules = sorted({one.rule for one in plan.going})
        return cls(
            at=plan.at,
            going=tuple(_rule(outlook, rule) for rule in rules),
            lines=dict(outlook.lines),
            stays=dict(plan.stays),
            files=plan.files,
            files_going=plan.files_going,
            share=plan.share,
            orphans=len(outlook.orphans),
            lost=len(outlook.lost),
            doubts=tuple(DoubtOut(about=doubt.about, words=doubt.words) for doubt in outlook.doubts),
        )


class RunOut(Out):
    """A run that came to an end: `done`, `waiting` for a clock, `refused` until somebody looked, `floor` for want of
    room. `words` say what people should know of it."""

    began_at: datetime
    ended_at: datetime
    who: str
    outcome: RunOutcome
    files: int
    size_bytes: int
    rows: int
    words: tuple[str, ...]


class RunWanted(BaseModel):
    """A run to make now, and what whoever wants it has looked at and takes on themselves."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    clock: bool = False
    large: bool = False
    rolled_back: bool = False


class RetentionOut(Out):
    """How retention goes. `active`: whether anything is deleted at all. `disk`: how the evidence's disk stands, `tight`
    where nothing may go any more; `free_bytes` is null before the first look."""

    active: bool
    disk: Level
    free_bytes: int | None
    version: str
    plan: PlanOut
    runs: tuple[RunOut, ...]

    @classmethod
    def of(cls, keeping: Keeping, version: str, outlook: Outlook, runs: tuple[Run, ...]) -> RetentionOut:
        """From the records."""
        return cls(
            active=keeping.active,
            disk=keeping.disk,
            free_bytes=keeping.free_bytes,
            version=version,
            plan=PlanOut.of(outlook),
            runs=tuple(RunOut.model_validate(run) for run in runs),
        )


class WordOut(Out):
    """What somebody said of a hold."""

    at: datetime
    who: str
    held: bool
    reason: str


class HoldOut(Out):
    """Whether a case's evidence is held, and all that was said, oldest first. A referred case is held of itself."""

    held: bool
    words: tuple[WordOut, ...]

    @classmethod
    def of(cls, held: bool, words: tuple[Word, ...]) -> HoldOut:
        """From the records."""
        return cls(held=held, words=tuple(WordOut.model_validate(word) for word in words))


def _rule(outlook: Outlook, rule: str) -> RuleOut:
    some = [one for one in outlook.plan.going if one.rule == rule]
    return RuleOut(
        rule=rule,
        violations=len({one.violation for one in some}),
        files=sum(len(one.files) for one in some),
        size_bytes=sum(one.size_bytes for one in some),
        due_since=min(one.due for one in some),
    )

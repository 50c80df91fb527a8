"""How long what is kept, as data."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from records.retention.rules import ClockRules, Floor, Guard, Rules, Rung, Shelf, Standing
from records.states import Matter
from sunkitchen.config.load import parse
from sunkitchen.config.schema import Strict
from sunkitchen.config.yaml_places import read_yaml
from sunkitchen.paths import CONFIGS

Days = Annotated[int, Field(ge=1, le=10 * 366)]
GB = 10**9
AUDIT_LEAST_D = 3 * 366 + 1
"""The database refuses to delete a younger line."""


class ClassData(Strict):
    """Days, by matter, from when the case came to rest."""

    clip: Days
    picture: Days
    photo: Days
    looks: Days

    @model_validator(mode="after")
    def _clips_first(self) -> Self:
        if self.clip > self.picture:
            raise ValueError("clip: expected picture's days or fewer, for clips go first")
        return self

    def keep(self, rows: timedelta) -> dict[Matter, timedelta]:
        """The value the planner uses."""
        return {matter: timedelta(days=days) for matter, days in self._days()} | {Matter.ROWS: rows}

    def _days(self) -> tuple[tuple[Matter, int], ...]:
        return tuple((Matter(name), getattr(self, name)) for name in type(self).model_fields)

    @property
    def longest(self) -> int:
        """Of its days."""
        return max(days for _, days in self._days())


class CasesData(Strict):
    """By class; an open case keeps everything, so that there is no line for it."""

    dismissed: ClassData
    withdrawn: ClassData
    advice: ClassData
    counted: ClassData
    serious: ClassData

    @model_validator(mode="after")
    def _serious_longest(self) -> Self:
        if self.serious.picture < self.counted.picture:
            raise ValueError("serious: expected counted's days of pictures or more")
        return self

    def classes(self) -> dict[Standing, ClassData]:
        """By standing."""
        return {Standing(name): getattr(self, name) for name in type(self).model_fields}


class TablesData(Strict):
    """Days, by table."""

    audit: int = Field(ge=AUDIT_LEAST_D, le=10 * 366)
    coverage: Days
    suppressions: Days
    camera_health: Days
    samples: Days
    labelled_samples: Days
    expired_tokens: Days
    login_failures: Days
    requests: Days
    runs: Days

    def shelves(self) -> dict[Shelf, timedelta]:
        """The value the keeper uses."""
        return {shelf: timedelta(days=getattr(self, shelf)) for shelf in Shelf}


class GuardData(Strict):
    """See records.retention.rules.Guard."""

    max_share: float = Field(gt=0, le=1)
    free_files: int = Field(ge=0, le=100_000)


class ClockData(Strict):
    """See records.retention.rules.ClockRules."""

    gap_d: Days
    synced_gap_d: Days
    back_min: float = Field(gt=0, le=24 * 60)

    @model_validator(mode="after")
    def _service_is_believed_longer(self) -> Self:
        if self.synced_gap_d < self.gap_d:
            raise ValueError("synced_gap_d: expected gap_d or more, for a time service is believed longer")
        return self

    def rules(self) -> ClockRules:
        """The value the guard uses."""
        gap, synced = timedelta(days=self.gap_d), timedelta(days=self.synced_gap_d)
        return ClockRules(gap, synced, timedelta(minutes=self.back_min))


class RungData(Strict):
    """See records.retention.rules.Rung."""

    matter: Literal[Matter.CLIP, Matter.PICTURE]
    standing: Standing


class FloorData(Strict):
    """See records.retention.rules.Floor."""

    alert_gb: float = Field(gt=0, le=100_000)
    act_gb: float = Field(gt=0, le=100_000)
    youngest_h: float = Field(ge=1, le=24 * 366)
    order: tuple[RungData, ...]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.act_gb >= self.alert_gb:
            raise ValueError("act_gb: expected less than alert_gb, for somebody is told first")
        rungs = [(rung.matter, rung.standing) for rung in self.order]
        for number, (matter, standing) in enumerate(rungs):
            if matter is Matter.PICTURE and (Matter.CLIP, standing) not in rungs[:number]:
                raise ValueError(f"order: expected the clips of {standing} cases before their pictures")
        if len(set(rungs)) < len(rungs):
            raise ValueError("order: expected every line once")
        return self

    def floor(self) -> Floor:
        """The value the planner uses."""
        order = tuple(Rung(rung.matter, rung.standing) for rung in self.order)
        youngest = timedelta(hours=self.youngest_h)
        return Floor(round(self.alert_gb * GB), round(self.act_gb * GB), youngest, order)


class RetentionFile(Strict):
    """configs/retention.yaml."""

    version: str
    every_h: float = Field(ge=1, le=24 * 7)
    chunk: int = Field(ge=1, le=1000)
    cases: CasesData
    rows_d: Days
    tables: TablesData
    guard: GuardData
    clock: ClockData
    floor: FloorData

    @model_validator(mode="after")
    def _rows_last(self) -> Self:
        longest = max(data.longest for data in self.cases.classes().values())
        if self.rows_d < longest:
            raise ValueError(f"rows_d: expected {longest} or more, for rows go after everything else of a case")
        return self

    def rules(self) -> Rules:
        """The value retention uses."""
        rows = timedelta(days=self.rows_d)
        return Rules(
            version=self.version,
            keep={standing: data.keep(rows) for standing, data in self.cases.classes().items()},
            shelves=self.tables.shelves(),
            guard=Guard(self.guard.max_share, self.guard.free_files),
            clock=self.clock.rules(),
            floor=self.floor.floor(),
            every=timedelta(hours=self.every_h),
            chunk=self.chunk,
        )


def load_retention(path: Path = CONFIGS / "retention.yaml") -> Rules:
    """The rules of a file.

    Raises:
        ConfigError: with every mistake found.
    """
    return parse(read_yaml(path), RetentionFile).rules()

"""configs/rules/violations.yaml: violation codes over the kinds of rule, each kind with what it takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from sunkitchen.config.parts import Names, ProofData
from sunkitchen.config.schema import Strict
from vision.facts import Answer, Severity
from vision.pipeline import ViewLimits
from vision.rules import Area, Flapping, Given, RuleSpec


class CodeBase(Strict):
    """What every code has."""

    kind: str
    name: Names
    severity: Severity
    enabled: bool = True


class ProvenCode(CodeBase):
    """A code that is told by what was seen over time."""

    opens: ProofData
    closes: ProofData
    cooldown_s: float = 600.0

    def plain(self, code: str, version: str) -> RuleSpec:
        """What every kind's spec has."""
        return RuleSpec(
            code=code,
            kind=self.kind,
            version=version,
            severity=self.severity,
            opens=self.opens.proof(),
            closes=self.closes.proof(),
            entry_grace_s=0.0,
            cooldown_s=self.cooldown_s,
        )


class JudgedCode(ProvenCode):
    """What must be worn is seen missing."""

    kind: Literal["missing_attribute"]
    attribute: str = Field(min_length=1)
    against: frozenset[Answer] = Field(min_length=1)
    in_favour: frozenset[Answer]
    entry_grace_s: float = 20.0
    area: Area = Area.ZONE
    one_at_a_time: bool = False
    given: dict[str, Answer] = Field({})

    def spec(self, code: str, version: str) -> RuleSpec:
        """The value the rules use."""
        return replace(
            self.plain(code, version),
            attribute=self.attribute,
            against=self.against,
            in_favour=self.in_favour,
            entry_grace_s=self.entry_grace_s,
            area=self.area,
            one_at_a_time=self.one_at_a_time,
            given=tuple(Given(attribute, answer) for attribute, answer in self.given.items()),
        )


class CountedCode(ProvenCode):
    """More people in a zone than its `max_people`, or anybody while it is `closed`."""

    kind: Literal["head_count"]

    def spec(self, code: str, version: str) -> RuleSpec:
        """The value the rules use."""
        return self.plain(code, version)


class ViewData(Strict):
    """See vision.pipeline.ViewLimits."""

    dark: float = Field(ge=0, le=255)
    covered: float = Field(ge=0, le=255)
    blurred: float = Field(ge=0, lt=1)
    moved: float = Field(ge=0, lt=1)
    moved_s: float = Field(gt=0)
    adopt_s: float = Field(gt=0)
    frozen_s: float = Field(gt=0)


class ObstructedCode(ProvenCode):
    """A camera's picture shows too little to watch by."""

    kind: Literal["camera_obstructed"]
    view: ViewData

    def spec(self, code: str, version: str) -> RuleSpec:
        """The value the rules use. Key frames that come every few seconds still vouch for the time between them."""
        return replace(self.plain(code, version), max_gap_s=5.0, memory_s=240.0)

    def limits(self) -> ViewLimits:
        """The value the pipeline uses."""
        return ViewLimits(**self.view.model_dump())


class OfflineCode(ProvenCode):
    """A live camera sends nothing, or comes and goes: so many `losses` within `within_s`."""

    kind: Literal["camera_offline"]
    losses: int = Field(ge=2)
    within_s: float = Field(gt=0)

    def spec(self, code: str, version: str) -> RuleSpec:
        """The value the rule uses. It is asked every 20 s; a box that slept has not asked."""
        return replace(self.plain(code, version), max_gap_s=30.0, lost_after_s=90.0, memory_s=600.0)

    def flapping(self) -> Flapping:
        """The value the rule uses."""
        return Flapping(self.losses, timedelta(seconds=self.within_s))


@dataclass(frozen=True, slots=True)
class PapersSpec:
    """A code about papers in a register.

    Attributes:
        again: what people closed and what still lacks is told anew after this.
    """

    code: str
    version: str
    severity: Severity
    again: timedelta


class PapersCode(CodeBase):
    """Health certificates that have expired or never were, by a register outside the box."""

    kind: Literal["health_certificates"]
    again_days: int = Field(ge=1, le=366)

    def papers(self, code: str, version: str, severity: Severity) -> PapersSpec:
        """The value the clerk uses."""
        return PapersSpec(code, version, severity, timedelta(days=self.again_days))


CodeData = Annotated[JudgedCode | CountedCode | ObstructedCode | OfflineCode | PapersCode, Field(discriminator="kind")]


class CodesFile(Strict):
    """The whole file."""

    version: str
    codes: dict[str, CodeData]

"""configs/rules/violations.yaml: violation codes over the kinds of rule, each kind with what it takes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sunkitchen.config.parts import Names, ProofData
from sunkitchen.config.schema import Strict
from vision.facts import Answer, Severity
from vision.rules import Area, Given, RuleSpec


class CodeBase(Strict):
    """What every code over looks has."""

    name: Names
    severity: Severity
    opens: ProofData
    closes: ProofData
    cooldown_s: float = 600.0
    enabled: bool = True


class JudgedCode(CodeBase):
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
        return RuleSpec(
            code=code,
            kind=self.kind,
            version=version,
            severity=self.severity,
            attribute=self.attribute,
            against=self.against,
            in_favour=self.in_favour,
            opens=self.opens.proof(),
            closes=self.closes.proof(),
            entry_grace_s=self.entry_grace_s,
            cooldown_s=self.cooldown_s,
            area=self.area,
            one_at_a_time=self.one_at_a_time,
            given=tuple(Given(attribute, answer) for attribute, answer in self.given.items()),
        )


class CountedCode(CodeBase):
    """More people in a zone than its `max_people`, or anybody while it is `closed`."""

    kind: Literal["head_count"]

    def spec(self, code: str, version: str) -> RuleSpec:
        """The value the rules use."""
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


CodeData = Annotated[JudgedCode | CountedCode, Field(discriminator="kind")]


class CodesFile(Strict):
    """The whole file."""

    version: str
    codes: dict[str, CodeData]

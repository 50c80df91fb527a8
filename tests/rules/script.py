"""Plays a written script of looks to a rule: one letter a time step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from vision.facts import (
    Answer,
    Box,
    Judgement,
    Look,
    Phase,
    Point,
    Reason,
    Severity,
    Suppressed,
    Track,
    Violation,
    WhyNot,
    Zone,
    ZoneKind,
)
from vision.rules import Area, Demand, Place, Proof, RuleSpec
from vision.rules.missing_attribute import MissingAttribute

BEGAN = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
PEOPLE = UUID("00000000-0000-0000-0000-000000000001")
ANSWERS = {"N": Answer.NOT_WORN, "W": Answer.WORN, "X": Answer.WRONG, "?": Answer.CANNOT_TELL}
SQUARE = (Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 1))

NO_MASK = RuleSpec(
    code="NO_MASK",
    kind="missing_attribute",
    version="test",
    severity=Severity.II,
    attribute="mask",
    against=frozenset({Answer.NOT_WORN}),
    in_favour=frozenset({Answer.WORN}),
    opens=Proof(observed_s=8, share=0.75, min_looks=5),
    closes=Proof(observed_s=2, share=0.8, min_looks=3),
)

NO_GLOVES = replace(
    NO_MASK,
    code="NO_GLOVES",
    severity=Severity.III,
    attribute="glove",
    opens=Proof(observed_s=4, share=0.75, min_looks=5),
    entry_grace_s=0,
    area=Area.RTE_ROI,
    one_at_a_time=True,
)


def place(kind: ZoneKind = ZoneKind.DELI_COUNTER, schedule: tuple[str, str] | None = None) -> Place:
    """One camera with one zone, Z1, of a kind."""
    zone = Zone("Z1", kind, SQUARE, "YH-D01", schedule)
    requirements = {
        ZoneKind.DELI_COUNTER: {"hat": Demand.MUST, "mask": Demand.MUST, "glove": Demand.MUST},
        ZoneKind.SERVING_PREP: {"mask": Demand.MUST, "glove": Demand.SHOULD},
        ZoneKind.HOT_KITCHEN: {"hat": Demand.MUST},
    }
    return Place("C1", {"Z1": zone}, requirements, ZoneInfo("Asia/Shanghai"), "test-model@0")


def look(person: str, answer: Answer, at_s: float, seen_since_s: float = 0.0, zones: Sequence[str] = ("Z1",)) -> Look:
    """One look at one person, at_s seconds after the beginning."""
    at = BEGAN + timedelta(seconds=at_s)
    since = BEGAN + timedelta(seconds=seen_since_s)
    reason = Reason.TURNED_AWAY if answer is Answer.CANNOT_TELL else None
    track = Track(uuid5(PEOPLE, person), "head", Box(10, 10, 60, 70), since, at)
    judgement = Judgement("mask", answer, 0.9, reason)
    return Look("C1", track, at, round(at_s * 100), at_s, tuple(zones), (judgement,), 100.0)


def play(
    scripts: dict[str, str],
    step_s: float = 0.5,
    spec: RuleSpec = NO_MASK,
    at: Place | None = None,
    zones: Sequence[str] = ("Z1",),
) -> list[Violation | Suppressed]:
    """What the rule tells of people whose looks are written as letters; '.' or ' ' is not in view."""
    rule = MissingAttribute(spec, at or place())
    told: list[Violation | Suppressed] = []
    steps = max(len(script) for script in scripts.values())
    for i in range(steps):
        looks = [
            look(person, ANSWERS[script[i]], i * step_s, first_seen(script) * step_s, zones)
            for person, script in scripts.items()
            if i < len(script) and script[i] in ANSWERS
        ]
        told += rule.see(looks, BEGAN + timedelta(seconds=i * step_s))
    return told + list(rule.finish(BEGAN + timedelta(seconds=steps * step_s)))


def first_seen(script: str) -> int:
    """Step of the first letter that is a look."""
    return len(script) - len(script.lstrip(". "))


def phases(told: Iterable[Violation | Suppressed]) -> list[Phase]:
    """Phases of the violations told, in order."""
    return [fact.phase for fact in told if isinstance(fact, Violation)]


def why_not(told: Iterable[Violation | Suppressed]) -> dict[WhyNot, int]:
    """Looks suppressed, by reason."""
    sums: dict[WhyNot, int] = {}
    for fact in told:
        if isinstance(fact, Suppressed):
            sums[fact.why] = sums.get(fact.why, 0) + fact.looks
    return sums


def violations(told: Iterable[Violation | Suppressed], phase: Phase) -> list[Violation]:
    """Violations told in one phase."""
    return [fact for fact in told if isinstance(fact, Violation) and fact.phase is phase]


def with_grace(seconds: float) -> RuleSpec:
    """NO_MASK with another entry grace."""
    return replace(NO_MASK, entry_grace_s=seconds)

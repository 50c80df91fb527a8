"""Plays a written number of people in a zone to the rule that counts them: one digit a time step, '.' is no frame."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo

from tests.rules.script import BEGAN, PEOPLE, SQUARE
from vision.facts import Box, Look, Severity, Suppressed, Track, Violation, Zone, ZoneKind
from vision.rules import Place, Proof, RuleSpec
from vision.rules.head_count import HeadCount

INTRUDER = RuleSpec(
    code="INTRUDER",
    kind="head_count",
    version="test",
    severity=Severity.III,
    opens=Proof(observed_s=6, share=0.8, min_looks=3),
    closes=Proof(observed_s=4, share=0.8, min_looks=2),
    entry_grace_s=0.0,
)
TWO = Zone("Z1", ZoneKind.DELI_SPECIAL_ROOM, SQUARE, "YH-D03", max_people=2)


def room(zone: Zone = TWO) -> Place:
    """One camera that looks into one zone; it is 10:00 in Shanghai when the script begins."""
    return Place("C1", {zone.id: zone}, {}, ZoneInfo("Asia/Shanghai"), "test-model@0")


def head(number: int, at_s: float, zones: tuple[str, ...] = ("Z1",), label: str = "head") -> Look:
    """One look at the person who came in as that number."""
    at = BEGAN + timedelta(seconds=at_s)
    came_at = BEGAN + timedelta(seconds=number)
    box = Box(10 + 80 * number, 10, 60 + 80 * number, 70)
    track = Track(uuid5(PEOPLE, str(number)), label, box, came_at, at)
    return Look("C1", track, at, round(at_s * 100), at_s, zones, (), 100.0 + number)


def count(script: str, step_s: float = 0.5, zone: Zone = TWO, **seen: object) -> list[Violation | Suppressed]:
    """What the rule tells of so many people."""
    rule = HeadCount(INTRUDER, room(zone))
    told: list[Violation | Suppressed] = []
    for i, letter in enumerate(script):
        if letter != ".":
            looks = [head(n, i * step_s, **seen) for n in range(int(letter))]  # type: ignore[arg-type]
            told += rule.see(looks, BEGAN + timedelta(seconds=i * step_s))
    return told + list(rule.finish(BEGAN + timedelta(seconds=len(script) * step_s)))

"""Stores with cases that came to rest long ago, and the shipped rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from records import case_steps
from records.case_steps import StepRow
from records.chain.keyring import open_key
from records.database import Database, open_database
from records.evidence import EvidenceFolder
from records.findings import Finding
from records.provenance import ClockReading
from records.retention.rules import Rules
from records.retention.running import Retention
from records.states import ReviewState
from records.verify import verify
from sunkitchen.config import load_retention
from tests.records.build import T0, copied, later, look, sink_of, snapshots, violation
from vision.facts import Severity, TimeQuality

RULES: Rules = load_retention()
DAY = timedelta(days=1)
SYNCED = ClockReading(TimeQuality.GOOD, 0.01)
LOOKS = (look(1), look(2))


def days(count: float) -> datetime:
    """So many days after T0."""
    return T0 + count * DAY


@dataclass(frozen=True, slots=True)
class Shop:
    """A store that is filled and looked after."""

    place: Path
    database: Database
    evidence: EvidenceFolder

    def fill(self, name: str, *states: ReviewState, advisory: bool = False, severity: Severity = Severity.II) -> UUID:
        """A violation with two pictures, brought through these states a minute after another."""
        told = replace(violation(name, looks=LOOKS, advisory=advisory), severity=severity)
        sink_of(self.database, self.evidence.root).violation(told, snapshots(25))
        was = ReviewState.PENDING_REVIEW
        for number, became in enumerate(states, start=1):
            self.step(told.id, number, was, became)
            was = became
        return told.id

    def step(self, case: UUID, version: int, was: ReviewState, became: ReviewState, payload: str = "{}") -> None:
        """One step of a case, as it is written."""
        at = later(60 * version)
        row = StepRow(case, version, at, at, "mgr", "manager", "x", was, became, 1, payload, (), "")
        with self.database.writing() as session:
            case_steps.add(session, row)

    def retention(self, rules: Rules = RULES, reading: ClockReading = SYNCED) -> Retention:
        """Whoever looks after it."""
        return Retention(self.database, self.evidence, rules, lambda: reading)

    def findings(self) -> tuple[Finding, ...]:
        """What verifying finds."""
        return verify(self.database, self.evidence).findings

    def files(self) -> set[str]:
        """What is on the disk."""
        return set(self.evidence.paths())


def open_shop(place: Path) -> Shop:
    """A new one, signed; close its database when done."""
    copied(place)
    return reopened(place)


def reopened(place: Path) -> Shop:
    """One that is there."""
    database = open_database(place / "box.db")
    database.sign_with(open_key(database, place, T0))
    return Shop(place, database, EvidenceFolder(place / "evidence", database.id))


def stopping_after(chunks: int) -> Callable[[], bool]:
    """Says stop at the so many-th time it is asked."""
    asked = iter(range(1, 10**6))
    return lambda: next(asked) >= chunks

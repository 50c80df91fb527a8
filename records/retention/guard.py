"""What stands against deleting anything at all: a wrong clock, a store that is not the one it was, too much at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records import tables
from records.canonical import canonical, parsed
from records.evidence import EvidenceFolder
from records.provenance import ClockReading
from records.retention.plan import Plan
from records.retention.rules import ClockRules, Guard
from records.states import RunOutcome
from vision.facts import TimeQuality


@dataclass(frozen=True, slots=True)
class Allowed:
    """What somebody has looked at and takes on themselves: the clock, how much would go, that the store is older."""

    clock: bool = False
    large: bool = False
    rolled_back: bool = False


NOTHING = Allowed()


class About(StrEnum):
    """What a doubt is about; a foreign store cannot be allowed."""

    CLOCK = "clock"
    LARGE = "large"
    ROLLED_BACK = "rolled_back"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why nothing may be deleted, in words that say what was expected and what came."""

    about: About
    words: str


def left(doubts: Iterable[Doubt], allowed: Allowed) -> tuple[Doubt, ...]:
    """Those that nobody took on themselves."""
    return tuple(doubt for doubt in doubts if not getattr(allowed, doubt.about, False))


def doubts_of_clock(rules: ClockRules, now: datetime, last: datetime | None, reading: ClockReading) -> Iterator[Doubt]:
    """Why the time may be wrong; `last` is when retention last ran by a clock that was believed."""
    if reading.quality is TimeQuality.BAD:
        yield Doubt(About.CLOCK, "the clock is not set, or too far off (time quality bad); mend its time service")
    if last is None:
        return
    if now < last - rules.back:
        words = f"the clock says {_text(now)}, but the last run was at {_text(last)}: it was set back"
        yield Doubt(About.CLOCK, words)
    synced = reading.error_s is not None
    longest = rules.synced_gap if synced else rules.gap
    if now - last > longest:
        by = "a time service keeps it" if synced else "no time service keeps it"
        words = f"the clock says {_text(now)}, {(now - last).days} days after the last run, and {by}"
        yield Doubt(About.CLOCK, f"{words}: was the box off for so long, or is the clock wrong?")


def doubts_of_amount(guard: Guard, plan: Plan) -> Iterator[Doubt]:
    """Why so much must not go without somebody's word."""
    if plan.files_going > guard.free_files and plan.share > guard.max_share:
        words = f"{plan.files_going} of {plan.files} evidence files would go, {plan.share:.0%}"
        yield Doubt(About.LARGE, f"{words}, more than {guard.max_share:.0%} at once")


def doubts_of_store(session: Session, orphans: int, mark: Mark | None) -> Iterator[Doubt]:
    """Why the database may not be the one whose evidence this is."""
    here = links_of(session)
    if orphans and session.scalars(select(tables.Violation.id).limit(1)).first() is None:
        words = f"the database knows no violation, but the evidence folder holds {orphans} files"
        yield Doubt(About.FOREIGN, f"{words}: it is empty, or another box's; bring back the one that belongs to them")
    if mark is not None and here < mark.links:
        words = f"the database has {here} links, but there were {mark.links} at the last run"
        yield Doubt(About.ROLLED_BACK, f"{words}: it is older than the evidence, and may have lost legal holds")


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the chain was at the last run, as the evidence folder remembers it."""

    links: int

    @classmethod
    def read(cls, evidence: EvidenceFolder) -> Mark | None:
        """What the folder remembers; None where there was no run, or the note cannot be read."""
        try:
            said = parsed(evidence.read_mark() or "null")
        except ValueError:
            return None
        links = said.get("links") if isinstance(said, dict) else None
        return cls(links) if isinstance(links, int) else None

    def write(self, evidence: EvidenceFolder) -> None:
        """Let the folder remember it."""
        evidence.write_mark(canonical({"links": self.links}).decode() + "\n")


def links_of(session: Session) -> int:
    """How many links all chains have."""
    return session.scalar(select(func.count()).select_from(tables.ChainLink)) or 0


def last_believed(session: Session) -> datetime | None:
    """When a run last went by a clock that was believed; None before the first."""
    r = tables.RetentionRun
    latest = select(func.max(r.began_at, type_=tables.UtcDateTime())).where(
        r.outcome.in_([RunOutcome.DONE, RunOutcome.REFUSED])
    )
    return session.scalars(latest).one()


def _text(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"

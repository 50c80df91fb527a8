"""What may go, why, and in what order. Pure: the same holdings, rules and time give the same plan.

Nothing under legal hold is ever planned, no open case's evidence by age, and nothing before its time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from records.retention.rules import Floor, Rules, Rung, Standing
from records.states import Matter

ORDER = tuple(Matter)
"""Of what is due at the same time: clips before pictures, rows last."""


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that is kept: path within the evidence folder, size in bytes."""

    path: str
    matter: Matter
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Holding:
    """What is kept of one violation.

    Attributes:
        since: when the case came to rest; its time begins then. taken_at: when the evidence was captured.
        held: under legal hold. files: those that were not removed yet. looks: whether its looks are still there.
    """

    violation: UUID
    site: str
    standing: Standing
    since: datetime
    taken_at: datetime
    held: bool
    files: tuple[HeldFile, ...]
    looks: bool

    def of(self, matter: Matter) -> tuple[HeldFile, ...]:
        """Its files that count as this."""
        return tuple(file for file in self.files if file.matter is matter)

    def has(self, matter: Matter) -> bool:
        """Whether there is any of it; a row there always is."""
        return matter is Matter.ROWS or (self.looks if matter is Matter.LOOKS else bool(self.of(matter)))


@dataclass(frozen=True, slots=True)
class Going:
    """One matter of one violation that may go.

    Attributes:
        rule: `<matter>/<class>`; `floor/…` where room is wanted. due: since when it may.
        files: of it, that go with it: with the rows, all that are left.
    """

    violation: UUID
    site: str
    matter: Matter
    rule: str
    due: datetime
    files: tuple[HeldFile, ...]

    @property
    def key(self) -> tuple[UUID, Matter]:
        """What it is, whatever its reason."""
        return self.violation, self.matter

    @property
    def size_bytes(self) -> int:
        """Of its files."""
        return sum(file.size_bytes for file in self.files)


class Stay(StrEnum):
    """Why something stays: legal hold, a case that is not at rest, or its time has not come."""

    HELD = "held"
    OPEN = "open"
    YOUNG = "young"


@dataclass(frozen=True, slots=True)
class Plan:
    """What may go by age at a moment, the longest due first.

    Attributes:
        stays: how many violations stay as they are, by the reason. files: that are kept now, all of them.
    """

    at: datetime
    going: tuple[Going, ...]
    stays: Mapping[Stay, int]
    files: int

    @property
    def files_going(self) -> int:
        """How many files would go."""
        return len({file.path for one in self.going for file in one.files})

    @property
    def share(self) -> float:
        """Of the files that are kept, 0-1."""
        return self.files_going / self.files if self.files else 0.0


def plan(holdings: Sequence[Holding], rules: Rules, now: datetime) -> Plan:
    """What may go by age."""
    found = {holding.violation: tuple(_due(holding, rules, now)) for holding in holdings}
    going = [one for some in found.values() for one in some]
    going.sort(key=lambda one: (one.due, ORDER.index(one.matter), one.violation))
    stays = Counter(_why(holding) for holding in holdings if not found[holding.violation])
    return Plan(now, tuple(going), stays, sum(len(holding.files) for holding in holdings))


def relief(holdings: Iterable[Holding], floor: Floor, wanted_bytes: float, now: datetime) -> tuple[Going, ...]:
    """What goes for want of room, the least important first, until so many bytes are won or nothing more may go."""
    found, won = [], 0
    for one in _by_importance(list(holdings), floor, now):
        if won >= wanted_bytes:
            break
        found.append(one)
        won += one.size_bytes
    return tuple(found)


def _due(holding: Holding, rules: Rules, now: datetime) -> Iterator[Going]:
    if holding.held or holding.standing is Standing.OPEN:
        return
    kept = rules.keep.get(holding.standing, {})
    for matter in ORDER:
        lasts = kept.get(matter)
        if lasts is not None and holding.has(matter) and holding.since + lasts <= now:
            files = holding.files if matter is Matter.ROWS else holding.of(matter)
            rule = f"{matter}/{holding.standing}"
            yield Going(holding.violation, holding.site, matter, rule, holding.since + lasts, files)


def _why(holding: Holding) -> Stay:
    if holding.held:
        return Stay.HELD
    return Stay.OPEN if holding.standing is Standing.OPEN else Stay.YOUNG


def _by_importance(holdings: Sequence[Holding], floor: Floor, now: datetime) -> Iterator[Going]:
    oldest_first = sorted(holdings, key=lambda holding: (holding.taken_at, holding.violation))
    for rung in floor.order:
        for holding in oldest_first:
            files = holding.of(rung.matter)
            if files and _spare(holding, rung, floor, now):
                rule = f"floor/{rung.matter}/{rung.standing}"
                yield Going(holding.violation, holding.site, rung.matter, rule, now, files)


def _spare(holding: Holding, rung: Rung, floor: Floor, now: datetime) -> bool:
    return not holding.held and holding.standing is rung.standing and holding.taken_at + floor.youngest <= now

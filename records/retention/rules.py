"""How long what is kept: the numbers of configs/retention.yaml as values, and in which classes cases fall.

Plain values; nothing here knows a database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from records.states import Matter, ReviewState


class Standing(StrEnum):
    """In which class a case falls; the order is that in which the disk floor may take from them."""

    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"
    ADVICE = "advice"
    OPEN = "open"
    COUNTED = "counted"
    SERIOUS = "serious"


STANDINGS: Mapping[ReviewState, Standing] = MappingProxyType(
    {
        **dict.fromkeys(ReviewState, Standing.OPEN),
        ReviewState.DISMISSED: Standing.DISMISSED,
        ReviewState.WITHDRAWN: Standing.WITHDRAWN,
        ReviewState.CLOSED: Standing.COUNTED,
        ReviewState.CASE_REFERRED: Standing.SERIOUS,
    }
)
"""By state, before severity, orders and advice have their say; what is merged follows the case it went into."""

FILE_MATTERS: Mapping[str, Matter] = MappingProxyType(dict.fromkeys(("original", "annotated", "strip"), Matter.PICTURE))
"""What a kind of evidence file counts as. A kind that stands nowhere here is never deleted."""


class Shelf(StrEnum):
    """Tables that grow without end and belong to no violation."""

    AUDIT = "audit"
    COVERAGE = "coverage"
    SUPPRESSIONS = "suppressions"
    CAMERA_HEALTH = "camera_health"
    SAMPLES = "samples"
    LABELLED_SAMPLES = "labelled_samples"
    EXPIRED_TOKENS = "expired_tokens"
    LOGIN_FAILURES = "login_failures"
    REQUESTS = "requests"
    RUNS = "runs"


@dataclass(frozen=True, slots=True)
class Rung:
    """What the disk floor may take: one matter of one class of cases."""

    matter: Matter
    standing: Standing


@dataclass(frozen=True, slots=True)
class Floor:
    """Free space, bytes.

    Attributes:
        alert: below it somebody is told. act: below it evidence goes, until there is `alert` again.
        youngest: younger evidence never goes for want of room. order: what goes first.
    """

    alert: int
    act: int
    youngest: timedelta
    order: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class ClockRules:
    """When the clock is not believed; see records.retention.guard.

    Attributes:
        gap: since the last run, without a time service. synced_gap: with one. back: how far back it may have been set.
    """

    gap: timedelta
    synced_gap: timedelta
    back: timedelta


@dataclass(frozen=True, slots=True)
class Guard:
    """How much may go in one run without somebody's word: a share of the files, 0-1, and a number that always may."""

    max_share: float
    free_files: int


@dataclass(frozen=True, slots=True)
class Rules:
    """All of it.

    Attributes:
        keep: how long, from when a case came to rest, by class and matter; a class or matter that is not there stays.
        shelves: how long the lines of other tables are kept. every: how often a box runs it.
        chunk: cases in one transaction.
    """

    version: str
    keep: Mapping[Standing, Mapping[Matter, timedelta]]
    shelves: Mapping[Shelf, timedelta]
    guard: Guard
    clock: ClockRules
    floor: Floor
    every: timedelta
    chunk: int

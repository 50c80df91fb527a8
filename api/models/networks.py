"""The seam to a box's networks: what is installed, and switching. How that is done is not our matter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from records.model_switches import ModelSwitch


@dataclass(frozen=True, slots=True)
class Measured:
    """A measured share, 0-1, with its 95 % interval; None where the manifest has none."""

    place: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """One network of a set: what it finds, or judges on which label; size 0 for thresholds alone."""

    name: str
    version: str
    size_bytes: int
    labels: tuple[str, ...]
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NetworkSet:
    """An installed set.

    Attributes:
        chosen: it judges from the next start on, or does already.
        fault: what is wrong with its files; None when all hashes fit.
        behind: numbers in which it falls behind the chosen one; switching to it then needs a reason.
    """

    name: str
    chosen: bool
    networks: tuple[Network, ...] = ()
    measured: tuple[Measured, ...] = ()
    fault: str | None = None
    behind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Networks:
    """A box's.

    Attributes:
        running: name of the set that judges now. sets: the shipped one first.
        use: put one in force at the next start: its name, who, and why although it is worse (empty: refuse that).
        back: the one before: who. Both raise ModelError where refused, FallsBehind where a reason is missing.
    """

    running: str
    sets: Callable[[], tuple[NetworkSet, ...]]
    use: Callable[[str, str, str], ModelSwitch]
    back: Callable[[str], ModelSwitch]

"""Counts observed seconds, so that the same footage at any look rate gives the same answer."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

from vision.facts import Look
from vision.rules.spec import Proof

EPSILON_S = 1e-6


class Verdict(Enum):
    """What one look says to one rule."""

    AGAINST = auto()
    IN_FAVOUR = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Counted:
    """A moment, what its looks say, and the seconds it vouches for (since the one before it, capped).

    A rule about one person has one look in each; one about a place has those of all in it, or none.
    """

    at: datetime
    looks: tuple[Look, ...]
    verdict: Verdict
    credit_s: float

    @property
    def assessable_s(self) -> float:
        """The seconds, if one could tell; else 0."""
        return 0.0 if self.verdict is Verdict.UNKNOWN else self.credit_s


@dataclass(slots=True)
class Tally:
    """The moments of one track in one zone, or of one place, that are weighed now, oldest first.

    Attributes:
        max_gap_s: a moment vouches for no more than this.
        memory_s: older moments are forgotten.
        window_s: more assessable seconds than this are not kept.
        assessable_s: seconds of the kept moments that could tell.
    """

    max_gap_s: float
    memory_s: float
    window_s: float
    moments: deque[Counted] = field(default_factory=deque)
    last_at: datetime | None = None
    assessable_s: float = 0.0

    def add(self, at: datetime, looks: tuple[Look, ...], verdict: Verdict) -> Counted:
        """Weigh one more moment; they come in time order."""
        gap_s = 0.0 if self.last_at is None else (at - self.last_at).total_seconds()
        counted = Counted(at, looks, verdict, min(max(gap_s, 0.0), self.max_gap_s))
        self.last_at = at
        self.moments.append(counted)
        self.assessable_s += counted.assessable_s
        self._forget(at)
        return counted

    def proves(self, proof: Proof, verdict: Verdict) -> bool:
        """Whether the newest assessable seconds, as many as the proof asks for, are proof of the verdict."""
        said_s, assessable_s, count = 0.0, 0.0, 0
        for counted in reversed(self.moments):
            if counted.verdict is Verdict.UNKNOWN:
                continue
            assessable_s += counted.credit_s
            if counted.verdict is verdict:
                said_s += counted.credit_s
                count += 1
                enough = said_s >= proof.observed_s - EPSILON_S and count >= proof.min_looks
                if enough and said_s >= proof.share * assessable_s - EPSILON_S:
                    return True
            if assessable_s - said_s > proof.window_s - proof.observed_s + EPSILON_S:
                return False
        return False

    def clear(self) -> None:
        """Forget the moments, keep the clock."""
        self.moments.clear()
        self.assessable_s = 0.0

    def _forget(self, now: datetime) -> None:
        oldest = now - timedelta(seconds=self.memory_s)
        while self.moments and (self.moments[0].at < oldest or self._is_spare(self.moments[0])):
            self.assessable_s -= self.moments.popleft().assessable_s

    def _is_spare(self, counted: Counted) -> bool:
        return self.assessable_s - counted.assessable_s > self.window_s

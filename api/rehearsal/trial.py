"""What is tried, and what came of it: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Trial:
    """A code at a camera, with some of its numbers changed; None leaves one as it is in force.

    Attributes:
        since, until: what opened in since <= at < until is told.
        enabled: tried as switched on (or off). Without a word a code that is off is tried as it would be if it were on.
        redrawn: looks are placed in the camera's zones as they are drawn now; else they stand where they stood then.
        observed_s, share, least_score, entry_grace_s, cooldown_s: as under `rules:` of a configuration.
    """

    camera: str
    code: str
    since: datetime
    until: datetime
    enabled: bool = True
    observed_s: float | None = None
    share: float | None = None
    least_score: float | None = None
    entry_grace_s: float | None = None
    cooldown_s: float | None = None
    redrawn: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """A violation, flagged or not: where, when, observed seconds. `ended_at`: None while it goes on."""

    zone: str
    started_at: datetime
    opened_at: datetime
    ended_at: datetime | None
    counted_s: float
    score: float
    repeats: int


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What came of it.

    Attributes:
        would: what would have been flagged. did: what was flagged in fact, by whatever rule was in force then.
        zones: of the camera, in which the code may speak at all.
        kept_from: the oldest moment of which looks are kept; None where there are none.
        watched_s: of the time asked, of which there are looks. looks: at heads and hands in it; judged: of them those
            that the code could tell something from.
    """

    trial: Trial
    would: tuple[Flag, ...]
    did: tuple[Flag, ...]
    zones: tuple[str, ...]
    kept_from: datetime | None
    watched_s: float
    looks: int
    judged: int

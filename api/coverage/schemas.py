"""What was watched, and why looks did not count, as the API tells of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from api.schemas import Out, Time
from records.coverage import abstain_rate
from vision.camera_facts import Coverage
from vision.facts import WhyNot


class Span(BaseModel):
    """Which hours, with a time zone: since <= hour < until; what is left out does not limit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    camera: str | None = None
    since: Time | None = None
    until: Time | None = None


class CoverageSpan(Span):
    """Which hours; at most MOST of them. `since` left out: the USUAL ones up to `until`, or to the newest on record."""

    MOST: ClassVar[timedelta] = timedelta(days=31)
    USUAL: ClassVar[timedelta] = timedelta(days=7)

    def begin(self, newest_hour: datetime) -> datetime:
        """First hour to tell of, when this is the newest on record before `until`."""
        return self.since or newest_hour - self.USUAL

    def too_long(self, newest_hour: datetime) -> bool:
        """Whether more is asked for than one answer gives."""
        return newest_hour - self.begin(newest_hour) > self.MOST


class CoverageOut(Out):
    """What was watched of one camera in one hour (UTC start).

    `watched_s`, and of these `staffed_s` with somebody in a zone with requirements; frames looked at, passed over for a
    newer one, thrown away; `abstain_rate` 0-1 of the judgements could not tell, null where nothing was judged.
    """

    camera: str
    hour: datetime
    watched_s: float
    staffed_s: float
    frames: int
    dropped: int
    corrupt: int
    head_looks: int
    abstain_rate: float | None

    @classmethod
    def of(cls, fact: Coverage) -> CoverageOut:
        """From the records."""
        return cls(
            camera=fact.camera,
            hour=fact.hour,
            watched_s=fact.watched_s,
            staffed_s=fact.staffed_s,
            frames=fact.frames,
            dropped=fact.dropped,
            corrupt=fact.corrupt,
            head_looks=fact.head_looks,
            abstain_rate=abstain_rate(fact),
        )


class CoverageList(Out):
    """By camera and hour."""

    items: tuple[CoverageOut, ...]


class WhyNotOut(Out):
    """How many looks of one place and code did not count for one reason; zone is null where there was none."""

    camera: str
    zone: str | None
    code: str
    why: WhyNot
    looks: int


class WhyNotList(Out):
    """By camera, zone, code and reason."""

    items: tuple[WhyNotOut, ...]

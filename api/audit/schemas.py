"""The audit log as the API tells of it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from pydantic import BaseModel, ConfigDict, Field

from api.schemas import HOME, Day, Out
from records.audit import Wanted
from records.states import Noted


class LogFilter(BaseModel):
    """Which lines: before a place in the log, of one person, of one action, of one day as Ningbo counts it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    before: int | None = Field(None, ge=1, lt=2**63)
    who: str | None = Field(None, min_length=1, max_length=128)
    action: Noted | None = None
    day: Day | None = None

    def wanted(self) -> Wanted:
        """As the records know it."""
        since = None if self.day is None else datetime.combine(self.day, time(), HOME)
        until = None if since is None else since + timedelta(days=1)
        return Wanted(self.before, self.who, self.action, since, until)


class AuditQuery(LogFilter):
    """The same, and how many."""

    limit: int = Field(100, ge=1, le=500)


class LineOut(Out):
    """Who did what to what, when (UTC), why and from where; `seq` is its place in the log."""

    seq: int
    at: datetime
    who: str
    action: Noted
    subject: str
    reason: str
    address: str


class AuditPage(Out):
    """Some lines, newest first; `next` is the `before` of the following page, null at the end."""

    items: tuple[LineOut, ...]
    next: int | None

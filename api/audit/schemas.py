"""The audit log as the API tells of it."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from api.schemas import Out
from records.states import Noted


class AuditQuery(BaseModel):
    """Which lines: those before a place in the log, of one person or of all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    before: int | None = Field(None, ge=1, lt=2**63)
    who: str | None = Field(None, min_length=1, max_length=128)
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

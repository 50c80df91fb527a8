"""Requests of persons as the API tells of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.schemas import Out
from records.requests import Asked, Request
from records.states import RequestKind

Line = Annotated[str, Field(min_length=2, max_length=120)]
Text = Annotated[str, Field(min_length=2, max_length=2000)]


class RequestWanted(BaseModel):
    """What somebody asked: who (as they can be reached), what, in which words, about which violations."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: RequestKind
    applicant: Line
    statement: Text
    violations: tuple[UUID, ...] = Field((), max_length=100)

    def asked(self) -> Asked:
        """As the records know it."""
        return Asked(self.kind, self.applicant, self.statement, tuple(dict.fromkeys(self.violations)))


class DecisionWanted(BaseModel):
    """What was decided, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    granted: bool
    decision: Text


class RequestOut(Out):
    """A request as it stands; what was decided is null while nobody did. Times UTC."""

    id: UUID
    kind: RequestKind
    received_at: datetime
    recorded_by: str
    applicant: str
    statement: str
    violations: tuple[UUID, ...]
    decided_at: datetime | None
    decided_by: str | None
    granted: bool | None
    decision: str | None

    @classmethod
    def of(cls, request: Request) -> RequestOut:
        """From the records."""
        asked = request.asked
        return cls(
            id=request.id,
            kind=asked.kind,
            received_at=request.received_at,
            recorded_by=request.recorded_by,
            applicant=asked.applicant,
            statement=asked.statement,
            violations=asked.violations,
            decided_at=request.decided_at,
            decided_by=request.decided_by,
            granted=request.granted,
            decision=request.decision,
        )


class RequestList(Out):
    """Requests, newest first."""

    items: tuple[RequestOut, ...]

"""What was deleted on purpose, what may not be, who asked for it, and the runs that did it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from records.states import Matter, RequestKind, RunOutcome
from records.tables.base import Base


class Removal(Base):
    """A file that was deleted on purpose: when and by which rule. Its own row, with its hash, stays.

    `rule` is a line of configs/retention.yaml, or `request/<id>` where a person asked for it.
    """

    __tablename__ = "removal"

    path: Mapped[str] = mapped_column(primary_key=True)
    violation: Mapped[UUID] = mapped_column(ForeignKey("violation.id"), index=True)
    at: Mapped[datetime]
    matter: Mapped[Matter]
    rule: Mapped[str]


class Erasure(Base):
    """A file whose removal is on record and that still has to be taken off the disk: gone when it is."""

    __tablename__ = "erasure"

    path: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]


class Hold(Base):
    """Whether the evidence of a violation is kept whatever retention says, the `version`-th word on it."""

    __tablename__ = "hold"

    violation: Mapped[UUID] = mapped_column(ForeignKey("violation.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str]
    held: Mapped[bool]
    reason: Mapped[str]


class RetentionRun(Base):
    """A run that came to an end: by whom, how, how much went, and what there is to say of it."""

    __tablename__ = "retention_run"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    who: Mapped[str]
    outcome: Mapped[RunOutcome]
    files: Mapped[int]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    rows: Mapped[int]
    words: Mapped[tuple[str, ...]]

    __table_args__ = (Index(None, "outcome", "ended_at"),)


class PersonRequest(Base):
    """What somebody asked about pictures of themselves, and what was decided; None while nothing was."""

    __tablename__ = "person_request"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    received_at: Mapped[datetime]
    recorded_by: Mapped[str]
    kind: Mapped[RequestKind]
    applicant: Mapped[str]
    statement: Mapped[str]
    violations: Mapped[tuple[str, ...]]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    granted: Mapped[bool | None]
    decision: Mapped[str | None]

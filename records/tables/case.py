"""What people and timers did with violations."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from records.states import ReviewState
from records.tables.base import Base


class CaseStep(Base):
    """One step of a case, the `version`-th; rows are added, never changed.

    `at` is when it took effect, a timer's its due time; `recorded_at` when it was written. `payload` is the action's,
    as JSON of cases.writing; `evidence_seen` the SHA-256 of what the actor had before them.
    """

    __tablename__ = "case_step"

    violation: Mapped[UUID] = mapped_column(ForeignKey("violation.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    actor: Mapped[str]
    role: Mapped[str]
    action: Mapped[str]
    was: Mapped[ReviewState]
    became: Mapped[ReviewState]
    level: Mapped[int]
    payload: Mapped[str]
    evidence_seen: Mapped[tuple[str, ...]]
    client: Mapped[str]

    __table_args__ = (Index(None, "actor", "recorded_at"),)


class Agenda(Base):
    """When an open case is to be looked at again; follows from its steps, and may be made anew at any time.

    `attend_at` is when the box must look at it, None for never by itself; `pressed_at` its nearest deadline, None where
    none presses. A case without a line was not looked at since something was told of it.
    """

    __tablename__ = "agenda"

    violation: Mapped[UUID] = mapped_column(ForeignKey("violation.id", ondelete="CASCADE"), primary_key=True)
    attend_at: Mapped[datetime | None] = mapped_column(index=True)
    pressed_at: Mapped[datetime | None] = mapped_column(index=True)

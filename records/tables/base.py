"""Column types and the declarative base: every column typed, every time UTC, portable over SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, Uuid
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from records.roles import Level, Role
from records.states import (
    Found,
    LinkKind,
    Matter,
    Noted,
    NotifierKind,
    OutboxKind,
    RequestKind,
    ReviewState,
    RunOutcome,
    Security,
    Topic,
)
from vision.camera_facts import CameraState
from vision.facts import (
    Answer,
    EvidenceKind,
    EvidenceRole,
    Phase,
    Reason,
    Severity,
    TimeQuality,
    TimeSource,
    WhyNot,
    ZoneKind,
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, stored as UTC with microseconds, given back as UTC. Naive times are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite keeps no offset, so it gets the bare UTC reading."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time to be stored: expected one with a time zone, came {value.isoformat()}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Back to an aware UTC time."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def word(kind: type[StrEnum]) -> Enum:
    """A column for a closed list of words, stored as its word so that a new word needs no migration."""
    return Enum(kind, native_enum=False, length=32, values_callable=lambda words: [w.value for w in words])


class Base(DeclarativeBase):
    """Parent of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - read once by SQLAlchemy
        datetime: UtcDateTime(),
        UUID: Uuid(),
        tuple[str, ...]: JSON(),
        Answer: word(Answer),
        CameraState: word(CameraState),
        EvidenceKind: word(EvidenceKind),
        EvidenceRole: word(EvidenceRole),
        Found: word(Found),
        Level: word(Level),
        LinkKind: word(LinkKind),
        Matter: word(Matter),
        Noted: word(Noted),
        NotifierKind: word(NotifierKind),
        OutboxKind: word(OutboxKind),
        Phase: word(Phase),
        Reason: word(Reason),
        RequestKind: word(RequestKind),
        ReviewState: word(ReviewState),
        Role: word(Role),
        RunOutcome: word(RunOutcome),
        Security: word(Security),
        Severity: word(Severity),
        TimeQuality: word(TimeQuality),
        TimeSource: word(TimeSource),
        Topic: word(Topic),
        WhyNot: word(WhyNot),
        ZoneKind: word(ZoneKind),
    }

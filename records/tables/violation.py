"""Violations with the looks that decided them, their evidence, and the outbox that tells others."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from records.states import OutboxKind, ReviewState
from records.tables.base import Base
from vision.facts import Answer, EvidenceKind, EvidenceRole, Phase, Reason, Severity, TimeQuality, TimeSource

HeadOnIt: TypeAlias = tuple[float, float, float, float, bool]
CellOnIt: TypeAlias = tuple[int, str, tuple[float, float, float, float], list[HeadOnIt]]


class Violation(Base):
    """A violation as its newest phase (`phase`, `at`, `repeats`) and its newest case step (`state`, `level`) left it.

    `polygon` is the zone's as it was when the violation was first told of, a list of [x, y], 0-1; `advisory` is as it
    was first told, too. `time_quality` and `clock_error_s` are the worst of all phases; `software` (a version) and
    `configuration` (sha256 of its file, empty without one) are of whoever told of it first.
    """

    __tablename__ = "violation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    severity: Mapped[Severity]
    advisory: Mapped[bool]
    site: Mapped[str] = mapped_column(ForeignKey("site.id"))
    camera: Mapped[str] = mapped_column(ForeignKey("camera.id"))
    zone: Mapped[str] = mapped_column(ForeignKey("zone.id"))
    merchant: Mapped[str | None] = mapped_column(ForeignKey("merchant.id"))
    track: Mapped[UUID]
    state: Mapped[ReviewState] = mapped_column(default=ReviewState.PENDING_REVIEW)
    level: Mapped[int] = mapped_column(default=1)
    phase: Mapped[Phase]
    at: Mapped[datetime]
    started_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    counted_s: Mapped[float]
    assessable_s: Mapped[float]
    unknown_s: Mapped[float]
    score: Mapped[float]
    repeats: Mapped[int]
    rule: Mapped[str]
    model: Mapped[str]
    time_source: Mapped[TimeSource]
    time_quality: Mapped[TimeQuality]
    clock_error_s: Mapped[float | None]
    software: Mapped[str]
    configuration: Mapped[str]
    polygon: Mapped[list[list[float]] | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (
        Index(None, "opened_at", "id"),
        Index(None, "site", "opened_at", "id"),
        Index(None, "camera", "opened_at", "id"),
        Index(None, "merchant", "opened_at", "id"),
        Index(None, "code", "opened_at", "id"),
        Index(None, "state", "opened_at", "id"),
    )


class Look(Base):
    """One look of the strip; box in full-frame px. `phase` is the earliest phase that showed it."""

    __tablename__ = "look"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    violation: Mapped[UUID] = mapped_column(ForeignKey("violation.id"), index=True)
    phase: Mapped[Phase]
    track: Mapped[UUID]
    label: Mapped[str]
    frame: Mapped[int]
    at: Mapped[datetime]
    pts_s: Mapped[float]
    x0: Mapped[float]
    y0: Mapped[float]
    x1: Mapped[float]
    y1: Mapped[float]
    zones: Mapped[tuple[str, ...]]
    sharpness: Mapped[float]


class Judgement(Base):
    """What one look said of one attribute."""

    __tablename__ = "judgement"

    look: Mapped[UUID] = mapped_column(ForeignKey("look.id"), primary_key=True)
    attribute: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[Answer]
    score: Mapped[float]
    reason: Mapped[Reason | None]


class Evidence(Base):
    """A file of the evidence folder; path relative to it.

    `heads` are all that may be heads on it, each as [left, top, right, bottom, whether in a staff area], px; NULL where
    nobody looked for them. `cells` of a strip, from left to right: [frame, track, [left, top, right, bottom] of the
    frame, 0-1, heads as above, px of the cell]; NULL for anything else.
    """

    __tablename__ = "evidence"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    violation: Mapped[UUID] = mapped_column(ForeignKey("violation.id"), index=True)
    kind: Mapped[EvidenceKind]
    role: Mapped[EvidenceRole]
    frame: Mapped[int]
    at: Mapped[datetime]
    path: Mapped[str] = mapped_column(unique=True)
    sha256: Mapped[str]
    size_bytes: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    derived_from: Mapped[UUID | None] = mapped_column(ForeignKey("evidence.id"))
    heads: Mapped[list[HeadOnIt] | None] = mapped_column(JSON(none_as_null=True))
    cells: Mapped[list[CellOnIt] | None] = mapped_column(JSON(none_as_null=True))


class Outbox(Base):
    """News for whoever forwards or notifies, in the order it was written (`seq`); `version` is a case step's."""

    __tablename__ = "outbox"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    kind: Mapped[OutboxKind]
    violation: Mapped[UUID] = mapped_column(ForeignKey("violation.id"), index=True)
    phase: Mapped[Phase]
    version: Mapped[int | None]
    at: Mapped[datetime]

"""What was filmed around violations."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from records.tables.base import Base

Looks: TypeAlias = list[tuple[int, list[tuple[float, float, float, float, bool]]]]


class Clip(Base):
    """The clip of a violation; path relative to the evidence folder, sizes in bytes and px.

    `copied`: its pictures are as the camera encoded them. `looks` are the pictures on which heads were looked for, each
    as [ms from the beginning, [[left, top, right, bottom, whether in a staff area], ...]].
    """

    __tablename__ = "clip"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    violation: Mapped[UUID] = mapped_column(ForeignKey("violation.id"), unique=True)
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    path: Mapped[str] = mapped_column(unique=True)
    sha256: Mapped[str]
    size_bytes: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    copied: Mapped[bool]
    looks: Mapped[Looks] = mapped_column(JSON())

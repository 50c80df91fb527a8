"""What people add to cases."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from records.tables.base import Base


class Attachment(Base):
    """A photo added to a case, the `number`-th; path relative to the evidence folder, sizes in bytes and px.

    `name` is what its bringer called it: shown, never used as a path.
    """

    __tablename__ = "attachment"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    violation: Mapped[UUID] = mapped_column(ForeignKey("violation.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str]
    name: Mapped[str]
    path: Mapped[str] = mapped_column(unique=True)
    sha256: Mapped[str]
    size_bytes: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]

    __table_args__ = (UniqueConstraint("violation", "number"),)

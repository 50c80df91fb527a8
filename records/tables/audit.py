"""Who looked at what, and who changed what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from records.states import Noted
from records.tables.base import Base


class Audit(Base):
    """A line of the audit log: written once; the database refuses to change it, or to delete it within three years."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(index=True)
    who: Mapped[str] = mapped_column(index=True)
    action: Mapped[Noted]
    subject: Mapped[str]
    reason: Mapped[str]
    address: Mapped[str]

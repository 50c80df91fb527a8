"""What people found when they looked for what was missed, and what they set otherwise after looking back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from records.states import Found
from records.tables.base import Base


class SpotCheck(Base):
    """What somebody found on a random kept head, and whether that was flagged; stays when the head itself is gone."""

    __tablename__ = "spot_check"

    sample: Mapped[UUID] = mapped_column(primary_key=True)
    site: Mapped[str] = mapped_column(ForeignKey("site.id"))
    camera: Mapped[str] = mapped_column(ForeignKey("camera.id"))
    at: Mapped[datetime]
    found: Mapped[Found]
    flagged: Mapped[bool]
    by: Mapped[str]
    said_at: Mapped[datetime]

    __table_args__ = (Index(None, "site", "at"),)


class Tuning(Base):
    """How long a code must be observed at a camera, from the box's next start after a moment on; rows are added, never
    changed, and the newest one of a camera and code holds. `observed_s` is None where the rules' own holds again."""

    __tablename__ = "tuning"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    camera: Mapped[str] = mapped_column(ForeignKey("camera.id"), index=True)
    code: Mapped[str]
    at: Mapped[datetime]
    who: Mapped[str]
    observed_s: Mapped[float | None]
    why: Mapped[str]
    basis: Mapped[str]

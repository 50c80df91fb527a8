"""What was watched, what was not, and why looks did not count.

Coverage and suppression are counters that only grow within a run; a run is one pass over one source. Totals are kept
per run and added over runs on reading, so the same recording analysed twice counts once.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from records.tables.base import Base
from vision.camera_facts import CameraState
from vision.facts import WhyNot


class CameraHealth(Base):
    """A change of a camera's state."""

    __tablename__ = "camera_health"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    camera: Mapped[str] = mapped_column(ForeignKey("camera.id"))
    at: Mapped[datetime]
    state: Mapped[CameraState]
    detail: Mapped[str]

    __table_args__ = (Index(None, "camera", "at"),)


class Coverage(Base):
    """What one run watched of one camera in one hour."""

    __tablename__ = "coverage"

    camera: Mapped[str] = mapped_column(ForeignKey("camera.id"), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    run: Mapped[str] = mapped_column(primary_key=True)
    watched_s: Mapped[float]
    staffed_s: Mapped[float]
    frames: Mapped[int]
    dropped: Mapped[int]
    corrupt: Mapped[int]
    head_looks: Mapped[int]
    judged: Mapped[int]
    abstained: Mapped[int]

    __table_args__ = (Index(None, "hour"),)


class Suppression(Base):
    """Looks of one run and hour that did not become a violation; `zone` is empty where there was none."""

    __tablename__ = "suppression"

    camera: Mapped[str] = mapped_column(ForeignKey("camera.id"), primary_key=True)
    zone: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    why: Mapped[WhyNot] = mapped_column(primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    run: Mapped[str] = mapped_column(primary_key=True)
    looks: Mapped[int]

    __table_args__ = (Index(None, "hour"),)

"""What a site is learnt from, and what was learnt."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from records.tables.base import Base


class Sample(Base):
    """A head to label: a few kB of JPEG in the row itself, so that the row and the picture go together."""

    __tablename__ = "sample"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    site: Mapped[str] = mapped_column(ForeignKey("site.id"))
    camera: Mapped[str] = mapped_column(ForeignKey("camera.id"))
    track: Mapped[UUID]
    at: Mapped[datetime]
    height_px: Mapped[float]
    margin: Mapped[float]
    jpeg: Mapped[bytes]

    __table_args__ = (Index(None, "site", "at"), Index(None, "camera", "at"))


class SampleLabel(Base):
    """What a person said of one attribute of a sample; the last word counts."""

    __tablename__ = "sample_label"

    sample: Mapped[UUID] = mapped_column(ForeignKey("sample.id", ondelete="CASCADE"), primary_key=True)
    attribute: Mapped[str] = mapped_column(primary_key=True)
    word: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]


class Enrolment(Base):
    """What judges a site from a moment on; rows are added, never changed, and a site's newest one is in force.

    `head` is None where the networks judge alone again; `base` names the network it corrects. `attributes` are those
    it learnt; `measured` is what was measured when it was fitted, in words.
    """

    __tablename__ = "enrolment"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    site: Mapped[str] = mapped_column(ForeignKey("site.id"), index=True)
    at: Mapped[datetime]
    who: Mapped[str]
    version: Mapped[str]
    base: Mapped[str]
    attributes: Mapped[tuple[str, ...]]
    measured: Mapped[tuple[str, ...]]
    head: Mapped[bytes | None]

"""The box itself, and the places, stalls, cameras and zones it knows. Rows are retired, never deleted."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from records.tables.base import Base
from vision.facts import ZoneKind


class Box(Base):
    """One row: marks the database as ours and gives it an identity the evidence folder repeats."""

    __tablename__ = "box"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    product: Mapped[str]


class Site(Base):
    """A market or a canteen."""

    __tablename__ = "site"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    type: Mapped[str]
    street: Mapped[str]
    district: Mapped[str]
    timezone: Mapped[str]
    retired: Mapped[bool] = mapped_column(default=False)


class Merchant(Base):
    """A stall or the canteen's operator."""

    __tablename__ = "merchant"

    id: Mapped[str] = mapped_column(primary_key=True)
    site: Mapped[str] = mapped_column(ForeignKey("site.id"), index=True)
    name: Mapped[str]
    stall: Mapped[str]
    kind: Mapped[str]
    retired: Mapped[bool] = mapped_column(default=False)


class Camera(Base):
    """A camera. `enforcement_eligible` stays false until an agency has reviewed it."""

    __tablename__ = "camera"

    id: Mapped[str] = mapped_column(primary_key=True)
    site: Mapped[str] = mapped_column(ForeignKey("site.id"), index=True)
    name: Mapped[str]
    gb_id: Mapped[str | None]
    enforcement_eligible: Mapped[bool] = mapped_column(default=False)
    retired: Mapped[bool] = mapped_column(default=False)


class Zone(Base):
    """A staff area on one camera's picture; polygon as a list of [x, y], 0-1."""

    __tablename__ = "zone"

    id: Mapped[str] = mapped_column(primary_key=True)
    camera: Mapped[str] = mapped_column(ForeignKey("camera.id"), index=True)
    merchant: Mapped[str | None] = mapped_column(ForeignKey("merchant.id"))
    kind: Mapped[ZoneKind]
    polygon: Mapped[list[list[float]]] = mapped_column(JSON)
    opens: Mapped[str | None]
    closes: Mapped[str | None]
    retired: Mapped[bool] = mapped_column(default=False)

"""What a register of health certificates said, by merchant."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from records.tables.base import Base


class CertificateReading(Base):
    """What was last read of a merchant: each certificate as [its shortened number, its last day or null].

    `known` is false where the register knows no such merchant, or could not be asked.
    """

    __tablename__ = "certificate_reading"

    merchant: Mapped[str] = mapped_column(ForeignKey("merchant.id"), primary_key=True)
    read_at: Mapped[datetime]
    known: Mapped[bool]
    held: Mapped[list[list[str | None]]] = mapped_column(JSON)


class RegisterCopy(Base):
    """The evidence of a violation that no camera saw: what the register said, as [number, last day or null, hash].

    The number is shortened; the hash is of the whole line: `sha256` in hex of `merchant,certificate,valid_until`.
    """

    __tablename__ = "register_copy"

    violation: Mapped[UUID] = mapped_column(ForeignKey("violation.id"), primary_key=True)
    register: Mapped[str]
    read_at: Mapped[datetime]
    lines: Mapped[list[list[str | None]]] = mapped_column(JSON)

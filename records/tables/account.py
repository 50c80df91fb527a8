"""Who may log in, with which tokens, and who failed to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from records.tables.base import Base


class Account(Base):
    """Somebody who may log in; the password is kept as an argon2 hash only."""

    __tablename__ = "account"

    login: Mapped[str] = mapped_column(primary_key=True)
    password_hash: Mapped[str]
    created: Mapped[datetime]


class Token(Base):
    """A bearer token; only its sha256 is kept."""

    __tablename__ = "token"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    account: Mapped[str] = mapped_column(ForeignKey("account.login"), index=True)
    created: Mapped[datetime]
    expires: Mapped[datetime | None]
    revoked: Mapped[datetime | None]


class LoginFailure(Base):
    """Failed logins in a row, for known and unknown logins alike; keyed by the sha256 of what was typed."""

    __tablename__ = "login_failure"

    login_sha256: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)

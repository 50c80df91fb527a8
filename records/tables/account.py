"""Who may log in, with which tokens, and who failed to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from records.roles import Level, Role
from records.tables.base import Base


class Account(Base):
    """Somebody who may log in; the password is kept as an argon2 hash only."""

    __tablename__ = "account"

    login: Mapped[str] = mapped_column(primary_key=True)
    password_hash: Mapped[str]
    created: Mapped[datetime]
    locked: Mapped[datetime | None] = mapped_column(default=None)


class Grant(Base):
    """A role given to an account over a subtree of the registry (records.scopes.Scope)."""

    __tablename__ = "account_grant"

    account: Mapped[str] = mapped_column(ForeignKey("account.login"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)
    level: Mapped[Level] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True)
    district: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Token(Base):
    """A bearer token; only its sha256 is kept. Without a role it may all its owner may, else that one thing."""

    __tablename__ = "token"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    account: Mapped[str] = mapped_column(ForeignKey("account.login"), index=True)
    created: Mapped[datetime]
    expires: Mapped[datetime] = mapped_column(index=True)
    revoked: Mapped[datetime | None]
    role: Mapped[Role | None]
    level: Mapped[Level | None]
    place: Mapped[str] = mapped_column(default="")
    district: Mapped[str] = mapped_column(default="")


class LoginFailure(Base):
    """Failed logins in a row, for known and unknown logins alike; keyed by the sha256 of what was typed."""

    __tablename__ = "login_failure"

    login_sha256: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)

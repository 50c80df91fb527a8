"""Who outside is told of what, and what was told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from records.roles import Level, Role
from records.states import NotifierKind, Security, Topic
from records.tables.base import Base


class Notifier(Base):
    """Somebody outside who is told: with whose eyes (a role over a scope), of what, and where. Secrets, and the address
    of a webhook, which often holds one, are in a file (records.secrets); `host` is what may be shown of it.

    `cursor` is the last outbox row that was looked at for it.
    """

    __tablename__ = "notifier"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[NotifierKind]
    active: Mapped[bool]
    created: Mapped[datetime]
    host: Mapped[str]
    port: Mapped[int]
    inside: Mapped[bool]
    security: Mapped[Security]
    login: Mapped[str]
    sender: Mapped[str]
    recipients: Mapped[tuple[str, ...]]
    role: Mapped[Role]
    level: Mapped[Level]
    place: Mapped[str]
    district: Mapped[str]
    topics: Mapped[tuple[str, ...]]
    severities: Mapped[tuple[str, ...]]
    pages: Mapped[str]
    cursor: Mapped[int]


class Delivery(Base):
    """A message to one of them, and how far it came: `next_at` is when it is tried (again), NULL where it never is.

    `id` is the same however often it is sent, so that whoever gets it twice can tell. `violation` outlives its row.
    """

    __tablename__ = "delivery"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    notifier: Mapped[UUID] = mapped_column(ForeignKey("notifier.id"), index=True)
    topic: Mapped[Topic]
    violation: Mapped[UUID | None]
    filed_at: Mapped[datetime] = mapped_column(index=True)
    body: Mapped[str]
    attempts: Mapped[int]
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    error: Mapped[str]

"""Notifiers as the API takes them and tells of them. No secret is ever told again."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.accounts.schemas import GrantOut
from api.schemas import Out
from records.deliveries import Delivery, Tally
from records.notifiers import NotifierEntry
from records.roles import Role
from records.states import NotifierKind, Security, Topic
from vision.facts import Severity

ADDRESS = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+")
TOLD = frozenset(Topic) - {Topic.TEST}


def _an_address(text: str) -> str:
    if not text.isascii() or not ADDRESS.fullmatch(text):
        raise ValueError("expected an e-mail address, as name@example.cn")
    return text


def _a_url(text: str) -> str:
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("expected a URL of plain letters, as https://example.cn/hook")
    try:
        parts = urlsplit(text)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known or "@" in parts.netloc:
        raise ValueError("expected a URL, as https://example.cn/hook, without a login in it")
    return text


def _pages(text: str) -> str:
    return _a_url(text).rstrip("/") if text else text


def _told(topic: Topic) -> Topic:
    if topic not in TOLD:
        raise ValueError("expected something that happens")
    return topic


Mailbox = Annotated[str, Field(max_length=254), AfterValidator(_an_address)]
Url = Annotated[str, Field(min_length=8, max_length=2000), AfterValidator(_a_url)]
Pages = Annotated[str, Field(max_length=300), AfterValidator(_pages)]
Told = Annotated[Topic, AfterValidator(_told)]


class WebhookWanted(BaseModel):
    """A web server that takes messages; http only inside."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Url


class EmailWanted(BaseModel):
    """A mail server and mailboxes; `security` none only inside, and without a password."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = Field(min_length=1, max_length=253, pattern=f"^({HOST.pattern})$")
    port: int = Field(587, ge=1, le=65535)
    security: Security = Security.STARTTLS
    login: str = Field("", max_length=254)
    password: str = Field("", max_length=500, repr=False)
    sender: Mailbox
    recipients: tuple[Mailbox, ...] = Field(min_length=1, max_length=20)


class NotifierWanted(BaseModel):
    """Somebody to tell: with whose eyes (role and scope), of what, and where: either a webhook or an e-mail.

    `inside`: the receiver may stand in a private network. `pages`: where the box's pages are found, for links.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=64)
    role: Role
    scope: str = Field(min_length=1, max_length=200)
    topics: tuple[Told, ...] = Field(min_length=1, max_length=10)
    severities: tuple[Severity, ...] = Field((), max_length=10)
    inside: bool = False
    pages: Pages = ""
    webhook: WebhookWanted | None = None
    email: EmailWanted | None = None


class NothingWanted(BaseModel):
    """Nothing besides."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NotifierOut(Out):
    """Somebody who is told, and how it goes. `error`: of the newest message, empty where that arrived."""

    id: UUID
    name: str
    kind: NotifierKind
    active: bool
    host: str
    port: int
    inside: bool
    recipients: tuple[str, ...]
    grant: GrantOut
    topics: tuple[Topic, ...]
    severities: tuple[Severity, ...]
    waiting: int
    sent: int
    given_up: int
    last_sent: datetime | None
    error: str

    @classmethod
    def of(cls, entry: NotifierEntry, tally: Tally) -> NotifierOut:
        """From the records."""
        return cls(
            id=entry.id,
            name=entry.name,
            kind=entry.kind,
            active=entry.active,
            host=entry.target.host,
            port=entry.target.port,
            inside=entry.target.inside,
            recipients=entry.target.recipients,
            grant=GrantOut.of(entry.wishes.grant),
            topics=entry.wishes.topics,
            severities=entry.wishes.severities,
            waiting=tally.waiting,
            sent=tally.sent,
            given_up=tally.given_up,
            last_sent=tally.last_sent,
            error=tally.error,
        )


class NotifierList(Out):
    """All, by name."""

    items: tuple[NotifierOut, ...]


class NotifierMade(Out):
    """A new one; `secret` is what a webhook's receiver checks signatures by: told once, null for e-mail."""

    id: UUID
    secret: str | None


class TestedOut(Out):
    """What came of a test, in both languages."""

    ok: bool
    zh: str
    en: str


class DeliveryOut(Out):
    """A message; `next_at` is null where it is not tried again, `sent_at` until it arrived."""

    id: UUID
    topic: Topic
    filed_at: datetime
    attempts: int
    next_at: datetime | None
    sent_at: datetime | None
    error: str

    @classmethod
    def of(cls, delivery: Delivery) -> DeliveryOut:
        """From the records."""
        return cls.model_validate(delivery)


class DeliveryList(Out):
    """The newest messages, newest first."""

    items: tuple[DeliveryOut, ...]

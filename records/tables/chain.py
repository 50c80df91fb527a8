"""What was recorded when, in an order nobody can change unseen, and the keys that vouch for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from records.states import LinkKind
from records.tables.base import Base


class ChainLink(Base):
    """One link of a site's chain; `site` is empty in the box's own. Added, never changed: the database refuses.

    `sha256` is the hash of the link's head (everything else but body, key and signature), `previous` that of the link
    before, 64 zeros at the beginning. `body` is canonical JSON, and None once its subject was deleted. `signature` is
    by the key with this fingerprint, over the head; both are None where the box had lost its key.
    """

    __tablename__ = "chain_link"

    site: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[LinkKind]
    subject: Mapped[str]
    body: Mapped[str | None]
    body_sha256: Mapped[str]
    previous: Mapped[str]
    sha256: Mapped[str]
    key: Mapped[str | None]
    signature: Mapped[str | None]

    __table_args__ = (Index(None, "subject"),)


class SigningKey(Base):
    """A public key of this box, PEM; the private half never comes near the database. The newest one is in use."""

    __tablename__ = "signing_key"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    fingerprint: Mapped[str] = mapped_column(unique=True)
    pem: Mapped[str]
    since: Mapped[datetime]
    reason: Mapped[str]

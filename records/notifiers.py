"""Who outside is told of what. Changes take force with the next look at the outbox, for nothing is kept in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from records import tables
from records.grants import Grant
from records.scopes import Scope, above
from records.states import NotifierKind, Security, Topic
from vision.errors import DataError
from vision.facts import Severity


@dataclass(frozen=True, slots=True)
class Target:
    """Where somebody is told, without what must stay secret.

    Attributes:
        host, port: of the server. inside: it may stand in a private network (see sunkitchen.notifying.reaching).
        login, sender, recipients: of e-mail; empty for a webhook.
    """

    host: str
    port: int
    inside: bool
    security: Security
    login: str = ""
    sender: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wishes:
    """Of what somebody is told.

    Attributes:
        grant: with whose eyes: a role over a scope; nothing else is told.
        severities: of flags; pages: where the box's pages are found from outside, for links; none where it is empty.
    """

    grant: Grant
    topics: tuple[Topic, ...]
    severities: tuple[Severity, ...] = ()
    pages: str = ""


@dataclass(frozen=True, slots=True)
class NotifierEntry:
    """Somebody outside who is told; `cursor` is the last news that was looked at for them."""

    id: UUID
    name: str
    kind: NotifierKind
    active: bool
    created: datetime
    target: Target
    wishes: Wishes
    cursor: int = 0


@dataclass(frozen=True, slots=True)
class New:
    """Somebody to be told from now on."""

    name: str
    kind: NotifierKind
    target: Target
    wishes: Wishes


def add(session: Session, new: New, at: datetime) -> UUID:
    """From the next news on; gives the id.

    Raises:
        AccountError: the scope is no place of this box.
    """
    target, wishes, scope = new.target, new.wishes, new.wishes.grant.scope
    above(session, scope)
    row = tables.Notifier(
        id=uuid4(),
        name=new.name,
        kind=new.kind,
        active=True,
        created=at,
        host=target.host,
        port=target.port,
        inside=target.inside,
        security=target.security,
        login=target.login,
        sender=target.sender,
        recipients=target.recipients,
        role=wishes.grant.role,
        level=scope.level,
        place=scope.place,
        district=scope.district,
        topics=tuple(map(str, wishes.topics)),
        severities=tuple(map(str, wishes.severities)),
        pages=wishes.pages,
        cursor=newest_news(session),
    )
    session.add(row)
    session.flush()
    return row.id


def listed(session: Session) -> tuple[NotifierEntry, ...]:
    """All, by name."""
    n = tables.Notifier
    return tuple(map(_entry, session.scalars(select(n).order_by(n.name, n.id))))


def one(session: Session, notifier: UUID) -> NotifierEntry | None:
    """One; None where there is none."""
    row = session.get(tables.Notifier, notifier)
    return None if row is None else _entry(row)


def set_active(session: Session, notifier: UUID, active: bool) -> None:
    """Pause or go on; what happened meanwhile is not told afterwards.

    Raises:
        DataError: there is none.
    """
    row = _known(session, notifier)
    if active and not row.active:
        row.cursor = newest_news(session)
    row.active = active


def remove(session: Session, notifier: UUID) -> None:
    """Tell them nothing any more; what waits for them goes with them.

    Raises:
        DataError: there is none.
    """
    row = _known(session, notifier)
    session.execute(delete(tables.Delivery).where(tables.Delivery.notifier == notifier))
    session.delete(row)


def advance(session: Session, notifier: UUID, seq: int) -> None:
    """News up to here were looked at."""
    _known(session, notifier).cursor = seq


def newest_news(session: Session) -> int:
    """Place of the newest news in the outbox; 0 before the first."""
    return session.scalar(select(func.max(tables.Outbox.seq))) or 0


def _known(session: Session, notifier: UUID) -> tables.Notifier:
    row = session.get(tables.Notifier, notifier)
    if row is None:
        raise DataError(f"notifier {notifier}: expected one of this box; see the list of notifiers")
    return row


def _entry(row: tables.Notifier) -> NotifierEntry:
    return NotifierEntry(
        id=row.id,
        name=row.name,
        kind=row.kind,
        active=row.active,
        created=row.created,
        target=Target(row.host, row.port, row.inside, row.security, row.login, row.sender, tuple(row.recipients)),
        wishes=Wishes(
            Grant(row.role, Scope(row.level, row.place, row.district)),
            tuple(map(Topic, row.topics)),
            tuple(map(Severity, row.severities)),
            row.pages,
        ),
        cursor=row.cursor,
    )

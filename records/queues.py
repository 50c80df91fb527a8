"""How much waits, and how much was written: numbers of the box as a whole, each from an index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records import tables


@dataclass(frozen=True, slots=True)
class Queues:
    """What waits at a moment.

    Attributes:
        due: cases the clerk has to look at. news: ever told, by the outbox. audited: lines of the audit log.
        links: of all chains.
    """

    due: int
    news: int
    audited: int
    links: int


def queues(session: Session, now: datetime) -> Queues:
    """As they are."""
    a = tables.Agenda
    due = session.scalar(select(func.count()).select_from(a).where(a.attend_at <= now))
    news = session.scalar(select(func.max(tables.Outbox.seq)))
    audited = session.scalar(select(func.max(tables.Audit.seq)))
    links = session.scalar(select(func.count()).select_from(tables.ChainLink))
    return Queues(due or 0, news or 0, audited or 0, links or 0)

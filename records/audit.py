"""The audit log: who did what to what, when, why and from where. Lines are added; nobody changes one.

No secret belongs in it: a subject is an id, a login or a path without its query.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from records import tables
from records.states import Noted

MAX_PAGE = 5000
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """What to note.

    Attributes:
        who: login, or who sat at the command line.
        subject: what it was done to. reason: as they gave it. address: from where; empty at the box itself.
    """

    who: str
    action: Noted
    subject: str = ""
    reason: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log; `seq` is its place in it."""

    seq: int
    at: datetime
    who: str
    action: Noted
    subject: str
    reason: str
    address: str


def note(session: Session, entry: Entry, at: datetime) -> None:
    """Add a line; texts are cut to LONGEST characters."""
    session.add(
        tables.Audit(
            at=at,
            who=entry.who[:LONGEST],
            action=entry.action,
            subject=entry.subject[:LONGEST],
            reason=entry.reason[:LONGEST],
            address=entry.address[:LONGEST],
        )
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: before a place in the log, of one person, one action, in since <= at < until; None asks nothing."""

    before: int | None = None
    who: str | None = None
    action: Noted | None = None
    since: datetime | None = None
    until: datetime | None = None


def lines(session: Session, wanted: Wanted = Wanted(), limit: int = 100) -> tuple[Line, ...]:
    """Those lines, newest first.

    Raises:
        ValueError: limit outside 1 to MAX_PAGE.
    """
    if not 1 <= limit <= MAX_PAGE:
        raise ValueError(f"limit: expected 1 to {MAX_PAGE}, came {limit}")
    a = tables.Audit
    query = select(a).where(*_conditions(wanted)).order_by(a.seq.desc()).limit(limit)
    return tuple(Line(r.seq, r.at, r.who, r.action, r.subject, r.reason, r.address) for r in session.scalars(query))


def people(session: Session) -> tuple[str, ...]:
    """Everybody the log tells of, by name."""
    return tuple(session.scalars(select(tables.Audit.who).distinct().order_by(tables.Audit.who)))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    a = tables.Audit
    same = {a.who: wanted.who, a.action: wanted.action}
    found = [column == value for column, value in same.items() if value is not None]
    if wanted.before is not None:
        found.append(a.seq < wanted.before)
    if wanted.since is not None:
        found.append(a.at >= wanted.since)
    if wanted.until is not None:
        found.append(a.at < wanted.until)
    return found

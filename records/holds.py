"""Legal hold: what is kept whatever retention says. A referred case is held of itself, until somebody lifts it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records import tables
from records.chain.links import Entry, append
from records.states import LinkKind, ReviewState
from vision.errors import StoreError


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody said of a hold: set or lifted, when, by whom, why."""

    at: datetime
    who: str
    held: bool
    reason: str


def held(session: Session, violations: Collection[UUID] | None = None) -> frozenset[UUID]:
    """Those under legal hold, of these or of all."""
    v = tables.Violation
    referred = select(v.id).where(v.state == ReviewState.CASE_REFERRED)
    words = _newest(session, violations)
    found = set(session.scalars(referred if violations is None else referred.where(v.id.in_(violations))))
    found |= {violation for violation, held in words.items() if held}
    return frozenset(found - {violation for violation, held in words.items() if not held})


def history(session: Session, violation: UUID) -> tuple[Word, ...]:
    """All that was said, oldest first."""
    h = tables.Hold
    rows = session.scalars(select(h).where(h.violation == violation).order_by(h.version))
    return tuple(Word(row.at, row.who, row.held, row.reason) for row in rows)


def say(session: Session, violation: UUID, word: Word) -> None:
    """Set a hold or lift it; linked into the chain.

    Raises:
        StoreError: there is no such violation.
    """
    row = session.get(tables.Violation, violation)
    if row is None:
        raise StoreError(f"violation {violation}: expected one of this box, came one it does not know")
    version = len(history(session, violation)) + 1
    hold = tables.Hold(
        violation=violation, version=version, at=word.at, who=word.who, held=word.held, reason=word.reason
    )
    session.add(hold)
    append(session, Entry(row.site, word.at, LinkKind.HOLD, violation, [hold]))


def _newest(session: Session, violations: Collection[UUID] | None) -> dict[UUID, bool]:
    """By violation the last word, where there was any."""
    h = tables.Hold
    last = select(h.violation, func.max(h.version).label("version")).group_by(h.violation).subquery()
    query = select(h.violation, h.held).join(last, (last.c.violation == h.violation) & (last.c.version == h.version))
    query = query if violations is None else query.where(h.violation.in_(violations))
    return {violation: held for violation, held in session.execute(query)}  # noqa: C416 - rows, not pairs

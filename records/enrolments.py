"""What was learnt of each site, from when on, and who installed it; a rollback is one more line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records import tables


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What judges a site from `at` (UTC) on.

    Attributes:
        who: login of the system's user.
        version: of the site's head; empty where the networks judge alone. base: version of the network it corrects.
        attributes: what it learnt to judge. measured: what was measured when it was fitted, in words.
        head: its file's bytes; None where the networks judge alone.
    """

    site: str
    at: datetime
    who: str
    version: str = ""
    base: str = ""
    attributes: tuple[str, ...] = ()
    measured: tuple[str, ...] = ()
    head: bytes | None = None


def add(session: Session, enrolment: Enrolment) -> None:
    """Put it in force."""
    session.add(
        tables.Enrolment(
            site=enrolment.site,
            at=enrolment.at,
            who=enrolment.who,
            version=enrolment.version,
            base=enrolment.base,
            attributes=enrolment.attributes,
            measured=enrolment.measured,
            head=enrolment.head,
        )
    )
    session.flush()


def history(session: Session, site: str) -> tuple[Enrolment, ...]:
    """All of a site's, oldest first; the last one is in force."""
    rows = session.scalars(select(tables.Enrolment).where(tables.Enrolment.site == site).order_by(tables.Enrolment.seq))
    return tuple(map(_enrolment, rows))


def newest(session: Session) -> tuple[Enrolment, ...]:
    """What judges each site that was ever enrolled."""
    last = select(func.max(tables.Enrolment.seq)).group_by(tables.Enrolment.site)
    return tuple(map(_enrolment, session.scalars(select(tables.Enrolment).where(tables.Enrolment.seq.in_(last)))))


def in_force(session: Session, site: str) -> Enrolment | None:
    """A site's newest; None where it was never enrolled or is back to the networks alone."""
    last = next(reversed(history(session, site)), None)
    return last if last is not None and last.head is not None else None


def _enrolment(row: tables.Enrolment) -> Enrolment:
    return Enrolment(
        row.site, row.at, row.who, row.version, row.base, tuple(row.attributes), tuple(row.measured), row.head
    )

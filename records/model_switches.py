"""The audit of model switches: which set of networks judged from when on, and who switched to it why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from records import tables


@dataclass(frozen=True, slots=True)
class ModelSwitch:
    """One switch.

    Attributes:
        at: UTC. who: login of the system's user.
        before, after: names of the sets. version: names and hashes of the networks of `after`.
        behind: numbers in which it fell behind those in force; empty unless forced. reason: why it was forced.
    """

    at: datetime
    who: str
    before: str
    after: str
    version: str
    behind: tuple[str, ...] = ()
    reason: str = ""


def add(session: Session, switch: ModelSwitch) -> None:
    """Write a switch down."""
    session.add(
        tables.ModelSwitch(
            at=switch.at,
            who=switch.who,
            before=switch.before,
            after=switch.after,
            version=switch.version,
            behind=switch.behind,
            reason=switch.reason,
        )
    )
    session.flush()


def switches(session: Session) -> tuple[ModelSwitch, ...]:
    """All switches, oldest first."""
    rows = session.scalars(select(tables.ModelSwitch).order_by(tables.ModelSwitch.seq))
    return tuple(
        ModelSwitch(row.at, row.who, row.before, row.after, row.version, tuple(row.behind), row.reason) for row in rows
    )

"""How long codes must be observed at cameras, where somebody set it after looking back; undoing is one more line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records import tables
from records.scopes import EVERYWHERE, Reach, cameras_of


@dataclass(frozen=True, slots=True)
class Tuning:
    """From the box's next start after `at` (UTC) on.

    Attributes:
        observed_s: seconds of looks against that open the code at the camera; None where the rules' own hold.
        why: in the words of who set it. basis: what was known when they did.
    """

    camera: str
    code: str
    at: datetime
    who: str
    observed_s: float | None
    why: str
    basis: str = ""


def add(session: Session, tuning: Tuning) -> None:
    """Let it hold."""
    session.add(
        tables.Tuning(
            camera=tuning.camera,
            code=tuning.code,
            at=tuning.at,
            who=tuning.who,
            observed_s=tuning.observed_s,
            why=tuning.why,
            basis=tuning.basis,
        )
    )
    session.flush()


def newest(session: Session, within: Reach = EVERYWHERE) -> tuple[Tuning, ...]:
    """The last word on every camera and code that anything was ever set for, by camera and code."""
    t = tables.Tuning
    last = select(func.max(t.seq)).group_by(t.camera, t.code)
    rows = session.scalars(
        select(t).where(t.seq.in_(last), t.camera.in_(cameras_of(within))).order_by(t.camera, t.code)
    )
    return tuple(Tuning(r.camera, r.code, r.at, r.who, r.observed_s, r.why, r.basis) for r in rows)

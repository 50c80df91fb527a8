"""Files that were deleted on purpose: when, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from records import tables


@dataclass(frozen=True, slots=True)
class Removed:
    """When a file was deleted on purpose, and by which rule (records.retention.words)."""

    at: datetime
    rule: str


def removed(session: Session, path: str) -> Removed | None:
    """What became of a file of the evidence folder; None where nothing is on record."""
    row = session.get(tables.Removal, path)
    return None if row is None else Removed(row.at, row.rule)

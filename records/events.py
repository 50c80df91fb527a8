"""A violation as one line of canonical JSON: sorted keys, UTC times, rounded numbers; equal rows give equal bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from records import tables
from records.canonical import fields_of, plain
from records.violation_rows import ViolationDetail, ViolationFilter
from records.violations import conditions, one

DIGITS = 4
TIMES = "milliseconds"


def event_json(detail: ViolationDetail) -> str:
    """One violation with its `looks` and `evidence`, on one line."""
    row = detail.violation
    event = {
        **fields_of(row, DIGITS, TIMES),
        "picture": None if row.picture is None else str(row.picture.id),  # the rest is under `looks` and `evidence`
        "looks": plain(detail.looks, DIGITS, TIMES),
        "evidence": plain(detail.evidence, DIGITS, TIMES),
    }
    return json.dumps(event, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def export_events(session: Session, wanted: ViolationFilter) -> Iterator[str]:
    """One line per violation, oldest first."""
    v = tables.Violation
    query = select(v.id).where(*conditions(wanted)).order_by(v.opened_at, v.id)
    for violation in session.scalars(query).all():
        detail = one(session, violation)
        if detail is not None:
            yield event_json(detail)

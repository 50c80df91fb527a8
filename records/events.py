"""A violation as one line of canonical JSON: sorted keys, UTC times, rounded numbers; equal rows give equal bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records import tables
from records.violations import ViolationDetail, ViolationFilter, conditions, one

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"
DIGITS = 4


def event_json(detail: ViolationDetail) -> str:
    """One violation with its `looks` and `evidence`, on one line."""
    row = detail.violation
    picture = None if row.picture is None else str(row.picture.id)  # the rest of it is under `looks` and `evidence`
    event = {**_object(row), "picture": picture, "looks": plain(detail.looks), "evidence": plain(detail.evidence)}
    return json.dumps(event, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def export_events(session: Session, wanted: ViolationFilter) -> Iterator[str]:
    """One line per violation, oldest first."""
    v = tables.Violation
    query = select(v.id).where(*conditions(wanted)).order_by(v.opened_at, v.id)
    for violation in session.scalars(query).all():
        detail = one(session, violation)
        if detail is not None:
            yield event_json(detail)


def plain(value: object) -> Json:
    """A record as JSON: times in UTC, enums as their words, floats rounded."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return _object(value)
    return _text(value)


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, (str, UUID)):
        return str(value)
    raise TypeError(f"event: expected a plain value, came {type(value).__name__}")


def _object(record: DataclassInstance) -> dict[str, Json]:
    return {field.name: plain(getattr(record, field.name)) for field in fields(record)}

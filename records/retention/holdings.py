"""What is kept of every violation, read for the planner."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from records import holds, tables
from records.retention.plan import HeldFile, Holding
from records.retention.rules import FILE_MATTERS, STANDINGS, Standing
from records.states import Matter, ReviewState
from vision.facts import Severity

SERIOUS = frozenset({ReviewState.ORDER_ISSUED, ReviewState.CASE_REFERRED})
Among = Collection[UUID] | None


@dataclass(frozen=True, slots=True)
class _Steps:
    """Of a case: when its last step was taken, whether it ever was with the law, and where it was merged into."""

    last_at: datetime
    serious: bool = False
    into: UUID | None = None


def holdings(session: Session, among: Among = None) -> tuple[Holding, ...]:
    """Of these violations, or of all; oldest first."""
    v = tables.Violation
    rows = session.scalars(select(v).where(_of(v.id, among)).order_by(v.opened_at, v.id)).all()
    steps, held = _steps(session, among), holds.held(session, among)
    files, looks = _files(session, among), _looks(session, among)
    found = {
        row.id: Holding(
            violation=row.id,
            site=row.site,
            standing=_standing(row, steps.get(row.id)),
            since=_rest(row, steps.get(row.id)),
            taken_at=row.at,
            held=row.id in held,
            files=files.get(row.id, ()),
            looks=row.id in looks,
        )
        for row in rows
    }
    merged = {row.id: steps[row.id].into for row in rows if row.state is ReviewState.MERGED and row.id in steps}
    followed = {one: _follow(session, found[one], into, {one}) for one, into in merged.items()}
    return tuple((found | followed).values())


def _follow(session: Session, holding: Holding, into: UUID | None, passed: set[UUID]) -> Holding:
    """What is merged stands as the case it went into does; what leads nowhere is left alone."""
    if into is None or into in passed:
        return replace(holding, standing=Standing.OPEN)
    row = session.get(tables.Violation, into)
    if row is None:  # it went after its time
        return replace(holding, standing=Standing.COUNTED)
    steps = _steps(session, [into]).get(into)
    if row.state is ReviewState.MERGED:
        return _follow(session, holding, None if steps is None else steps.into, passed | {into})
    held = holding.held or bool(holds.held(session, [into]))
    since = max(holding.since, _rest(row, steps))
    return replace(holding, standing=_standing(row, steps), since=since, held=held)


def _standing(row: tables.Violation, steps: _Steps | None) -> Standing:
    standing = STANDINGS[row.state]
    if row.advisory and (row.state is ReviewState.PENDING_REVIEW or standing is Standing.COUNTED):
        return Standing.ADVICE
    serious = row.severity is Severity.I or (steps is not None and steps.serious)
    return Standing.SERIOUS if standing is Standing.COUNTED and serious else standing


def _rest(row: tables.Violation, steps: _Steps | None) -> datetime:
    """When it came to rest; by whichever clock was ahead."""
    return row.at if steps is None else max(row.at, steps.last_at)


def _steps(session: Session, among: Among) -> dict[UUID, _Steps]:
    s = tables.CaseStep
    at, recorded_at = (func.max(time, type_=tables.UtcDateTime()) for time in (s.at, s.recorded_at))
    latest = select(s.violation, at, recorded_at).where(_of(s.violation, among)).group_by(s.violation)
    serious = set(session.scalars(select(s.violation).where(_of(s.violation, among), s.became.in_(SERIOUS))))
    merging = select(s.violation, s.payload).where(_of(s.violation, among), s.became == ReviewState.MERGED)
    into = {violation: _into(payload) for violation, payload in session.execute(merging)}
    return {
        violation: _Steps(max(times), violation in serious, into.get(violation))
        for violation, *times in session.execute(latest)
    }


def _into(payload: str) -> UUID | None:
    """Where a merging's payload says it went."""
    try:
        return UUID(json.loads(payload)["into"])
    except (ValueError, TypeError, KeyError):
        return None


def _files(session: Session, among: Among) -> Mapping[UUID, tuple[HeldFile, ...]]:
    e, a, c, gone = tables.Evidence, tables.Attachment, tables.Clip, select(tables.Removal.path)
    pictures = select(e.violation, e.path, e.kind, e.size_bytes).where(_of(e.violation, among), e.path.not_in(gone))
    photos = select(a.violation, a.path, a.size_bytes).where(_of(a.violation, among), a.path.not_in(gone))
    films = select(c.violation, c.path, c.size_bytes).where(_of(c.violation, among), c.path.not_in(gone))
    found: defaultdict[UUID, tuple[HeldFile, ...]] = defaultdict(tuple)
    for violation, path, kind, size_bytes in session.execute(pictures.order_by(e.path)):
        if kind in FILE_MATTERS:
            found[violation] += (HeldFile(path, FILE_MATTERS[kind], size_bytes),)
    for violation, path, size_bytes in session.execute(photos.order_by(a.path)):
        found[violation] += (HeldFile(path, Matter.PHOTO, size_bytes),)
    for violation, path, size_bytes in session.execute(films.order_by(c.path)):
        found[violation] += (HeldFile(path, Matter.CLIP, size_bytes),)
    return found


def _looks(session: Session, among: Among) -> frozenset[UUID]:
    look = tables.Look.violation
    return frozenset(session.scalars(select(look).where(_of(look, among)).distinct()))


def _of(column: InstrumentedAttribute[UUID], among: Among) -> ColumnElement[bool]:
    return true() if among is None else column.in_(among)

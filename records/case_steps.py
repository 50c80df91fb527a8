"""What cases are made of: leads as they were captured, and the steps that were taken since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session

from records import tables
from records.chain.links import Entry, append
from records.scopes import EVERYWHERE, Reach, violation_in
from records.states import LinkKind, OutboxKind, ReviewState
from vision.errors import StoreError
from vision.facts import Phase, Severity, TimeQuality


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A violation as far as handling needs it, with its place.

    Attributes:
        captures: when it was captured, first and again. hours: of the zone, local (opens, closes); None is always.
    """

    id: UUID
    code: str
    severity: Severity
    advisory: bool
    site: str
    site_type: str
    timezone: str
    zone: str
    hours: tuple[str, str] | None
    merchant: str | None
    started_at: datetime
    captures: tuple[datetime, ...]
    time_quality: TimeQuality


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step as it is written; see records.tables.CaseStep."""

    violation: UUID
    version: int
    at: datetime
    recorded_at: datetime
    actor: str
    role: str
    action: str
    was: ReviewState
    became: ReviewState
    level: int
    payload: str
    evidence_seen: tuple[str, ...]
    client: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which leads: of these ids, states, place, level, captured in since <= at < until; None asks nothing.

    Attributes:
        within: as far as whoever asks may see.
    """

    ids: Collection[UUID] | None = None
    states: Collection[ReviewState] | None = None
    site: str | None = None
    zone: str | None = None
    merchant: str | None = None
    level: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    within: Reach = EVERYWHERE


def leads(session: Session, wanted: Wanted) -> tuple[LeadRow, ...]:
    """The leads, oldest first."""
    v = tables.Violation
    query = (
        select(v, tables.Site, tables.Zone)
        .join(tables.Site, tables.Site.id == v.site)
        .join(tables.Zone, tables.Zone.id == v.zone)
        .where(*conditions(wanted))
        .order_by(v.opened_at, v.id)
    )
    found = session.execute(query).all()
    captures = _captures(session, [row.id for row, _, _ in found])
    return tuple(_lead(row, site, zone, captures.get(row.id, ())) for row, site, zone in found)


def newest(session: Session, wanted: Wanted, before: tuple[datetime, UUID] | None, limit: int) -> tuple[UUID, ...]:
    """Violations, the newest first; `before`: when the last one of the page before was opened, and its id."""
    v = tables.Violation
    query = select(v.id).where(*conditions(wanted)).order_by(v.opened_at.desc(), v.id.desc()).limit(limit)
    if before is not None:
        query = query.where(tuple_(v.opened_at, v.id) < tuple_(*before))
    return tuple(session.scalars(query))


def steps(session: Session, violations: Collection[UUID]) -> dict[UUID, tuple[StepRow, ...]]:
    """Per violation its steps, in order; nothing for one without."""
    s = tables.CaseStep
    rows = session.scalars(select(s).where(s.violation.in_(violations)).order_by(s.violation, s.version))
    found: dict[UUID, list[StepRow]] = defaultdict(list)
    for row in rows:
        found[row.violation].append(_step(row))
    return {violation: tuple(mine) for violation, mine in found.items()}


def taken(session: Session, actor: str, actions: Collection[str], since: datetime) -> dict[str, int]:
    """How many steps of each kind somebody took, recorded since then."""
    s = tables.CaseStep
    query = select(s.action, func.count()).where(s.actor == actor, s.action.in_(actions), s.recorded_at >= since)
    return {row[0]: row[1] for row in session.execute(query.group_by(s.action))}


def add(session: Session, step: StepRow) -> None:
    """Write a step down, link it into the chain, tell of it, and bring its violation to where it leads.

    Raises:
        StoreError: there is no such violation, or that version of it is written already.
    """
    row = session.get(tables.Violation, step.violation)
    if row is None or session.get(tables.CaseStep, (step.violation, step.version)) is not None:
        raise StoreError(
            f"case {step.violation}: expected a known violation whose step {step.version} is not written yet; "
            "look again"
        )
    written = tables.CaseStep(**asdict(step))
    session.add(written)
    row.state, row.level = step.became, step.level
    session.add(
        tables.Outbox(
            id=uuid5(row.id, f"outbox step {step.version}"),
            kind=OutboxKind.STEP,
            violation=row.id,
            phase=row.phase,
            version=step.version,
            at=step.recorded_at,
        )
    )
    append(session, Entry(row.site, step.recorded_at, LinkKind.VERDICT, row.id, [row, written]))


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What is asked of the violation table."""
    v = tables.Violation
    same = {v.site: wanted.site, v.zone: wanted.zone, v.merchant: wanted.merchant, v.level: wanted.level}
    among = {v.id: wanted.ids, v.state: wanted.states}
    found = [violation_in(wanted.within), *(column == value for column, value in same.items() if value is not None)]
    found += [column.in_(values) for column, values in among.items() if values is not None]
    if wanted.since is not None:
        found.append(v.opened_at >= wanted.since)
    if wanted.until is not None:
        found.append(v.opened_at < wanted.until)
    return found


def _captures(session: Session, violations: Sequence[UUID]) -> dict[UUID, tuple[datetime, ...]]:
    """The outbox says when each was told of, first and again."""
    o = tables.Outbox
    told = select(o.violation, o.at).where(
        o.violation.in_(violations), o.kind == OutboxKind.VIOLATION, o.phase.in_([Phase.OPENED, Phase.REPEATED])
    )
    found: defaultdict[UUID, list[datetime]] = defaultdict(list)
    for violation, at in session.execute(told.order_by(o.at)):
        found[violation].append(at)
    return {violation: tuple(times) for violation, times in found.items()}


def _lead(row: tables.Violation, site: tables.Site, zone: tables.Zone, captures: tuple[datetime, ...]) -> LeadRow:
    return LeadRow(
        id=row.id,
        code=row.code,
        severity=row.severity,
        advisory=row.advisory,
        site=site.id,
        site_type=site.type,
        timezone=site.timezone,
        zone=zone.id,
        hours=(zone.opens, zone.closes) if zone.opens and zone.closes else None,
        merchant=row.merchant,
        started_at=row.started_at,
        captures=captures or (row.opened_at,),
        time_quality=row.time_quality,
    )


def _step(row: tables.CaseStep) -> StepRow:
    return StepRow(
        violation=row.violation,
        version=row.version,
        at=row.at,
        recorded_at=row.recorded_at,
        actor=row.actor,
        role=row.role,
        action=row.action,
        was=row.was,
        became=row.became,
        level=row.level,
        payload=row.payload,
        evidence_seen=tuple(row.evidence_seen),
        client=row.client,
    )

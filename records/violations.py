"""Reading violations: pages, one with its whole explanation, counts. Values come out, never table rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select, tuple_
from sqlalchemy.orm import Session

from records import tables
from records.certificates import copy_of
from records.pictures import Picture, Polygon, first_pictures
from records.removals import Removed
from records.scopes import OPEN_SIGHT, Sight, violation_in
from records.violation_rows import (
    CodeCount,
    Cursor,
    EvidenceFile,
    EvidenceRow,
    LookRow,
    Page,
    Share,
    ViolationDetail,
    ViolationFilter,
    ViolationRow,
)
from vision.facts import Box, Cell, Judgement, Point, ShownHead, ZoneKind

MAX_PAGE = 500


def page(session: Session, wanted: ViolationFilter, cursor: Cursor | None = None, limit: int = 50) -> Page:
    """Violations after the cursor, newest first; what is opened meanwhile never shifts a page.

    Raises:
        ValueError: limit outside 1 to MAX_PAGE.
    """
    if not 1 <= limit <= MAX_PAGE:
        raise ValueError(f"limit: expected 1 to {MAX_PAGE}, came {limit}")
    found = session.execute(listing(wanted, cursor).limit(limit + 1)).all()
    shown = _with_pictures(session, found[:limit])
    return Page(shown, Cursor(shown[-1].opened_at, shown[-1].id) if len(found) > limit else None)


def listing(wanted: ViolationFilter, cursor: Cursor | None) -> _Query:
    """The query behind a page, newest first: violation, names and polygon of its place, whether seen whole."""
    v = tables.Violation
    query = _rows(wanted.sight).where(*conditions(wanted)).order_by(v.opened_at.desc(), v.id.desc())
    return query if cursor is None else query.where(tuple_(v.opened_at, v.id) < tuple_(cursor.opened_at, cursor.id))


def one(session: Session, violation: UUID, sight: Sight = OPEN_SIGHT) -> ViolationDetail | None:
    """One violation with its looks and evidence; None where there is none within the sight."""
    query = _rows(sight).where(tables.Violation.id == violation, violation_in(sight.within))
    found = session.execute(query).all()
    if not found:
        return None
    (row,) = _with_pictures(session, found)
    looks, files = _looks(session, violation), _evidence(session, violation)
    return ViolationDetail(row, looks, files, _cut(found[0]), copy_of(session, violation))


def counts(session: Session, wanted: ViolationFilter) -> tuple[CodeCount, ...]:
    """How many violations each code has, by code."""
    v = tables.Violation
    sums = func.count().filter(~v.advisory), func.count().filter(v.advisory)
    query = select(v.code, *sums).where(*conditions(wanted)).group_by(v.code).order_by(v.code)
    return tuple(CodeCount(code, count, advisory) for code, count, advisory in session.execute(query))


def evidence(session: Session, evidence_id: UUID, sight: Sight = OPEN_SIGHT) -> EvidenceFile | None:
    """One evidence file; None where there is none within the sight."""
    row = session.get(tables.Evidence, evidence_id)
    if row is None:
        return None
    shown, removal = share(session, row.violation, sight), session.get(tables.Removal, row.path)
    return None if shown is None else EvidenceFile(_evidence_row(row, removal), shown.cut, shown.judging)


def share(session: Session, violation: UUID, sight: Sight) -> Share | None:
    """How much of a violation's pictures may be shown; None where it is not within the sight."""
    query = _rows(sight).where(tables.Violation.id == violation, violation_in(sight.within))
    found = session.execute(query).first()
    return None if found is None else Share(_cut(found), found[7])


_Query = Select[tables.Violation, str, str, ZoneKind, str, list[list[float]], bool, bool]

_Named = Row[tables.Violation, str, str, ZoneKind, str, list[list[float]], bool, bool]


def _rows(sight: Sight) -> _Query:
    v, z = tables.Violation, tables.Zone
    sees = violation_in(sight.whole).label("whole"), violation_in(sight.judging).label("judging")
    return (
        select(v, tables.Site.name, tables.Camera.name, z.kind, tables.Merchant.name, z.polygon, *sees)
        .join(tables.Site, tables.Site.id == v.site)
        .join(tables.Camera, tables.Camera.id == v.camera)
        .join(tables.Zone, tables.Zone.id == v.zone)
        .outerjoin(tables.Merchant, tables.Merchant.id == v.merchant)
    )


def conditions(wanted: ViolationFilter) -> list[ColumnElement[bool]]:
    """What a filter asks of the violation table."""
    v = tables.Violation
    same = {
        v.site: wanted.site,
        v.camera: wanted.camera,
        v.merchant: wanted.merchant,
        v.zone: wanted.zone,
        v.code: wanted.code,
        v.severity: wanted.severity,
        v.advisory: wanted.advisory,
        v.state: wanted.state,
        v.level: wanted.level,
    }
    conditions = [column == value for column, value in same.items() if value is not None]
    conditions.append(violation_in(wanted.sight.within))
    if wanted.repeated is not None:
        conditions.append((v.repeats > 0) == wanted.repeated)
    if wanted.since is not None:
        conditions.append(v.opened_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(v.opened_at < wanted.until)
    return conditions


def _with_pictures(session: Session, found: Sequence[_Named]) -> tuple[ViolationRow, ...]:
    pictures = first_pictures(session, [row[0].id for row in found])
    return tuple(_violation_row(row, pictures.get(row[0].id)) for row in found)


def _cut(found: _Named) -> Polygon | None:
    """The zone as it was; where that was not kept, as it is. Never None where the whole may not be shown."""
    violation, polygon, whole = found[0], found[5], found[6]
    return None if whole else _polygon(violation.polygon or polygon)


def _polygon(points: list[list[float]]) -> Polygon:
    return tuple(Point(x, y) for x, y in points)


def _violation_row(found: _Named, picture: Picture | None) -> ViolationRow:
    v, site_name, camera_name, zone_kind, merchant_name, *_ = found
    return ViolationRow(
        id=v.id,
        code=v.code,
        severity=v.severity,
        advisory=v.advisory,
        state=v.state,
        level=v.level,
        phase=v.phase,
        site=v.site,
        site_name=site_name,
        camera=v.camera,
        camera_name=camera_name,
        zone=v.zone,
        zone_kind=zone_kind,
        merchant=v.merchant,
        merchant_name=merchant_name,
        track=v.track,
        at=v.at,
        started_at=v.started_at,
        opened_at=v.opened_at,
        ended_at=v.ended_at,
        counted_s=v.counted_s,
        assessable_s=v.assessable_s,
        unknown_s=v.unknown_s,
        score=v.score,
        repeats=v.repeats,
        rule=v.rule,
        model=v.model,
        time_source=v.time_source,
        time_quality=v.time_quality,
        clock_error_s=v.clock_error_s,
        software=v.software,
        configuration=v.configuration,
        polygon=None if v.polygon is None else _polygon(v.polygon),
        picture=None if picture is None else replace(picture, cut=_cut(found)),
    )


def _looks(session: Session, violation: UUID) -> tuple[LookRow, ...]:
    look, judgement = tables.Look, tables.Judgement
    rows = session.scalars(select(look).where(look.violation == violation).order_by(look.at, look.id))
    said = select(judgement).join(look, look.id == judgement.look).where(look.violation == violation)
    judgements: defaultdict[UUID, list[Judgement]] = defaultdict(list)
    for j in session.scalars(said.order_by(judgement.attribute)):
        judgements[j.look].append(Judgement(j.attribute, j.answer, j.score, j.reason))
    return tuple(_look_row(row, tuple(judgements[row.id])) for row in rows)


def _look_row(row: tables.Look, judgements: tuple[Judgement, ...]) -> LookRow:
    return LookRow(
        id=row.id,
        phase=row.phase,
        track=row.track,
        label=row.label,
        frame=row.frame,
        at=row.at,
        pts_s=row.pts_s,
        box=Box(row.x0, row.y0, row.x1, row.y1),
        zones=tuple(row.zones),
        judgements=judgements,
        sharpness=row.sharpness,
    )


def _evidence(session: Session, violation: UUID) -> tuple[EvidenceRow, ...]:
    e = tables.Evidence
    query = select(e, tables.Removal).outerjoin(tables.Removal, tables.Removal.path == e.path)
    found = session.execute(query.where(e.violation == violation).order_by(e.at, e.role, e.kind.desc()))
    return tuple(_evidence_row(row, removal) for row, removal in found)


def _evidence_row(row: tables.Evidence, removal: tables.Removal | None) -> EvidenceRow:
    return EvidenceRow(
        id=row.id,
        violation=row.violation,
        kind=row.kind,
        role=row.role,
        frame=row.frame,
        at=row.at,
        path=row.path,
        sha256=row.sha256,
        size_bytes=row.size_bytes,
        width=row.width,
        height=row.height,
        derived_from=row.derived_from,
        heads=None if row.heads is None else _heads(row.heads),
        removed=None if removal is None else Removed(removal.at, removal.rule),
        cells=tuple(
            Cell(frame, UUID(track), Box(*part), _heads(heads)) for frame, track, part, heads in row.cells or ()
        ),
    )


def _heads(heads: Sequence[tables.HeadOnIt]) -> tuple[ShownHead, ...]:
    return tuple(ShownHead(Box(*sides), staff) for *sides, staff in heads)

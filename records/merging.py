"""Writing facts into a session so that order and repetition do not matter: the rows' ids come from the facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from records import tables
from records.evidence import StoredFile
from records.provenance import ClockReading, Recorder
from records.runs import LedgerKey, stamp
from records.states import OutboxKind, ReviewState
from vision.camera_facts import CameraHealth, Coverage
from vision.errors import StoreError
from vision.facts import EvidenceKind, Look, Phase, ShownHead, Snapshot, TimeQuality, Violation

NAMESPACE = UUID("6f2f6d0a-52a5-4c0f-9b1c-7a4c1f3a9d10")
ORDER = (Phase.OPENED, Phase.REPEATED, Phase.ENDED)


def site_of(session: Session, camera: str) -> str:
    """Site of a camera.

    Raises:
        StoreError: the camera is not in the registry.
    """
    site = session.scalars(select(tables.Camera.site).where(tables.Camera.id == camera)).first()
    if site is None:
        raise _stranger("camera", camera)
    return site


def polygon_of(session: Session, zone: str) -> list[list[float]]:
    """Polygon of a zone as it is now, 0-1.

    Raises:
        StoreError: the zone is not in the registry.
    """
    row = session.get(tables.Zone, zone)
    if row is None:
        raise _stranger("zone", zone)
    return row.polygon


def news_id(violation: Violation) -> UUID:
    """Id of the outbox row of this phase."""
    return uuid5(violation.id, f"outbox {violation.phase} {violation.repeats} {stamp(violation.at)}")


def evidence_id(violation: Violation, kind: EvidenceKind, snapshot: Snapshot) -> UUID:
    """Id of the evidence of this kind for the snapshot's role and frame."""
    return uuid5(violation.id, f"evidence {kind} {snapshot.role} {snapshot.frame}")


def merge_violation(session: Session, violation: Violation, recorder: Recorder) -> tables.Violation:
    """Insert, or bring up to a newer phase; an older phase never undoes a newer one, and time only gets less certain.

    Raises:
        StoreError: camera or zone is not in the registry.
    """
    row = session.get(tables.Violation, violation.id)
    if row is None:
        row = _new(session, violation, recorder)
    elif _age(violation.phase, violation.repeats, violation.at.timestamp()) > _age(
        row.phase, row.repeats, row.at.timestamp()
    ):
        _copy(violation, row)
    _doubt(row, recorder.clock())
    session.flush()
    return row


def add_looks(session: Session, violation: Violation) -> list[tables.Base]:
    """Insert the looks of the strip that are not there yet; gives the rows that were added or changed."""
    look = tables.Look
    ids = {uuid5(violation.id, f"look {one.track.id} {one.frame} {stamp(one.at)}"): one for one in violation.looks}
    known = {row.id: row for row in session.scalars(select(look).where(look.id.in_(ids)))} if ids else {}
    older = [row for row in known.values() if ORDER.index(violation.phase) < ORDER.index(row.phase)]
    for row in older:
        row.phase = violation.phase
    new = {key: one for key, one in ids.items() if key not in known}
    return [*older, *_add_looks(session, violation, new)]


def add_evidence(
    session: Session, violation: Violation, files: Sequence[tuple[Snapshot, StoredFile]]
) -> list[tables.Base]:
    """Insert rows for files that were just kept; originals come before what is derived from them."""
    added: list[tables.Base] = []
    for derived in (False, True):
        some = [one for one in files if (one[0].kind is not EvidenceKind.ORIGINAL) is derived]
        rows = [_evidence_row(session, violation, snapshot, file) for snapshot, file in some]
        session.add_all(rows)
        session.flush()
        added += rows
    return added


def add_news(session: Session, violation: Violation) -> None:
    """Insert the outbox row of this phase. Rows are never deleted: they also say which phases are known."""
    session.add(
        tables.Outbox(
            id=news_id(violation),
            kind=OutboxKind.VIOLATION,
            violation=violation.id,
            phase=violation.phase,
            at=violation.at,
        )
    )


def raise_coverage(session: Session, run: str, total: Coverage) -> None:
    """Raise the stored counters of the run's hour to its own."""
    row = session.get(tables.Coverage, (total.camera, total.hour, run))
    if row is None:
        row = tables.Coverage(camera=total.camera, hour=total.hour, run=run)
        session.add(row)
    row.watched_s = max(row.watched_s or 0.0, total.watched_s)
    row.staffed_s = max(row.staffed_s or 0.0, total.staffed_s)
    row.frames = max(row.frames or 0, total.frames)
    row.dropped = max(row.dropped or 0, total.dropped)
    row.corrupt = max(row.corrupt or 0, total.corrupt)
    row.head_looks = max(row.head_looks or 0, total.head_looks)
    row.judged = max(row.judged or 0, total.judged)
    row.abstained = max(row.abstained or 0, total.abstained)


def raise_suppression(session: Session, run: str, key: LedgerKey, looks: int) -> None:
    """Raise the stored looks of the run's ledger line to its own."""
    row = session.get(tables.Suppression, (key.camera, key.zone, key.code, key.why, key.hour, run))
    if row is None:
        session.add(tables.Suppression(**key._asdict(), run=run, looks=looks))
    else:
        row.looks = max(row.looks, looks)


def add_health(session: Session, health: CameraHealth) -> None:
    """Insert a change of state unless it is there."""
    change = uuid5(NAMESPACE, f"health {health.camera} {stamp(health.at)} {health.state}")
    if session.get(tables.CameraHealth, change) is None:
        row = tables.CameraHealth(
            id=change, camera=health.camera, at=health.at, state=health.state, detail=health.detail
        )
        session.add(row)


def _stranger(thing: str, name: str) -> StoreError:
    return StoreError(
        f"{thing} {name}: expected one of the registry, came one it does not know; "
        "add it to the configuration and start again"
    )


def _age(phase: Phase, repeats: int, at_s: float) -> tuple[float, int, int]:
    return at_s, repeats, ORDER.index(phase)


def _copy(violation: Violation, row: tables.Violation) -> None:
    row.code, row.severity = violation.code, violation.severity
    row.camera, row.zone, row.merchant = violation.camera, violation.zone, violation.merchant
    row.track, row.phase, row.at = violation.track, violation.phase, violation.at
    row.started_at, row.opened_at, row.ended_at = violation.started_at, violation.opened_at, violation.ended_at
    row.counted_s, row.assessable_s, row.unknown_s = violation.counted_s, violation.assessable_s, violation.unknown_s
    row.score, row.repeats = violation.score, violation.repeats
    row.rule, row.model = violation.rule, violation.model


def _new(session: Session, violation: Violation, recorder: Recorder) -> tables.Violation:
    row = tables.Violation(id=violation.id, state=ReviewState.PENDING_REVIEW, time_source=recorder.time_source)
    row.advisory = violation.advisory  # a replay after enrolment does not make it count
    row.site, row.polygon = site_of(session, violation.camera), polygon_of(session, violation.zone)
    row.time_quality, row.software, row.configuration = TimeQuality.GOOD, recorder.software, recorder.configuration
    _copy(violation, row)
    session.add(row)
    return row


def _doubt(row: tables.Violation, reading: ClockReading) -> None:
    """Time is as bad as it was at the worst of all phases."""
    row.time_quality = max(row.time_quality, reading.quality, key=list(TimeQuality).index)
    if reading.error_s is not None:
        row.clock_error_s = max(row.clock_error_s or 0.0, reading.error_s)


def _add_looks(session: Session, violation: Violation, looks: Mapping[UUID, Look]) -> list[tables.Base]:
    rows = [_look_row(violation, look, look_id) for look_id, look in looks.items()]
    session.add_all(rows)
    session.flush()
    judgements = [
        tables.Judgement(look=look_id, attribute=j.attribute, answer=j.answer, score=j.score, reason=j.reason)
        for look_id, look in looks.items()
        for j in look.judgements
    ]
    session.add_all(judgements)
    session.flush()
    return [*rows, *judgements]


def _look_row(violation: Violation, look: Look, look_id: UUID) -> tables.Look:
    box = look.track.box
    return tables.Look(
        id=look_id,
        violation=violation.id,
        phase=violation.phase,
        track=look.track.id,
        label=look.track.label,
        frame=look.frame,
        at=look.at,
        pts_s=look.pts_s,
        x0=box.x0,
        y0=box.y0,
        x1=box.x1,
        y1=box.y1,
        zones=look.zones,
        sharpness=look.sharpness,
    )


def _evidence_row(session: Session, violation: Violation, snapshot: Snapshot, file: StoredFile) -> tables.Evidence:
    return tables.Evidence(
        id=evidence_id(violation, snapshot.kind, snapshot),
        violation=violation.id,
        kind=snapshot.kind,
        role=snapshot.role,
        frame=snapshot.frame,
        at=snapshot.at,
        path=file.path,
        sha256=file.sha256,
        size_bytes=file.size_bytes,
        width=snapshot.width,
        height=snapshot.height,
        derived_from=_origin(session, violation, snapshot),
        heads=None if snapshot.heads is None else _heads(snapshot.heads),
        cells=[(c.frame, str(c.track), c.part, _heads(c.heads)) for c in snapshot.cells] or None,
    )


def _heads(heads: Sequence[ShownHead]) -> list[tables.HeadOnIt]:
    return [(*head.box, head.staff) for head in heads]


def _origin(session: Session, violation: Violation, snapshot: Snapshot) -> UUID | None:
    """The original an annotated picture was drawn on; None for originals."""
    if snapshot.kind is EvidenceKind.ORIGINAL:
        return None
    original = evidence_id(violation, EvidenceKind.ORIGINAL, snapshot)
    return original if session.get(tables.Evidence, original) is not None else None

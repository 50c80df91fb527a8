"""More flags for the demo's site: the same pictures and looks as one that is there, told of again at another time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from cases.desk import Desk
from records import case_steps, violations
from records.provenance import Recorder
from records.sink import DatabaseSink
from records.states import ReviewState
from records.violation_rows import LookRow, ViolationDetail, ViolationFilter
from sunkitchen.config import load_casebook
from sunkitchen.store import Store, open_store
from vision.clip import Clip, HeadsAt
from vision.facts import EvidenceKind, Look, Phase, Snapshot, TimeSource, Track, Violation
from vision.filming import encode
from vision.pixels import decode_jpeg

RECORDER = Recorder(TimeSource.LIVE)


def told_again(folder: Path, like: UUID, *minutes_ago: float) -> list[UUID]:
    """New flags such as an old one, captured so many minutes ago, and the clerk has come by; their ids, in this order."""
    with open_store(folder) as store:
        with store.database.reading() as session:
            detail = violations.one(session, like)
        assert detail is not None
        told = [_told(store, detail, minutes) for minutes in minutes_ago]
        Desk(store.database, load_casebook()).run(datetime.now(UTC))
        return told


def film(folder: Path, case: UUID) -> None:
    """A clip for a flag, of the pictures that were kept of it: one a second."""
    with open_store(folder) as store:
        with store.database.reading() as session:
            detail = violations.one(session, case)
        assert detail is not None
        row, kept = detail.violation, [one for one in detail.evidence if one.kind is EvidenceKind.ORIGINAL]
        images = [decode_jpeg(store.evidence.resolve(one.path).read_bytes()) for one in kept]
        video = encode([(1000 * second, image) for second, image in enumerate(images)])
        assert video is not None
        looks = tuple(HeadsAt(1000 * second, one.heads or ()) for second, one in enumerate(kept))
        begins, ends = row.opened_at - timedelta(seconds=5), row.opened_at + timedelta(seconds=10)
        size = kept[0].width, kept[0].height
        _sink(store).clip(Clip(row.id, row.camera, row.opened_at, begins, ends, video, *size, True, looks))


def waiting(folder: Path, merchant: str | None = None) -> list[UUID]:
    """Ids of flags that wait, newest first; of one stall, or of all."""
    with open_store(folder) as store, store.database.reading() as session:
        wanted = ViolationFilter(merchant=merchant, state=ReviewState.PENDING_REVIEW, advisory=False)
        return [row.id for row in violations.page(session, wanted).items]


def steps_of(folder: Path, case: UUID) -> list[str]:
    """What was done with a case, by whom: `mgr_yuehu confirm`, oldest first."""
    with open_store(folder) as store, store.database.reading() as session:
        return [f"{step.actor} {step.action}" for step in case_steps.steps(session, [case]).get(case, ())]


def _sink(store: Store) -> DatabaseSink:
    return DatabaseSink(store.database, store.evidence, "told again", RECORDER)


def _told(store: Store, detail: ViolationDetail, minutes: float) -> UUID:
    row, new = detail.violation, uuid4()
    later = datetime.now(UTC) - timedelta(minutes=minutes) - row.opened_at
    violation = Violation(
        id=new,
        phase=Phase.OPENED,
        code=row.code,
        severity=row.severity,
        advisory=row.advisory,
        camera=row.camera,
        zone=row.zone,
        merchant=row.merchant,
        track=row.track,
        at=row.opened_at + later,
        started_at=row.started_at + later,
        opened_at=row.opened_at + later,
        ended_at=None,
        counted_s=row.counted_s,
        assessable_s=row.assessable_s,
        unknown_s=row.unknown_s,
        score=row.score,
        repeats=0,
        looks=tuple(_look(look, row.camera, later) for look in detail.looks),
        rule=row.rule,
        model=row.model,
    )
    _sink(store).violation(violation, tuple(_snapshots(store, detail, later)))
    return new


def _look(look: LookRow, camera: str, later: timedelta) -> Look:
    at = look.at + later
    track = Track(look.track, look.label, look.box, at, at)
    return Look(camera, track, at, look.frame, look.pts_s, look.zones, look.judgements, look.sharpness)


def _snapshots(store: Store, detail: ViolationDetail, later: timedelta) -> Iterator[Snapshot]:
    for row in detail.evidence:
        jpeg = store.evidence.resolve(row.path).read_bytes()
        size = row.width, row.height
        yield Snapshot(row.kind, row.role, row.at + later, row.frame, jpeg, *size, row.heads, row.cells)

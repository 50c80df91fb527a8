"""Remembers what is watched: evidence bytes first, then one transaction with everything that refers to them."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records import agenda, clips, merging, samples, tables
from records.chain import links as chain
from records.chain.links import Entry
from records.database import Database
from records.evidence import EvidenceFolder, StoredFile, evidence_path
from records.places import place_of
from records.provenance import Recorder
from records.retention.room import Room
from records.runs import RunningTotals
from records.states import LinkKind
from vision.camera_facts import CameraHealth, Coverage
from vision.clip import Clip
from vision.facts import EvidenceKind, Phase, Sample, Snapshot, Suppressed, Violation


def remember(
    session: Session, violation: Violation, files: Sequence[tuple[Snapshot, StoredFile]], recorder: Recorder
) -> tables.Violation:
    """Write a phase of a violation, with the files just kept for it, and link it into its site's chain; gives its row.

    Raises:
        StoreError: camera or zone is not in the registry.
    """
    row = merging.merge_violation(session, violation, recorder)
    rows = [row, *merging.add_looks(session, violation), *merging.add_evidence(session, violation, files)]
    merging.add_news(session, violation)
    if violation.phase is Phase.REPEATED:
        agenda.erase(session, violation.id)
    note = place_of(session, row)
    chain.append(session, Entry(row.site, violation.at, LinkKind.VIOLATION, row.id, rows, note=note))
    return row


class DatabaseSink:
    """Takes the facts of one run into the database and the evidence folder. Safe to share between threads.

    Telling it the same again, in any order, changes nothing: a recording may be analysed any number of times.
    """

    def __init__(
        self, database: Database, evidence: EvidenceFolder, run: str, recorder: Recorder, room: Room | None = None
    ) -> None:
        """Take over; `run` as of records.runs, `room` as of the evidence's disk."""
        self._room = room or Room()
        self._database = database
        self._evidence = evidence
        self._run = run
        self._recorder = recorder
        self._totals = RunningTotals()
        self._lock = Lock()

    def violation(self, violation: Violation, snapshots: Sequence[Snapshot]) -> None:
        """Remember a phase of a violation with its pictures.

        Raises:
            StoreError: camera or zone is not in the registry, or database or folder cannot be used; no row was kept.
            DiskFull: no room; no row was kept.
        """
        with self._lock:
            known = self._known(violation)
            if known is None:
                return
            files = self._keep(violation, snapshots, known)
            with self._database.writing() as session:
                remember(session, violation, files, self._recorder)

    def clip(self, clip: Clip) -> None:
        """Keep what was filmed around a violation that was told before and is still there, while there is room for what
        is least important.

        Raises:
            StoreError: database or folder cannot be used; no row was kept.
            DiskFull: no room; no row was kept.
        """
        if self._room.tight:
            return
        with self._lock:
            with self._database.reading() as session:
                told = session.get(tables.Violation, clip.violation) is not None
                if not told or clips.is_known(session, clip.violation):
                    return
            file = self._evidence.put(clip.video, clips.clip_path(clip))
            with self._database.writing() as session:
                clips.add(session, clip, file)

    def suppressed(self, lines: Sequence[Suppressed]) -> None:
        """Add to the why-not ledger.

        Raises:
            StoreError: a camera is not in the registry, or the database cannot be used; later calls make up for it.
        """
        with self._lock:
            totals = self._totals.suppress(lines)
            with self._database.writing() as session:
                for key, looks in totals.items():
                    merging.site_of(session, key.camera)
                    merging.raise_suppression(session, self._run, key, looks)

    def coverage(self, coverage: Coverage) -> None:
        """Add to what was watched.

        Raises:
            StoreError: the camera is not in the registry, or the database cannot be used; later calls make up for it.
        """
        with self._lock:
            total = self._totals.cover(coverage)
            with self._database.writing() as session:
                merging.site_of(session, coverage.camera)
                merging.raise_coverage(session, self._run, total)

    def sample(self, sample: Sample) -> None:
        """Keep a head for a person to label, while there is room for what is least important.

        Raises:
            StoreError: the camera is not in the registry, or the database cannot be used.
        """
        if self._room.tight:
            return
        with self._database.writing() as session:
            samples.add(session, sample)

    def health(self, health: CameraHealth) -> None:
        """Remember a camera's change of state.

        Raises:
            StoreError: the camera is not in the registry, or the database cannot be used.
        """
        with self._database.writing() as session:
            merging.site_of(session, health.camera)
            merging.add_health(session, health)

    def _known(self, violation: Violation) -> frozenset[UUID] | None:
        """Ids of the evidence already kept; None when the whole phase is."""
        with self._database.reading() as session:
            merging.site_of(session, violation.camera)
            merging.polygon_of(session, violation.zone)
            news = select(tables.Outbox.id).where(tables.Outbox.id == merging.news_id(violation))
            if session.scalars(news).first() is not None:
                return None
            kept = select(tables.Evidence.id).where(tables.Evidence.violation == violation.id)
            return frozenset(session.scalars(kept))

    def _keep(
        self, violation: Violation, snapshots: Sequence[Snapshot], known: frozenset[UUID]
    ) -> list[tuple[Snapshot, StoredFile]]:
        """Bytes to disk, originals first; each picture once."""
        pictures = {merging.evidence_id(violation, s.kind, s): s for s in snapshots}
        new = [s for key, s in pictures.items() if key not in known]
        new.sort(key=lambda s: s.kind is not EvidenceKind.ORIGINAL)
        return [(s, self._evidence.put(s.jpeg, evidence_path(violation, s))) for s in new]

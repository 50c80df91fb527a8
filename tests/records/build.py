"""Builders for records' tests: a small registry and facts that fit it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid5

from sqlalchemy import select

from records import attachments, registry, tables
from records.attachments import Attachment, attachment_path
from records.database import Database, open_database
from records.evidence import EvidenceFolder
from records.provenance import Recorder
from records.registry import CameraEntry, MerchantEntry, SiteEntry
from records.sink import DatabaseSink
from vision.clip import Clip, HeadsAt
from vision.facts import (
    Answer,
    Box,
    EvidenceKind,
    EvidenceRole,
    Judgement,
    Look,
    Phase,
    Point,
    Reason,
    Severity,
    Snapshot,
    TimeSource,
    Track,
    Violation,
    Zone,
    ZoneKind,
)

HOUSE = Path(__file__).parents[2]
T0 = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
SEED = UUID("00000000-0000-4000-8000-000000000001")
SQUARE = (Point(0.1, 0.1), Point(0.9, 0.1), Point(0.9, 0.9))

MARKET = SiteEntry(
    "market",
    "月湖市场",
    "farmers_market",
    merchants=(MerchantEntry("m1", "阿明卤味"), MerchantEntry("m2", "甬味熟食")),
    cameras=(
        CameraEntry(
            "c1",
            "熟食区",
            zones=(
                Zone("z1", ZoneKind.DELI_COUNTER, SQUARE, "m1", ("05:30", "18:30")),
                Zone("z2", ZoneKind.DELI_COUNTER, SQUARE, "m2"),
            ),
        ),
        CameraEntry("c2", "冷食间", zones=(Zone("z3", ZoneKind.COLD_ROOM, SQUARE),)),
    ),
)


PICTURES = (EvidenceKind.ORIGINAL, EvidenceKind.ANNOTATED)
"""Kinds of evidence that show a whole frame."""


def later(seconds: float) -> datetime:
    """So many seconds after T0."""
    return T0 + timedelta(seconds=seconds)


@cache
def _template() -> bytes:
    with TemporaryDirectory() as place:
        path = Path(place) / "box.db"
        with open_database(path) as database, database.writing() as session:
            registry.sync(session, [MARKET])
        return path.read_bytes()


def copied(place: Path) -> Path:
    """A database that knows the market; one copy of a file, for its making takes longer than most tests."""
    path = place / "box.db"
    path.write_bytes(_template())
    return path


def sink_of(database: Database, root: Path, run: str = "recorded 1") -> DatabaseSink:
    """A sink of one run."""
    return DatabaseSink(database, EvidenceFolder(root, database.id), run, Recorder(TimeSource.OPTION))


def attach(database: Database, evidence: EvidenceFolder, case: UUID, data: bytes, size: tuple[int, int]) -> str:
    """Bring a photo to a case; its SHA-256."""
    digest = sha256(data).hexdigest()
    file = evidence.put(data, attachment_path(case, digest))
    with database.writing() as session:
        attachments.add(session, Attachment(case, T0, "mgr", "a.jpg", file, *size))
    return digest


def clip(told: Violation, video: bytes = b"film", looks: tuple[HeadsAt, ...] = ()) -> Clip:
    """The clip of a violation."""
    begins, ends = told.opened_at - timedelta(seconds=5), told.opened_at + timedelta(seconds=10)
    return Clip(told.id, told.camera, told.opened_at, begins, ends, video, 64, 36, True, looks)


def look(second: float, worn: bool = False) -> Look:
    """A look at so many seconds, judged on hat, cannot tell on mask."""
    track = Track(uuid5(SEED, "track"), "head", Box(10.0, 20.0, 40.0, 60.0), T0, later(second))
    hat = Judgement("hat", Answer.WORN if worn else Answer.NOT_WORN, 0.9)
    mask = Judgement("mask", Answer.CANNOT_TELL, 0.5, Reason.TURNED_AWAY)
    return Look("c1", track, later(second), int(second * 25), second, ("z1",), (hat, mask), 12.5)


def violation(
    name: str = "v",
    phase: Phase = Phase.OPENED,
    second: float = 5.0,
    *,
    opened: float = 5.0,
    repeats: int = 0,
    looks: Sequence[Look] = (),
    camera: str = "c1",
    zone: str = "z1",
    merchant: str | None = "m1",
    code: str = "NO_HAT",
    advisory: bool = False,
) -> Violation:
    return Violation(
        id=uuid5(SEED, name),
        phase=phase,
        code=code,
        severity=Severity.II,
        advisory=advisory,
        camera=camera,
        zone=zone,
        merchant=merchant,
        track=uuid5(SEED, "track"),
        at=later(second),
        started_at=T0,
        opened_at=later(opened),
        ended_at=later(second) if phase is Phase.ENDED else None,
        counted_s=second,
        assessable_s=second + 1,
        unknown_s=0.5,
        score=0.9,
        repeats=repeats,
        looks=tuple(looks) or (look(1), look(2)),
        rule="missing_attribute 1",
        model="heads 1",
    )


def snapshots(frame: int = 25, role: EvidenceRole = EvidenceRole.FIRST) -> tuple[Snapshot, Snapshot]:
    """An annotated picture and the original it was drawn on, in the wrong order."""
    at = later(frame / 25)
    words = [(kind, f"{kind} {role} {frame}".encode()) for kind in reversed(PICTURES)]
    pictures = [Snapshot(kind, role, at, frame, data, 1920, 1080) for kind, data in words]
    return pictures[0], pictures[1]


def life() -> tuple[tuple[Violation, tuple[Snapshot, ...]], ...]:
    """One violation's life: opened, ended, back again, ended for good."""
    return (
        (violation(second=5, looks=(look(1), look(2))), snapshots(25)),
        (violation(phase=Phase.ENDED, second=9, looks=(look(1), look(8))), snapshots(200, EvidenceRole.LAST)),
        (violation(phase=Phase.REPEATED, second=20, repeats=1, looks=(look(19),)), snapshots(475, EvidenceRole.REPEAT)),
        (
            violation(phase=Phase.ENDED, second=25, repeats=1, looks=(look(19), look(24))),
            snapshots(475, EvidenceRole.REPEAT),
        ),
    )


def contents(database: Database) -> list[str]:
    """Every row of every table as text, save the order of arrival: that of the outbox, and the chain."""
    lines = []
    with database.reading() as session:
        for table in tables.Base.metadata.sorted_tables:
            if table.name == "chain_link":
                continue
            columns = [column for column in table.columns if column.name != "seq"]
            lines += [f"{table.name} {row}" for row in session.execute(select(*columns))]
    return sorted(lines)


def on_a_small_disk(place: Path, size: str, code: str) -> str:
    """What code prints that is run with a real file system of this size at the place, in a mount space of its own."""
    own = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
    script = 'mount -t tmpfs -o size="$1" tmpfs "$2" && exec "$3" -W error -c "$4" "$2"'
    command = [*own, "sh", "-c", script, "sh", size, str(place), sys.executable, code]
    return subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=True).stdout

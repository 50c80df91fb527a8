"""One more capture in the demo, as its cameras would tell of it, so that a test has a case of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import cv2
import numpy as np

from records import registry
from records.provenance import Recorder
from records.sink import DatabaseSink
from sunkitchen.store import open_existing
from tests.api.build import Case, violation
from vision.facts import EvidenceKind, EvidenceRole, Snapshot, TimeSource, Violation

SIZE = 640, 360


def captured(folder: Path, merchant: str) -> UUID:
    """Somebody at this stall was just seen without a mask."""
    with open_existing(folder) as store:
        with store.database.reading() as session:
            cameras = registry.cameras(session)
        camera, zone = next((c.id, z.id) for c in cameras for z in c.zones if z.merchant == merchant)
        seen = _seen(Case(str(uuid4()), 0, camera, zone, merchant, "NO_MASK"))
        sink = DatabaseSink(store.database, store.evidence, "live test", Recorder(TimeSource.LIVE))
        sink.violation(seen, _pictures(seen))
    return seen.id


def photo(shade: int) -> bytes:
    """A picture as a phone takes one, of one colour."""
    done, data = cv2.imencode(".jpg", np.full((SIZE[1], SIZE[0], 3), shade, np.uint8))
    assert done
    return data.tobytes()


def _seen(case: Case) -> Violation:
    made = violation(case)
    later = datetime.now(UTC) - timedelta(minutes=1) - made.at
    looks = tuple(replace(look, at=look.at + later) for look in made.looks)
    at, began = made.at + later, made.started_at + later
    return replace(made, looks=looks, at=at, opened_at=at, started_at=began)


def _pictures(seen: Violation) -> tuple[Snapshot, ...]:
    roles = (EvidenceRole.FIRST, EvidenceRole.CLEAREST, EvidenceRole.LAST)
    return tuple(
        Snapshot(kind, role, seen.at, 100 + 2 * n, photo(60 + 20 * n + len(kind)), *SIZE)
        for n, role in enumerate(roles)
        for kind in EvidenceKind
    )

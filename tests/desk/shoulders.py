"""No camera runs in the demo of the tests: what each showed last of the quarter is its newest picture."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from records import tables
from sunkitchen.store import Store
from sunkitchen.window import live_picture
from vision.facts import Box, EvidenceKind, ShownHead
from vision.pixels import read_jpeg


def look_over_shoulders(store: Store, at: datetime) -> None:
    """Keep a newest picture of every camera with evidence, as if taken now."""
    e, v = tables.Evidence, tables.Violation
    wanted = select(v.camera, e).join(v, e.violation == v.id).where(e.kind == EvidenceKind.ORIGINAL).order_by(e.at)
    with store.database.reading() as session:
        rows = [(camera, row.path, row.heads or []) for camera, row in session.execute(wanted)]
    shown = {camera: (path, heads) for camera, path, heads in rows if store.evidence.has(path)}
    for camera, (path, heads) in shown.items():
        image = read_jpeg(store.evidence.resolve(path).read_bytes())
        if image is not None:
            known = [ShownHead(Box(*sides), staff) for *sides, staff in heads]
            store.live.put(camera, live_picture(at, image, known))

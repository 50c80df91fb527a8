"""Clips of violations: bytes first, then the row, linked into the chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from records import tables, violations
from records.chain.links import Entry, append
from records.evidence import StoredFile
from records.pictures import Polygon
from records.scopes import OPEN_SIGHT, Sight
from records.states import LinkKind
from vision.clip import Clip, HeadsAt
from vision.facts import Box, ShownHead


@dataclass(frozen=True, slots=True)
class ClipRow:
    """A kept clip; path relative to the evidence folder. Everything else as in vision.clip.Clip."""

    id: UUID
    violation: UUID
    begins_at: datetime
    ends_at: datetime
    path: str
    sha256: str
    size_bytes: int
    width: int
    height: int
    copied: bool
    looks: tuple[HeadsAt, ...]


@dataclass(frozen=True, slots=True)
class ClipFile:
    """A clip and how much of it may be shown: `cut` and `judging` as of records.violations.EvidenceFile."""

    row: ClipRow
    cut: Polygon | None
    judging: bool


def clip_path(clip: Clip) -> str:
    """Where it is kept, beside the violation's pictures."""
    return f"{clip.camera}/{clip.opened_at:%Y-%m-%d}/{clip.violation}/clip.mp4"


def clip_id(violation: UUID) -> UUID:
    """A violation has one clip at most."""
    return uuid5(violation, "clip")


def is_known(session: Session, violation: UUID) -> bool:
    """Whether its clip is kept, or was until retention took it."""
    return session.get(tables.Clip, clip_id(violation)) is not None


def add(session: Session, clip: Clip, file: StoredFile) -> None:
    """Remember a clip whose file is kept already."""
    site = session.get_one(tables.Violation, clip.violation).site
    row = tables.Clip(
        id=clip_id(clip.violation),
        violation=clip.violation,
        begins_at=clip.begins_at,
        ends_at=clip.ends_at,
        path=file.path,
        sha256=file.sha256,
        size_bytes=file.size_bytes,
        width=clip.width,
        height=clip.height,
        copied=clip.copied,
        looks=[(look.at_ms, [(*head.box, head.staff) for head in look.heads]) for look in clip.looks],
    )
    session.add(row)
    append(session, Entry(site, clip.ends_at, LinkKind.CLIP, clip.violation, [row]))


def of(session: Session, violation: UUID) -> ClipRow | None:
    """The clip of a violation; None where there is none, or none any more."""
    removed = select(tables.Removal.path)
    query = select(tables.Clip).where(tables.Clip.violation == violation, tables.Clip.path.not_in(removed))
    row = session.scalars(query).first()
    return None if row is None else _row(row)


def find(session: Session, clip: UUID, sight: Sight = OPEN_SIGHT) -> ClipFile | None:
    """One clip; None where there is none within the sight."""
    row = session.get(tables.Clip, clip)
    share = None if row is None else violations.share(session, row.violation, sight)
    return None if row is None or share is None else ClipFile(_row(row), share.cut, share.judging)


def _row(row: tables.Clip) -> ClipRow:
    return ClipRow(
        id=row.id,
        violation=row.violation,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        path=row.path,
        sha256=row.sha256,
        size_bytes=row.size_bytes,
        width=row.width,
        height=row.height,
        copied=row.copied,
        looks=tuple(HeadsAt(at_ms, tuple(_head(*head) for head in heads)) for at_ms, heads in row.looks),
    )


def _head(x0: float, y0: float, x1: float, y1: float, staff: bool) -> ShownHead:
    return ShownHead(Box(x0, y0, x1, y1), staff)

"""An evidence file as the API tells of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from api.evidence.part import window_of
from api.schemas import LabelOut, Out
from records.clips import ClipRow
from records.pictures import Polygon
from records.removals import Removed
from records.retention.words import why_gone
from records.violation_rows import Crop, EvidenceRow
from vision.facts import Box, EvidenceKind, EvidenceRole


class RemovedOut(Out):
    """When a file was deleted on purpose (UTC), and by which rule. Its row and hash stay."""

    at: datetime
    rule: str
    why: LabelOut

    @classmethod
    def of(cls, removed: Removed) -> RemovedOut:
        """From the records."""
        why = why_gone(removed.rule)
        return cls(at=removed.at, rule=removed.rule, why=LabelOut(zh=why.zh, en=why.en))


class EvidenceOut(Out):
    """An evidence file. `derived_from` is the original a picture was drawn on; `url` gives the bytes,
    `thumbnail_url` a small picture of the flagged head on it, for lists.

    Sizes in bytes and px, times UTC; hash and sizes are those of the file. `window`: left, top, right, bottom, px, of
    what `url` gives where the visitor may see only a stall's zone; null where it gives the file itself. `removed`: the
    file is gone on purpose, and `url` answers 410. A `strip` is square pictures side by side, one of each look that has
    a `crop`.
    """

    id: UUID
    url: str
    thumbnail_url: str
    kind: EvidenceKind
    role: EvidenceRole
    frame: int
    at: datetime
    sha256: str
    size_bytes: int
    width: int
    height: int
    derived_from: UUID | None
    window: tuple[int, int, int, int] | None
    removed: RemovedOut | None

    @classmethod
    def of(cls, row: EvidenceRow, cut: Polygon | None) -> EvidenceOut:
        """From the records."""
        return cls(
            id=row.id,
            url=evidence_url(row.id),
            thumbnail_url=thumbnail_url(row.id),
            kind=row.kind,
            role=row.role,
            frame=row.frame,
            at=row.at,
            sha256=row.sha256,
            size_bytes=row.size_bytes,
            width=row.width,
            height=row.height,
            derived_from=row.derived_from,
            removed=None if row.removed is None else RemovedOut.of(row.removed),
            window=_window(row, cut),
        )


class CropOut(Out):
    """The small picture of a look: square `number`, from the left and from 0, of the `cells` that `url` gives."""

    url: str
    number: int
    cells: int

    @classmethod
    def of(cls, crop: Crop) -> CropOut:
        """From the records."""
        return cls(url=evidence_url(crop.evidence), number=crop.number, cells=crop.cells)


class ClipOut(Out):
    """The clip of a violation; hash and size are those of the file. `url` gives a few pictures a second of it, with
    heads hidden. `copied`: the file is as the camera encoded it; else privacy areas were painted over.
    """

    id: UUID
    url: str
    begins_at: datetime
    ends_at: datetime
    sha256: str
    size_bytes: int
    width: int
    height: int
    copied: bool

    @classmethod
    def of(cls, row: ClipRow) -> ClipOut:
        """From the records."""
        return cls(
            id=row.id,
            url=clip_url(row.id),
            begins_at=row.begins_at,
            ends_at=row.ends_at,
            sha256=row.sha256,
            size_bytes=row.size_bytes,
            width=row.width,
            height=row.height,
            copied=row.copied,
        )


def clip_url(clip: UUID) -> str:
    """Where the video is."""
    return f"/api/v1/clips/{clip}"


def _window(row: EvidenceRow, cut: Polygon | None) -> tuple[int, int, int, int] | None:
    """A strip is given whole, and black in each cell where the zone ends."""
    if cut is None or row.kind is EvidenceKind.STRIP:
        return None
    return _whole_px(window_of(cut, (row.width, row.height)))


def _whole_px(box: Box) -> tuple[int, int, int, int]:
    return int(box.x0), int(box.y0), int(box.x1), int(box.y1)


def evidence_url(evidence: UUID) -> str:
    """Where the bytes are."""
    return f"/api/v1/evidence/{evidence}"


def thumbnail_url(evidence: UUID) -> str:
    """Where a small picture of the head on it is."""
    return f"{evidence_url(evidence)}/thumbnail"

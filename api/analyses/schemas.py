"""Analyses as the interface tells of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from api.context import Names
from api.schemas import LabelOut, Out
from records.uploads import Upload, UploadState
from records.violation_rows import ViolationRow


class AnalysisOut(Out):
    """A recording and how far it is; `share`: of it that was looked at, 0-1; `goes_at`: when all of it is deleted."""

    id: UUID
    name: str
    at: datetime
    size: int
    state: UploadState
    share: float
    why: str
    goes_at: datetime

    @classmethod
    def of(cls, upload: Upload, keep: timedelta) -> AnalysisOut:
        """From what is kept."""
        return cls(
            id=upload.id,
            name=upload.name,
            at=upload.at,
            size=upload.size,
            state=upload.state,
            share=upload.share,
            why=upload.why,
            goes_at=upload.at + keep,
        )


class AnalysisList(Out):
    """One's own, newest first. `most_bytes`: the largest that is taken in."""

    items: tuple[AnalysisOut, ...]
    most_bytes: int


class FoundOut(Out):
    """What was found; times are the recording's own. `picture`: where to see it, null without one."""

    id: UUID
    code: str
    name: LabelOut
    advisory: bool
    opened_at: datetime
    counted_s: float
    score: float
    picture: str | None

    @classmethod
    def of(cls, upload: UUID, row: ViolationRow, names: Names) -> FoundOut:
        """From the analysis' own store."""
        picture = None if row.picture is None else f"/api/v1/analyses/{upload}/pictures/{row.picture.id}"
        return cls(
            id=row.id,
            code=row.code,
            name=LabelOut.of(names.code(row.code)),
            advisory=row.advisory,
            opened_at=row.opened_at,
            counted_s=row.counted_s,
            score=row.score,
            picture=picture,
        )


class FoundList(Out):
    """All that was found, oldest first."""

    items: tuple[FoundOut, ...]

"""Violations as the API tells of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.certificates.schemas import RegisterCopyOut
from api.context import Names
from api.evidence.schemas import ClipOut, CropOut, EvidenceOut, evidence_url, thumbnail_url
from api.schemas import LabelOut, Out, Time
from records.clips import ClipRow
from records.scopes import Sight
from records.states import ReviewState
from records.violation_rows import Crop, LookRow, Page, ViolationDetail, ViolationFilter, ViolationRow
from vision.facts import Answer, Phase, Reason, Severity, TimeQuality, TimeSource, ZoneKind

Id = Annotated[str, Field(min_length=1, max_length=64)]


class ViolationQuery(BaseModel):
    """What to list; every field left out lists all. Times of opening, with a time zone: since <= opened_at < until."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    site: Id | None = None
    camera: Id | None = None
    merchant: Id | None = None
    zone: Id | None = None
    code: Id | None = None
    severity: Severity | None = None
    advisory: bool | None = Field(None, description="true: what is shown and never counted; false: what counts")
    state: ReviewState | None = None
    since: Time | None = None
    until: Time | None = None
    limit: int = Field(50, ge=1, le=200, description="violations on one page")
    cursor: str | None = Field(None, max_length=400, description="the `next` of an earlier page")

    def wanted(self, sight: Sight) -> ViolationFilter:
        """As the records know it, within what may be seen."""
        return ViolationFilter(**self.model_dump(exclude={"limit", "cursor"}), sight=sight)


class ViolationOut(Out):
    """A violation as it stands. Seconds are observed seconds, times UTC.

    `time_quality`: bad blocks confirming; `clock_error_s`: the most the clock can have been off, null where nobody
    measured it. `software` and `configuration` (sha256 of its file) recorded it first.

    `advisory`: shown, never counted, because the site was not enrolled for this attribute when it opened, or the
    severity is ADV. `picture_url` is the evidence to show first, `thumbnail_url` a
    small picture of the flagged head on it.
    """

    id: UUID
    code: str
    code_name: LabelOut
    severity: Severity
    advisory: bool
    state: ReviewState
    phase: Phase
    site: str
    site_name: str
    camera: str
    camera_name: str
    zone: str
    zone_kind: ZoneKind
    zone_kind_name: LabelOut
    merchant: str | None
    merchant_name: str | None
    track: UUID
    at: datetime
    started_at: datetime
    opened_at: datetime
    ended_at: datetime | None
    counted_s: float
    assessable_s: float
    unknown_s: float
    score: float
    repeats: int
    rule: str
    model: str
    time_source: TimeSource
    time_quality: TimeQuality
    clock_error_s: float | None
    software: str
    configuration: str
    picture_url: str | None
    thumbnail_url: str | None

    @classmethod
    def of(cls, row: ViolationRow, names: Names) -> ViolationOut:
        """From the records, with the names people know."""
        values = {name: getattr(row, name) for name in cls.model_fields if hasattr(row, name)}
        return cls(
            **values,
            code_name=LabelOut.of(names.code(row.code)),
            zone_kind_name=LabelOut.of(names.zone(row.zone_kind)),
            picture_url=None if row.picture is None else evidence_url(row.picture.id),
            thumbnail_url=None if row.picture is None else thumbnail_url(row.picture.id),
        )


class ViolationPage(Out):
    """Some violations, newest first; `next` is the cursor of the page after, null at the end."""

    items: tuple[ViolationOut, ...]
    next: str | None

    @classmethod
    def of(cls, page: Page, names: Names) -> ViolationPage:
        """From the records."""
        items = tuple(ViolationOut.of(row, names) for row in page.items)
        return cls(items=items, next=None if page.next is None else str(page.next))


class BoxOut(Out):
    """A box in full-frame px."""

    x0: float
    y0: float
    x1: float
    y1: float


class JudgementOut(Out):
    """One attribute on one look; `reason` is set exactly when the answer is cannot_tell."""

    attribute: str
    answer: Answer
    score: float
    reason: Reason | None


class LookOut(Out):
    """One look of the strip; `phase` is the earliest phase that showed it. `crop`: its picture, if one is kept."""

    id: UUID
    at: datetime
    frame: int
    pts_s: float
    phase: Phase
    track: UUID
    label: str
    box: BoxOut
    zones: tuple[str, ...]
    sharpness: float
    judgements: tuple[JudgementOut, ...]
    crop: CropOut | None

    @classmethod
    def of(cls, look: LookRow, crop: Crop | None) -> LookOut:
        """From the records."""
        told = {name: getattr(look, name) for name in cls.model_fields if name != "crop"}
        return cls.model_validate({**told, "crop": None if crop is None else CropOut.of(crop)})


class ExplanationOut(Out):
    """Why it was flagged: rule and model with versions, observed seconds, and the looks, oldest first.

    `attribute` is the one the code is about, where known; the seconds count its judgements.
    """

    rule: str
    model: str
    attribute: str | None
    counted_s: float
    assessable_s: float
    unknown_s: float
    looks: tuple[LookOut, ...]


class ViolationDetailOut(ViolationOut):
    """A violation with everything that explains it. `register_copy`: what a register said, where no camera saw it."""

    explanation: ExplanationOut
    evidence: tuple[EvidenceOut, ...]
    register_copy: RegisterCopyOut | None
    clip: ClipOut | None

    @classmethod
    def of_detail(cls, detail: ViolationDetail, clip: ClipRow | None, names: Names) -> ViolationDetailOut:
        """From the records."""
        row = detail.violation
        return cls(
            **ViolationOut.of(row, names).model_dump(),
            explanation=_explanation(detail, names),
            evidence=tuple(EvidenceOut.of(file, detail.cut) for file in detail.evidence),
            register_copy=None if detail.copy is None else RegisterCopyOut.of(detail.copy),
            clip=None if clip is None else ClipOut.of(clip),
        )


def _explanation(detail: ViolationDetail, names: Names) -> ExplanationOut:
    row, crops = detail.violation, detail.crops()
    return ExplanationOut(
        rule=row.rule,
        model=row.model,
        attribute=names.attributes.get(row.code),
        counted_s=row.counted_s,
        assessable_s=row.assessable_s,
        unknown_s=row.unknown_s,
        looks=tuple(LookOut.of(look, crops.get(look.id)) for look in detail.looks),
    )

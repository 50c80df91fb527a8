"""What is read of violations: values, never table rows; the filter and the place in a list."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple, Self
from uuid import UUID

from records.certificates import Copy
from records.pictures import Picture, Polygon
from records.removals import Removed
from records.scopes import OPEN_SIGHT, Sight
from records.states import ReviewState
from vision.facts import (
    Box,
    Cell,
    EvidenceKind,
    EvidenceRole,
    Judgement,
    Phase,
    Severity,
    ShownHead,
    TimeQuality,
    TimeSource,
    ZoneKind,
)


@dataclass(frozen=True, slots=True)
class ViolationFilter:
    """What to show, within a sight; None shows all of it. Times are of opening: since <= opened_at < until.

    `level` is the case's; `repeated`: whether it came back after its end.
    """

    site: str | None = None
    camera: str | None = None
    merchant: str | None = None
    zone: str | None = None
    code: str | None = None
    severity: Severity | None = None
    advisory: bool | None = None
    state: ReviewState | None = None
    level: int | None = None
    repeated: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    sight: Sight = OPEN_SIGHT


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the list, newest first: the last violation already shown."""

    opened_at: datetime
    id: UUID

    def __str__(self) -> str:
        text = f"{self.opened_at.astimezone(UTC).isoformat()}|{self.id}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what str() wrote.

        Raises:
            ValueError: not one of ours.
        """
        try:
            at, violation = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True).decode().split("|")
            opened_at = datetime.fromisoformat(at)
            cursor = cls(opened_at.astimezone(UTC), UUID(violation))
        except (ValueError, OverflowError, binascii.Error) as error:
            raise ValueError(f"cursor: expected the `next` of an earlier page, came {text[:80]!r}") from error
        if opened_at.tzinfo is None:
            raise ValueError(f"cursor: expected the `next` of an earlier page, came {text[:80]!r}")
        return cursor


@dataclass(frozen=True, slots=True)
class ViolationRow:
    """A violation as it stands, with the names people know its place by.

    Attributes:
        polygon: the zone's as it was when the violation was first told of, 0-1; None where that was not kept.
        clock_error_s: the greatest error of the clock as measured; None where nobody did.
        software: version that recorded it. configuration: sha256 of the configuration file; empty without one.
        picture: the evidence to show first; None without any.
    Everything else as in vision.facts.Violation.
    """

    id: UUID
    code: str
    severity: Severity
    advisory: bool
    state: ReviewState
    level: int
    phase: Phase
    site: str
    site_name: str
    camera: str
    camera_name: str
    zone: str
    zone_kind: ZoneKind
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
    polygon: Polygon | None
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class LookRow:
    """A look of the strip; `phase` is the earliest phase that showed it, box in full-frame px."""

    id: UUID
    phase: Phase
    track: UUID
    label: str
    frame: int
    at: datetime
    pts_s: float
    box: Box
    zones: tuple[str, ...]
    judgements: tuple[Judgement, ...]
    sharpness: float


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """An evidence file; path relative to the evidence folder. `heads` and `cells` as in vision.facts.Snapshot.

    `removed`: it is not there any more, on purpose; None while it is kept.
    """

    id: UUID
    violation: UUID
    kind: EvidenceKind
    role: EvidenceRole
    frame: int
    at: datetime
    path: str
    sha256: str
    size_bytes: int
    width: int
    height: int
    derived_from: UUID | None
    heads: tuple[ShownHead, ...] | None
    removed: Removed | None = None
    cells: tuple[Cell, ...] = ()


class Crop(NamedTuple):
    """The small picture of a look: cell `number`, from the left, of the `cells` of a strip."""

    evidence: UUID
    number: int
    cells: int


@dataclass(frozen=True, slots=True)
class ViolationDetail:
    """A violation with everything that explains it; looks and evidence oldest first.

    `cut`: the polygon, 0-1, beyond which its pictures may not be shown; None where the whole may be. `copy`: what a
    register said, where that is the evidence.
    """

    violation: ViolationRow
    looks: tuple[LookRow, ...]
    evidence: tuple[EvidenceRow, ...]
    cut: Polygon | None = None
    copy: Copy | None = None

    def crops(self) -> dict[UUID, Crop]:
        """By id of the look; those of which a picture is still there."""
        places = {
            (cell.frame, cell.track): Crop(row.id, number, len(row.cells))
            for row in reversed(self.evidence)
            if row.kind is EvidenceKind.STRIP and row.removed is None
            for number, cell in enumerate(row.cells)
        }
        return {look.id: crop for look in self.looks if (crop := places.get((look.frame, look.track))) is not None}


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """An evidence file and how much of it may be shown: `cut` as in ViolationDetail, with `judging` what staff wear."""

    row: EvidenceRow
    cut: Polygon | None
    judging: bool


class Share(NamedTuple):
    """How much of a picture may be shown: `cut` and `judging` as in EvidenceFile."""

    cut: Polygon | None
    judging: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some violations, newest first; `next` leads to older ones, None at the end."""

    items: tuple[ViolationRow, ...]
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class CodeCount:
    """How many violations have a code: those that count, and apart from them those that only advise."""

    code: str
    count: int
    advisory: int

"""The nouns everybody shares: plain values without pixels, storage or identity of a person.

Times are aware UTC datetimes; boxes are full-frame pixels; polygons are 0-1 of the frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID, uuid5

HEAD = "head"
HAND = "hand"
"""What detectors call what they find: people are counted by heads; a hand belongs to nobody."""
PICTURE = "picture"
"""The label of a look at a camera's whole picture: what is wrong with it, and of nobody on it."""
CAMERAS = UUID("3b0c8a4e-6f0d-5f7a-9d51-2e1f5a7c9b04")


def camera_track(camera: str) -> UUID:
    """Stands for the camera itself where a violation is of no track."""
    return uuid5(CAMERAS, camera)


class Point(NamedTuple):
    """A point, 0-1 of the frame's width and height."""

    x: float
    y: float


class Box(NamedTuple):
    """A box in full-frame pixels: left, top, right, bottom."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Width in px."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in px."""
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        """Area in px²; 0 for a box turned inside out."""
        return max(self.width, 0.0) * max(self.height, 0.0)


class Answer(StrEnum):
    """What one look says of one attribute. Cannot-tell is an answer."""

    WORN = "worn"
    WRONG = "wrong"
    NOT_WORN = "not_worn"
    CANNOT_TELL = "cannot_tell"


class Reason(StrEnum):
    """Why a look cannot tell."""

    TOO_SMALL = "too_small"
    CUT_OFF = "cut_off"
    OCCLUDED = "occluded"
    BLURRED = "blurred"
    TURNED_AWAY = "turned_away"
    UNCLEAR = "unclear"
    LOW_SCORE = "low_score"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One attribute on one look.

    Attributes:
        attribute: `hat`, `mask`, ...
        answer: what was seen.
        score: calibrated probability of the answer, 0-1.
        reason: set exactly when the answer is cannot-tell.
    """

    attribute: str
    answer: Answer
    score: float
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """What the tracker believes: one head, or one hand, followed.

    Attributes:
        id: made from camera, first sight and place; the same for a replay, meaningless elsewhere.
        label: detector label (`head`, `hand`).
        box: where it is now.
        first_seen, last_seen: UTC.
    """

    id: UUID
    label: str
    box: Box
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """One track on one frame, judged; or a camera's whole picture, with what is wrong with it.

    Attributes:
        camera: camera id.
        track: the track, as it stood on this frame.
        at: UTC time of the frame.
        frame: index of the frame in its source.
        pts_s: seconds since the source's start.
        zones: ids of the zones it stands in.
        judgements: one per attribute of the track's label.
        sharpness: of the crop, unitless (higher is clearer).
        rte_zones: ids of the zones over whose ready-to-eat food it is.
    """

    camera: str
    track: Track
    at: datetime
    frame: int
    pts_s: float
    zones: tuple[str, ...]
    judgements: tuple[Judgement, ...]
    sharpness: float = 0.0
    rte_zones: tuple[str, ...] = ()

    def of(self, attribute: str) -> Judgement | None:
        """The judgement of one attribute; None where no model judges it on what was seen (a hand has no hat)."""
        return next((j for j in self.judgements if j.attribute == attribute), None)


class ZoneKind(StrEnum):
    """What a place is for; decides what must be worn there."""

    DELI_COUNTER = "deli_counter"
    DELI_SPECIAL_ROOM = "deli_special_room"
    COLD_ROOM = "cold_room"
    SERVING_PREP = "serving_prep"
    HOT_KITCHEN = "hot_kitchen"
    ROUGH_PREP = "rough_prep"
    DISHWASH = "dishwash"
    STORAGE = "storage"
    WASTE_AREA = "waste_area"
    MARKET_AISLE = "market_aisle"
    DINING_HALL = "dining_hall"


Hours = tuple[str, str]
"""Local (from, to) as "HH:MM"; may pass midnight."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A staff area on one camera's picture.

    Attributes:
        id: unique over the box.
        kind: decides the requirements.
        polygon: three or more points, 0-1, not crossing itself.
        merchant: whose stall; None where nobody's.
        schedule: when it is evaluated; None is always.
        rte_roi: where its ready-to-eat food lies, as the polygon; None where nobody drew it.
        max_people: how many may be in it; None is any number. closed: when nobody may; None is never.
    """

    id: str
    kind: ZoneKind
    polygon: tuple[Point, ...]
    merchant: str | None = None
    schedule: Hours | None = None
    rte_roi: tuple[Point, ...] | None = None
    max_people: int | None = None
    closed: Hours | None = None


class Severity(StrEnum):
    """How urgent: I at once, II within a limit, III daily supervision, ADV advice to the operator only."""

    I = "I"  # noqa: E741 - the scheme's own numeral
    II = "II"
    III = "III"
    ADV = "ADV"


class Phase(StrEnum):
    """Where a violation is in its life."""

    OPENED = "opened"
    REPEATED = "repeated"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Violation:
    """A lead for people to review, with the whole reason for it; a snapshot at one phase of its life.

    Attributes:
        id: the same for every phase, and for every replay of the same video.
        phase: opened | repeated | ended.
        code: `NO_HAT`, ...
        advisory: shown, never counted: the site has not been enrolled for this attribute yet, or the severity is ADV.
            As it stood when the violation opened; later phases keep it.
        camera, zone, merchant, track: where and who (a track, never a person).
        started_at: first look that counted. opened_at: when the rule fired. ended_at: when it stopped; None before.
        at: time of this phase.
        counted_s: observed seconds that count against; assessable_s: seconds one could tell; unknown_s: could not.
        score: mean score of the looks that counted; where nothing is judged, the share of moments that said so.
        repeats: how often it came back within the cool-down.
        looks: the strip of looks that decided it, oldest first.
        rule: rule name and version. model: model names and versions.
    """

    id: UUID
    phase: Phase
    code: str
    severity: Severity
    advisory: bool
    camera: str
    zone: str
    merchant: str | None
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
    looks: tuple[Look, ...]
    rule: str
    model: str


class EvidenceKind(StrEnum):
    """What an evidence file is."""

    ORIGINAL = "original"
    ANNOTATED = "annotated"
    STRIP = "strip"


class EvidenceRole(StrEnum):
    """Why this moment was kept; a strip shows no moment but the looks that decided."""

    FIRST = "first"
    CLEAREST = "clearest"
    LAST = "last"
    REPEAT = "repeat"
    LOOKS = "looks"


@dataclass(frozen=True, slots=True)
class ShownHead:
    """A head on a picture, so that it can be hidden on whatever is made of it; `staff`: it stood in a staff area."""

    box: Box
    staff: bool


CELL_PX = 96
"""Side of a cell of a strip."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One look's place on a strip: the square CELL_PX times its number from the left.

    Attributes:
        frame, track: of the look.
        part: of the frame that it shows, 0-1; may reach over the frame's edge, where the border is repeated.
        heads: all that may be heads on it, px of the cell; may reach over its edge.
    """

    frame: int
    track: UUID
    part: Box
    heads: tuple[ShownHead, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A picture to keep as evidence; bytes, not yet a file.

    Attributes:
        kind: original (as decoded, JPEG q95), annotated (derived), strip (a small picture of each look that decided).
        role: first | clearest | last | repeat; looks of a strip.
        at: UTC time of the frame. frame: its index. A strip's are those of its last look.
        jpeg: the encoded picture.
        width, height: px.
        heads: all that may be heads on it; None where nobody looked for them, and of a strip, whose cells know them.
        cells: of a strip, from left to right.
    """

    kind: EvidenceKind
    role: EvidenceRole
    at: datetime
    frame: int
    jpeg: bytes
    width: int
    height: int
    heads: tuple[ShownHead, ...] | None = None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """A head kept so that a person may say what it wears: what a site is learnt from, never evidence.

    Attributes:
        id: the same for a replay.
        height_px: of the head on the full picture.
        jpeg: a square picture round the head.
        margin: how far it reaches beyond the head on each side, as a share of the head's longer side.
    """

    id: UUID
    camera: str
    track: UUID
    at: datetime
    height_px: float
    jpeg: bytes
    margin: float


class WhyNot(StrEnum):
    """Why looks that could have counted did not."""

    CANNOT_TELL = "cannot_tell"
    OUTSIDE_ZONE = "outside_zone"
    ENTRY_GRACE = "entry_grace"
    OUT_OF_SCHEDULE = "out_of_schedule"
    TOO_SHORT = "too_short"
    COOLDOWN = "cooldown"


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A line of the why-not ledger: looks that were seen and did not become a violation.

    Attributes:
        looks: how many looks this line stands for.
        zone: None where the reason is that there was none.
    """

    camera: str
    zone: str | None
    code: str
    why: WhyNot
    at: datetime
    looks: int


class TimeSource(StrEnum):
    """Where a frame's wall-clock time comes from."""

    LIVE = "live"
    OPTION = "option"
    METADATA = "metadata"
    MTIME = "mtime"


class TimeQuality(StrEnum):
    """How far the time of the evidence can be trusted."""

    GOOD = "good"
    DEGRADED = "degraded"
    BAD = "bad"

"""What the application is built on, made by whoever starts it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, NamedTuple

from fastapi import Depends
from starlette.requests import HTTPConnection

from api.cameras.keeper import CameraKeeper
from api.enrolment.teaching import Teaching
from api.evidence.derivative import Derivative, Slide
from api.models.networks import Networks
from api.notifiers.outside import Outside
from api.rehearsal.trial import Rehearsed, Trial
from cases.desk import Desk
from cases.legal import LegalBook
from cases.papers.paper import Paper
from cases.reports.material import Book
from cases.reports.table import Form, Report
from records.attachments import Photo
from records.database import Database
from records.evidence import EvidenceFolder
from records.live import LiveFolder
from records.package.asked import Imprint
from records.retention.room import Level
from records.retention.running import Retention, Run
from records.uploads import Uploads
from vision.facts import ZoneKind


class Label(NamedTuple):
    """What people call a thing."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Names:
    """What codes and zone kinds are called, which attribute a code is about (`NO_HAT` -> `hat`), on what it stands.

    `declared`: codes that this box's cameras never tell of by themselves. `opens`: by code that is told by looks, after
    how many observed seconds the rules open it.
    """

    codes: Mapping[str, Label] = field(default_factory=dict)
    declared: Mapping[str, Label] = field(default_factory=dict)
    zones: Mapping[ZoneKind, Label] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    opens: Mapping[str, float] = field(default_factory=dict)
    law: LegalBook = field(default_factory=LegalBook.empty)

    def code(self, code: str) -> Label:
        """Name of a violation code; the code itself where nobody named it."""
        return self.codes.get(code) or self.declared.get(code, Label(code, code))

    def zone(self, kind: ZoneKind) -> Label:
        """Name of a zone kind; the kind itself where nobody named it."""
        return self.zones.get(kind, Label(kind, kind))


TITLE = "阳光厨房"


def utc_now() -> datetime:
    """The time, for sessions and back-off; nothing is judged by it."""
    return datetime.now(UTC)


class Doing(StrEnum):
    """How a camera is watched now: by attention (on patrol, attending, resting), at a fixed rate, on key frames."""

    PATROL = "patrol"
    ATTEND = "attend"
    REST = "rest"
    FIXED_RATE = "fixed_rate"
    KEY_FRAMES = "key_frames"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a camera's watcher is doing; `looks_per_s`: at a fixed rate, or while it attends."""

    doing: Doing
    looks_per_s: float


NO_IMPRINT = Imprint()


def none_planned() -> Mapping[str, Plan]:
    """For a program that only tells and watches nothing."""
    return {}


def none_stopped() -> tuple[str, ...]:
    """For a program that only tells and watches nothing."""
    return ()


@dataclass(frozen=True, slots=True)
class Rounds:
    """What came of looking after deadlines since the program started.

    Attributes:
        last_at: when a round last went well; None before. steps: taken by then. failures: rounds that failed.
    """

    last_at: datetime | None = None
    steps: int = 0
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Darkroom:
    """What is done with pixels, which are not our matter.

    Attributes:
        render: makes a derivative of a JPEG's bytes; None where they are no such picture.
        develop: what is kept of a photo that somebody sent; None where the bytes are none that is taken in.
        project: makes a clip of some pictures of a kept clip's bytes; None where they are no such clip.
    """

    render: Callable[[bytes, Derivative], bytes | None]
    develop: Callable[[bytes], Photo | None]
    project: Callable[[bytes, Sequence[Slide]], bytes | None]


@dataclass(frozen=True, slots=True)
class Keeping:
    """How retention goes.

    Attributes:
        active: whether anything is deleted at all. disk: how its disk stands; free_bytes: None before a look.
        last: the last run; None before the first.
    """

    active: bool = False
    disk: Level = Level.OK
    free_bytes: int | None = None
    last: Run | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """What is done with reports and paper; how a file comes about is not our matter.

    Attributes:
        book: numbers, names and law that reports and papers go by. report, paper: write one; a paper is a PDF.
    """

    book: Book
    report: Callable[[Report, Form], bytes]
    paper: Callable[[Paper], bytes]


@dataclass(frozen=True, slots=True)
class Context:
    """Everything the application needs; nothing else is looked up anywhere.

    Attributes:
        database, evidence: that belong together.
        desk: handles the cases of this database.
        darkroom: does what has to do with pixels. press: with files to print.
        names: what people read for codes and zone kinds.
        version: of the program.
        title: of the pages. banner: what every page says beside it; nothing where it is empty.
        stopped: ids of the cameras whose watching thread should run and does not; called by /readyz.
        rounds: how looking after deadlines goes.
        retention: decides what goes when; None for a program that deletes nothing. keeping: how that goes.
        live: the newest pictures of cameras; None where nobody keeps any. plans: by camera, how it is watched now.
        rehearse: tries a rule on kept looks; None for a program that watches nothing.
        cameras: sets them up; None for a program that watches none.
        uploads: recordings that people bring; None for a program that analyses none.
        imprint: what the program says of itself in an evidence package.
        teacher: learns sites; None for a program that learns nothing.
        networks: the sets of networks, and switching; None for a program that judges nothing.
        outside: who outside is told; None for a program that tells nobody.
        started_at: when the program began to tell. unsigned: why evidence is not signed; None where it is.
        now: the clock of sessions, tokens and login back-off.
    """

    database: Database
    evidence: EvidenceFolder
    desk: Desk
    names: Names
    darkroom: Darkroom
    press: Press
    version: str
    title: str = TITLE
    banner: str = ""
    stopped: Callable[[], tuple[str, ...]] = none_stopped
    rounds: Callable[[], Rounds] = Rounds
    retention: Retention | None = None
    keeping: Callable[[], Keeping] = Keeping
    live: LiveFolder | None = None
    plans: Callable[[], Mapping[str, Plan]] = none_planned
    rehearse: Callable[[Trial], Rehearsed] | None = None
    cameras: CameraKeeper | None = None
    uploads: Uploads | None = None
    imprint: Imprint = NO_IMPRINT
    teacher: Teaching | None = None
    networks: Networks | None = None
    outside: Outside | None = None
    started_at: datetime | None = None
    unsigned: str | None = None
    now: Callable[[], datetime] = utc_now


def context_of(connection: HTTPConnection) -> Context:
    """The context of the application that answers."""
    context = connection.app.state.context
    assert isinstance(context, Context)
    return context


Told = Annotated[Context, Depends(context_of)]

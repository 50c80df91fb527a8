"""Makes packages of a small store, and changes what is in them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile

from records import case_steps
from records.case_steps import StepRow
from records.clips import ClipFile
from records.database import Database
from records.evidence import EvidenceFolder
from records.package.asked import Asked, Hiding, Imprint
from records.package.maker import Made, Maker
from records.sink import DatabaseSink
from records.states import ReviewState
from records.violation_rows import EvidenceFile
from tests.records.build import T0, attach, clip, later, life, look, snapshots, violation
from vision.clip import HeadsAt
from vision.facts import Box, ShownHead

EVENT, OTHER = violation().id, violation("other").id
PHOTO = b"a photo that somebody brought"
ASKED = Asked((EVENT,), "mgr", "an appeal", T0)
IMPRINT = Imprint({"software": {"version": "1", "commit": "abc"}}, lambda code, merchant, site: [code, merchant, site])


def hidden(_found: EvidenceFile, _flagged: Box | None, data: bytes) -> bytes | None:
    """Stands for a picture with faces hidden."""
    return b"hidden: " + data[:4]


def projected(_found: ClipFile, data: bytes) -> bytes | None:
    """Stands for a clip with faces hidden."""
    return b"hidden: " + data[:4]


@dataclass(frozen=True, slots=True)
class PackageStore:
    """A store with two violations at one site, and what makes packages of it."""

    database: Database
    folder: EvidenceFolder
    place: Path
    count: list[int] = field(default_factory=lambda: [0])

    @property
    def maker(self) -> Maker:
        return Maker(self.database, self.folder, IMPRINT, Hiding(hidden, projected))

    def package(self, asked: Asked = ASKED, **changes: object) -> tuple[Path, Made]:
        """A package in a new file."""
        self.count[0] += 1
        path = self.place / f"package{self.count[0]}.zip"
        with path.open("w+b") as target:
            return path, self.maker.make(replace(asked, **changes), target)  # type: ignore[arg-type]


def filled(database: Database, folder: EvidenceFolder, sink: DatabaseSink, place: Path) -> PackageStore:
    """A violation with its whole life, another one's in between, a clip, a photo, and a verdict."""
    first, *others = life()
    between = replace(look(3), zones=("z1", "z2"))  # where zones overlap, a head stands in both
    sink.violation(replace(first[0], looks=(*first[0].looks, between)), first[1])
    sink.violation(violation("other", zone="z2", merchant="m2"), snapshots(3))
    for step in others:
        sink.violation(*step)
    sink.clip(clip(violation(), looks=(HeadsAt(0, (ShownHead(Box(1, 2, 3, 4), staff=False),)),)))
    attach(database, folder, EVENT, PHOTO, (64, 36))
    verdict(database, EVENT)
    return PackageStore(database, folder, place)


def verdict(database: Database, event: UUID, version: int = 1) -> None:
    """One more step of a case."""
    pending, closed = ReviewState.PENDING_REVIEW, ReviewState.CLOSED
    row = StepRow(
        event, version, later(60), later(61), "mgr", "manager", "advise", pending, closed, 1, "{}", ("ab",), "10.0.0.9"
    )
    with database.writing() as session:
        case_steps.add(session, row)


def contents(path: Path) -> dict[str, bytes]:
    """All files of a zip."""
    with ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def rezipped(path: Path, files: dict[str, bytes], method: int = ZIP_STORED) -> Path:
    """A zip of these files."""
    with ZipFile(path, "w", method) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return path

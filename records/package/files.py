"""Which files the box has of an event, and how each goes into the package of who asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from uuid import UUID

from sqlalchemy.orm import Session

from records import clips as films
from records import pictures, violations
from records.canonical import Json, digest
from records.chain.rows import Image
from records.evidence import EvidenceFolder
from records.package.asked import Asked, Hiding
from records.package.documents import Rows, files_of
from records.package.layout import HIDDEN_FOLDER, Copy, FileKind, event_path, kind_of
from records.package.manifest import Absent, Form, Packed, Stored, WhyAbsent
from vision.errors import StoreError

NOT_A_FACT = frozenset({"id", "violation", "kind", "path", "sha256", "size_bytes", "heads", "cells", "looks"})
"""Where heads stand is told to nobody: they may be a neighbour's."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file the box has of an event, as the store lists it: `path` in the evidence folder, `name` in a package."""

    kind: str
    path: str
    name: str
    stored: Stored


@dataclass(frozen=True, slots=True)
class Fill:
    """A file that goes in, and its bytes."""

    packed: Packed
    data: bytes


def evidence_files(rows: Rows) -> Iterator[StoredFile]:
    """Pictures, and whatever else is listed as evidence of the event."""
    for row in files_of(rows, "evidence").values():
        yield _file(row, str(row["kind"]))


def attached_files(rows: Rows) -> Iterator[StoredFile]:
    """Photos that people added to the case."""
    for row in files_of(rows, "attachment").values():
        yield _file(row, "attachment")


def clip_files(rows: Rows) -> Iterator[StoredFile]:
    """What was filmed around it."""
    for row in files_of(rows, "clip").values():
        yield _file(row, "clip")


LISTERS: Sequence[Callable[[Rows], Iterator[StoredFile]]] = (evidence_files, attached_files, clip_files)
"""Whoever adds a table of files adds a lister; its kinds belong into layout.KINDS."""


def listed(rows: Rows) -> list[StoredFile]:
    """Every file of an event, by path."""
    return sorted((file for lister in LISTERS for file in lister(rows)), key=lambda file: file.path)


@dataclass(frozen=True, slots=True)
class Packer:
    """Packs the files of one event, as far as who asked may see them.

    Attributes:
        as_stored: they may have them as they are. gone: paths that were deleted on record.
    """

    session: Session
    folder: EvidenceFolder
    asked: Asked
    hiding: Hiding
    event: str
    as_stored: bool
    gone: frozenset[str] = frozenset()

    def pack(self, file: StoredFile) -> Fill | Absent:
        """What goes in of it, or why nothing does."""
        kind = kind_of(file.kind)
        if not self.as_stored and kind.copy is Copy.NONE:
            return self._absent(file, WhyAbsent.NOT_ALLOWED)
        data = self._read(file)
        if isinstance(data, WhyAbsent):
            return self._absent(file, data)
        if self.as_stored:
            return self._fill(file, kind, Form.STORED, data)
        shown = self._copy(UUID(file.stored.id), kind.copy, data)
        if shown is None:
            return self._absent(file, WhyAbsent.NOT_ALLOWED)
        return self._fill(file, kind, Form.FACES_HIDDEN, shown)

    def _read(self, file: StoredFile) -> bytes | WhyAbsent:
        try:
            with self.folder.open(file.path) as opened:
                data = opened.read()
        except StoreError:
            return WhyAbsent.DELETED if file.path in self.gone else WhyAbsent.MISSING
        return data if digest(data) == file.stored.sha256 else WhyAbsent.DIFFERS

    def _copy(self, file: UUID, copy: Copy, data: bytes) -> bytes | None:
        if copy is Copy.OF_CLIP:
            film = films.find(self.session, file, self.asked.sight)
            return None if film is None else self.hiding.clip(film, data)
        picture = violations.evidence(self.session, file, self.asked.sight)
        flagged = pictures.heads(self.session, [file]).get(file)
        return None if picture is None else self.hiding.picture(picture, flagged, data)

    def _fill(self, file: StoredFile, kind: FileKind, form: Form, data: bytes) -> Fill:
        folder = kind.folder if form is Form.STORED else HIDDEN_FOLDER
        path = event_path(self.event, folder, file.name)
        packed = Packed(path, digest(data), len(data), file.kind, form, self.event, file.stored)
        return Fill(packed, data)

    def _absent(self, file: StoredFile, why: WhyAbsent) -> Absent:
        return Absent(self.event, file.kind, why, file.stored)


def _file(row: Image, kind: str) -> StoredFile:
    path = str(row["path"])
    return StoredFile(kind, path, PurePosixPath(path).name, _stored(row))


def _stored(row: Image) -> Stored:
    facts: dict[str, Json] = {name: value for name, value in row.items() if name not in NOT_A_FACT}
    size = row["size_bytes"]
    return Stored(str(row["id"]), str(row["sha256"]), size if isinstance(size, int) else -1, facts)  # type: ignore[arg-type]

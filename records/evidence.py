"""The evidence folder: files that are written once, whole or not at all, and never changed.

Layout: <root>/<camera>/<YYYY-MM-DD>/<violation id>/<role>-<frame>.<kind>.jpg, the day being UTC.
"""

from __future__ import annotations

import errno
import math
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest, sha256
from io import BufferedReader
from pathlib import Path, PurePosixPath
from uuid import UUID

from vision.errors import DiskFull, StoreError
from vision.facts import Snapshot, Violation

MARKER = ".sunkitchen-evidence"
MARK = ".sunkitchen-retention"
OWN = frozenset({MARKER, MARK})
"""Files of the folder that are no evidence."""
PART = ".part-"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the folder: path relative to it, sha256 in hex, size in bytes."""

    path: str
    sha256: str
    size_bytes: int


class EvidenceFolder:
    """A folder of evidence that belongs to one database. Safe to share between threads.

    Attributes:
        root: the folder.
    """

    def __init__(self, root: Path, owner: UUID) -> None:
        """Open the folder, or claim a new or empty one for the database with this id.

        Raises:
            StoreError: it belongs to another database, holds foreign files, or cannot be used.
            DiskFull: no room.
        """
        with _told(root):
            root.mkdir(parents=True, exist_ok=True)
            self.root = root.resolve()
            _claim(self.root, owner)

    def put(self, data: bytes, path: str) -> StoredFile:
        """Keep the bytes under a relative path. The same bytes again change nothing.

        Raises:
            StoreError: other bytes are kept under this path, or the path leaves the folder.
            DiskFull: no room; nothing of it is left.
        """
        target = self.resolve(path)
        digest = sha256(data).hexdigest()
        with _told(self.root):
            if not target.exists():
                _write_whole(self.root, target, data)
            elif (came := _digest(target)) != digest:
                raise StoreError(
                    f"evidence {target}: expected new bytes {digest[:12]}… to find the name free, came a file with "
                    f"{came[:12]}…; evidence is never overwritten: see `evidence verify`, then move the stray file away"
                )
        return StoredFile(path, digest, len(data))

    def put_many(self, files: Sequence[tuple[bytes, str]]) -> tuple[StoredFile, ...]:
        """As put(), of many at once: the disk is waited for once, not for each. Until it returns none may be relied on.

        Raises:
            StoreError, DiskFull: as put(); some may have been kept.
        """
        with _told(self.root):
            written = [(part, self.resolve(path)) for data, path in files if (part := self._part(data, path))]
            os.sync()
            for part, target in written:
                part.rename(target)
            os.sync()
        return tuple(StoredFile(path, sha256(data).hexdigest(), len(data)) for data, path in files)

    def _part(self, data: bytes, path: str) -> Path | None:
        """The bytes beside where they belong, not yet safe; None where they are kept already."""
        target = self.resolve(path)
        if target.exists():
            self.put(data, path)
            return None
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=PART, dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        return Path(name)

    def open(self, path: str) -> BufferedReader:
        """Open a kept file for reading.

        Raises:
            StoreError: there is none, or the path leaves the folder.
        """
        target = self.resolve(path)
        try:
            return target.open("rb")
        except OSError as error:
            raise StoreError(
                f"evidence {target}: expected a file, came: {error.strerror}; see `evidence verify`"
            ) from error

    def sha256(self, path: str) -> str:
        """Hash of a kept file as it is now, hex.

        Raises:
            StoreError: there is none, or the path leaves the folder.
        """
        with self.open(path) as file:
            return file_digest(file, "sha256").hexdigest()

    def resolve(self, path: str) -> Path:
        """Where a relative path lies; the file need not exist.

        Raises:
            StoreError: the path leaves the folder, by itself or through a link.
        """
        parts = PurePosixPath(path).parts
        plain = parts and not any(part.startswith((".", "/")) or "\\" in part or "\0" in part for part in parts)
        target = self.root.joinpath(*parts) if plain else self.root
        if target == self.root or not target.resolve().is_relative_to(self.root):
            raise StoreError(f"evidence {path!r}: expected a relative path within {self.root}; came one that leaves it")
        return target

    def paths(self) -> Iterator[str]:
        """Relative paths of all files there are, left-overs of a crash included, in no particular order."""
        for folder, _, names in os.walk(self.root):
            for name in names:
                path = (Path(folder) / name).relative_to(self.root).as_posix()
                if path not in OWN:
                    yield path

    def has(self, path: str) -> bool:
        """Whether a file is there; nothing beyond the folder ever is."""
        try:
            return self.resolve(path).is_file()
        except StoreError:
            return False

    def remove(self, path: str) -> None:
        """Take a file off the disk, and its violation's folder with the last one; what is gone already is well.

        Raises:
            StoreError: it cannot be removed, or the path leaves the folder.
        """
        target = self.resolve(path)
        with _told(self.root):
            target.unlink(missing_ok=True)
            if not target.parent.is_dir():
                return
            settle(target.parent)
            if target.parent != self.root and not any(target.parent.iterdir()):
                target.parent.rmdir()

    def sweep(self, path: str) -> None:
        """Take away a half-written file."""
        with _told(self.root):
            (self.root / path).unlink(missing_ok=True)

    def forgotten(self, before_s: float) -> Iterator[str]:
        """Half-written files that a crash left, last touched before this Unix time."""
        for path in self.paths():
            target = self.root / path
            if target.name.startswith(PART) and _touched_s(target) < before_s:
                yield path

    def read_mark(self) -> str:
        """What write_mark left; empty where it never did."""
        mark = self.root / MARK
        with _told(self.root):
            return mark.read_text(encoding="utf-8", errors="replace") if mark.exists() else ""

    def write_mark(self, text: str) -> None:
        """Keep a few words beside the evidence, instead of those of before."""
        with _told(self.root):
            _write_whole(self.root, self.root / MARK, text.encode())

    def free_bytes(self) -> int:
        """Room left on the folder's disk for this program."""
        with _told(self.root):
            return shutil.disk_usage(self.root).free


def evidence_path(violation: Violation, snapshot: Snapshot) -> str:
    """Where a violation's snapshot is kept. The frame is in the name: one role may be kept more than once."""
    day = f"{violation.opened_at:%Y-%m-%d}"
    name = f"{snapshot.role}-{snapshot.frame:08d}.{snapshot.kind}.jpg"
    return f"{violation.camera}/{day}/{violation.id}/{name}"


@contextmanager
def _told(root: Path) -> Iterator[None]:
    """Tell of the system's failures in our words."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(
                f"evidence folder {root}: expected room for a picture, came a full disk ({_free(root)} MB free); "
                "make room or give another folder; nothing half-written was left"
            ) from error
        raise StoreError(
            f"evidence folder {root}: cannot be used ({error.strerror}); give a folder this user may write"
        ) from error


def _touched_s(path: Path) -> float:
    """Unix time; a file that is being renamed just now counts as new."""
    try:
        return path.stat(follow_symlinks=False).st_mtime
    except FileNotFoundError:
        return math.inf


def _free(root: Path) -> str:
    return f"{shutil.disk_usage(root).free / 1e6:.1f}" if root.exists() else "?"


def _claim(root: Path, owner: UUID) -> None:
    """Never mix two databases' evidence: the folder says whose it is."""
    marker = root / MARKER
    if marker.exists():
        came = marker.read_text(encoding="utf-8", errors="replace").strip()
        if came != str(owner):
            raise StoreError(
                f"evidence folder {root}: expected the one of database {owner}, came the one of database {came[:40]}; "
                "give the folder and the database that belong together, or an empty folder"
            )
    elif any(not entry.name.startswith(PART) for entry in root.iterdir()):
        raise StoreError(
            f"evidence folder {root}: expected an empty folder or one of ours, came one with other files; "
            "give an empty one"
        )
    else:
        _write_whole(root, marker, f"{owner}\n".encode())


def _write_whole(root: Path, target: Path, data: bytes) -> None:
    """Temp file in the same folder, flushed to disk, then renamed: whole or not there, also after a power cut."""
    _make_folders(root, target.parent)
    handle, name = tempfile.mkstemp(prefix=PART, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).rename(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    settle(target.parent)


def _make_folders(root: Path, folder: Path) -> None:
    if folder == root or folder.is_dir():
        return
    _make_folders(root, folder.parent)
    folder.mkdir(exist_ok=True)
    settle(folder.parent)


def settle(folder: Path) -> None:
    """A new name is only safe once its folder is on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()

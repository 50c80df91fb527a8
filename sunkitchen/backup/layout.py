"""How a folder of backups is laid out; `sha256sum -c` checks one without this program.

<folder>/
    files/…                  evidence, which never changes, once for all backups
    20261125T020000Z/        one backup
        sunkitchen.db        the database as it stood at one moment
        store/…              what changes beside it: keys, camera settings, sets of networks
        SHA256SUMS           every file of this backup, those under files/ too, as paths from here
        backup.json          of which box, when, by which program; written last: a backup without it is none
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from vision.errors import StoreError

FILES, STORE, SUMS, LABEL = "files", "store", "SHA256SUMS", "backup.json"
STAMP = "%Y%m%dT%H%M%SZ"
UNFINISHED = ".unfinished-"


@dataclass(frozen=True, slots=True)
class BackupLabel:
    """What a backup says of itself.

    Attributes:
        box: id of the database. at: UTC time of the copy of the database. program: its version.
        files, size_bytes: how many files there are in it, and of what size together.
    """

    box: str
    at: str
    program: str
    files: int
    size_bytes: int

    def write(self, folder: Path) -> None:
        """Beside what it is about."""
        (folder / LABEL).write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")


def read_label(backup: Path) -> BackupLabel:
    """Of one backup.

    Raises:
        StoreError: it is none, or was not finished.
    """
    try:
        return BackupLabel(**json.loads((backup / LABEL).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise StoreError(
            f"{backup}: expected a finished backup with {LABEL}, came none; choose another one of {backup.parent}"
        ) from None


def backups(folder: Path) -> tuple[Path, ...]:
    """The finished backups of a folder, oldest first."""
    return tuple(sorted(path.parent for path in folder.glob(f"*/{LABEL}") if not path.parent.name.startswith(".")))


def stamp(at: datetime) -> str:
    """Name of the backup of a moment."""
    return at.astimezone(UTC).strftime(STAMP)


def read_sums(backup: Path) -> dict[str, str]:
    """Path from the backup's folder -> SHA-256, of all its files.

    Raises:
        StoreError: the list is damaged, or names a file beyond the folder of backups.
    """
    sums: dict[str, str] = {}
    try:
        lines = (backup / SUMS).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise StoreError(f"{backup / SUMS}: expected the list of files, came: {error.strerror}") from None
    for line in lines:
        digest, _, path = line.partition("  ")
        if len(digest) != 64 or not _is_inside(backup, path):
            raise StoreError(
                f"{backup / SUMS}: expected lines of hash and path, came {line[:80]!r}; use another backup"
            )
        sums[path] = digest
    return sums


def _is_inside(backup: Path, path: str) -> bool:
    target = (backup / path).resolve()
    return any(target.is_relative_to((place).resolve()) for place in (backup, backup.parent / FILES))

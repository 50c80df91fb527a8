"""Makes a backup while the box works. What is kept once never changes, so only what is new is copied."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

from records.evidence import OWN, PART, settle
from sunkitchen.backup.layout import (
    FILES,
    LABEL,
    STORE,
    SUMS,
    UNFINISHED,
    BackupLabel,
    backups,
    read_label,
    read_sums,
    stamp,
)
from sunkitchen.store import DATABASE, EVIDENCE, open_existing
from vision.errors import DiskFull, StoreError

PIECE = 1 << 20
CHANGING = frozenset({DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"})
PASSING = frozenset({"live", "looks", "uploads", "tmp"})
"""Folders of a store that hold nothing to be brought back."""
NAMED = ("SELECT path FROM evidence", "SELECT path FROM attachment", "SELECT path FROM clip")
Told = Callable[[int, str], None]
"""Called with how many files are done, and a word."""


def make_backup(store: Path, folder: Path, at: datetime, keep: int, told: Told = lambda *_: None) -> Path:
    """Copy a store's folder; the box may go on meanwhile.

    Args:
        folder: of backups; made where there is none. keep: so many stay, this one included.

    Raises:
        StoreError: there is no store, the folder holds another box's backups, or something cannot be copied.
        DiskFull: no room; an unfinished backup is no backup, and is taken away.
    """
    box = _box_of(store)
    _expect_own(folder, box)
    target = folder / f"{UNFINISHED}{stamp(at)}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(mode=0o700)
        made = _copy(store, folder, target, box, at, told)
    except OSError as error:
        shutil.rmtree(target, ignore_errors=True)
        kind = DiskFull if error.errno == 28 else StoreError
        raise kind(f"backup {folder}: cannot be written ({error.strerror}); give a folder with room") from error
    _forget(folder, keep)
    return made


def _copy(store: Path, folder: Path, target: Path, box: UUID, at: datetime, told: Told) -> Path:
    hashes = _known(folder)
    _gather(store, folder, _kept(store), hashes, told)  # first: what the database is about to name may go meanwhile
    _copy_database(store / DATABASE, target / DATABASE)
    named = _named(target / DATABASE)
    _gather(store, folder, named - hashes.keys(), hashes, told)  # what came meanwhile
    sums = {f"../{FILES}/{EVIDENCE}/{path}": hashes[path] for path in sorted(named & hashes.keys())}
    for path in _changing(store):
        place = target / STORE / path.relative_to(store)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, place)
    for path in (path for path in sorted(target.rglob("*")) if path.is_file()):
        sums[path.relative_to(target).as_posix()] = digest_of(path)
    (target / SUMS).write_text("".join(f"{digest}  {path}\n" for path, digest in sums.items()), encoding="utf-8")
    size = sum((target / path).stat().st_size for path in sums)
    BackupLabel(str(box), at.isoformat(), version("sunkitchen"), len(sums), size).write(target)
    os.sync()
    made = folder / stamp(at)
    target.rename(made)
    settle(folder)
    return made


def _gather(store: Path, folder: Path, paths: Iterable[str], hashes: dict[str, str], told: Told) -> None:
    """Copy what files/ lacks; note the hash of what is there."""
    for path in paths:
        place = folder / FILES / EVIDENCE / path
        digest = (hashes.get(path) or digest_of(place)) if place.exists() else _copied(store / EVIDENCE / path, place)
        if digest is not None:
            hashes[path] = digest
        told(len(hashes), path)


def _named(database: Path) -> set[str]:
    """Paths of the evidence that a database knows, and that retention did not let go."""
    with closing(sqlite3.connect(database)) as copy:
        removed = {path for (path,) in copy.execute("SELECT path FROM removal")}
        return {path for query in NAMED for (path,) in copy.execute(query)} - removed


def _copied(path: Path, place: Path) -> str | None:
    """Hash of the copy; None where retention took the file away meanwhile."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = place.with_name(PART + place.name)
    digest = sha256()
    try:
        with path.open("rb") as source, part.open("wb") as sink:
            while piece := source.read(PIECE):
                digest.update(piece)
                sink.write(piece)
    except FileNotFoundError:
        part.unlink(missing_ok=True)
        return None
    part.rename(place)
    return digest.hexdigest()


def _copy_database(source: Path, target: Path) -> None:
    """One moment of it, whoever writes meanwhile."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy, pages=4096, sleep=0.01)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, hex."""
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _kept(store: Path) -> Iterator[str]:
    """Evidence files, which are written once, by their paths in the folder."""
    for path in sorted((store / EVIDENCE).rglob("*")):
        if path.is_file() and not path.name.startswith(PART) and path.name not in OWN:
            yield path.relative_to(store / EVIDENCE).as_posix()


def _changing(store: Path) -> Iterator[Path]:
    """The rest of a store, but for the database and what only passes through."""
    yield from (path for name in sorted(OWN) if (path := store / EVIDENCE / name).is_file())
    for path in sorted(store.iterdir()):
        if path.is_file() and path.name not in CHANGING:
            yield path
        elif path.is_dir() and path.name not in PASSING | {EVIDENCE}:
            yield from (inner for inner in sorted(path.rglob("*")) if inner.is_file())


def _known(folder: Path) -> dict[str, str]:
    """Hashes of evidence that the newest backup noted: what it copied has not changed."""
    made, begins = backups(folder), f"../{FILES}/{EVIDENCE}/"
    sums = read_sums(made[-1]) if made else {}
    return {path.removeprefix(begins): digest for path, digest in sums.items() if path.startswith(begins)}


def _box_of(store: Path) -> UUID:
    with open_existing(store) as opened:
        return opened.database.id


def _expect_own(folder: Path, box: UUID) -> None:
    made = backups(folder)
    if made and (came := read_label(made[-1]).box) != str(box):
        raise StoreError(f"backup {folder}: expected backups of box {box}, came those of {came}; give another folder")


def _forget(folder: Path, keep: int) -> None:
    """Let the oldest go, and what no other holds with them: what retention deleted stays in no backup for ever."""
    made = backups(folder)
    gone, left = made[:-keep], made[-keep:]
    for backup in gone:
        (backup / LABEL).unlink()  # from here on it is none
        shutil.rmtree(backup)
    for path in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(path)
    _sweep(folder, left)


def _sweep(folder: Path, left: Sequence[Path]) -> None:
    held = {path.removeprefix("../") for backup in left for path in read_sums(backup)}
    for path in (folder / FILES).rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in held:
            path.unlink()

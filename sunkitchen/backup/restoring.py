"""Brings a backup back to where nothing is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from records.evidence import settle
from sunkitchen.backup.layout import FILES, STORE, BackupLabel, backups, read_label, read_sums
from sunkitchen.backup.making import digest_of
from sunkitchen.store import DATABASE
from vision.errors import StoreError

RESTORING = ".restoring"
Told = Callable[[int, str], None]


def chosen(folder: Path, stamp: str | None) -> Path:
    """One backup of a folder; the newest where none is named.

    Raises:
        StoreError: there is none, or none of that name.
    """
    made = backups(folder)
    if not made:
        raise StoreError(f"{folder}: expected a folder of backups, found none in it; give the folder `backup` wrote to")
    named = {path.name: path for path in made}
    if stamp is not None and stamp not in named:
        raise StoreError(f"{folder}: expected one of {', '.join(named)}; came {stamp}")
    return made[-1] if stamp is None else named[stamp]


def restore(backup: Path, store: Path, told: Told = lambda *_: None) -> BackupLabel:
    """Copy a backup to a store's folder, every file checked against its hash; it appears whole, or not at all.

    Raises:
        StoreError: something is there already, a file is missing or damaged, or it cannot be written.
    """
    label, sums = read_label(backup), read_sums(backup)
    if store.exists() and (not store.is_dir() or any(store.iterdir())):
        raise StoreError(
            f"{store}: expected no store, for nothing is ever overwritten; move what is there away, then restore"
        )
    part = store.with_name(store.name + RESTORING)
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for number, (path, digest) in enumerate(sums.items()):
            told(number, path)
            _bring(backup / path, part / _place(path), digest)
        if store.exists():
            store.rmdir()
        part.rename(store)
        settle(store.parent)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise StoreError(f"{store}: could not be written ({error.strerror}); nothing was changed") from error
    return label


def _bring(source: Path, target: Path, digest: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copy2(source, target)
    except FileNotFoundError:
        raise StoreError(f"backup {source}: expected the file, it is not there; restore another backup") from None
    if digest_of(target) != digest:
        raise StoreError(f"backup {source}: expected SHA-256 {digest[:12]}…, it was damaged; restore another backup")


def _place(path: str) -> str:
    """From a backup's layout to a store's."""
    for prefix in (f"../{FILES}/", f"{STORE}/"):
        if path.startswith(prefix):
            return path.removeprefix(prefix)
    return DATABASE

"""A box's store: one folder with its database and its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from records.chain.keyring import open_key
from records.database import Database, open_database
from records.evidence import EvidenceFolder
from records.live import FOLDER as LIVE
from records.live import LiveFolder
from records.looks.folder import KeptLooks, Limits
from records.retention.room import Room
from sunkitchen.config import Config
from vision.errors import StoreError

DATABASE = "sunkitchen.db"
EVIDENCE = "evidence"
LOOKS = "looks"


@dataclass(frozen=True, slots=True)
class Store:
    """What a box remembers, and where.

    Attributes:
        unsigned: why nothing can be signed; None where it can. What happens is recorded all the same.
        live: the newest picture of each camera. room: how the evidence's disk stands.
    """

    folder: Path
    database: Database
    evidence: EvidenceFolder
    live: LiveFolder
    unsigned: str | None = None
    room: Room = field(default_factory=Room)


@contextmanager
def open_store(folder: Path) -> Iterator[Store]:
    """Open or create the store in a folder.

    Raises:
        StoreError: the folder holds something else, or cannot be used.
    """
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder}: expected a folder for database and evidence, found a file; give another place")
    with open_database(folder / DATABASE) as database:
        evidence = EvidenceFolder(folder / EVIDENCE, database.id)
        yield Store(folder, database, evidence, LiveFolder(folder / LIVE), _sign(database, folder))


@contextmanager
def open_existing(folder: Path) -> Iterator[Store]:
    """Open a store that must be there.

    Raises:
        StoreError: there is none.
    """
    if not (folder / DATABASE).is_file():
        raise StoreError(
            f"{folder}: expected a folder with {DATABASE} (a box's store or an analyse folder), found none"
        )
    with open_store(folder) as store:
        yield store


def kept_looks(config: Config, store: Store) -> KeptLooks:
    """The looks of a box's last hours, beside its database."""
    limits = Limits(config.box.looks_hours, config.box.looks_mb * 1024 * 1024)
    return KeptLooks(store.folder / LOOKS, limits, store.room)


def _sign(database: Database, folder: Path) -> str | None:
    """Find or make the key; a lost one is no reason to stop watching."""
    try:
        database.sign_with(open_key(database, folder, datetime.now(UTC)))
    except StoreError as error:
        return str(error)
    return None

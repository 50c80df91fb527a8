"""Takes in the table a person filled in."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from records import samples
from sunkitchen.config import Config
from sunkitchen.enrol.words import WORDS, word_of
from sunkitchen.store import open_existing
from vision.errors import DataError


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said of one head."""

    sample: UUID
    words: dict[str, str]


def label(config: Config, table: Path, by: str) -> int:
    """Write down what the table says; how many heads it spoke of. All of it, or nothing.

    Raises:
        DataError: the table cannot be read, or says something nobody understands; names every line.
        StoreError: no store.
    """
    told = [said for said in read_table(table) if said.words]
    at = datetime.now(UTC)
    with open_existing(config.box.data) as store, store.database.writing() as session:
        for said in told:
            samples.label(session, said.sample, said.words, by, at)
    return len(told)


def read_table(path: Path) -> list[Said]:
    """The table's lines; an empty cell says nothing.

    Raises:
        DataError: see label().
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in ("sample", *WORDS) if name not in (reader.fieldnames or ())]
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(
            f"{path}: expected the table that `enrol collect` wrote, but it cannot be read: {error}"
        ) from error
    if missing:
        raise DataError(f"{path}: expected the columns sample, {', '.join(WORDS)}, but {', '.join(missing)} is missing")
    told, faults = [], []
    for number, row in enumerate(rows, start=2):
        try:
            told.append(_said(row))
        except (DataError, ValueError) as error:
            faults.append(f"{path}, line {number}: {error}")
    if faults:
        raise DataError("\n".join(faults))
    return told


def _said(row: dict[str, str | None]) -> Said:
    typed = {attribute: (row.get(attribute) or "").strip() for attribute in WORDS}
    words = {attribute: word_of(attribute, text) for attribute, text in typed.items() if text}
    sample = (row.get("sample") or "").strip()
    try:
        return Said(UUID(sample), words)
    except ValueError:
        raise DataError(f"expected a sample's id, but came {sample!r}") from None

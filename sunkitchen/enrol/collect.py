"""Puts the most telling heads of a site on contact sheets, with a table to fill in."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from records import samples
from records.samples import Kept
from sunkitchen.config import Config, SiteConfig
from sunkitchen.enrol.choose import telling
from sunkitchen.enrol.sheet import Tile, write_sheets
from sunkitchen.enrol.site import head_classifier
from sunkitchen.enrol.words import WORDS
from sunkitchen.networks.sets import model_sets
from sunkitchen.store import open_existing
from vision.detect.models import load_models
from vision.errors import DataError
from vision.pixels import decode_jpeg

LABELS = "labels.csv"
COLUMNS = ("number", "sample", "camera", "at", *WORDS)


@dataclass(frozen=True, slots=True)
class Collected:
    """What a person gets to label.

    Attributes:
        sheets: the pictures. table: to be filled in and given to `enrol label`.
        heads: how many are on them. kept: unlabelled heads the box had to choose from.
    """

    site: str
    sheets: tuple[str, ...]
    table: str
    heads: int
    kept: int


def collect(config: Config, site: SiteConfig, count: int, folder: Path) -> Collected:
    """Choose heads and write sheets and table.

    Raises:
        StoreError: no store. ModelError: the models in force cannot learn a site.
        DataError: there is nothing to label, or the folder cannot be written.
    """
    classifier = head_classifier(load_models(model_sets(config.box).folder_in_force()).classifiers)
    with open_existing(config.box.data) as store, store.database.reading() as session:
        unlabelled = [kept for kept in samples.of_site(session, site.id) if not kept.words]
    if not unlabelled:
        raise DataError(
            f"site {site.id}: no unlabelled heads are kept yet; let the box run while people work, or give recordings "
            "of its cameras with --video"
        )
    chosen = telling(classifier, unlabelled, count)
    folder.mkdir(parents=True, exist_ok=True)
    table = folder / LABELS
    if table.exists():
        raise DataError(f"{table}: is there already and may be filled in; give another --out")
    sheets = write_sheets(folder, f"{site.name}  认识本店的着装 what is worn here", _tiles(site, chosen))
    _write_table(table, chosen)
    return Collected(site.id, tuple(map(str, sheets)), str(table), len(chosen), len(unlabelled))


def _tiles(site: SiteConfig, chosen: Sequence[Kept]) -> list[Tile]:
    return [
        Tile(
            number,
            decode_jpeg(kept.sample.jpeg),
            kept.sample.margin,
            f"{kept.sample.camera} {kept.sample.at.astimezone(site.zone_info):%m-%d %H:%M:%S}",
        )
        for number, kept in enumerate(chosen, start=1)
    ]


def _write_table(path: Path, chosen: Sequence[Kept]) -> None:
    rows = [
        [number, kept.sample.id, kept.sample.camera, kept.sample.at.isoformat(), *("" for _ in WORDS)]
        for number, kept in enumerate(chosen, start=1)
    ]
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:  # so that spreadsheets read Chinese right
            csv.writer(file).writerows([COLUMNS, *rows])
    except OSError as error:
        raise DataError(f"{path}: cannot be written ({error.strerror}); give another --out") from error

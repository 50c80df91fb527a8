"""The labels we made ourselves say only what the recipe understands."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

LABELS = Path(__file__).parents[1] / "models" / "labels"
WORDS = {
    "hat": {"net", "cap", "bare", "helmet", "unsure"},
    "mask": {"mask", "wrong", "none", "unsure"},
    "colour": {"white", "other", "unsure", ""},
    "remark": {"back", "shield", "beard", ""},
}
SIDES = ("x0", "y0", "x1", "y1")
Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    with path.open(newline="") as handle:
        return list(csv.DictReader(handle))


def wrong(row: Row) -> list[str]:
    """The columns of a row that nobody would understand."""
    bad = [column for column, words in WORDS.items() if row[column] not in words]
    if (row["colour"] == "") != (row["hat"] == "bare"):
        bad.append("colour")
    box = [float(row[side]) for side in SIDES if row[side]]
    if box and not (len(box) == len(SIDES) and box[0] < box[2] and box[1] < box[3]):
        bad.append("box")
    return bad if row["by"].startswith("eye") else [*bad, "by"]


@pytest.mark.parametrize("path", sorted(LABELS.glob("*.csv")), ids=lambda path: path.stem)
def test_every_row_is_understood(path: Path) -> None:
    table = rows(path)
    assert {number: wrong(row) for number, row in enumerate(table, 2) if wrong(row)} == {}
    assert len({(row["image"], *(row[side] for side in SIDES)) for row in table}) == len(table) > 0


def test_the_sets_are_there() -> None:
    found = {path.stem for path in LABELS.glob("*.csv")}
    assert found >= {"kitchen_unlabelled", "hat_chef_crops", "hairnet_kitchen_cctv"}


@pytest.mark.parametrize("path", sorted((LABELS / "colour").glob("*.csv")), ids=lambda path: path.stem)
def test_every_colour_is_understood(path: Path) -> None:
    colours = {row["colour"] for row in rows(path)}
    assert colours <= WORDS["colour"] - {""}
    assert all(row["by"].startswith("eye") and row["hat"] in {"net", "cap"} for row in rows(path))

"""configs/retention.yaml: what is shipped, what is refused, and that the document says the same."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from records.retention.rules import Shelf, Standing
from records.states import Matter
from sunkitchen.config import load_retention
from sunkitchen.paths import CONFIGS, ROOT
from sunkitchen.retention.docs import document
from vision.errors import ConfigError

SHIPPED = (CONFIGS / "retention.yaml").read_text(encoding="utf-8")


def test_the_shipped_numbers_are_the_domains() -> None:
    """Domain §5.2."""
    rules = load_retention()
    pictures = {standing: kept[Matter.PICTURE].days for standing, kept in rules.keep.items()}
    assert pictures[Standing.DISMISSED] == 7
    assert pictures[Standing.COUNTED] == 180
    assert pictures[Standing.SERIOUS] >= 2 * 365
    assert {kept[Matter.ROWS].days >= 3 * 365 for kept in rules.keep.values()} == {True}
    assert rules.shelves[Shelf.AUDIT] >= timedelta(days=3 * 365)
    assert Standing.OPEN not in rules.keep


def test_the_written_document_is_the_one_in_force() -> None:
    assert (ROOT / "docs" / "retention.md").read_text(encoding="utf-8") == document(load_retention()), "run `make docs`"


MISTAKES = [
    ("dismissed: {clip: 7, picture: 7", "dismissed: {clip: 9, picture: 7", "clips go first"),
    ("counted: {clip: 180, picture: 180", "counted: {clip: 180, picture: 900", "serious: expected"),
    ("rows_d: 1100", "rows_d: 400", "rows_d: expected 732 or more"),
    ("audit: 1100", "audit: 30", "tables.audit"),
    ("max_share: 0.2", "max_share: 1.2", "guard.max_share"),
    ("synced_gap_d: 60", "synced_gap_d: 1", "synced_gap_d: expected"),
    ("act_gb: 2", "act_gb: 7", "act_gb: expected"),
    ("    - {matter: clip, standing: open}\n", "", "clips of open cases before their pictures"),
    ("  - {matter: clip, standing: serious}", "  - {matter: clip, standing: open}", "clips of serious"),
    ("  - {matter: clip, standing: serious}", "  - {matter: looks, standing: serious}", "matter"),
    ("every_h: 24", "every_h: 24\nopen: 7", "unknown key"),
    ("  dismissed:", "  open: {clip: 7, picture: 7, photo: 7, looks: 7}\n  dismissed:", "unknown key"),
    ("chunk: 10", "chunk: 0", "chunk"),
]


@pytest.mark.parametrize(("said", "instead", "named"), MISTAKES, ids=[named for *_, named in MISTAKES])
def test_a_mistake_is_named(tmp_path: Path, said: str, instead: str, named: str) -> None:
    assert said in SHIPPED
    path = tmp_path / "retention.yaml"
    path.write_text(SHIPPED.replace(said, instead, 1), encoding="utf-8")
    with pytest.raises(ConfigError, match=named):
        load_retention(path)

"""What labels bought where it was measured: docs/enrolment.json, written by models/recipe/enrolment_curve.py."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, TypeAdapter

from api.enrolment.teaching import Bought
from sunkitchen.paths import ROOT

MEASURED = ROOT / "docs" / "enrolment.json"
SPLIT = "other stretches of time"
"""Heads to learn from and heads to try are of the same cameras, at other times."""


class Share(BaseModel):
    """A measured share, 0-1, and its 95 % interval."""

    model_config = ConfigDict(frozen=True)

    value: float
    interval: tuple[float, float]


class Shares(BaseModel):
    """What of a row is told."""

    model_config = ConfigDict(frozen=True)

    not_worn_precision: Share
    not_worn_recall: Share
    caps_called_bare: Share


class Row(BaseModel):
    """One line of the file."""

    model_config = ConfigDict(frozen=True)

    split: str
    crops_a_class: int
    shares: Shares


def bought() -> tuple[Bought, ...]:
    """By labelled heads a class, fewest first; nothing where the file is not there."""
    if not MEASURED.is_file():
        return ()
    rows = TypeAdapter(tuple[Row, ...]).validate_json(MEASURED.read_bytes())
    return tuple(sorted((_bought(row) for row in rows if row.split == SPLIT), key=lambda one: one.crops))


def _bought(row: Row) -> Bought:
    said, shares = row.shares.not_worn_precision, row.shares
    recall, accused = shares.not_worn_recall.value, shares.caps_called_bare.value
    return Bought(row.crops_a_class, said.value, *said.interval, recall, accused)

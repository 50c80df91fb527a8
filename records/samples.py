"""Heads kept for people to label: few, bounded, and gone when nobody labels them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from records import tables
from records.merging import site_of
from vision.errors import DataError
from vision.facts import Sample

UNLABELLED_KEPT = 240
"""Of one camera; the oldest go first. What was labelled stays."""
UNSURE = "unsure"
SAYABLE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"hat": ("net", "cap", "bare", UNSURE), "mask": ("mask", "wrong", "none", UNSURE)}
)
"""What a person may say of a head, by attribute."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A sample as it is remembered.

    Attributes:
        words: attribute to what a person said of it; empty while nobody did.
    """

    sample: Sample
    words: Mapping[str, str]


def add(session: Session, sample: Sample) -> None:
    """Keep a sample, and let the oldest unlabelled ones of its camera go.

    Raises:
        StoreError: the camera is not in the registry.
    """
    if session.get(tables.Sample, sample.id) is not None:
        return
    session.add(
        tables.Sample(
            id=sample.id,
            site=site_of(session, sample.camera),
            camera=sample.camera,
            track=sample.track,
            at=sample.at,
            height_px=sample.height_px,
            margin=sample.margin,
            jpeg=sample.jpeg,
        )
    )
    session.flush()
    _thin(session, sample.camera)


def of_site(session: Session, site: str) -> tuple[Kept, ...]:
    """All samples of a site, oldest first."""
    words: dict[UUID, dict[str, str]] = defaultdict(dict)
    said = select(tables.SampleLabel).join(tables.Sample).where(tables.Sample.site == site)
    for label in session.scalars(said):
        words[label.sample][label.attribute] = label.word
    rows = session.scalars(
        select(tables.Sample).where(tables.Sample.site == site).order_by(tables.Sample.at, tables.Sample.id)
    )
    return tuple(Kept(_sample(row), words.get(row.id, {})) for row in rows)


def one(session: Session, sample: UUID, site: str) -> Kept | None:
    """A sample of a site; None where there is none."""
    row = session.get(tables.Sample, sample)
    if row is None or row.site != site:
        return None
    said = session.scalars(select(tables.SampleLabel).where(tables.SampleLabel.sample == sample))
    return Kept(_sample(row), {label.attribute: label.word for label in said})


def label(session: Session, sample: UUID, words: Mapping[str, str], by: str, at: datetime) -> None:
    """Write down what a person said of a sample; what they said before of the same attributes is replaced.

    Raises:
        DataError: there is no such sample.
    """
    if session.get(tables.Sample, sample) is None:
        raise DataError(
            f"sample {sample}: expected one of this box, came one it does not know (any more); "
            "collect again with `sunkitchen enrol collect`"
        )
    for attribute, word in words.items():
        session.merge(tables.SampleLabel(sample=sample, attribute=attribute, word=word, by=by, at=at))


def unlabel(session: Session, sample: UUID, attributes: Iterable[str]) -> None:
    """Forget what a person said of these attributes of a sample: it was a slip."""
    said = tables.SampleLabel
    session.execute(delete(said).where(said.sample == sample, said.attribute.in_(list(attributes))))


def kept_of(row: tables.Sample) -> Kept:
    """A row, of whose words nobody asks."""
    return Kept(_sample(row), {})


def _sample(row: tables.Sample) -> Sample:
    return Sample(row.id, row.camera, row.track, row.at, row.height_px, row.jpeg, row.margin)


def _thin(session: Session, camera: str) -> None:
    labelled = exists().where(tables.SampleLabel.sample == tables.Sample.id)
    newest_first = (
        select(tables.Sample.id)
        .where(tables.Sample.camera == camera, ~labelled)
        .order_by(tables.Sample.at.desc(), tables.Sample.id)
        .offset(UNLABELLED_KEPT)
    )
    surplus = list(session.scalars(newest_first))
    if surplus:
        session.execute(delete(tables.Sample).where(tables.Sample.id.in_(surplus)))

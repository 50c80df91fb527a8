"""What the box found hard, as a labelled folder to look at, correct and train on: `sunkitchen export-hard`.

Taken from the evidence pictures of violations: what was flagged, and of everybody else on them whatever the models in
force cannot tell, and some at random that nobody flagged. And every kept head that a person labelled, which is the
only truth in it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from uuid import UUID

import numpy as np

from records import samples, violations
from records.samples import Kept
from records.states import ReviewState
from records.violation_rows import Cursor, EvidenceRow, LookRow, ViolationDetail, ViolationFilter
from records.violations import MAX_PAGE
from sunkitchen.config import Config
from sunkitchen.console import Step, progress
from sunkitchen.networks.sets import model_sets
from sunkitchen.store import Store, open_existing
from vision.detect.models import load_models
from vision.enrol.views import middle
from vision.errors import DataError
from vision.evaluation.writing import TABLES, About, Thing, Written, in_words, write_folder
from vision.facts import HEAD, Answer, Box, EvidenceKind, Judgement
from vision.frames import Image
from vision.geometry import iou
from vision.pipeline import Eyes
from vision.pixels import decode_jpeg, encode_jpeg

FLAGGED, CANNOT_TELL, RANDOM, UNFLAGGED, LABELLED = "flagged", "cannot_tell", "random", "unflagged", "labelled"
CROP_MARGIN = 0.5
"""Round an exported crop, as a share of the box's longer side."""
SAME_IOU = 0.3
SEED = 7
CONFIRMED, DISMISSED = "confirmed", "dismissed"
OPEN_QUESTION = frozenset({ReviewState.PENDING_REVIEW, ReviewState.APPEALED})
NOT_SO = frozenset({ReviewState.DISMISSED, ReviewState.MERGED, ReviewState.WITHDRAWN})
"""What was flagged in these states is nobody's word: its labels are left empty, for a person to fill in."""
NOTE = (
    "Written by `sunkitchen export-hard`. by=model is a proposal of the models in force: look at it and correct it "
    "(by=eye) before training on it. Not every head or hand is boxed."
)


@dataclass(frozen=True, slots=True)
class Taken:
    """One evidence picture with what may be exported of it; the file is read when it is needed, not kept."""

    camera: str
    at: datetime
    row: EvidenceRow
    things: tuple[Thing, ...]


def export_hard(config: Config, since: datetime, folder: Path, at_random: int = 0) -> dict[str, int]:
    """Write the folder; boxes per reason.

    Args:
        since: violations opened from then on (aware).
        at_random: how many unflagged heads and hands to take besides; always the same ones.

    Raises:
        StoreError: no store, or an evidence file is gone. ModelError: the models in force cannot be used.
        DataError: nothing was flagged or labelled since then, or the folder cannot be written.
    """
    models = load_models(model_sets(config.box).folder_in_force())
    eyes = Eyes(models.detector, models.classifiers)
    cut = as_frame if config.box.training_pictures == "frames" else as_crops
    about = About(f"box at {', '.join(site.name for site in config.sites)}", "not for publication", NOTE)
    with open_existing(config.box.data) as store:
        found, labelled = flagged(store, since), labelled_heads(store, config, since)
        if not found and not labelled:
            raise DataError(
                f"export-hard: no violation was opened and no head kept for labelling since {since.isoformat()} has a "
                "label; give an earlier --since"
            )
        with progress("export-hard 导出", len(found)) as step:
            taken = [look_again(eyes, one, _jpeg(store, one)) for one in told(found, step)]
        written = (picture for one in choose(taken, at_random) for picture in cut(one, _jpeg(store, one)))
        return write_folder(folder, chain(written, labelled), about)


def flagged(store: Store, since: datetime) -> list[Taken]:
    """Original evidence pictures, each once, with all boxes flagged on it."""
    pictures: dict[tuple[str, datetime], tuple[EvidenceRow, dict[UUID, Thing]]] = {}
    for detail in details(store, since):
        for row in detail.evidence:
            if row.kind is EvidenceKind.ORIGINAL and row.removed is None:
                _, things = pictures.setdefault((detail.violation.camera, row.at), (row, {}))
                things.update(_things(detail, row))
    return [Taken(camera, at, row, tuple(things.values())) for (camera, at), (row, things) in pictures.items()]


def labelled_heads(store: Store, config: Config, since: datetime) -> list[Written]:
    """Heads that a person labelled, seen from then on."""
    with store.database.reading() as session:
        kept = [one for site in config.sites for one in samples.of_site(session, site.id)]
    return [_head(one) for one in kept if one.words and one.sample.at >= since]


def _head(kept: Kept) -> Written:
    picture = decode_jpeg(kept.sample.jpeg)
    height, width = picture.shape[:2]
    alone = (Thing(HEAD, middle(picture, kept.sample.margin), kept.words, "eye", LABELLED),)
    return Written(f"head_{kept.sample.id}", kept.sample.jpeg, (width, height), kept.sample.camera, alone)


def told(taken: Sequence[Taken], step: Step) -> Iterator[Taken]:
    """The same, telling how far it is."""
    for number, one in enumerate(taken, start=1):
        yield one
        step(number, f"{number}/{len(taken)}")


def details(store: Store, since: datetime) -> list[ViolationDetail]:
    """Violations opened from then on, newest first, page by page."""
    found: list[ViolationDetail | None] = []
    with store.database.reading() as session:
        cursor: Cursor | None = None
        while True:
            page = violations.page(session, ViolationFilter(since=since), cursor, MAX_PAGE)
            found += [violations.one(session, row.id) for row in page.items]
            if page.next is None:
                return [detail for detail in found if detail is not None]
            cursor = page.next


def look_again(eyes: Eyes, taken: Taken, jpeg: bytes) -> Taken:
    """With everybody else on the picture, as the models in force see them."""
    found, judged = eyes.see(decode_jpeg(jpeg))
    known = np.array([thing.box for thing in taken.things], np.float32).reshape(-1, 4)
    new = (iou(found.boxes, known) < SAME_IOU).all(axis=1)
    others = []
    for row in np.flatnonzero(new):
        label, box = eyes.detector.labels[found.labels[row]], Box(*map(float, found.boxes[row]))
        if label in TABLES:
            why = CANNOT_TELL if _is_untold(label, judged[row]) else UNFLAGGED
            others.append(Thing(label, box, in_words(label, judged[row]), "model", why))
    return replace(taken, things=(*taken.things, *others))


def _is_untold(label: str, judged: Sequence[Judgement]) -> bool:
    """Whether a network could not tell something that it might learn; what thresholds judge it never learns."""
    _, learnable = TABLES[label]
    return any(j.answer is Answer.CANNOT_TELL for j in judged if j.attribute in learnable)


def choose(taken: list[Taken], at_random: int) -> list[Taken]:
    """Everything flagged or not told, and so many of the others."""
    others = [(i, k) for i, one in enumerate(taken) for k, thing in enumerate(one.things) if thing.why == UNFLAGGED]
    lucky = set(random.Random(SEED).sample(others, min(at_random, len(others))))  # noqa: S311 - a choice, no secret
    chosen = [
        replace(
            one,
            things=tuple(
                replace(thing, why=RANDOM) if (i, k) in lucky else thing
                for k, thing in enumerate(one.things)
                if thing.why != UNFLAGGED or (i, k) in lucky
            ),
        )
        for i, one in enumerate(taken)
    ]
    return [one for one in chosen if one.things]


def as_frame(taken: Taken, jpeg: bytes) -> tuple[Written, ...]:
    """The picture itself, byte for byte."""
    return (Written(_stem(taken), jpeg, (taken.row.width, taken.row.height), taken.camera, taken.things),)


def as_crops(taken: Taken, jpeg: bytes) -> tuple[Written, ...]:
    """A picture of its own for each box, with little round it."""
    image = decode_jpeg(jpeg)
    return tuple(_crop(taken, image, thing, number) for number, thing in enumerate(taken.things))


def _crop(taken: Taken, image: Image, thing: Thing, number: int) -> Written:
    (height, width), box = image.shape[:2], thing.box
    margin = CROP_MARGIN * max(box.width, box.height)
    x0, y0 = max(int(box.x0 - margin), 0), max(int(box.y0 - margin), 0)
    x1, y1 = min(int(box.x1 + margin) + 1, width), min(int(box.y1 + margin) + 1, height)
    inside = Box(box.x0 - x0, box.y0 - y0, box.x1 - x0, box.y1 - y0)
    jpeg = encode_jpeg(np.ascontiguousarray(image[y0:y1, x0:x1]))
    alone = (replace(thing, box=inside),)
    return Written(f"{_stem(taken)}_{number}", jpeg, (x1 - x0, y1 - y0), taken.camera, alone)


def _things(detail: ViolationDetail, row: EvidenceRow) -> dict[UUID, Thing]:
    looks = [look for look in detail.looks if look.at == row.at and look.label in TABLES]
    return {look.track: _thing(look, detail.violation.state) for look in looks}


def _thing(look: LookRow, state: ReviewState) -> Thing:
    """What the model said, until people said whether it is so."""
    said = in_words(look.label, look.judgements)
    if state in NOT_SO:
        return Thing(look.label, look.box, {}, "model", DISMISSED)
    return Thing(look.label, look.box, said, *(("model", FLAGGED) if state in OPEN_QUESTION else ("review", CONFIRMED)))


def _jpeg(store: Store, taken: Taken) -> bytes:
    with store.evidence.open(taken.row.path) as file:
        return file.read()


def _stem(taken: Taken) -> str:
    return f"{taken.camera}_{taken.at:%Y%m%dT%H%M%S}{taken.at.microsecond // 1000:03d}"

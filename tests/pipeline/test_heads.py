"""Every head of a picture is known, judged or not, and no picture we make shows a stranger's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import numpy as np
import pytest

from tests.pipeline.test_album import no_mask
from tests.rules.script import NO_MASK, place
from vision.facts import (
    HAND,
    HEAD,
    Answer,
    Box,
    EvidenceKind,
    Judgement,
    Look,
    Phase,
    Point,
    ShownHead,
    Track,
    Zone,
    ZoneKind,
)
from vision.frames import Boxes, Image, no_boxes
from vision.looks import Gate
from vision.pipeline.album import Album
from vision.pipeline.gatherer import Gatherer
from vision.pipeline.heads import hide_strangers, shown_heads
from vision.pixels import decode_jpeg
from vision.rules.missing_attribute import MissingAttribute

T0 = datetime(2026, 3, 2, 8, tzinfo=UTC)
SIZE = (200, 120)
LEFT = Zone("Z1", ZoneKind.DELI_COUNTER, (Point(0, 0), Point(0.5, 0), Point(0.5, 1), Point(0, 1)))
STAFF, STRANGER = Box(20, 40, 50, 80), Box(140, 40, 170, 80)


def look(box: Box, zones: tuple[str, ...], label: str = HEAD) -> Look:
    missing = (Judgement("hat", Answer.NOT_WORN, 0.9), Judgement("mask", Answer.NOT_WORN, 0.9))
    return Look("C1", Track(UUID(int=1), label, box, T0, T0), T0, 7, 0.0, zones, missing, 50.0)


def faint(*boxes: Box) -> Boxes:
    return np.array(boxes, np.float32).reshape(-1, 4)


def noise() -> Image:
    return np.random.default_rng(1).integers(0, 255, (SIZE[1], SIZE[0], 3), np.uint8)


def contrast(image: Image, box: Box) -> float:
    x0, y0, x1, y1 = (int(side) for side in box)
    return float(np.abs(np.diff(image[y0:y1, x0:x1].astype(float), axis=1)).mean())


@pytest.mark.parametrize(
    ("looks", "weak", "heads"),
    [
        pytest.param([look(STAFF, ("Z1",))], no_boxes(), {ShownHead(STAFF, True)}, id="staff"),
        pytest.param([look(STRANGER, ())], no_boxes(), {ShownHead(STRANGER, False)}, id="in no zone"),
        pytest.param([look(STAFF, ("Z9",))], no_boxes(), {ShownHead(STAFF, False)}, id="where nothing is worn"),
        pytest.param([look(STAFF, ("Z1",), HAND)], no_boxes(), set(), id="a hand"),
        pytest.param([], faint(STAFF), {ShownHead(STAFF, True)}, id="faint staff"),
        pytest.param([], faint(STRANGER), {ShownHead(STRANGER, False)}, id="faint stranger"),
        pytest.param([], no_boxes(), set(), id="nobody"),
    ],
)
def test_who_is_shown(looks: list[Look], weak: Boxes, heads: set[ShownHead]) -> None:
    assert set(shown_heads(looks, weak, SIZE, [LEFT])) == heads


def test_only_strangers_are_hidden() -> None:
    image, before = noise(), noise()
    hide_strangers(image, [ShownHead(STAFF, True), ShownHead(STRANGER, False)])
    assert contrast(image, STRANGER) < 0.2 * contrast(before, STRANGER)
    assert np.array_equal(image[:, :100], before[:, :100])


def test_an_annotated_copy_shows_no_stranger_and_both_know_all_heads() -> None:
    heads = (ShownHead(STAFF, True), ShownHead(STRANGER, False))
    album = Album(tuple(place().zones.values()), (MissingAttribute(NO_MASK, place()),))
    seen = look(STAFF, ("Z1",))
    album.keep([seen], noise(), heads)
    *snapshots, strip = album.snapshots(replace(no_mask([seen], Phase.OPENED), looks=(seen,)))
    assert {snapshot.heads for snapshot in snapshots} == {heads}
    assert [[head.staff for head in cell.heads] for cell in strip.cells] == [[True]]
    seen_on = {one.kind: contrast(decode_jpeg(one.jpeg), STRANGER) for one in snapshots}
    assert seen_on[EvidenceKind.ANNOTATED] < 0.4 * seen_on[EvidenceKind.ORIGINAL]


def test_a_sample_shows_no_stranger() -> None:
    beside, alone = Box(70, 40, 95, 80), Gatherer(frozenset({"Z1"}), 3600, Gate(28, 0.35, 12))
    heads = (ShownHead(STAFF, True), ShownHead(beside, False))
    hidden = alone.pick([look(STAFF, ("Z1",))], noise(), heads)
    shown = Gatherer(frozenset({"Z1"}), 3600, Gate(28, 0.35, 12)).pick([look(STAFF, ("Z1",))], noise(), ())
    assert hidden is not None
    assert shown is not None
    there = Box(190, 90, 222, 150)  # of the sample's 224 px, where the stranger is
    assert contrast(decode_jpeg(hidden.jpeg), there) < 0.5 * contrast(decode_jpeg(shown.jpeg), there)

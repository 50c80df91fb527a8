"""What is decided of a picture: which heads are hidden how far, for whom."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest

from api.evidence.derivative import Derivative, Hidden, Hide, derivative, small
from records.pictures import Polygon
from records.violation_rows import EvidenceFile, EvidenceRow
from sunkitchen.rendering import render
from tests.api.build import T0
from vision.facts import Box, EvidenceKind, EvidenceRole, Point, ShownHead
from vision.pixels import decode_jpeg, encode_jpeg

LEFT: Polygon = (Point(0, 0), Point(0.5, 0), Point(0.5, 1), Point(0, 1))
MINE, THEIRS, STRANGER = Box(20, 20, 60, 70), Box(220, 20, 260, 70), Box(120, 100, 150, 140)
HEADS = (ShownHead(MINE, True), ShownHead(THEIRS, True), ShownHead(STRANGER, False))
ROW = EvidenceRow(
    id=UUID(int=1),
    violation=UUID(int=2),
    kind=EvidenceKind.ORIGINAL,
    role=EvidenceRole.FIRST,
    frame=1,
    at=T0,
    path="x",
    sha256="",
    size_bytes=1,
    width=320,
    height=180,
    derived_from=None,
    heads=HEADS,
)


def noise() -> bytes:
    return encode_jpeg(np.random.default_rng(1).integers(0, 255, (180, 320, 3), np.uint8))


@pytest.mark.parametrize(
    ("cut", "judging", "hides"),
    [
        pytest.param(None, True, (Hide.EYES, Hide.EYES, Hide.HEAD), id="who judges at the site"),
        pytest.param(None, False, (Hide.HEAD, Hide.HEAD, Hide.HEAD), id="anybody else"),
        pytest.param(LEFT, True, (Hide.EYES, Hide.HEAD, Hide.HEAD), id="a stall, and its neighbour"),
        pytest.param(LEFT, False, (Hide.HEAD, Hide.HEAD, Hide.HEAD), id="only a part, and no judge"),
    ],
)
def test_how_far_heads_are_hidden(cut: Polygon | None, judging: bool, hides: tuple[Hide, ...]) -> None:
    made = derivative(EvidenceFile(ROW, cut, judging), MINE)
    assert made.hidden == tuple(Hidden(head.box, hide) for head, hide in zip(HEADS, hides, strict=True))
    assert made.clear is None


@pytest.mark.parametrize(
    ("flagged", "judging", "clear"),
    [
        pytest.param(MINE, True, (MINE,), id="the flagged head is judged"),
        pytest.param(MINE, False, (), id="nobody judges"),
        pytest.param(None, True, (), id="no look tells which"),
    ],
)
def test_what_nobody_knows_the_heads_of_is_coarse(flagged: Box | None, judging: bool, clear: tuple[Box, ...]) -> None:
    made = derivative(EvidenceFile(replace(ROW, heads=None), None, judging), flagged)
    assert (made.clear, made.hidden) == (clear, tuple(Hidden(box, Hide.EYES) for box in clear))


def test_a_small_picture_hides_as_the_large_one() -> None:
    found = EvidenceFile(ROW, LEFT, True)
    large, little = derivative(found, MINE), small(found, MINE)
    assert (little.hidden, little.cut, little.clear) == (large.hidden, large.cut, large.clear)
    assert little.part.x1 <= large.part.x1


def test_every_way_to_see_a_picture_has_its_own_tag() -> None:
    ways = [EvidenceFile(ROW, cut, judging) for cut in (None, LEFT) for judging in (True, False)]
    tags = {make(found, MINE).tag for found in ways for make in (derivative, small)}
    assert len(tags) == 8


def rendered(made: Derivative) -> np.ndarray:
    data = render(noise(), made)
    assert data is not None
    return decode_jpeg(data)


def test_of_an_unknown_picture_two_colours_side_by_side_are_blocks() -> None:
    seen = rendered(derivative(EvidenceFile(replace(ROW, heads=None), None, False), MINE))
    assert np.abs(np.diff(seen.astype(int), axis=1)).mean() < 8


def test_what_lies_outside_the_cut_is_black() -> None:
    seen = rendered(derivative(EvidenceFile(ROW, LEFT, True), MINE))
    assert seen.shape == (180, 160, 3)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"no picture", id="no picture"),
        pytest.param(encode_jpeg(np.zeros((90, 160, 3), np.uint8)), id="of another size"),
    ],
)
def test_what_is_not_the_decided_picture_is_not_rendered(data: bytes) -> None:
    assert render(data, derivative(EvidenceFile(ROW, None, True), MINE)) is None

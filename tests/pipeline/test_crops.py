"""Which looks have a small picture, and what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.script import look
from vision.facts import CELL_PX, PICTURE, Answer, Box, Look, ShownHead
from vision.frames import Image
from vision.pipeline.crops import MOST, Crops, cell_of, crop_of, strip_of
from vision.pixels import decode_jpeg, square_crop

SIZE = (640, 360)
HEAD = Box(100, 80, 140, 120)


def seen(who: str, number: int, answer: Answer = Answer.NOT_WORN, box: Box = HEAD, step_s: float = 0.5) -> Look:
    plain = look(who, answer, number * step_s)
    return replace(plain, frame=number, track=replace(plain.track, box=box))


def shade(number: int) -> Image:
    return np.full((SIZE[1], SIZE[0], 3), 20 + number, np.uint8)


def noise() -> Image:
    return np.random.default_rng(1).integers(0, 255, (SIZE[1], SIZE[0], 3), np.uint8)


def frames_of(crops: Crops, looks: Sequence[Look]) -> list[int]:
    strip = crops.strip(looks)
    return [] if strip is None else [cell.frame for cell in strip.cells]


def test_looks_count_from_the_first_accusation_on_whatever_they_say_then() -> None:
    script = [seen("anna", n, Answer.NOT_WORN if n in (2, 4) else Answer.WORN) for n in range(6)]
    crops = Crops()
    for one in script:
        crops.keep([one], [one] if one.frame in (2, 4) else [], shade(0), ())
    assert frames_of(crops, script) == [2, 3, 4, 5]


def test_of_whoever_is_not_accused_nothing_is_kept() -> None:
    anna, bert = seen("anna", 0), seen("bert", 0, Answer.WORN)
    crops = Crops()
    crops.keep([anna, bert], [anna], shade(0), ())
    assert crops.strip([bert]) is None
    assert frames_of(crops, [anna, bert]) == [0]


def test_a_look_at_the_whole_picture_has_no_small_one() -> None:
    whole = replace(seen("view", 0), track=replace(seen("view", 0).track, label=PICTURE))
    crops = Crops()
    crops.keep([whole], [whole], shade(0), ())
    assert crops.strip([whole]) is None


@pytest.mark.parametrize(
    ("number", "step_s", "capacity", "frames"),
    [
        pytest.param(10, 0.5, 4, [6, 7, 8, 9], id="more than it holds"),
        pytest.param(5, 60.0, 400, [2, 3, 4], id="older than two minutes"),
    ],
)
def test_the_oldest_go_first(number: int, step_s: float, capacity: int, frames: list[int]) -> None:
    script, crops = [seen("anna", n, step_s=step_s) for n in range(number)], Crops(capacity)
    for one in script:
        crops.keep([one], [one], shade(0), ())
    assert frames_of(crops, script) == frames


def test_an_accusation_is_forgotten() -> None:
    crops = Crops()
    crops.keep([seen("anna", 0)], [seen("anna", 0)], shade(0), ())
    later = replace(seen("anna", 1), at=seen("anna", 0).at + timedelta(minutes=3))
    crops.keep([seen("bert", 1)], [], shade(0), ())
    crops.keep([replace(later, track=seen("bert", 1).track)], [], shade(0), ())
    crops.keep([later], [], shade(0), ())
    assert crops.strip([later]) is None


@given(st.integers(min_value=1, max_value=120))
def test_a_strip_is_thinned_evenly_with_both_ends(count: int) -> None:
    cells = strip_of([crop_of(seen("anna", n), shade(0), ()) for n in range(count)]).cells
    frames = [cell.frame for cell in cells]
    assert (frames[0], frames[-1], len(frames)) == (0, count - 1, min(count, MOST))
    steps = [later - earlier for earlier, later in pairwise(frames)]
    assert not steps or max(steps) - min(steps) <= 1


def test_a_strip_shows_each_look_in_its_place() -> None:
    strip = strip_of([crop_of(seen("anna", n), shade(80 * n), ()) for n in range(3)])
    sheet = decode_jpeg(strip.jpeg)
    assert (sheet.shape, strip.width, strip.height) == ((CELL_PX, 3 * CELL_PX, 3), 3 * CELL_PX, CELL_PX)
    assert [int(sheet[40, n * CELL_PX + 40, 0]) for n in range(3)] == [
        pytest.approx(20 + 80 * n, abs=2) for n in range(3)
    ]
    assert (strip.frame, strip.at) == (2, seen("anna", 2).at)


BOXES = st.tuples(*(st.floats(-50, 650) for _ in range(2)), *(st.floats(8, 200) for _ in range(2))).map(
    lambda sides: Box(sides[0], sides[1], sides[0] + sides[2], sides[1] + sides[3])
)


@given(BOXES)
def test_a_cell_knows_where_its_head_is_and_what_it_shows(box: Box) -> None:
    cell = cell_of(seen("anna", 0, box=box), SIZE, (ShownHead(box, True),))
    [head] = cell.heads
    assert ((head.box.x0 + head.box.x1) / 2, (head.box.y0 + head.box.y1) / 2) == pytest.approx((48, 48), abs=0.2)
    middle = (cell.part.x0 + cell.part.x1) / 2 * SIZE[0], (cell.part.y0 + cell.part.y1) / 2 * SIZE[1]
    assert middle == pytest.approx(((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2), abs=0.02)
    assert cell.part.width * SIZE[0] == pytest.approx(2 * max(box.width, box.height), abs=0.02)


def test_a_stranger_beside_is_hidden_before_anything_is_kept() -> None:
    beside = Box(135, 90, 160, 125)
    crop = crop_of(seen("anna", 0), noise(), (ShownHead(HEAD, True), ShownHead(beside, False)))
    plain = square_crop(noise(), HEAD, 0.5, CELL_PX)
    x0, y0 = round((135 - 80) * 1.2), round((90 - 60) * 1.2)
    where = slice(y0, y0 + 36), slice(x0, 96)
    assert (
        np.abs(np.diff(crop.image[where].astype(int), axis=1)).mean()
        < 0.5 * np.abs(np.diff(plain[where].astype(int), axis=1)).mean()
    )
    assert np.array_equal(crop.image[:, :55], plain[:, :55])
    assert [head.staff for head in crop.cell.heads] == [True, False]

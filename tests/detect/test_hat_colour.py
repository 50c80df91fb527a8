"""White or not: drawn heads in white, coloured and dark coverings, under good, dim, coloured and no light."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from sunkitchen.paths import MODELS
from tests.detect.test_models import picture
from vision.detect.covering import covering_of, light_of
from vision.detect.hat_colour import HatColour
from vision.detect.manifest import ColourEntry, read_manifest
from vision.facts import Answer, Box, Judgement, Reason
from vision.frames import Image

Colour = tuple[int, int, int]
WALL, COAT, SKIN, HAIR = (150, 165, 170), (225, 230, 232), (120, 150, 200), (30, 32, 36)
WHITE, NAVY, RED, SKY, BLACK = (235, 238, 238), (110, 50, 35), (50, 40, 190), (225, 190, 120), (32, 30, 30)
SIZE = (640, 360)
HEAD = Box(290, 110, 350, 190)


def scene(covering: Colour, box: Box = HEAD, tall: bool = False, wall: Colour = WALL) -> Image:
    """Somebody in a white coat before a wall with a plant, blue (so that the picture has colour), BGR."""
    image = np.full((SIZE[1], SIZE[0], 3), wall, np.uint8)
    cv2.rectangle(image, (20, 20), (120, 300), (60, 130, 60), -1)
    middle, wide, high = round((box.x0 + box.x1) / 2), box.width, box.height
    body = (round(box.x0 - 0.6 * wide), round(box.y1 - 0.05 * high), round(box.x1 + 0.6 * wide), SIZE[1])
    cv2.rectangle(image, body[:2], body[2:], COAT, -1)
    centre = (middle, round((box.y0 + box.y1) / 2))
    cv2.ellipse(image, centre, (round(wide / 2), round(high / 2)), 0, 0, 360, SKIN, -1)
    cv2.ellipse(image, centre, (round(wide / 2), round(high / 2)), 0, 170, 370, covering, -1)
    if tall:
        cv2.rectangle(
            image, (round(box.x0 + 5), round(box.y0 - 0.6 * high)), (round(box.x1 - 5), round(box.y0)), WHITE, -1
        )
    return image


def lit(image: Image, gain: tuple[float, float, float]) -> Image:
    """The scene under light of another strength or colour, per channel BGR."""
    return np.clip(image.astype(np.float32) * np.array(gain, np.float32), 0, 255).astype(np.uint8)


def entry() -> ColourEntry:
    """The shipped thresholds."""
    return next(one for one in read_manifest(MODELS).models if isinstance(one, ColourEntry))


def judge(image: Image, box: Box = HEAD) -> Judgement:
    ((judged,),) = HatColour(entry()).judge(image, np.array([box], np.float32))
    return judged


@pytest.mark.parametrize(
    ("covering", "answer"),
    [
        pytest.param(WHITE, Answer.WORN, id="white"),
        pytest.param((215, 222, 225), Answer.WORN, id="off-white"),
        pytest.param(NAVY, Answer.WRONG, id="navy"),
        pytest.param(RED, Answer.WRONG, id="red"),
        pytest.param(SKY, Answer.WRONG, id="sky blue"),
        pytest.param(BLACK, Answer.WRONG, id="black"),
        pytest.param((120, 122, 124), Answer.CANNOT_TELL, id="grey: cloth, or a white net over dark hair"),
    ],
)
def test_the_colour_of_a_covering(covering: Colour, answer: Answer) -> None:
    assert judge(scene(covering)).answer is answer


@pytest.mark.parametrize("height", [20, 40, 80, 240])
@pytest.mark.parametrize(
    ("covering", "answer"), [pytest.param(WHITE, Answer.WORN, id="white"), pytest.param(NAVY, Answer.WRONG, id="navy")]
)
def test_at_every_size(height: int, covering: Colour, answer: Answer) -> None:
    box = Box(320 - height * 0.375, 60, 320 + height * 0.375, 60 + height)
    assert judge(scene(covering, box), box).answer is answer


@pytest.mark.parametrize(
    ("gain", "white", "navy"),
    [
        pytest.param((1.0, 1.0, 1.0), Answer.WORN, Answer.WRONG, id="day"),
        pytest.param((0.55, 0.55, 0.55), Answer.WORN, Answer.WRONG, id="dim"),
        pytest.param((0.92, 0.98, 1.0), Answer.WORN, Answer.WRONG, id="warm lamps"),
        pytest.param((0.75, 0.92, 1.0), Answer.CANNOT_TELL, Answer.WRONG, id="very warm lamps"),
        pytest.param((1.0, 0.94, 0.92), Answer.WORN, Answer.WRONG, id="cold light"),
        pytest.param((0.08, 0.08, 0.08), Answer.CANNOT_TELL, Answer.CANNOT_TELL, id="night"),
    ],
)
def test_under_another_light(gain: tuple[float, float, float], white: Answer, navy: Answer) -> None:
    assert (judge(lit(scene(WHITE), gain)).answer, judge(lit(scene(NAVY), gain)).answer) == (white, navy)


def infrared(image: Image) -> Image:
    """A camera at night: no colour at all."""
    return cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR).astype(np.uint8)


def burnt(image: Image) -> Image:
    """Everything bright is burnt out."""
    return lit(image, (1.6, 1.6, 1.6))


def before_a_window(image: Image) -> Image:
    """The person in the dark, the wall bright as day."""
    dark = lit(image, (0.25, 0.25, 0.25))
    dark[(image == np.array(WALL, np.uint8)).all(axis=2)] = 250
    return dark


@pytest.mark.parametrize("covering", [pytest.param(WHITE, id="white"), pytest.param(BLACK, id="black")])
@pytest.mark.parametrize("spoilt", [infrared, before_a_window])
def test_light_that_tells_no_colours(covering: Colour, spoilt: object) -> None:
    assert callable(spoilt)
    judged = judge(spoilt(scene(covering)))
    assert (judged.answer, judged.reason) == (Answer.CANNOT_TELL, Reason.UNCLEAR)


def test_what_is_burnt_out_is_not_white() -> None:
    assert judge(burnt(scene(SKY))).answer is not Answer.WORN
    assert judge(burnt(scene(WHITE))).reason is Reason.UNCLEAR


def test_a_tall_hat_that_the_box_does_not_hold() -> None:
    """The box is the face's: what is seen in its upper half is a forehead in the shade of a toque."""
    forehead = (70, 75, 80)
    assert judge(scene(forehead, tall=True)).reason is Reason.UNCLEAR


@pytest.mark.parametrize(
    ("box", "reason"),
    [
        pytest.param(Box(300, 110, 312, 125), Reason.TOO_SMALL, id="too small"),
        pytest.param(Box(290, -70, 350, 10), Reason.CUT_OFF, id="its top is above the picture"),
        pytest.param(Box(-200, 100, -140, 180), Reason.CUT_OFF, id="wholly beside the picture"),
        pytest.param(Box(290, 350, 350, 430), Reason.CUT_OFF, id="below it"),
    ],
)
def test_a_head_that_is_not_there(box: Box, reason: Reason) -> None:
    judged = judge(scene(NAVY), box)
    assert (judged.answer, judged.reason) == (Answer.CANNOT_TELL, reason)


def test_a_picture_without_a_head_has_no_judgement() -> None:
    assert HatColour(entry()).judge(picture(), np.zeros((0, 4), np.float32)) == []


def test_what_was_painted_black_does_not_make_a_picture_dark() -> None:
    image = scene(WHITE)
    before = light_of(image)
    image[:, 400:] = 0
    assert abs(light_of(image).bright - before.bright) < 5
    assert light_of(np.zeros_like(image)).bright == 0


def test_a_head_at_the_edge_is_measured_by_what_is_seen() -> None:
    image = scene(NAVY)
    at_edge = image[:, 290:]
    inside, cut = covering_of(image, HEAD), covering_of(at_edge, Box(0, HEAD.y0, 60, HEAD.y1))
    assert inside is not None
    assert cut is not None
    assert (cut.tints, cut.middle, cut.peak) == (inside.tints, inside.middle, inside.peak)

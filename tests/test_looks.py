"""Looks: where a head stands, and when one cannot tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import numpy as np
import pytest

from vision.facts import HAND, Answer, Box, Judgement, Look, Point, Reason, Track, Zone, ZoneKind
from vision.frames import Frame, Image
from vision.looks import GATES, take_looks

AT = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
WIDTH, HEIGHT = 640, 360
LEFT = Zone("Z1", ZoneKind.DELI_COUNTER, (Point(0, 0), Point(0.5, 0), Point(0.5, 1), Point(0, 1)))
RIGHT = Zone("Z2", ZoneKind.DELI_COUNTER, (Point(0.4, 0), Point(1, 0), Point(1, 1), Point(0.4, 1)))
BARE = Judgement("hat", Answer.NOT_WORN, 0.95)
HEAD = Box(100, 100, 150, 160)
TRAYS = (Point(0.1, 0.5), Point(0.4, 0.5), Point(0.4, 0.8), Point(0.1, 0.8))
STALL = replace(LEFT, rte_roi=TRAYS)


def noise() -> Image:
    return np.random.default_rng(7).integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)


def looks_at(*boxes: Box, image: Image | None = None, judgement: Judgement = BARE) -> tuple[Look, ...]:
    picture = noise() if image is None else image
    frame = Frame("C1", lambda: picture, AT, 1.5, 3, is_keyframe=False)
    tracks = [Track(UUID(int=i), "head", box, AT, AT) for i, box in enumerate(boxes)]
    return take_looks(frame, picture, tracks, [(judgement,)] * len(boxes), (LEFT, RIGHT), GATES)


def look_at(label: str, box: Box, *others: tuple[str, Box]) -> Look:
    """The look at a box of a label among others, at the stall with its trays of food."""
    picture = noise()
    frame = Frame("C1", lambda: picture, AT, 1.5, 3, is_keyframe=False)
    tracks = [Track(UUID(int=i), name, b, AT, AT) for i, (name, b) in enumerate([(label, box), *others])]
    return take_looks(frame, picture, tracks, [(BARE,)] * len(tracks), (STALL, RIGHT), GATES)[0]


@pytest.mark.parametrize(
    ("box", "zones"),
    [
        pytest.param(HEAD, ("Z1",), id="left"),
        pytest.param(Box(400, 100, 450, 160), ("Z2",), id="right"),
        pytest.param(Box(265, 100, 315, 160), ("Z1", "Z2"), id="where both overlap"),
    ],
)
def test_zones(box: Box, zones: tuple[str, ...]) -> None:
    [look] = looks_at(box)
    assert look.zones == zones


@pytest.mark.parametrize(
    ("boxes", "image", "reason"),
    [
        pytest.param([HEAD], None, None, id="plainly seen"),
        pytest.param([Box(100, 100, 120, 127)], None, Reason.TOO_SMALL, id="27 px high"),
        pytest.param([Box(0, 100, 50, 160)], None, Reason.CUT_OFF, id="at the edge of the picture"),
        pytest.param([HEAD, Box(105, 120, 155, 180)], None, Reason.OCCLUDED, id="behind a nearer head"),
        pytest.param([HEAD], np.full((HEIGHT, WIDTH, 3), 90, np.uint8), Reason.BLURRED, id="a smooth smear"),
    ],
)
def test_reasons(boxes: list[Box], image: Image | None, reason: Reason | None) -> None:
    judged = looks_at(*boxes, image=image)[0].of("hat")
    assert judged is not None
    assert judged.reason is reason
    assert (judged.answer is Answer.CANNOT_TELL) is (reason is not None)


def test_the_classifiers_own_doubt_keeps_its_reason() -> None:
    doubt = Judgement("hat", Answer.CANNOT_TELL, 0.5, Reason.LOW_SCORE)
    assert looks_at(Box(0, 100, 50, 160), judgement=doubt)[0].of("hat") == doubt


def test_nobody_is_no_look() -> None:
    assert looks_at() == ()


def test_a_look_knows_its_moment() -> None:
    [look] = looks_at(HEAD)
    assert (look.camera, look.at, look.frame, look.pts_s) == ("C1", AT, 3, 1.5)


def test_what_is_not_judged_is_none() -> None:
    assert looks_at(HEAD)[0].of("glove") is None


@pytest.mark.parametrize(
    ("label", "box", "others", "reason"),
    [
        pytest.param(HAND, Box(100, 200, 130, 224), [], None, id="a hand of 24 px"),
        pytest.param(HAND, Box(100, 200, 130, 223), [], Reason.TOO_SMALL, id="a hand of 23 px"),
        pytest.param("head", Box(100, 200, 130, 224), [], Reason.TOO_SMALL, id="a head of 24 px"),
        pytest.param(
            HAND, Box(100, 90, 140, 130), [("head", HEAD)], None, id="a hand at the hat is not behind the head"
        ),
        pytest.param("head", HEAD, [(HAND, Box(105, 120, 155, 180))], None, id="a hand is no nearer head"),
        pytest.param(
            HAND, Box(100, 200, 140, 240), [(HAND, Box(105, 205, 145, 245))], Reason.OCCLUDED, id="under the other hand"
        ),
    ],
)
def test_heads_and_hands_have_their_own_gates(
    label: str, box: Box, others: list[tuple[str, Box]], reason: Reason | None
) -> None:
    judged = look_at(label, box, *others).of("hat")
    assert judged is not None
    assert judged.reason is reason


@pytest.mark.parametrize(
    ("box", "rte_zones"),
    [
        pytest.param(Box(100, 200, 130, 230), ("Z1",), id="middle over the trays"),
        pytest.param(Box(60, 170, 90, 186), (), id="fingers only"),
        pytest.param(Box(100, 100, 130, 130), (), id="in the zone, not over the food"),
        pytest.param(Box(400, 200, 430, 230), (), id="a zone without trays"),
    ],
)
def test_over_ready_to_eat_food(box: Box, rte_zones: tuple[str, ...]) -> None:
    assert look_at(HAND, box).rte_zones == rte_zones

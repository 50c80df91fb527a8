"""Looks: where a head stands, and when one cannot tell."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import numpy as np
import pytest

from vision.facts import Answer, Box, Judgement, Look, Point, Reason, Track, Zone, ZoneKind
from vision.frames import Frame, Image
from vision.looks import Gate, take_looks

AT = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
WIDTH, HEIGHT = 640, 360
LEFT = Zone("Z1", ZoneKind.DELI_COUNTER, (Point(0, 0), Point(0.5, 0), Point(0.5, 1), Point(0, 1)))
RIGHT = Zone("Z2", ZoneKind.DELI_COUNTER, (Point(0.4, 0), Point(1, 0), Point(1, 1), Point(0.4, 1)))
BARE = Judgement("hat", Answer.NOT_WORN, 0.95)
HEAD = Box(100, 100, 150, 160)


def noise() -> Image:
    return np.random.default_rng(7).integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)


def looks_at(*boxes: Box, image: Image | None = None, judgement: Judgement = BARE) -> tuple[Look, ...]:
    picture = noise() if image is None else image
    frame = Frame("C1", lambda: picture, AT, 1.5, 3, is_keyframe=False)
    tracks = [Track(UUID(int=i), "head", box, AT, AT) for i, box in enumerate(boxes)]
    return take_looks(frame, picture, tracks, [(judgement,)] * len(boxes), (LEFT, RIGHT), Gate())


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

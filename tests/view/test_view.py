"""What is said of a camera's whole picture: lives of cameras, a look every two seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sunkitchen.config import load_rulebook
from tests.view.pictures import (
    Change,
    blurred,
    cloth,
    crowded,
    gain,
    gamma,
    infrared,
    lamp,
    moved,
    pictures,
    same,
    tinted,
)
from vision.facts import Point
from vision.frames import Frame, Image
from vision.pipeline import View, ViewLimits

BEGAN = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
COUNTER, KITCHEN = "deli_counter_01", "canteen_kitchen_03"
CLIPS = (COUNTER, "deli_room_02", KITCHEN, "canteen_serving_04")
STEP_S = 2.0
STRIP = (Point(0, 0), Point(1, 0), Point(1, 0.25), Point(0, 0.25))
WHOLE = (Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 1))


def limits() -> ViewLimits:
    """As shipped."""
    view = load_rulebook({}).view
    assert view is not None
    return view


class Life:
    """A camera that goes on looking while things happen to it."""

    def __init__(self, clip: str = COUNTER, view: View | None = None) -> None:
        self.view = view or View("C1", limits())
        self._clip, self._number, self.at = pictures(clip), 0, BEGAN
        self._changed: dict[tuple[Change, int], Image] = {}

    def go_on(self, seconds: float, change: Change = same, step_s: float = STEP_S) -> list[set[str]]:
        """What is wrong at each look."""
        return [self._look(change, step_s) for _ in range(round(seconds / step_s))]

    def _look(self, change: Change, step_s: float) -> set[str]:
        self._number, self.at = self._number + 1, self.at + timedelta(seconds=step_s)
        key = change, 3 if change is still else self._number % (2 * len(self._clip))
        if key not in self._changed:
            self._changed[key] = change(self._clip[key[1] % len(self._clip)], key[1])
        return said(self.view, self._changed[key], self.at)


def said(view: View, image: Image, at: datetime) -> set[str]:
    frame = Frame("C1", lambda: image, at, 0.0, 0, is_keyframe=False)
    return {judgement.attribute for judgement in view.look(frame, image).judgements}


def still(image: Image, _number: int) -> Image:
    """The same picture comes again and again."""
    return image


@cache
def grainy(clip: str) -> tuple[Image, ...]:
    """Each picture of a clip twice, no two with the same noise."""
    return tuple(gain(1.0, noise=1)(image, n) for n in range(2) for image in pictures(clip))


@pytest.mark.parametrize("clip", [COUNTER, KITCHEN])
@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        pytest.param(same, set(), id="nothing happens"),
        pytest.param(crowded, set(), id="people close by the lens"),
        pytest.param(gain(0.35), set(), id="dim"),
        pytest.param(gain(0.3, noise=6), set(), id="dim and noisy"),
        pytest.param(gamma(0.5), set(), id="bright"),
        pytest.param(gamma(2.0), set(), id="hard light"),
        pytest.param(lamp, set(), id="a lamp at one side"),
        pytest.param(tinted, set(), id="warm lamps"),
        pytest.param(infrared, set(), id="infrared"),
        pytest.param(blurred(0.6), set(), id="a little soft"),
        pytest.param(moved(right=0.005), set(), id="trembling"),
        pytest.param(gain(0.05, noise=1), {"dark"}, id="dark"),
        pytest.param(gain(0.0), {"dark", "frozen"}, id="black"),
        pytest.param(cloth, {"covered"}, id="covered"),
        pytest.param(blurred(4), {"blurred"}, id="out of focus"),
        pytest.param(moved(down=0.1), {"moved"}, id="turned down"),
        pytest.param(moved(right=0.3), {"moved"}, id="turned aside"),
        pytest.param(moved(degrees=12), {"moved"}, id="tilted"),
        pytest.param(moved(zoom=1.3), {"moved"}, id="zoomed"),
        pytest.param(still, {"frozen"}, id="one picture again and again"),
    ],
)
def test_what_is_wrong(clip: str, change: Change, wrong: set[str]) -> None:
    life = Life(clip)
    life.go_on(180)
    told = life.go_on(420, change)
    assert told[-1] == wrong
    assert all(one <= wrong for one in told)


@pytest.mark.parametrize(
    ("change", "wrong", "within_s"),
    [
        pytest.param(gain(0.05, noise=1), "dark", (0, 2), id="dark is seen at once"),
        pytest.param(cloth, "covered", (0, 2), id="covered, too"),
        pytest.param(blurred(4), "blurred", (0, 2), id="blurred, too"),
        pytest.param(still, "frozen", (60, 64), id="frozen after a minute"),
        pytest.param(moved(down=0.1), "moved", (240, 330), id="moved after minutes"),
    ],
)
def test_when_it_is_told_and_that_it_passes(change: Change, wrong: str, within_s: tuple[float, float]) -> None:
    life = Life()
    life.go_on(180)
    told = life.go_on(420, change)
    assert within_s[0] <= told.index({wrong}) * STEP_S <= within_s[1]
    back = life.go_on(180)
    assert back[-1] == set()
    assert back.index(set()) * STEP_S <= 90


def test_somebody_before_the_lens_for_minutes_is_not_another_view() -> None:
    life = Life()
    life.go_on(180)
    assert life.go_on(150, moved(right=0.3))[-1] == set()
    assert life.go_on(600)[-1] == set()


def test_another_view_is_adopted_in_the_end() -> None:
    life = Life(view=View("C1", replace(limits(), adopt_s=600)))
    life.go_on(180)
    told = life.go_on(800, moved(down=0.1))
    assert {"moved"} in told
    assert told[-1] == set()
    assert life.go_on(400)[-1] == {"moved"}


@pytest.mark.parametrize("change", [moved(right=0.3), moved(zoom=1.3)])
def test_a_camera_that_is_meant_to_turn_may(change: Change) -> None:
    life = Life(view=View("C1", limits(), turns=True))
    life.go_on(60)
    assert life.go_on(600, change)[-1] == set()


def test_nothing_is_learnt_in_the_dark() -> None:
    life = Life()
    assert life.go_on(60, gain(0.05, noise=1))[-1] == {"dark"}
    assert life.go_on(600)[-1] == set()


def test_a_camera_that_begins_out_of_focus_is_told() -> None:
    assert Life().go_on(10, blurred(6))[-1] == {"blurred"}


def burnt(strip_only: Change) -> Change:
    def change(image: Image, number: int) -> Image:
        painted = strip_only(image, number).copy()
        painted[: image.shape[0] // 4] = 0
        return painted

    return change


@pytest.mark.parametrize(
    ("change", "wrong"),
    [(same, set()), (cloth, {"covered"}), (moved(down=0.1), {"moved"})],
    ids=["as is", "cloth", "moved"],
)
def test_what_is_painted_over_neither_accuses_nor_excuses(change: Change, wrong: set[str]) -> None:
    life = Life(view=View("C1", limits(), (STRIP,)))
    life.go_on(180, burnt(same))
    assert life.go_on(420, burnt(change))[-1] == wrong


def test_of_a_picture_that_is_all_painted_over_nothing_is_said() -> None:
    life = Life(view=View("C1", limits(), (WHOLE,)))
    assert life.go_on(120, gain(0.0)) == [set()] * 60


def test_the_look_is_of_the_whole_picture_and_of_nobody() -> None:
    image = np.zeros((360, 640, 3), np.uint8)
    look = View("C1", limits()).look(Frame("C1", lambda: image, BEGAN, 0.0, 7, is_keyframe=True), image)
    assert (look.track.label, look.track.box, look.zones, look.frame) == ("picture", (0, 0, 640, 360), (), 7)
    assert [(j.attribute, j.score) for j in look.judgements] == [("dark", 1.0)]


@settings(max_examples=40)
@given(
    st.sampled_from(CLIPS),
    st.lists(st.tuples(st.integers(0, 39), st.floats(0.2, 20)), min_size=40, max_size=90),
)
def test_no_order_and_no_pace_of_a_normal_clip_is_wrong(clip: str, steps: Sequence[tuple[int, float]]) -> None:
    view, at = View("C1", limits()), BEGAN
    for picture, step_s in steps:
        at += timedelta(seconds=step_s)
        assert said(view, grainy(clip)[picture], at) == set()

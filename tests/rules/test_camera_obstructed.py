"""Lives of a camera by its own view, a letter a second: clear, dark, blurred; '.' is no frame."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunkitchen.config import load_rulebook
from tests.rules.people import TWO, head, room
from tests.rules.script import BEGAN, phases, violations, why_not
from vision.facts import (
    PICTURE,
    Answer,
    Box,
    Judgement,
    Look,
    Phase,
    Suppressed,
    Track,
    Violation,
    WhyNot,
    Zone,
    camera_track,
)
from vision.rules import Place
from vision.rules.camera_obstructed import CameraObstructed

OPENED, REPEATED, ENDED = Phase.OPENED, Phase.REPEATED, Phase.ENDED
WRONG = {"d": "dark", "b": "blurred"}


def rule_at(place: Place) -> CameraObstructed:
    (spec,) = (spec for spec in load_rulebook({}).specs if spec.code == "CAM_OBSTRUCTED")
    return CameraObstructed(spec, place)


def view(letter: str, at_s: float) -> Look:
    at = BEGAN + timedelta(seconds=at_s)
    judged = (Judgement(WRONG[letter], Answer.WRONG, 0.8),) if letter in WRONG else ()
    track = Track(camera_track("C1"), PICTURE, Box(0, 0, 640, 360), BEGAN, at)
    return Look("C1", track, at, round(at_s * 100), at_s, (), judged, 0.5)


def watch(script: str, step_s: float = 1.0, zone: Zone = TWO) -> list[Violation | Suppressed]:
    """What is told; it is 10:00 at the place when the script begins."""
    rule = rule_at(room(zone))
    told: list[Violation | Suppressed] = []
    for i, letter in enumerate(script):
        if letter != ".":
            told += rule.see([head(1, i * step_s), view(letter, i * step_s)], BEGAN + timedelta(seconds=i * step_s))
    return told + list(rule.finish(BEGAN))


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("c" * 300, [], id="clear"),
        pytest.param("c" * 60 + "d" * 55 + "c" * 60, [], id="dark for less than a minute"),
        pytest.param("c" * 60 + "d" * 180 + "c" * 60, [OPENED, ENDED], id="dark for three minutes"),
        pytest.param("c" * 60 + "ddc" * 40 + "c" * 60, [OPENED, ENDED], id="60 s of 90"),
        pytest.param("c" * 60 + "dcc" * 60, [], id="a third of the time"),
        pytest.param("c" * 60 + "d" * 35 + "b" * 35 + "c" * 60, [OPENED, ENDED], id="one thing after the other"),
        pytest.param("d" * 90 + "c" * 60 + "d" * 90, [OPENED, ENDED, REPEATED, ENDED], id="and again"),
        pytest.param("d" * 90 + "." * 60 + "c" * 9, [OPENED, ENDED], id="then nothing comes"),
    ],
)
def test_life_of_a_view(script: str, expected: list[Phase]) -> None:
    assert phases(watch(script)) == expected


def test_lights_off_at_night_are_no_obstruction() -> None:
    told = watch("d" * 90, zone=replace(TWO, schedule=("18:30", "05:30")))
    assert (phases(told), why_not(told)) == ([], {WhyNot.OUT_OF_SCHEDULE: 90})


def test_what_is_open_ends_when_the_place_closes() -> None:
    told = watch("d" * 300, zone=replace(TWO, schedule=("05:30", "10:02")))
    assert phases(told) == [OPENED, ENDED]
    [ended] = violations(told, ENDED)
    assert ended.ended_at == BEGAN + timedelta(seconds=119)


def test_it_says_what_is_wrong_and_is_nobodys_stall() -> None:
    [opened] = violations(watch("c" * 9 + "d" * 90), OPENED)
    assert (opened.track, opened.zone, opened.merchant) == (camera_track("C1"), "Z1", None)
    assert (opened.model, opened.advisory, opened.counted_s) == ("view@1", False, 60.0)
    assert {j.attribute for look in opened.looks for j in look.judgements} == {"dark"}


def test_the_looks_that_accuse_are_those_at_the_picture() -> None:
    dark = view("d", 1)
    assert rule_at(room()).accusations([head(1, 1), view("c", 1), dark]) == {dark: 0.8}


@given(st.text("cdb.", min_size=1, max_size=300), st.sampled_from([0.5, 1.0, 4.0]))
def test_what_opens_also_ends_and_a_replay_tells_the_same(script: str, step_s: float) -> None:
    told = watch(script, step_s)
    assert told == watch(script, step_s)
    last = {fact.id: fact.phase for fact in told if isinstance(fact, Violation)}
    assert set(last.values()) <= {ENDED}

"""Lives of a live camera by its reader's word: a letter for every time it is asked after, 20 s apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunkitchen.config import load_rulebook
from tests.rules.people import TWO, room
from tests.rules.script import BEGAN, phases, violations
from vision.camera_facts import CameraHealth, CameraState
from vision.facts import Phase, Suppressed, Violation, Zone
from vision.rules import CameraOffline

OPENED, REPEATED, ENDED = Phase.OPENED, Phase.REPEATED, Phase.ENDED
ASKED_S = 20
STATES = {
    "+": CameraState.WATCHING,
    "-": CameraState.LOST,
    "c": CameraState.CONNECTING,
    "m": CameraState.CONNECTED_WITHOUT_MEDIA,
    "r": CameraState.REFUSED,
}
OUT, AWAY = ".", " "
"""Nobody expects the camera; the box is down."""
STALL = replace(TWO, schedule=("05:30", "18:30"))


def live(script: str, zone: Zone = STALL) -> list[Violation | Suppressed]:
    """What is told of a camera; it is 10:00 at the stall when the script begins."""
    ((spec, flapping),) = load_rulebook({}).offline
    rule = CameraOffline(spec, room(zone), flapping)
    told: list[Violation | Suppressed] = []
    state = ""
    for number, letter in enumerate(script):
        at = BEGAN + timedelta(seconds=number * ASKED_S)
        if letter in STATES and letter != state:
            state = letter
            rule.hear(CameraHealth("C1", STATES[letter], at))
        if letter != AWAY:
            told += rule.ask(at, expected=letter != OUT)
    return told + list(rule.finish())


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("+" * 30, [], id="it watches"),
        pytest.param("+" * 5 + "-" * 5 + "+" * 5, [], id="away for less than two minutes"),
        pytest.param("+" * 5 + "-" * 8 + "+" * 5, [OPENED, ENDED], id="away for more"),
        pytest.param("c" * 8, [OPENED, ENDED], id="it never comes"),
        pytest.param("r" * 8, [OPENED, ENDED], id="it refuses us"),
        pytest.param("++" + "m" * 8, [OPENED, ENDED], id="connected, no picture"),
        pytest.param("++" + "-c" * 5, [OPENED, ENDED], id="it tries again and again"),
        pytest.param("++" + "-" * 8 + "+" * 5 + "-" * 8, [OPENED, ENDED, REPEATED, ENDED], id="away again"),
        pytest.param("++" + "-" * 8 + "+" * 60 + "-" * 8, [OPENED, ENDED, OPENED, ENDED], id="after the cool-down"),
        pytest.param("+-" * 3 + "+" * 10, [OPENED, ENDED], id="three losses in ten minutes"),
        pytest.param(("+" * 14 + "-") * 3 + "+" * 10, [], id="three losses in longer"),
        pytest.param("++" + "." * 100, [], id="nobody expects it"),
        pytest.param("++" + "-" * 8 + "." * 30, [OPENED, ENDED], id="until nobody expects it"),
        pytest.param("++-" + " " * 400 + "--", [], id="the box is down meanwhile"),
    ],
)
def test_life_of_a_camera(script: str, expected: list[Phase]) -> None:
    assert phases(live(script)) == expected


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        pytest.param(("05:30", "18:30"), True, id="open"),
        pytest.param(("18:30", "05:30"), False, id="closed"),
        pytest.param(None, True, id="always open"),
        pytest.param(("05:30", "10:01"), False, id="it closes meanwhile"),
    ],
)
def test_a_camera_may_be_off_when_its_place_is_closed(hours: tuple[str, str] | None, told: bool) -> None:
    assert bool(phases(live("++" + "-" * 20, replace(TWO, schedule=hours)))) is told


def test_it_is_told_of_the_camera_and_of_nobodys_stall() -> None:
    [opened] = violations(live("+" * 5 + "-" * 20), OPENED)
    assert (opened.code, opened.camera, opened.zone, opened.merchant) == ("CAM_OFFLINE", "C1", "Z1", None)
    assert (opened.looks, opened.model, opened.advisory) == ((), "reader@1", False)
    assert opened.counted_s == 120.0


@given(st.text("+-cmr. ", min_size=1, max_size=120))
def test_what_opens_also_ends_and_a_replay_tells_the_same(script: str) -> None:
    told = live(script)
    assert told == live(script)
    last = {fact.id: fact.phase for fact in told if isinstance(fact, Violation)}
    assert set(last.values()) <= {ENDED}


@given(st.text("+. ", min_size=1, max_size=120))
def test_a_camera_that_is_never_lost_is_never_told(script: str) -> None:
    assert live("+" + script) == []

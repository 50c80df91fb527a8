"""The benchmark's own scores, by hand."""

from __future__ import annotations

import pytest

from benchmarks.identity import Sight, measure
from benchmarks.tracker import run
from benchmarks.walks import Scene, kitchen

SCORES = [
    pytest.param("a1 b2 a1 b2", (0, 0, 0, 1.0), id="held"),
    pytest.param("a1 a1 a2 a2", (1, 0, 1, 0.5), id="broken in two: a switch, no swap"),
    pytest.param("a1 b2 a2 b1", (2, 2, 2, 0.5), id="swapped: two switches, two swaps"),
    pytest.param("a1 a- a1", (0, 0, 0, 0.8), id="nameless for a look"),
    pytest.param("a1 b1 a1 b1", (0, 0, 0, 0.5), id="two people in one track"),
    pytest.param("a1 -2 a1", (0, 0, 0, 0.8), id="a false alarm counts as a track's look"),
]


def sights(text: str) -> list[Sight]:
    return [Sight(*[None if letter == "-" else letter for letter in pair]) for pair in text.split()]


@pytest.mark.parametrize(("text", "expected"), SCORES)
def test_scores(text: str, expected: tuple[int, int, int, float]) -> None:
    scores = measure(sights(text))
    assert (scores.switches, scores.swaps, scores.pieces, scores.idf1) == pytest.approx(expected)


def test_walks_are_the_same_each_time() -> None:
    def boxes(scene: Scene) -> list[object]:
        return [frame.detections.boxes.tolist() for frame in scene.frames]

    assert boxes(kitchen(3, 1, seed=5)) == boxes(kitchen(3, 1, seed=5))


def test_every_detection_has_an_owner_or_is_a_false_alarm() -> None:
    frames = kitchen(5, 2, seed=5).frames
    assert all(len(frame.owners) == len(frame.detections) for frame in frames)
    assert {owner for frame in frames for owner in frame.owners} == {None, *(f"person {i}" for i in range(5))}


def test_what_is_not_installed_says_so() -> None:
    rows = run(rates=(0.5,), seeds=(1,)).rows
    assert {row.tracker: row.note for row in rows}["norfair"] == "not installed"


def test_ours_passes_people_in_a_corridor_at_two_looks_a_second() -> None:
    rows = run(rates=(2.0,), seeds=(1,)).rows
    assert [row.idf1 for row in rows if (row.tracker, row.scene) == ("ours", "crossings")] == [
        pytest.approx(1, abs=0.1)
    ]

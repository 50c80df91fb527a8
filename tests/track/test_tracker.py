"""Lives of tracks: the contract of the seam, and who stays who at any pace of looks."""

from __future__ import annotations

from random import Random
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.track.walks import SIZE, at, heads, permuted
from vision.frames import Detections
from vision.ports import Tracker
from vision.track.fake import FakeTracker
from vision.track.tracker import HeadTracker

RATES = [pytest.param(rate, id=f"{rate} looks/s") for rate in (0.5, 1, 2, 5, 25)]
PLACES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6, unique=True)


def ours(camera: str = "cam") -> HeadTracker:
    return HeadTracker(camera, ("head", "hand"))


@pytest.fixture(params=["ours", "fake"])
def tracker(request: pytest.FixtureRequest) -> Tracker:
    return ours() if request.param == "ours" else FakeTracker()


def grid(cells: list[tuple[int, int]]) -> Detections:
    """Heads on a grid, one head's width apart."""
    return heads(*[(100 + 2 * SIZE * x, 100 + 2 * SIZE * y) for x, y in cells])


class TestContract:
    """What every tracker keeps to, the fake too."""

    seen = heads((100, 100), (900, 500))

    def test_one_track_per_detection_in_order(self, tracker: Tracker) -> None:
        assert [t.box for t in tracker.update(self.seen, at(0))] == [tuple(b) for b in self.seen.boxes.tolist()]

    def test_no_detections_no_tracks(self, tracker: Tracker) -> None:
        assert list(tracker.update(Detections.empty(), at(0))) == []

    def test_ids_differ_within_a_frame(self, tracker: Tracker) -> None:
        first, second = tracker.update(self.seen, at(0))
        assert first.id != second.id

    def test_standing_still_keeps_id_and_first_sight(self, tracker: Tracker) -> None:
        before = tracker.update(self.seen, at(0))
        after = tracker.update(self.seen, at(1))
        assert [(t.id, t.first_seen, t.last_seen) for t in after] == [(t.id, at(0), at(1)) for t in before]

    def test_label_is_the_detectors(self, tracker: Tracker) -> None:
        assert {t.label for t in tracker.update(self.seen, at(0))} == {"head"}


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize(
    "heads_per_s", [pytest.param(0, id="standing"), pytest.param(2, id="strolling"), pytest.param(4, id="walking")]
)
def test_walker_keeps_identity(rate: float, heads_per_s: float) -> None:
    tracker, step = ours(), 1 / rate
    walk = [heads((100 + heads_per_s * SIZE * i * step, 400)) for i in range(int(10 * rate) + 1)]
    assert len({tracker.update(seen, at(i * step))[0].id for i, seen in enumerate(walk)}) == 1


@pytest.mark.parametrize("rate", RATES[1:])
def test_crossing_heads_keep_their_ways(rate: float) -> None:
    tracker, step = ours(), 1 / rate
    ways = [(-6.0, 0.4, 2.0), (6.0, -0.4, -2.0)]
    ids = []
    for i in range(int(6 * rate) + 1):
        middles = [(960 + (x + v * i * step) * SIZE, 400 + y * SIZE) for x, y, v in ways]
        ids.append(tuple(t.id for t in tracker.update(heads(*middles), at(i * step))))
    assert ids[0] == ids[-1]


@pytest.mark.parametrize("rate", RATES)
def test_uneven_steps_and_misses(rate: float) -> None:
    random, tracker, now, ids = np.random.default_rng(7), ours(), 0.0, set()
    for _ in range(int(20 * rate)):
        now += random.uniform(0.5, 1.5) / rate
        spot = (300 + 1.0 * SIZE * now, 400 + random.normal(0, 0.1) * SIZE)
        seen = heads(spot) if random.random() > 0.1 else Detections.empty()
        ids |= {t.id for t in tracker.update(seen, at(now))}
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("absent_s", "jump_heads", "same"),
    [
        pytest.param(1, 0, True, id="missed once"),
        pytest.param(1, 2, True, id="missed once while walking on"),
        pytest.param(10, 0, True, id="hidden behind somebody for ten seconds"),
        pytest.param(10, 4, True, id="came back a few steps on"),
        pytest.param(1, 10, False, id="nobody runs ten heads in a second"),
        pytest.param(25, 8, False, id="long gone, and elsewhere"),
        pytest.param(29, 0, True, id="the same place just before the end"),
        pytest.param(31, 0, False, id="dead, even in the same place"),
    ],
)
def test_life_after_absence(absent_s: int, jump_heads: float, same: bool) -> None:
    tracker = ours()
    for i in range(5):
        (before,) = tracker.update(heads((400, 400)), at(i / 2))
    for i in range(5, 5 + 2 * absent_s - 1):
        tracker.update(Detections.empty(), at(i / 2))
    (after,) = tracker.update(heads((400 + jump_heads * SIZE, 400)), at(2 + absent_s))
    assert (after.id == before.id) is same


def test_willingness_shrinks_with_absence() -> None:
    soon, later, late = (_reach(seconds) for seconds in (5, 15, 28))
    assert soon > later > late > 0


def _reach(absent_s: float) -> int:
    """How far, in heads, somebody may come back after this absence and still be the same."""

    def comes_back(far: int) -> bool:
        tracker = ours()
        for i in range(5):
            (before,) = tracker.update(heads((400, 400)), at(i / 2))
        (after,) = tracker.update(heads((400 + far * SIZE, 400)), at(2 + absent_s))
        return before.id == after.id

    return max(far for far in range(30) if comes_back(far))


def test_other_size_is_somebody_else() -> None:
    tracker = ours()
    (near,) = tracker.update(heads((400, 400), size=120), at(0))
    (far,) = tracker.update(heads((400, 400), size=30), at(0.5))
    assert near.id != far.id


def test_other_label_is_something_else() -> None:
    tracker, head = ours(), heads((400, 400))
    hand = Detections(head.boxes, head.scores, np.ones(1, np.int64))
    (first,) = tracker.update(head, at(0))
    (second,) = tracker.update(hand, at(0.5))
    assert (first.label, second.label) == ("head", "hand")
    assert first.id != second.id


def test_twins_in_one_place_are_two() -> None:
    first, second = ours().update(heads((400, 400), (400, 400)), at(0))
    assert first.id != second.id


def test_time_must_not_run_backwards() -> None:
    tracker = ours()
    tracker.update(Detections.empty(), at(1))
    with pytest.raises(ValueError, match="cam: times must not run backwards"):
        tracker.update(Detections.empty(), at(0))


def _ids(tracker: HeadTracker, frames: list[Detections]) -> list[list[UUID]]:
    return [[t.id for t in tracker.update(seen, at(i / 2))] for i, seen in enumerate(frames)]


@given(st.lists(PLACES, min_size=1, max_size=6))
def test_replay_gives_the_same_ids(frames: list[list[tuple[int, int]]]) -> None:
    seen = [grid(cells) for cells in frames]
    assert _ids(ours(), seen) == _ids(ours(), seen)


@given(PLACES)
def test_other_cameras_have_other_ids(cells: list[tuple[int, int]]) -> None:
    assert not set(_ids(ours("a"), [grid(cells)])[0]) & set(_ids(ours("b"), [grid(cells)])[0])


@given(PLACES, PLACES, st.randoms(use_true_random=False))
def test_order_of_detections_does_not_matter(
    first: list[tuple[int, int]], second: list[tuple[int, int]], random: Random
) -> None:
    nudge = np.random.default_rng(len(first)).normal(0, 5, (len(second), 2))
    after = heads(*[(100 + 120 * x + dx, 100 + 120 * y + dy) for (x, y), (dx, dy) in zip(second, nudge, strict=True)])
    order = list(range(len(second)))
    random.shuffle(order)
    plain = _ids(ours(), [grid(first), after])[1]
    assert _ids(ours(), [grid(first), permuted(after, order)])[1] == [plain[i] for i in order]


@given(st.lists(st.booleans(), min_size=2, max_size=12), st.integers(20, 60))
def test_far_apart_heads_never_share_a_track(left: list[bool], apart: int) -> None:
    tracker, owners = ours(), {True: set[UUID](), False: set[UUID]()}
    for i, is_left in enumerate(left):
        (track,) = tracker.update(heads((100 if is_left else 100 + apart * SIZE, 100)), at(i / 2))
        owners[is_left].add(track.id)
    assert not owners[True] & owners[False]


@given(PLACES)
def test_ids_are_one_to_one(cells: list[tuple[int, int]]) -> None:
    tracker = ours()
    for ids in _ids(tracker, [grid(cells), grid(cells[::-1])]):
        assert len(set(ids)) == len(ids)

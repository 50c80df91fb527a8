"""Expected events against told ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunkitchen.evaluate_events import read_expected
from sunkitchen.paths import CONFIGS, SAMPLE_VIDEOS
from tests.cli.command import sunkitchen
from vision.errors import DataError
from vision.evaluation.events import Clip, Expected, Told, by_code, matched

WANTED = Expected("NO_HAT", "Z1", 8, 20)


@pytest.mark.parametrize(
    ("told", "right"),
    [
        pytest.param([Told("NO_HAT", "Z1", 10)], 1, id="as expected"),
        pytest.param([Told("NO_HAT", "Z1", 8), Told("NO_HAT", "Z1", 9)], 1, id="told twice is right once"),
        pytest.param([Told("NO_HAT", "Z1", 21)], 0, id="too late"),
        pytest.param([Told("NO_HAT", "Z1", 7.9)], 0, id="too early"),
        pytest.param([Told("NO_HAT", "Z2", 10)], 0, id="in another zone"),
        pytest.param([Told("NO_MASK", "Z1", 10)], 0, id="another code"),
        pytest.param([], 0, id="not told"),
    ],
)
def test_matching(told: list[Told], right: int) -> None:
    assert len(matched(Clip("a", (WANTED,), tuple(told)))) == right


def test_by_code() -> None:
    first = Clip("a", (WANTED, Expected("NO_MASK", "Z1", 0, 9)), (Told("NO_HAT", "Z1", 10), Told("NO_HAT", "Z1", 90)))
    second = Clip("b", (WANTED,), (Told("NO_HAT", "Z1", 14),))
    codes = by_code([first, second])
    hat, mask = codes["NO_HAT"], codes["NO_MASK"]
    assert (hat.expected, hat.told, hat.right, hat.precision, hat.recall) == (2, 3, 2, 2 / 3, 1.0)
    assert hat.delay_median_s == 4.0
    assert hat.delay_p90_s == pytest.approx(5.6)
    assert (mask.expected, mask.told, mask.precision, mask.recall, mask.delay_median_s) == (1, 0, None, 0.0, None)


moments = st.lists(st.floats(0, 60), max_size=6)


@given(st.lists(st.tuples(st.floats(0, 30), st.floats(0, 30)), max_size=5), moments)
def test_no_event_is_counted_twice(windows: list[tuple[float, float]], times: list[float]) -> None:
    expected = tuple(Expected("NO_HAT", "Z1", start, start + length) for start, length in windows)
    clip = Clip("a", expected, tuple(Told("NO_HAT", "Z1", t) for t in times))
    pairs = matched(clip)
    assert len(pairs) <= min(len(expected), len(times))
    assert all(one.earliest_s <= told.opened_s <= one.latest_s for one, told in pairs)


def test_the_sample_videos_are_told_right() -> None:
    said = sunkitchen("eval", "--events", SAMPLE_VIDEOS, "--config", CONFIGS / "demo.yaml", "--json")
    codes = json.loads(said.out)["events"]["codes"]
    assert said.code == 0
    assert {code: (one["precision"], one["recall"]) for code, one in codes.items()} == dict.fromkeys(codes, (1.0, 1.0))
    assert sum(one["right"] for one in codes.values()) == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("{", "the file", id="no JSON"),
        pytest.param('{"video": "a.mp4", "camera": "C", "events": []}', "begins_at: Field required", id="no time"),
    ],
)
def test_what_is_no_expected_file(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "a.expected.json"
    path.write_text(text)
    with pytest.raises(DataError, match=words):
        read_expected(path)


def test_a_folder_without_expected_files(tmp_path: Path) -> None:
    said = sunkitchen("eval", "--events", tmp_path)
    assert said.code == 1
    assert "found none" in said.err


def test_both_or_none_is_bad_usage(tmp_path: Path) -> None:
    assert sunkitchen("eval").code == 2
    assert sunkitchen("eval", "--events", tmp_path, "--data", tmp_path).code == 2

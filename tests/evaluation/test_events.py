"""Expected events against told ones."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunkitchen.evaluate.events import read_expected
from sunkitchen.paths import SAMPLE_VIDEOS
from tests.cli.command import sunkitchen
from tests.cli.videos import write_video
from vision.errors import DataError
from vision.evaluation.events import Clip, Expected, Told, by_code, hours, matched, total
from vision.evaluation.report import events_page
from vision.wilson import wilson

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
        pytest.param([Told("NO_HAT", "Z1", 21), Told("NO_HAT", "Z1", 20)], 1, id="one too late, one in time"),
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


def test_any_zone_will_do() -> None:
    anywhere = replace(WANTED, zone=None)
    assert len(matched(Clip("a", (anywhere,), (Told("NO_HAT", "Z9", 10),)))) == 1


def test_the_same_expected_twice_and_told_once_is_missed_once() -> None:
    clip = Clip("a", (WANTED, WANTED), (Told("NO_HAT", "Z1", 10),))
    assert (clip.missed, clip.false) == ((WANTED,), ())


def test_any_zone_takes_from_nobody() -> None:
    """The one that may be anywhere leaves Z1's event to the one that must be in Z1, however early it is."""
    expected = (replace(WANTED, zone=None, latest_s=15), WANTED)
    told = (Told("NO_HAT", "Z1", 9), Told("NO_HAT", "Z2", 12))
    assert len(matched(Clip("a", expected, told))) == 2


def test_a_delay_counts_from_when_there_was_something_to_tell() -> None:
    codes = by_code([Clip("a", (replace(WANTED, from_s=2.5),), (Told("NO_HAT", "Z1", 10),))])
    assert codes["NO_HAT"].delay_median_s == 7.5


def test_all_codes_together() -> None:
    clip = Clip("a", (WANTED, Expected("NO_MASK", "Z1", 0, 9)), (Told("NO_HAT", "Z1", 10), Told("NO_HAT", "Z2", 10)))
    every = total([clip, clip])
    assert (every.expected, every.told, every.right) == (4, 4, 2)
    assert every.precision_interval == wilson(2, 4)
    assert (clip.missed, clip.false) == (clip.expected[1:], clip.told[1:])


@pytest.mark.parametrize(
    ("lengths", "said"),
    [
        pytest.param([1800.0, 900.0], 0.75, id="all known"),
        pytest.param([1800.0, None], None, id="one unknown"),
        pytest.param([], 0.0, id="no clip"),
    ],
)
def test_hours(lengths: list[float | None], said: float | None) -> None:
    assert hours([Clip("a", (), (), length) for length in lengths]) == said


moments = st.lists(st.floats(0, 60), max_size=6)


@given(st.lists(st.tuples(st.floats(0, 30), st.floats(0, 30)), max_size=5), moments)
def test_no_event_is_counted_twice(windows: list[tuple[float, float]], times: list[float]) -> None:
    expected = tuple(Expected("NO_HAT", "Z1", start, start + length) for start, length in windows)
    clip = Clip("a", expected, tuple(Told("NO_HAT", "Z1", t) for t in times))
    pairs = matched(clip)
    assert len(pairs) <= min(len(expected), len(times))
    assert all(one.earliest_s <= told.opened_s <= one.latest_s for one, told in pairs)


def test_the_sample_videos_are_told_right(tmp_path: Path) -> None:
    said = sunkitchen("eval", "--events", SAMPLE_VIDEOS, "--json", "--out", tmp_path)
    events = json.loads(said.out)["events"]
    codes = events["codes"]
    assert said.code == 0
    assert {code: (one["precision"], one["recall"]) for code, one in codes.items()} == dict.fromkeys(codes, (1.0, 1.0))
    assert (events["total"]["right"], events["false_per_hour"]) == (5, 0.0)
    assert (tmp_path / "report.html").read_text().count('class="true"') == 5


def test_a_clip_of_which_nothing_is_expected(tmp_path: Path) -> None:
    write_video(tmp_path / "a.mp4")
    (tmp_path / "a.expected.json").write_text('{"events": []}')
    said = sunkitchen("eval", "--events", tmp_path, "--json", "--out", tmp_path / "out")
    events = json.loads(said.out)["events"]
    assert said.code == 0
    assert (events["codes"], events["false_per_hour"], len(events["clips"])) == ({}, 0.0, 1)
    assert (events["total"]["precision"], events["total"]["recall"]) == (None, None)
    assert "Nothing expected, nothing told" in (tmp_path / "out" / "report.html").read_text()


def test_a_false_alarm_is_shown() -> None:
    clip = Clip("a.mp4", (), (Told("NO_HAT", "Z1", 10),), 20.0)
    text = events_page("a", [clip], by_code([clip]), total([clip]))
    assert text.count('class="false"') == 1


def test_a_clip_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.expected.json").write_text('{"events": []}')
    said = sunkitchen("eval", "--events", tmp_path)
    assert said.code == 1
    assert "expected the clip a.mp4" in said.err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("{", "the file", id="no JSON"),
        pytest.param('{"video": "a.mp4"}', "events: Field required", id="no events"),
        pytest.param('{"begins_at": "2026-06-01T02:00:00", "events": []}', "begins_at", id="no time zone"),
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

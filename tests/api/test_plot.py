"""The plot of looks: what cannot be told is never a score of nothing."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from api.pages.parts.plot import plot_options
from api.pages.parts.strip import answer_chip
from records.violation_rows import LookRow
from tests.api.build import minutes
from vision.facts import Answer, Box, Judgement, Phase, Reason

UTC = ZoneInfo("UTC")
LETTERS = {
    "N": Judgement("hat", Answer.NOT_WORN, 0.91),
    "W": Judgement("hat", Answer.WORN, 0.8),
    "?": Judgement("hat", Answer.CANNOT_TELL, 0.0, Reason.TURNED_AWAY),
    ".": Judgement("mask", Answer.WORN, 0.7),
}


def look(letter: str, number: int) -> LookRow:
    at, box = minutes(number), Box(0, 0, 9, 9)
    nobody = UUID(int=number)
    return LookRow(nobody, Phase.OPENED, nobody, "head", number, at, float(number), box, (), (LETTERS[letter],), 9.0)


@pytest.mark.parametrize(
    ("script", "scores", "untold"),
    [
        pytest.param("NNW", [0.91, 0.91, 0.8], [], id="all told"),
        pytest.param("N?W?", [0.91, None, 0.8, None], [1, 3], id="two not"),
        pytest.param("??", [None, None], [0, 1], id="none told"),
        pytest.param("N.?", [0.91, None], [1], id="a look at something else is no look"),
        pytest.param("", [], [], id="no look"),
    ],
)
def test_what_cannot_be_told_lies_in_a_band_of_its_own(
    script: str, scores: list[float | None], untold: list[int]
) -> None:
    options = plot_options([look(letter, i) for i, letter in enumerate(script)], "hat", UTC)
    series = options["series"]
    assert isinstance(series, list)
    told, apart = series
    assert [point and point["value"] for point in told["data"]] == scores
    assert [point["value"] for point in apart["data"]] == [[i, 0] for i in untold]
    assert (apart["xAxisIndex"], apart["yAxisIndex"]) == (1, 1)


@pytest.mark.parametrize(("letter", "number"), [("N", "91 %"), ("W", "80 %"), ("?", None)])
def test_only_an_answer_has_a_score(letter: str, number: str | None) -> None:
    chip = answer_chip(LETTERS[letter])
    assert ("%" in chip) is (number is not None)
    assert number is None or number in chip

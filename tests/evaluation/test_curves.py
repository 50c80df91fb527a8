"""Curves of hand-made leanings and findings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from vision.evaluation.curves import over_score, precision_over_recall, reliability
from vision.evaluation.finding import Found
from vision.evaluation.judging import Case, Leaning
from vision.facts import Answer, Box
from vision.wilson import rate_of

WORN, NOT_WORN, CANNOT_TELL = Answer.WORN, Answer.NOT_WORN, Answer.CANNOT_TELL


def leaning(right: Answer, answer: Answer | None, score: float = 1.0) -> Case:
    would = None if answer is None else Leaning(answer, score)
    return Case("hat", right, CANNOT_TELL, 0.0, "net", Box(0, 0, 9, 9), Path("a.jpg"), would)


CASES = [
    leaning(NOT_WORN, NOT_WORN, 0.95),
    leaning(WORN, NOT_WORN, 0.84),
    leaning(NOT_WORN, NOT_WORN, 0.86),
    leaning(NOT_WORN, NOT_WORN, 0.55),
    leaning(NOT_WORN, WORN, 0.65),
    leaning(NOT_WORN, None),
    leaning(CANNOT_TELL, NOT_WORN, 0.99),
]


def test_an_answer_over_its_threshold() -> None:
    (_, precision), (_, recall) = over_score(CASES, NOT_WORN)
    assert precision == [(0.95, 1), (0.86, 1), (0.84, 2 / 3), (0.55, 3 / 4)]
    assert recall == [(0.95, 1 / 5), (0.86, 2 / 5), (0.84, 2 / 5), (0.55, 3 / 5)]


@pytest.mark.parametrize("answer", [pytest.param(Answer.WRONG, id="never so"), pytest.param(CANNOT_TELL, id="silence")])
def test_what_never_is_has_no_curve(answer: Answer) -> None:
    assert over_score(CASES, answer) == []


def test_reliability() -> None:
    bins = [(round(one.promised, 3), one.right) for one in reliability(CASES)]
    assert bins == [(0.55, rate_of(1, 1)), (0.65, rate_of(0, 1)), (0.85, rate_of(1, 2)), (0.95, rate_of(1, 1))]


def test_finding_over_recall() -> None:
    truths = np.array([[0, 0, 10, 10], [50, 50, 60, 60]], np.float32)
    boxes = np.array([[0, 0, 10, 10], [80, 80, 90, 90], [50, 50, 60, 60]], np.float32)
    found = Found(truths, boxes, np.array([0.9, 0.8, 0.7], np.float32), (100, 100), Path("a.jpg"))
    assert precision_over_recall("head", [found])[1] == [(0.5, 1.0), (1.0, 2 / 3)]

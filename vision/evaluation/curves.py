"""Curves behind the numbers: precision over recall of finding, precision and recall of answers over their score."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vision.evaluation.finding import Found, match
from vision.evaluation.judging import Case
from vision.evaluation.svg import Line
from vision.facts import Answer

POINTS = 60
BINS = 10


def precision_over_recall(name: str, found: Sequence[Found]) -> Line:
    """Of finding one label, over all scores."""
    scores = np.concatenate([one.scores for one in found]) if found else np.zeros(0, np.float32)
    hits = np.concatenate([match(one.truths, one.boxes) >= 0 for one in found]) if found else np.zeros(0, bool)
    n = sum(len(one.truths) for one in found)
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(hits[order])
    if not len(right) or not n:
        return name, []
    precision, recall = right / np.arange(1, len(right) + 1), right / n
    rows = np.unique(np.linspace(0, len(right) - 1, POINTS).astype(int))
    return name, [(float(recall[row]), float(precision[row])) for row in rows]


def over_score(cases: Sequence[Case], answer: Answer) -> list[Line]:
    """Precision and recall of an answer, were it given only from each score on."""
    told = [case for case in cases if case.right is not Answer.CANNOT_TELL]
    said = sorted((case for case in told if case.said is answer), key=lambda case: -case.score)
    n = sum(case.right is answer for case in told)
    if not said or not n:
        return []
    right = np.cumsum([case.right is answer for case in said])
    rows = np.unique(np.linspace(0, len(said) - 1, POINTS).astype(int))
    return [
        ("precision 准确率", [(said[row].score, float(right[row] / (row + 1))) for row in rows]),
        ("recall 召回率", [(said[row].score, float(right[row] / n)) for row in rows]),
    ]


def reliability(cases: Sequence[Case]) -> Line:
    """How often answers of a score are right: on the diagonal when the scores mean what they say."""
    told = [c for c in cases if c.right is not Answer.CANNOT_TELL and c.said is not Answer.CANNOT_TELL]
    points = []
    for low in np.arange(BINS) / BINS:
        mine = [c for c in told if low <= c.score < low + 1 / BINS or (c.score == 1.0 and low == (BINS - 1) / BINS)]
        if mine:
            shares = [c.right is c.said for c in mine]
            points.append((sum(c.score for c in mine) / len(mine), sum(shares) / len(shares)))
    return "right 实际正确率", points

"""Curves behind the numbers: precision over recall of finding, precision and recall of answers over their score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vision.evaluation.finding import Found, match
from vision.evaluation.judging import Case
from vision.evaluation.svg import Line
from vision.facts import Answer
from vision.wilson import Rate, rate_of

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
    hit = np.append(np.flatnonzero(hits[order]), len(right) - 1)  # evenly over recall: most low scores are no hits
    rows = np.unique(hit[np.linspace(0, len(hit) - 1, POINTS).astype(int)])
    return name, [(float(recall[row]), float(precision[row])) for row in rows]


def over_score(cases: Sequence[Case], answer: Answer) -> list[Line]:
    """Precision and recall of an answer, were it given only from each score on; empty where no box really is so."""
    told = [case for case in cases if case.right is not Answer.CANNOT_TELL]
    said = sorted(
        ((case.leaning.score, case.right is answer) for case in told if case.leaning and case.leaning.answer is answer),
        reverse=True,
    )
    n = sum(case.right is answer for case in told)
    if not said or not n:
        return []
    right = np.cumsum([hit for _, hit in said])
    rows = np.unique(np.linspace(0, len(said) - 1, POINTS).astype(int))
    return [
        ("准确率 precision", [(said[row][0], float(right[row] / (row + 1))) for row in rows]),
        ("召回率 recall", [(said[row][0], float(right[row] / n)) for row in rows]),
    ]


@dataclass(frozen=True, slots=True)
class Bin:
    """Leanings of similar score: what they promise on average, and how often they are right."""

    promised: float
    right: Rate


def reliability(cases: Sequence[Case]) -> list[Bin]:
    """In ten bins of score, empty ones left out: `right` is what was promised when the scores mean what they say."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for case in cases:
        if case.right is not Answer.CANNOT_TELL and case.leaning is not None:
            score = case.leaning.score
            bins[min(int(score * BINS), BINS - 1)].append((score, case.leaning.answer is case.right))
    return [
        Bin(sum(score for score, _ in one) / len(one), rate_of(sum(hit for _, hit in one), len(one)))
        for one in bins
        if one
    ]

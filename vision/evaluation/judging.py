"""How well attributes are judged: precision and recall of each answer, and how often one could not tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vision.facts import Answer

HEIGHTS = (("<20", 0.0, 20.0), ("20-30", 20.0, 30.0), ("30-50", 30.0, 50.0), (">50", 50.0, float("inf")))
"""Name and bounds, px of head height on the full picture."""


@dataclass(frozen=True, slots=True)
class Case:
    """One judged box: what is right, what was said, how high it is in px."""

    attribute: str
    right: Answer
    said: Answer
    height: float


@dataclass(frozen=True, slots=True)
class AnswerQuality:
    """How good one answer is; n boxes really are so. None where there is nothing to divide by."""

    precision: float | None
    recall: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Judging:
    """How good one attribute is judged over n boxes with a right answer; wrong is None for attributes without it."""

    n: int
    worn: AnswerQuality
    not_worn: AnswerQuality
    wrong: AnswerQuality | None
    cannot_tell_rate: float | None


def measure(cases: Sequence[Case], attribute: str) -> Judging:
    """All cases of one attribute together."""
    mine = [case for case in cases if case.attribute == attribute]
    silent = sum(case.said is Answer.CANNOT_TELL for case in mine)
    return Judging(
        n=len(mine),
        worn=_quality(mine, Answer.WORN),
        not_worn=_quality(mine, Answer.NOT_WORN),
        wrong=_quality(mine, Answer.WRONG) if attribute == "mask" else None,
        cannot_tell_rate=silent / len(mine) if mine else None,
    )


def by_height(cases: Sequence[Case], attributes: Sequence[str]) -> dict[str, dict[str, Judging]]:
    """Height band, then attribute."""
    return {
        name: {one: measure([case for case in cases if low <= case.height < high], one) for one in attributes}
        for name, low, high in HEIGHTS
    }


def _quality(cases: Sequence[Case], answer: Answer) -> AnswerQuality:
    said = [case for case in cases if case.said is answer]
    right = [case for case in cases if case.right is answer]
    hits = sum(case.right is answer for case in said)
    return AnswerQuality(
        precision=hits / len(said) if said else None, recall=hits / len(right) if right else None, n=len(right)
    )

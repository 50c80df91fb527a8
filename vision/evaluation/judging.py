"""How well attributes are judged: precision and recall of each answer, and how often one could not tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vision.facts import Answer, Box
from vision.wilson import Interval, Rate, rate_of, ratio, wilson

HEIGHTS = (("<20", 0.0, 20.0), ("20-30", 20.0, 30.0), ("30-50", 30.0, 50.0), (">50", 50.0, float("inf")))
"""Name and bounds, px of head height on the full picture."""
CAPS = ("cap", "dark cap")


@dataclass(frozen=True, slots=True)
class Leaning:
    """What would be said if something had to be: the likeliest answer and its probability, 0-1."""

    answer: Answer
    score: float


@dataclass(frozen=True, slots=True)
class Case:
    """One judged box.

    Attributes:
        right: what is right; cannot-tell where the reader of the labels could not tell.
        said: the answer given. score: its probability, 0-1.
        word: the set's own word for what is right (`net`, `cap`, `dark cap`, ...).
        box: on the picture at `path`.
        leaning: None where the box is too small to be judged, or nobody asked.
    """

    attribute: str
    right: Answer
    said: Answer
    score: float
    word: str
    box: Box
    path: Path
    leaning: Leaning | None = None


@dataclass(frozen=True, slots=True)
class AnswerQuality:
    """How good one answer is; n boxes really are so. None where there is nothing to divide by."""

    precision: float | None
    recall: float | None
    n: int
    precision_interval: Interval | None = None
    recall_interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Judging:
    """How good one attribute is judged over n boxes with a right answer.

    Attributes:
        wrong: None for attributes without that answer.
        answered_unsure_rate: how often an answer was given where the reader of the labels could not tell.
        caps_called_bare, dark_caps_called_bare: of all caps, and of the dark ones; None where the set knows none.
        confusion: the set's own word, then the answer, to how often it was said.
    """

    n: int
    worn: AnswerQuality
    not_worn: AnswerQuality
    wrong: AnswerQuality | None
    cannot_tell_rate: float | None
    cannot_tell_interval: Interval | None
    answered_unsure_rate: float | None
    answered_unsure_interval: Interval | None
    caps_called_bare: Rate | None
    dark_caps_called_bare: Rate | None
    confusion: dict[str, dict[str, int]]


def measure(cases: Sequence[Case], attribute: str) -> Judging:
    """All cases of one attribute together."""
    mine = [case for case in cases if case.attribute == attribute]
    told = [case for case in mine if case.right is not Answer.CANNOT_TELL]
    unsure = [case for case in mine if case.right is Answer.CANNOT_TELL]
    silent = sum(case.said is Answer.CANNOT_TELL for case in told)
    answered = sum(case.said is not Answer.CANNOT_TELL for case in unsure)
    return Judging(
        n=len(told),
        worn=quality(told, Answer.WORN),
        not_worn=quality(told, Answer.NOT_WORN),
        wrong=quality(told, Answer.WRONG) if attribute == "mask" else None,
        cannot_tell_rate=ratio(silent, len(told)),
        cannot_tell_interval=wilson(silent, len(told)),
        answered_unsure_rate=ratio(answered, len(unsure)),
        answered_unsure_interval=wilson(answered, len(unsure)),
        caps_called_bare=called_bare(told, CAPS),
        dark_caps_called_bare=called_bare(told, CAPS[1:]),
        confusion=confusion(mine),
    )


def by_height(cases: Sequence[Case], attributes: Sequence[str]) -> dict[str, dict[str, Judging]]:
    """Height band, then attribute."""
    return {
        name: {one: measure([case for case in cases if low <= case.box.height < high], one) for one in attributes}
        for name, low, high in HEIGHTS
    }


def quality(cases: Sequence[Case], answer: Answer) -> AnswerQuality:
    """Precision and recall of one answer."""
    said = [case for case in cases if case.said is answer]
    right = sum(case.right is answer for case in cases)
    hits = sum(case.right is answer for case in said)
    return AnswerQuality(
        precision=ratio(hits, len(said)),
        recall=ratio(hits, right),
        n=right,
        precision_interval=wilson(hits, len(said)),
        recall_interval=wilson(hits, right),
    )


def called_bare(cases: Sequence[Case], words: Sequence[str]) -> Rate | None:
    """How many heads labelled with these words were called bare; None where there is none."""
    said = [case.said for case in cases if case.word in words]
    return rate_of(said.count(Answer.NOT_WORN), len(said)) if said else None


def confusion(cases: Sequence[Case]) -> dict[str, dict[str, int]]:
    """The set's own word, then the answer, to how often it was said."""
    counts = Counter((case.word, case.said) for case in cases)
    answers = [answer for answer in Answer if any(said is answer for _, said in counts)]
    words = sorted({word for word, _ in counts})
    return {word: {answer.value: counts[word, answer] for answer in answers} for word in words}

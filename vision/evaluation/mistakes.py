"""The worst mistakes, as pictures: one learns more from twenty of them than from any table."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vision.evaluation.finding import Found, match
from vision.evaluation.folder import read_image
from vision.evaluation.judging import Case
from vision.facts import Answer, Box
from vision.pixels import encode_jpeg, square_crop

MOST = 24
SIDE, MARGIN = 112, 0.5


@dataclass(frozen=True, slots=True)
class Mistake:
    """One box that went wrong: where, and in a few words how."""

    path: Path
    box: Box
    words: str
    score: float

    def picture(self) -> str:
        """The crop as a data URL, SIDE px square."""
        crop = square_crop(read_image(self.path), self.box, MARGIN, SIDE)
        return "data:image/jpeg;base64," + b64encode(encode_jpeg(crop, quality=80)).decode()


def worst(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """The surest ones first, at most MOST."""
    return sorted(mistakes, key=lambda one: (-one.score, str(one.path), one.box))[:MOST]


def wrong_answers(cases: Sequence[Case], attribute: str) -> list[Mistake]:
    """Answers that are wrong."""
    return worst(
        Mistake(case.path, case.box, f"{case.word} → {case.said.value} {case.score:.2f}", case.score)
        for case in cases
        if case.attribute == attribute and Answer.CANNOT_TELL not in (case.said, case.right) and case.said != case.right
    )


def false_boxes(found: Sequence[Found]) -> list[Mistake]:
    """Boxes where nothing is labelled."""
    return worst(
        Mistake(one.path, _box(box), f"{score:.2f}", float(score))
        for one in found
        for box, score, partner in zip(one.boxes, one.scores, match(one.truths, one.boxes), strict=True)
        if partner < 0
    )


def missed_boxes(found: Sequence[Found], threshold: float) -> list[Mistake]:
    """Labelled boxes that were not found at the threshold in force, the largest first."""
    missed = []
    for one in found:
        partners = set(match(one.truths, one.boxes[one.scores >= threshold]).tolist())
        missed += [
            Mistake(one.path, _box(box), f"{box[3] - box[1]:.0f} px", float(box[3] - box[1]))
            for row, box in enumerate(one.truths)
            if row not in partners
        ]
    return worst(missed)


def _box(box: np.ndarray) -> Box:
    return Box(*map(float, box))
